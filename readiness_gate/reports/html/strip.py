"""The states of a row over time as inline SVG: a cell for each date with a symbol, so that no color is needed."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from markupsafe import Markup

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.wording import counted
from readiness_gate.reports.escape import printable

CELL, HEIGHT = 20, 24
"""The width and the height of a cell, in units of the picture."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A state as of a date."""

    day: str
    kind: str
    """The state, which the style sheet has a color for."""
    symbol: str
    name: str


def strip(title: str, marks: Sequence[Mark]) -> Markup:
    """The states of a row, oldest first, with a title and a description for those who do not see it."""
    runs = [list(alike) for _, alike in groupby(marks, key=lambda mark: mark.kind)]
    width = len(marks) * CELL
    cells = "".join(_cells(runs))
    said = "; ".join(_said(run) for run in runs)
    return Markup(  # noqa: S704 - what is foreign is escaped
        f'<svg class="strip" role="img" viewBox="0 0 {width} {HEIGHT}" preserveAspectRatio="none">'
        f"<title>{_text(title)}</title><desc>{_text(said)}</desc>{cells}</svg>"
    )


def _cells(runs: Sequence[Sequence[Mark]]) -> Iterator[str]:
    """A rectangle for each stretch of one state, and the symbol of each date in it."""
    place = 0
    for run in runs:
        kind = run[0].kind
        yield f'<rect class="{kind}" x="{place * CELL}" y="0" width="{len(run) * CELL}" height="{HEIGHT}"/>'
        for mark in run:
            middle = place * CELL + CELL // 2
            yield f'<text class="{kind}" x="{middle}" y="17" text-anchor="middle">{_text(mark.symbol)}</text>'
            place += 1


def _said(run: Sequence[Mark]) -> str:
    """A stretch of one state in words: `FAIL on 3 dates, 2027-01-04 to 2027-01-18`."""
    first, last = run[0], run[-1]
    if len(run) == 1:
        return f"{first.name} on {first.day}"
    return f"{first.name} on {counted(len(run), 'date')}, {first.day} to {last.day}"


def _text(text: str) -> str:
    return escape(printable(text))


def table(marks: Sequence[Mark]) -> list[tuple[str, str, str]]:
    """The same as rows of a table: the first and the last day of each stretch of one state, and that."""
    runs = [list(alike) for _, alike in groupby(marks, key=lambda mark: mark.kind)]
    return [(run[0].day, run[-1].day, f"{run[0].symbol} {run[0].name}") for run in runs]
