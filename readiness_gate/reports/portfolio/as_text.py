"""A portfolio for a terminal: readable on 80 columns and without color."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from readiness_gate.model.portfolio import Assessment, GateState
from readiness_gate.model.verdict import Decision
from readiness_gate.model.wording import counted
from readiness_gate.reports.portfolio.words import (
    about,
    after,
    changes,
    headline,
    nothing_changed,
    reason,
    reserved,
    rules,
    sentence,
    title,
)
from readiness_gate.reports.screen import draw, indented, words
from readiness_gate.reports.spec import Display
from readiness_gate.reports.words import DECISIONS, short

_LINE = 150
"""A sentence takes at most two lines of 80 columns, so that the warnings of three programs fit on the first screen."""
_STYLES: dict[Decision, str] = {"no-go": "bold red", "undecided": "bold yellow", "go": "bold green"}


def as_text(assessment: Assessment, display: Display) -> str:
    """Return the counts, the changes, every gate worst first, and what only several programs together show."""
    return draw(_parts(assessment, display), display)


def _parts(assessment: Assessment, display: Display) -> Iterator[RenderableType]:
    decision = assessment.decision
    yield Text.assemble((DECISIONS[decision], _STYLES[decision]), words(f": {headline(assessment)}"))
    yield words(f"{assessment.name}: {about(assessment)}", "dim")
    if not display.verbosity:
        return
    yield from _since(assessment)
    yield Text()
    for gate in assessment.gates:
        yield from _gate(gate, after(assessment, gate), display)
    yield from _warnings(assessment)
    yield from _unknown(assessment, display)


def _since(assessment: Assessment) -> Iterator[RenderableType]:
    since = assessment.since
    if since is None:
        return
    found = list(changes(since))
    yield Text()
    if not found:
        yield words(nothing_changed(since))
        return
    yield words(f"Since {since.earlier}:", "bold")
    yield from (indented(f"{change.name}: {'; '.join(change.items)}") for change in found)


def _gate(gate: GateState, waves: str, display: Display) -> Iterator[RenderableType]:
    name = f"  {title(gate)}{f', {waves}' if waves else ''}"
    yield Text.assemble((DECISIONS[gate.decision], _STYLES[gate.decision]), words(name, "bold"))
    if display.verbosity < 2:  # noqa: PLR2004 - -v
        yield from _in_short(gate)
    else:
        yield indented(reason(gate))
        yield from (indented(f"{one.rule} {one.title}: {one.message}", "dim") for one in gate.open)
        yield from (indented(note, "dim") for note in gate.notes)


def _in_short(gate: GateState) -> Iterator[RenderableType]:
    """Yield what prevents a go, and the reservations about the verdict."""
    if gate.decision != "go":
        yield indented(short(sentence(gate), _LINE))
    said = [one for one in (rules(gate), reserved(gate).strip()) if one]
    if said:
        yield indented(". ".join(said), "" if gate.decision == "go" else "dim")


def _warnings(assessment: Assessment) -> Iterator[RenderableType]:
    if assessment.warnings:
        yield Text()
        yield words("Only several programs together show this; it changes no verdict:", "bold")
    for one in assessment.warnings:
        yield words(f"! {one.message}")
        yield indented(one.remedy)


def _unknown(assessment: Assessment, display: Display) -> Iterator[RenderableType]:
    """Yield what the warnings cannot take into account: its number or, with -v, all of it and how to fix it."""
    found = assessment.unknown
    if not found:
        return
    if display.verbosity > 1:
        yield Text()
        yield from (words(f"Not known: {one}", "dim") for one in found)
    else:
        count = counted(len(found), "reason")
        yield words(f"Not known: {count} why a warning may be missing. -v shows what to do.", "dim")
