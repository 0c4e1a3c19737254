"""A plugin that uses every public name, as an author would write it, for the type checkers in the linters' run.

Each call that must not pass the type checkers is marked with the error; they report a mark that is not needed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never, assert_type

from readiness_gate import (
    CouldNotLook,
    Display,
    Evidence,
    Facts,
    Finding,
    GateError,
    GitNeed,
    Measured,
    Needs,
    Overview,
    Parameter,
    Parameters,
    Provenance,
    Question,
    Reader,
    Reading,
    Report,
    Section,
    Settings,
    Signal,
    Source,
    SourceFacts,
    StrictModel,
    Unavailable,
    Verdict,
)

NAME = "tickets"


class Table(StrictModel):
    """The table [plugins.tickets]."""

    file: str = "tickets.txt"
    most: int = 100


@dataclass(frozen=True, slots=True)
class Tickets(SourceFacts):
    """The open tickets of a help desk."""

    open: tuple[str, ...]


def fetch(settings: Settings, needs: Needs, now: int, read: Reader) -> Tickets:
    """Read the tickets, one on each line."""
    assert_type(needs.sources, frozenset[str])
    file = _file(settings)
    content = assert_type(read(file, 1_000_000), bytes | None)
    if content is None:
        raise CouldNotLook(f"{file} not found. Export the tickets to this file")
    tickets = tuple(content.decode().split())
    return Tickets(Provenance(NAME, file, "open tickets", len(tickets), now), tickets)


def overview(facts: Facts, as_of: int) -> Sequence[Overview]:
    """Show how many tickets there are."""
    tickets = assert_type(facts.of(NAME, Tickets), Tickets | Unavailable)
    if isinstance(tickets, Unavailable):
        return [Overview(NAME, missing=tickets.reason)]
    return [Overview(NAME, counts=(f"{len(tickets.open)} tickets",), doubts=() if as_of else ("no time",))]


def weakened(before: Settings, after: Settings) -> Iterable[str]:
    """Report another file."""
    if _file(before) != _file(after):
        yield f"tickets are read from {_file(after)}"


def _file(settings: Settings) -> str:
    return str(settings.plugins.get(NAME, {}).get("file", "tickets.txt"))


def needed(parameters: Parameters, as_of: int) -> Needs:
    """Ask for the tickets, and for the day of git before the question."""
    assert_type(parameters.text("prefix"), str)
    return Needs(frozenset({NAME}), git=GitNeed(newest=as_of, since=as_of - 86_400, oldest=as_of - 86_400))


def measure(facts: Facts, as_of: int, parameters: Parameters) -> Reading:
    """Count the tickets whose names begin with a prefix."""
    tickets = facts.of(NAME, Tickets)
    if isinstance(tickets, Unavailable):
        return tickets
    prefix = parameters.text("prefix")
    names = [name for name in tickets.open if name.startswith(prefix)]
    return Measured(
        len(names), f"{len(names)} tickets as of {as_of}.", tuple(Evidence("ticket", name) for name in names)
    )


def render(verdict: Verdict, display: Display) -> str:
    """Draw a line for each rule."""
    lines = [f"{verdict.decision}: {len(verdict.findings)} rules"[: display.width]]
    return "\n".join([*lines, *map(_line, verdict.findings)])


def _line(finding: Finding) -> str:
    reading = assert_type(finding.reading, Measured | Unavailable | None)
    if isinstance(reading, Measured):
        return f"{finding.rule.id}: {reading.value}"
    if isinstance(reading, Unavailable):
        return f"{finding.rule.id}: {reading.reason}"
    return f"{finding.rule.id}: not applicable" if reading is None else assert_never(reading)


def as_pdf(verdict: Verdict, display: Display) -> bytes:
    """Return bytes instead of a text."""
    return render(verdict, display).encode()


TICKETS = Source(
    NAME,
    fetch,
    sections=(Section(NAME, Table),),
    overview=overview,
    files=lambda settings: [_file(settings)],
    weakened=weakened,
)
OPEN = Signal(
    name="tickets.open",
    unit="count",
    sources=(NAME,),
    meaning="Open tickets.",
    parameters=(Parameter("prefix", "text", "", "How their names begin."),),
    needs=needed,
    measure=measure,
)
REPORTS = (Report("lines", render, (".lines",)), Report("pdf", as_pdf, (".pdf",), "application/pdf"))
ASKED = Question("tickets.open", 0, Parameters())


def refused() -> None:
    """What a type checker must refuse."""
    Signal(name="x", unit="apples", sources=(), meaning="", needs=needed, measure=measure)  # type: ignore[arg-type]
    Source(NAME, measure)  # type: ignore[arg-type]
    Report("x", fetch)  # type: ignore[arg-type]
    Measured("many", "…")  # type: ignore[arg-type]
    assert_type(CouldNotLook("x"), GateError)  # type: ignore[assert-type]
