"""The verdict for a terminal: readable on 80 columns, and without color."""

from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.text import Text

from readiness_gate.model.amounts import now_in_words
from readiness_gate.model.reading import Measured
from readiness_gate.model.time import Instant, day_of, local
from readiness_gate.model.verdict import Finding, JudgedWaiver, Verdict
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.reports.brief import NOTES, tally
from readiness_gate.reports.changes import Since
from readiness_gate.reports.footnote import Footnote, NoteKind
from readiness_gate.reports.page import (
    Headline,
    Page,
    Requirement,
    headline,
    page,
    remark_notes,
    requirement,
    waivable_notes,
    waiver_note,
    without_waivers,
)
from readiness_gate.reports.requirement_table import STYLES, label, table
from readiness_gate.reports.screen import columns, draw, evidence_list, indented, words
from readiness_gate.reports.spec import Display
from readiness_gate.reports.words import accepted, labeled, localized

DECISION_STYLES = {"go": "green", "no-go": "bold red", "undecided": "bold magenta"}
_NOTE_STYLES: dict[NoteKind, str] = {"without-waivers": "bold", "policy-in-short": "dim"}
_STATE: tuple[NoteKind, ...] = ("dimensions", "not-measured", "not-covered")
_ALWAYS: tuple[NoteKind, ...] = ("void-waiver", "weakened", "edit", "left-out", "remark")
_NOTES: tuple[tuple[NoteKind, ...], ...] = (
    NOTES,
    (*_ALWAYS, "policy-in-short"),
    (*_ALWAYS, "waiver", "source-in-full", "policy", "evidence", "decision-log"),
)
"""The footnotes at the end, by verbosity."""
_DETAILED = 3
"""The most rules whose evidence the usual report shows."""
_CHANGED = 8
"""The most changed rules that the usual report shows."""


def render(verdict: Verdict, display: Display) -> str:
    """Return the decision with its reasons, the rules as a table with what to do, the state of the dimensions, and
    the details of the first rules that need action; with more verbosity those of all, and the sources. The decision
    is also the last line, because a log shows its end."""
    drawn = page(verdict)
    foot = _notes(drawn, _NOTES[display.verbosity])
    if display.verbosity == 0:
        return draw([_in_one_line(drawn.headline), *foot], display)
    rows: Iterable[RenderableType] = table(drawn.requirements, display.width) if drawn.requirements else ()
    blocks: tuple[Iterable[RenderableType], ...] = (
        _head(drawn),
        [*_since(drawn.since, display)] if drawn.since else [],
        rows,
        _notes(drawn, ("waivable",)),
        _notes(drawn, _STATE),
        *_details(drawn.requirements, display),
        foot,
        [_in_one_line(drawn.headline)],
    )
    return draw(_parted(blocks), display)


def _notes(drawn: Page, kinds: Sequence[NoteKind]) -> list[Text]:
    return [_note(note) for note in drawn.footnotes if note.kind in kinds]


def _parted(blocks: Iterable[Iterable[RenderableType]]) -> Iterator[RenderableType]:
    """Yield the nonempty blocks, with an empty line between them."""
    filled = [parts for block in blocks if (parts := list(block))]
    for number, parts in enumerate(filled):
        if number:
            yield Text()
        yield from parts


def one_finding(finding: Finding, verdict: Verdict, display: Display) -> str:
    """Return the present result of one rule: its finding with the evidence, and what to do."""
    standing = words(f"Current result for {verdict.milestone.name}, as of {local(verdict.as_of, verdict.zone)}", "bold")
    notes = [*waivable_notes([finding]), *remark_notes(verdict)]
    return draw([standing, *_requirement(requirement(finding, verdict), display), *map(_note, notes)], display)


def over_time(past: Sequence[tuple[Instant, Finding]], zone: ZoneInfo, display: Display) -> str:
    """Return the results of one rule on some days, newest first, by today's policy and without waivers."""
    head = words("Results of the weeks before, by today's rule", "bold")
    rows = (
        [
            words(str(day_of(moment, zone))),
            words(labeled(finding.outcome), STYLES[finding.outcome]),
            words(localized(_value(finding), zone)),
        ]
        for moment, finding in past
    )
    return draw([head, columns(rows)], display)


