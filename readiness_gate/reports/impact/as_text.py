"""The impact of a change, for a terminal: readable on 80 columns and without color."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from readiness_gate.model.impact import Impact, Judgement
from readiness_gate.model.wording import counted
from readiness_gate.reports.impact.words import LABEL_OF, SYMBOL_OF, Row, about, headline, lines, remarks, rows
from readiness_gate.reports.screen import columns, draw, indented, words
from readiness_gate.reports.spec import Display

_STYLES: dict[Judgement, str] = {"worse": "bold red", "unknown": "bold yellow", "not-worse": "bold green"}
_ROWS = 10
_EVERYTHING = 1_000_000


def as_text(impact: Impact, display: Display, further: str = "") -> str:
    """Return the four lines and the rules behind them, with an optional `further` remark: only the four lines with
    the lowest verbosity, and every rule with its message with the highest."""
    return draw(_parts(impact, display, further), display)


def _parts(impact: Impact, display: Display, further: str) -> Iterator[RenderableType]:
    judgement = impact.judgement
    mark = f"{SYMBOL_OF[judgement]} {LABEL_OF[judgement]}", _STYLES[judgement]
    yield Text.assemble(mark, words(f": {headline(impact)}"))
    yield words(impact.gate.program, "dim")
    yield words(about(impact))
    yield Text()
    most = _EVERYTHING if display.verbosity > 1 else 3
    yield columns([words(line.name, "bold"), words(line.text)] for line in lines(impact, most))
    if display.verbosity:
        yield from _rules(impact, display)
        yield from _remarks(impact, further)


def _rules(impact: Impact, display: Display) -> Iterator[RenderableType]:
    found = rows(impact)
    shown = found if display.verbosity > 1 else found[:_ROWS]
    if shown:
        yield Text()
    for row in shown:
        yield from _rule(row, display)
    if len(found) > len(shown):
        left_out = counted(len(found) - len(shown), "more rule changes", "more rules change")
        yield indented(f"{left_out} (-v shows all, --format json has them)", "dim")


def _rule(row: Row, display: Display) -> Iterator[RenderableType]:
    yield words(f"{row.symbol} {row.rule}  {row.title}", "bold")
    figures = f", {row.figures}" if row.figures else ""
    yield indented(f"{row.outcome}{figures}")
    if row.why:
        yield indented(row.why)
    if display.verbosity > 1 and row.message:
        yield indented(row.message, "dim")


def _remarks(impact: Impact, further: str) -> Iterator[RenderableType]:
    found = [*remarks(impact), *filter(None, (further,))]
    if found:
        yield Text()
        yield from (words(remark, "dim") for remark in found)
