"""The verdict for a terminal: readable on 80 columns, and without colour."""

from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.text import Text

from readiness_gate.model.amounts import amount
from readiness_gate.model.reading import Measured
from readiness_gate.model.time import Instant, day_of, iso
from readiness_gate.model.verdict import Finding, JudgedWaiver, Verdict
from readiness_gate.reports.page import (
    Footnote,
    Headline,
    NoteKind,
    Page,
    Requirement,
    headline,
    page,
    remark_notes,
    requirement,
    waiver_note,
    without_waivers,
)
from readiness_gate.reports.screen import bullets, columns, draw, indented, words
from readiness_gate.reports.spec import Display, Report
from readiness_gate.reports.words import LABELS, SYMBOLS, Status, accepted, evidence_in_words

_STYLES: dict[Status, str] = {
    "fail": "bold red",
    "unknown": "bold magenta",
    "waived": "yellow",
    "warn": "yellow",
    "info": "cyan",
    "pass": "green",
    "not-applicable": "dim",
}
_DECISION_STYLES = {"go": "bold green", "no-go": "bold red", "undecided": "bold magenta"}
_NOTE_STYLES: dict[NoteKind, str] = {"without-waivers": "bold", "policy-in-short": "dim"}
_BRIEF: tuple[NoteKind, ...] = ("without-waivers", "loosened-in-short", "not-measured-in-short", "remark")
_ALWAYS: tuple[NoteKind, ...] = (
    "dimensions",
    "not-measured",
    "not-covered",
    "void-waiver",
    "loosened",
    "edit",
    "remark",
)
_NOTES: tuple[tuple[NoteKind, ...], ...] = (
    _BRIEF,
    (*_ALWAYS, "policy-in-short"),
    (*_ALWAYS, "waiver", "source-in-full", "policy", "evidence"),
)
"""The footnotes that are shown, by the verbosity."""


def report(display: Display) -> Report:
    """The report for a terminal with that screen."""
    return Report("text", "text/plain; charset=utf-8", lambda verdict: render(verdict, display).encode(), (".txt",))


def render(verdict: Verdict, display: Display) -> str:
    """The decision, what blocks it and what unblocks that; with more verbosity also what passes, and the sources."""
    drawn = page(verdict)
    foot = [_note(note) for note in drawn.footnotes if note.kind in _NOTES[display.verbosity]]
    if display.verbosity == 0:
        return draw([_in_one_line(drawn.headline), *foot], display)
    rest = [Text(), *foot] if foot else []
    return draw([*_head(drawn), *_requirements(drawn.requirements, display), *rest], display)


def one_finding(finding: Finding, verdict: Verdict, display: Display) -> str:
    """How one rule stands: its finding with what it rests on, and what unblocks it."""
    standing = words(f"How it stands for {verdict.milestone.name}, as of {iso(verdict.as_of)}", "bold")
    return draw(
        [standing, *_requirement(requirement(finding, verdict), display), *map(_note, remark_notes(verdict))], display
    )


def over_time(past: Sequence[tuple[Instant, Finding]], zone: ZoneInfo, display: Display) -> str:
    """How one rule stood on some days, the latest first, by the policy of today and waivers aside."""
    head = words("How it stood in the weeks before, by today's rule", "bold")
    rows = (
        [
            words(str(day_of(moment, zone))),
            words(f"{SYMBOLS[finding.outcome]} {LABELS[finding.outcome]}", _STYLES[finding.outcome]),
            words(_value(finding)),
        ]
        for moment, finding in past
    )
    return draw([head, columns(rows)], display)


def _value(finding: Finding) -> str:
    reading = finding.reading
    if isinstance(reading, Measured):
        return amount(reading.value, reading.unit)
    return reading.reason if reading else ""


def one_waiver(judged: JudgedWaiver, verdict: Verdict, display: Display) -> str:
    """What the gate says with a waiver, and without any, and what the waiver is worth."""
    head = headline(verdict)
    without, worth = _note(without_waivers(verdict)), _note(waiver_note(judged))
    if display.verbosity == 0:
        return draw([_decision(head), without, worth], display)
    return draw([*_title(head), without, Text(), worth, words(accepted(judged.waiver))], display)


def _decision(head: Headline) -> Text:
    return words(head.called, _DECISION_STYLES[head.decision])


def _in_one_line(head: Headline) -> Text:
    return Text.assemble(_decision(head), words(f": {head.why} ({head.milestone})."))


def _head(drawn: Page) -> Iterator[RenderableType]:
    yield from _title(drawn.headline)
    yield from (_note(note) for note in drawn.footnotes if note.kind == "without-waivers")


def _title(head: Headline) -> Iterator[RenderableType]:
    kind = f" ({head.kind})" if head.kind else ""
    yield Text.assemble(_decision(head), words(f"  {head.milestone}{kind} on {head.when}"))
    yield words(f"{head.program}, as of {head.as_of}", "dim")
    yield Text()
    yield words(head.sentence)


def _note(note: Footnote) -> Text:
    return words(note.text, _NOTE_STYLES.get(note.kind, ""))


def _requirements(requirements: Sequence[Requirement], display: Display) -> Iterator[RenderableType]:
    everything = display.verbosity > 1
    loud = [item for item in requirements if everything or not _is_quiet(item)]
    for group in _alike(loud):
        yield Text()
        yield from map(_line, group[:-1])
        yield from _requirement(group[-1], display)
    rest = [item for item in requirements if not everything and _is_quiet(item)]
    if rest:
        yield Text()
        yield from map(_line, rest)


def _is_quiet(item: Requirement) -> bool:
    return item.status in ("pass", "not-applicable")


def _alike(requirements: Iterable[Requirement]) -> list[list[Requirement]]:
    """The requirements in groups: those that could not be measured for the same reason, and have the same owner, are
    shown together, so that one missing file does not fill the screen."""
    groups: list[list[Requirement]] = []
    for item in requirements:
        if groups and item.unavailable and _reason(groups[-1][-1]) == _reason(item):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _reason(item: Requirement) -> tuple[str, str, Status]:
    return item.unavailable, item.owner, item.status


def _line(item: Requirement) -> RenderableType:
    label = words(f"{SYMBOLS[item.status]} {LABELS[item.status]:<7}", _STYLES[item.status])
    return columns([[label, words(f"{item.rule:<9}", "bold"), words(item.title)]])


def _requirement(item: Requirement, display: Display) -> Iterator[RenderableType]:
    yield _line(item)
    yield indented(item.message)
    if item.evidence:
        yield bullets(evidence_in_words(item.evidence, display))
    if item.accepted:
        yield indented(item.accepted)
    if item.to_do:
        yield indented(f"→ {item.to_do}", "bold")