def _value(finding: Finding) -> str:
    reading = finding.reading
    if isinstance(reading, Measured):
        return now_in_words(reading)
    return reading.reason if reading else ""


def one_waiver(judged: JudgedWaiver, verdict: Verdict, display: Display) -> str:
    """Return what the gate decides with and without a waiver, and the state of the waiver."""
    head = headline(verdict)
    without, worth = _note(without_waivers(verdict)), _note(waiver_note(judged))
    if display.verbosity == 0:
        return draw([_decision(head), without, worth], display)
    return draw([*_title(head), without, Text(), worth, words(accepted(judged.waiver))], display)


def _decision(head: Headline) -> Text:
    return words(head.called, DECISION_STYLES[head.decision])


def _in_one_line(head: Headline) -> Text:
    return Text.assemble(_decision(head), words(tally(head)))


def _head(drawn: Page) -> Iterator[RenderableType]:
    yield from _title(drawn.headline)
    yield from (_note(note) for note in drawn.footnotes if note.kind == "without-waivers")


def _title(head: Headline) -> Iterator[RenderableType]:
    kind = f" ({head.kind})" if head.kind else ""
    yield Text.assemble(_decision(head), words(f"  {head.milestone}{kind} on {head.when}"))
    yield words(f"{head.program}, as of {head.as_of}", "dim")
    yield Text()
    yield from map(words, head.reasons)


def _since(block: Since, display: Display) -> Iterator[RenderableType]:
    """Yield what changed since an earlier time: the rules with another outcome, with more verbosity all of them."""
    yield words(f"Since {block.when}: {block.summary}", "bold")
    chosen = [one for one in block.changed if one.decides or one.only_counted or display.verbosity > 1]
    shown = chosen if display.verbosity > 1 else chosen[:_CHANGED]
    for one in shown:
        style = STYLES[one.now] if one.now else ""
        figures = f"  {one.figures}" if one.figures else ""
        name = words(f"{one.symbol} {one.rule}", style)
        yield Text.assemble(name, "  ", words(f"{one.outcome}{figures}"), "  ", words(one.title, "dim"))
        style = "bold" if one.only_counted else ""
        yield from (indented(f"{reason.lead}: {reason.text}", style) for reason in one.reasons)
        yield from [indented(one.note)] if one.note else []
    rest = len(block.changed) - len(shown)
    if rest:
        yield words(f"{counted(rest, 'more rule')} changed (run with -v for all).", "dim")
    yield from map(words, block.besides)


def _note(note: Footnote) -> Text:
    return words(note.text, _NOTE_STYLES.get(note.kind, ""))


def _details(requirements: Sequence[Requirement], display: Display) -> Iterator[Iterable[RenderableType]]:
    """Yield the evidence for the values, in a block for each: for the first requirements that need action, or for
    all."""
    acting = [item for item in requirements if item.due and not item.unavailable]
    chosen = requirements if display.verbosity > 1 else acting[:_DETAILED]
    for item in chosen:
        yield _requirement(item, display)
    rest = len(acting) - len(chosen)
    if rest > 0:
        more = f"{counted(rest, 'more rule')} {agreeing(rest, 'needs', 'need')} action"
        yield [words(f"{more} (run with -v for the details of all).", "dim")]


def _requirement(item: Requirement, display: Display) -> Iterator[RenderableType]:
    yield Text.assemble(label(item), "  ", words(item.rule, "bold"), "  ", words(item.title))
    yield indented(item.message)
    if item.evidence:
        yield evidence_list(item.evidence, display)
    if item.same_as:
        yield indented(f"Evidence: as for {item.same_as}.")
    if item.accepted:
        yield indented(item.accepted)
    if item.to_do:
        yield indented(f"→ {item.to_do}", "bold")
