"""The contents of a history, for a terminal."""

from collections.abc import Collection, Iterator, Sequence
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.text import Text

from readiness_gate.history.counting import decision_of
from readiness_gate.history.rows import Recorded, Today
from readiness_gate.history.verifying import Verified
from readiness_gate.model.portfolio import reservations
from readiness_gate.model.time import local
from readiness_gate.model.wording import capitalized, counted
from readiness_gate.reports.screen import draw, indented, words
from readiness_gate.reports.spec import Display

_STYLES = {"go": "bold green", "no-go": "bold red", "undecided": "bold yellow"}
_EDITED = "Somebody edited this verdict: it says {decision}, and its rules do not. Run `readiness-gate history verify`."
_OF_SAVED_FACTS = "judged from a file of facts, without reading the sources"
_MARKS = {"go": "✓", "no-go": "✗", "undecided": "?"}


def shown(
    recorded: Sequence[Recorded], edited: Collection[int], today: Sequence[Today], zone: ZoneInfo, display: Display
) -> str:
    """Return each recorded verdict with its sentence, oldest first, with marks on those that were edited, and what
    the sources say about it today, if requested."""
    parts: list[RenderableType] = []
    for number, one in enumerate(recorded):
        parts += _verdict(one, zone, display, is_edited=one.number in edited)
        if today:
            parts += map(indented, _today(today[number]))
    if display.verbosity > 1 and recorded:
        parts.append(words(f"Last digest: {recorded[-1].chain}", "dim"))
    return draw(parts, display)


def _verdict(one: Recorded, zone: ZoneInfo, display: Display, *, is_edited: bool) -> Iterator[RenderableType]:
    row = one.verdict
    decision = "undecided" if is_edited else row.decision
    mark = f"{_MARKS.get(decision, '?')} {decision.upper()}"
    head = Text.assemble(words(f"{local(row.as_of, zone)}  "), words(mark, _STYLES.get(decision, "")))
    yield Text.assemble(head, words(f"  {row.milestone}"))
    if is_edited:
        yield indented(_EDITED.format(decision=row.decision))
    if display.verbosity:
        yield indented(row.sentence)
    of_facts = (_OF_SAVED_FACTS,) if row.is_of_saved_facts else ()
    worth = ", ".join((*of_facts, *reservations(row.weakened, row.waived, decision_of(row))))
    if worth:
        yield indented(f"{capitalized(worth)}.", "dim")


def _today(today: Today) -> Iterator[str]:
    """Yield what the sources say today about a recorded time, a line each."""
    if today.unknown:
        yield f"Cannot be compared: {today.unknown}."
        return
    if today.holds:
        yield "The sources still say this."
    if today.differs:
        yield f"Rewritten since: {'; '.join(today.differs)}. Judged today, the decision is {today.decision}."
    if today.forgotten:
        yield f"No longer known to the sources: {'; '.join(today.forgotten)}."


def checked(result: Verified, name: str, display: Display) -> str:
    """Return whether a history is unchanged, and what shows that it is not."""
    mark = ("✓ HOLDS", "bold green") if result.holds else ("✗ BROKEN", "bold red")
    rows = (counted(result.verdicts, "verdict"), counted(result.readings, "reading"))
    counts = f"{', '.join((*rows, counted(result.decisions, 'decision')))} of {counted(result.programs, 'program')}"
    parts: list[RenderableType] = [Text.assemble(mark, words(f": {counts}")), words(name, "dim")]
    parts += [indented(f"{capitalized(one)}.") for one in result.against]
    if result.last:
        parts.append(words(f"Last digest: {result.last}", "dim"))
    return draw(parts, display)
