"""A trend for a terminal: a row for each rule with a symbol for each date, readable on 80 columns and without color."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from rich.console import RenderableType
from rich.text import Text

from readiness_gate.model.time import local
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import counted
from readiness_gate.reports.requirement_table import STYLES
from readiness_gate.reports.screen import columns, draw, words
from readiness_gate.reports.spec import Display, Report
from readiness_gate.reports.trend.rows import DECISION, STATES, Row, State, rows
from readiness_gate.reports.trend.stated import PolicyChoice, series, stated
from readiness_gate.reports.trend.words import beside, day, legend

_BESIDE = 22
"""The room for the text next to the symbols; the oldest dates are left out to keep it."""
_LONGEST_ID = 16
_WIDE = 120
"""From this many columns on, the titles of rules are shown, too."""


def report(display: Display, policy: PolicyChoice) -> Report:
    """Return the report for a terminal."""
    return Report("text", "text/plain; charset=utf-8", lambda one: render(one, display, policy).encode(), (".txt",))


def render(verdict: Verdict, display: Display, policy: PolicyChoice) -> str:
    """Return the decision and the rules over time; only the decision with the lowest verbosity, and every date with
    the highest."""
    found = rows(verdict)
    shown = found if display.verbosity else found[:1]
    head = list(_head(verdict, policy))
    parts = [*head, Text(), *_table(shown, verdict, display), Text(), *_legend(shown), *_notes(verdict)]
    if display.verbosity > 1:
        parts += [Text(), *_dates(verdict)]
    return draw(parts, display)


def _head(verdict: Verdict, policy: PolicyChoice) -> Iterator[RenderableType]:
    dated = series(verdict)
    milestone = verdict.milestone
    first, last = day(verdict, dated[0].as_of), day(verdict, verdict.as_of)
    yield words(f"{milestone.name} on {milestone.date}: {counted(len(dated), 'date')} from {first} to {last}", "bold")
    yield words(verdict.program, "dim")
    yield words(stated(verdict, policy))


def _table(shown: Sequence[Row], verdict: Verdict, display: Display) -> Iterator[RenderableType]:
    """Yield a line for each row, and its continuation below it."""
    label = min(max(len(row.name) for row in shown), _LONGEST_ID)
    dated = series(verdict)
    room = max(display.width - label - _BESIDE, 8)
    left_out = max(len(dated) - room, 0)
    if left_out:
        first = day(verdict, dated[left_out].as_of)
        yield words(f"The first {counted(left_out, 'date')} are not shown: from {first} on.", "dim")
    yield words(f"{'':{label}} {_axis([day(verdict, one.as_of) for one in dated[left_out:]])}", "dim")
    for row in shown:
        yield from _line(row, left_out, label, verdict, display)


def _line(row: Row, left_out: int, label: int, verdict: Verdict, display: Display) -> Iterator[Text]:
    style = "bold" if row.name == DECISION else ""
    name, states = words(row.name[:label].ljust(label), style), row.states[left_out:]
    strip = [Text(STATES[state][0], _style(state)) for state in states]
    indent = label + len(strip) + 3
    title = f"{row.title}: " if row.title and display.width >= _WIDE else ""
    said = wrap(f"{title}{beside(row, verdict)}", max(display.width - indent, 12)) or [""]
    yield Text.assemble(name, " ", *strip, "  ", words(said[0]))
    yield from (words(" " * indent + more) for more in said[1:])


def _style(state: State) -> str:
    return "dim" if state == "absent" else STYLES[state]


def _axis(days: Sequence[str]) -> str:
    """Return the first and the last day above their symbols; only the last if both do not fit."""
    if len(days) >= len(days[0]) + len(days[-1]) + 1:
        return f"{days[0]}{days[-1]:>{len(days) - len(days[0])}}"
    return f"{days[-1]:>{len(days)}}"


def _legend(shown: Sequence[Row]) -> Iterator[RenderableType]:
    yield words("   ".join(f"{symbol} {meaning}" for _, symbol, meaning in legend(shown)), "dim")
    yield words("Between two dates nothing is known, so a row was red for at least as long as it says.", "dim")


def _notes(verdict: Verdict) -> Iterator[RenderableType]:
    if verdict.notes:
        yield Text()
        yield from map(words, verdict.notes)


def _dates(verdict: Verdict) -> Iterator[RenderableType]:
    """Yield every date with its verdict."""
    yield columns(
        [words(local(one.as_of, one.zone)), words(one.decision.upper()), words(one.sentence)] for one in series(verdict)
    )
