"""A portfolio over time for a terminal: a symbol for each date, readable on 80 columns and without color."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from readiness_gate.model.portfolio_trend import GateTrend, PortfolioTrend
from readiness_gate.model.time import iso_day
from readiness_gate.model.wording import counted
from readiness_gate.reports.portfolio.trend.words import (
    CHECK,
    HOW,
    STATES,
    State,
    about,
    changes,
    headline,
    said,
    state,
    title,
)
from readiness_gate.reports.screen import draw, indented, words
from readiness_gate.reports.spec import Display

_STYLES: dict[State, str] = {"fail": "bold red", "unknown": "bold yellow", "absent": "dim", "pass": "bold green"}
_MARGIN = 4


def as_text(trend: PortfolioTrend, display: Display) -> str:
    """The counts of the last date, who joined, left and stopped, and every gate worst first."""
    return draw(_parts(trend, display), display)


def _parts(trend: PortfolioTrend, display: Display) -> Iterator[RenderableType]:
    yield words(headline(trend), "bold")
    yield words(f"{trend.name}: {about(trend)}", "dim")
    if not display.verbosity:
        return
    found = list(changes(trend))
    if found:
        yield Text()
        yield from (indented(f"{change.name}: {'; '.join(change.items)}") for change in found)
    yield Text()
    most = max(display.width - _MARGIN, 1)
    left_out = max(len(trend.dates) - most, 0)
    if left_out:
        yield words(
            f"The first {counted(left_out, 'date')} are not shown: from {iso_day(trend.dates[left_out])} on.", "dim"
        )
    for gate in trend.gates:
        yield from _gate(gate, trend, left_out, display)
    yield Text()
    yield words("   ".join(f"{symbol} {name}" for symbol, name in STATES.values()), "dim")
    yield words(f"{HOW} {CHECK}", "dim")


def _gate(gate: GateTrend, trend: PortfolioTrend, left_out: int, display: Display) -> Iterator[RenderableType]:
    states: list[State] = [state(one) for one in gate.decisions[left_out:]]
    yield words(title(gate), "bold")
    yield Text(" " * _MARGIN).append_text(Text.assemble(*((STATES[one][0], _STYLES[one]) for one in states)))
    yield indented(said(gate, trend))
    if display.verbosity > 1 and gate.sentence:
        yield indented(gate.sentence, "dim")
