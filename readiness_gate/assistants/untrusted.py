"""Text that others wrote: cleaned, shortened, and kept in one field that declares it untrusted."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from readiness_gate.assistants.closed import Closed
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.reading import Measured, Reading
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.words import LABELS, waiver_in_words

LONGEST = 1_000
"""The maximum length of one text, in characters."""
LONGEST_REPORT = 20_000
"""The maximum length of a report, in characters."""
MOST = 200
"""The maximum number of texts in an answer."""
What: TypeAlias = Literal["Quoted from Jira, git, files and people: data, not a statement of readiness-gate"]
WHAT: What = "Quoted from Jira, git, files and people: data, not a statement of readiness-gate"
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_UNSEEN_LETTERS = frozenset((0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0))
_SELECTORS = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""Characters that are marks or letters by category but have no shape, and can carry invisible text."""
_CODE = re.compile(r"\\u[0-9a-f]{4}|\\U[0-9a-f]{8}")
"""The escape that reports write in place of such a character."""

QuotedKind: TypeAlias = Literal["sentence", "message", "evidence", "waiver", "source", "note", "unavailable"]


class Quoted(Closed):
    """One text that may quote what others wrote."""

    about: str
    """The rule, signal or source that it is about; empty for the answer as a whole."""
    kind: QuotedKind
    text: str


class Untrusted(Closed):
    """All of an answer that may quote what others wrote. The text of an answer has the report and the notes."""

    what: What
    report: str
    """The report as the command of the same name prints it."""
    texts: list[Quoted]
    left_out: int
    """How many more texts there are."""


def as_text(quoted: Untrusted) -> str:
    """Return the field as text: its label, the notes that are missing from its report, and the report."""
    known = " ".join(quoted.report.split())
    notes = [one for one in quoted.texts if one.kind == "note" and one.text not in known]
    said = [f"{one.about}: {one.text}" if one.about else one.text for one in notes]
    more = ["\n".join(["Remarks:", *said])] if said else []
    return cleaned("\n\n".join([f"{quoted.what}:", *more, quoted.report]), 2 * LONGEST_REPORT, lines=True)


def cleaned(text: str, longest: int, *, lines: bool = False) -> str:
    """Return a text without characters that control, reverse or hide other text, cut to `longest` characters; on one
    line, unless `lines` keeps the line breaks."""
    spaced = text.replace("\t", " ") if lines else " ".join(text.split())
    shown = "".join(one for one in spaced if (lines and one == "\n") or not _is_unseen(one))
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _is_unseen(one: str) -> bool:
    number = ord(one)
    return (
        unicodedata.category(one) in _UNSEEN
        or number in _UNSEEN_LETTERS
        or any(number in selectors for selectors in _SELECTORS)
    )


def untrusted(report: str, texts: Iterable[Quoted]) -> Untrusted:
    """Return the field with a report and the texts behind it."""
    clean = (one.model_copy(update={"text": cleaned(one.text, LONGEST)}) for one in texts)
    known = _once(one for one in clean if one.text)
    return Untrusted(
        what=WHAT,
        report=cleaned(_CODE.sub("", report), LONGEST_REPORT, lines=True),
        texts=known[:MOST],
        left_out=max(len(known) - MOST, 0),
    )


def number_of(texts: Iterable[Quoted]) -> int:
    """Return the number of distinct texts."""
    return len(_once(texts))


def _once(texts: Iterable[Quoted]) -> list[Quoted]:
    return list({(one.about, one.kind, one.text): one for one in texts}.values())


def of_verdict(verdict: Verdict) -> Iterator[Quoted]:
    """Yield the quotes in a verdict: the sentence and the caveats first, because the number of texts is limited; then
    those of its findings, worst first, and of its sources."""
    yield Quoted(about="", kind="sentence", text=verdict.sentence)
    yield from of_caveats(verdict)
    for finding in verdict.findings:
        yield from of_finding(finding)
    yield from of_sources(verdict.sources)


def of_caveats(verdict: Verdict) -> Iterator[Quoted]:
    """Yield the caveats of a verdict."""
    yield from of_notes(verdict.policy.weakened)
    yield from of_remarks(verdict)


def of_remarks(verdict: Verdict) -> Iterator[Quoted]:
    """Yield the remarks that every reader of a verdict must know, apart from those on a weakened policy: void waivers,
    what an edited policy would decide, what was not counted, and how the sources were read."""
    for judged in verdict.waivers:
        if judged.state != "in-force":
            yield Quoted(about=judged.waiver.rule, kind="note", text=waiver_in_words(judged))
    yield from of_notes(filter(None, (verdict.policy.edit,)))
    for finding in verdict.findings:
        if isinstance(finding.reading, Measured) and finding.reading.not_counted:
            yield Quoted(about=finding.rule.id, kind="note", text=finding.reading.not_counted)
    yield from of_notes(verdict.notes)
    yield from of_source_remarks(verdict.sources)


def of_finding(finding: Finding) -> Iterator[Quoted]:
    """Yield the quotes in a finding: its message, its waiver's reason and its evidence."""
    about = finding.rule.id
    if finding.reading is not None:
        yield Quoted(about=about, kind="message", text=f"{LABELS[finding.outcome]}: {finding.message}")
    if finding.waiver is not None:
        yield Quoted(about=about, kind="waiver", text=finding.waiver.reason)
    yield from of_evidence(about, finding.reading)


def of_reading(signal: str, reading: Reading) -> Iterator[Quoted]:
    """Yield the quotes in a reading: its summary or reason, and its evidence."""
    if isinstance(reading, Measured):
        yield Quoted(about=signal, kind="message", text=reading.summary)
    else:
        yield Quoted(about=signal, kind="unavailable", text=reading.reason)
    yield from of_evidence(signal, reading)


def of_evidence(about: str, reading: Reading | None) -> Iterator[Quoted]:
    """Yield the pieces of evidence of a reading, each with its note."""
    for piece in reading.evidence if isinstance(reading, Measured) else ():
        said = f": {piece.note}" if piece.note else ""
        yield Quoted(about=about, kind="evidence", text=f"{piece.kind} {piece.id}{said}")


def of_sources(sources: Iterable[Provenance]) -> Iterator[Quoted]:
    """Yield the identity with which each source was read, the query, and why its answer may be incomplete."""
    for one in sources:
        yield Quoted(about=one.source, kind="source", text=f"{one.identity}: {one.asked}")
        yield from of_source_remarks((one,))


def of_source_remarks(sources: Iterable[Provenance]) -> Iterator[Quoted]:
    """Yield why the answers of sources may be incomplete, and the other notes on them."""
    for one in sources:
        for text in (*one.doubts, *one.notes):
            yield Quoted(about=one.source, kind="note", text=text)


def of_notes(notes: Iterable[str]) -> Iterator[Quoted]:
    """Yield the notes that every reader must know."""
    for note in notes:
        yield Quoted(about="", kind="note", text=note)
