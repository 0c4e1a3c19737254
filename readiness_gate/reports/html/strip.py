"""The states of a row over time as inline SVG: a cell for each date with a symbol, so that no color is needed."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from markupsafe import Markup

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.wording import counted
from readiness_gate.reports.escape import printable

_MOST = 40
"""Up to this many dates, each has a symbol; with more, each stretch of one state that is wide enough has one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A state as of a date."""

    day: str
    kind: str
    """The state, which determines the color in the style sheet."""
    symbol: str
    name: str


def strip(title: str, marks: Sequence[Mark]) -> Markup:
    """Return the states of a row, oldest first, with a title and a description for readers who cannot see it."""
    runs = _runs(marks)
    said = "; ".join(map(_said, runs))
    drawn = "".join(_drawn(runs, len(marks)))
    return Markup(  # noqa: S704 - what is foreign is escaped
        f'<svg class="strip" role="img" width="100%" height="24">'
        f"<title>{_text(title)}</title><desc>{_text(said)}</desc>{drawn}</svg>"
    )


def stretches(marks: Sequence[Mark]) -> list[tuple[str, str, str]]:
    """Return the states as table rows: the first and the last day of each stretch of one state, and the state."""
    return [(run[0].day, run[-1].day, f"{run[0].symbol} {run[0].name}") for run in _runs(marks)]


def _runs(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Return the stretches of one state."""
    return [list(alike) for _, alike in groupby(marks, key=lambda mark: mark.kind)]


def _drawn(runs: Sequence[Sequence[Mark]], dates: int) -> Iterator[str]:
    """Yield a rectangle for each stretch of one state, and its symbols. Positions are shares of the width, so that
    symbols are not stretched."""
    place = 0
    for run in runs:
        kind = escape(run[0].kind)
        begin, width = _share(place, dates), _share(len(run), dates)
        yield f'<rect class="{kind}" x="{begin}" width="{width}" height="100%"/>'
        for middle in _middles(place, len(run), dates):
            x = _share(middle, dates)
            yield f'<text class="{kind}" x="{x}" y="70%" text-anchor="middle">{_text(run[0].symbol)}</text>'
        place += len(run)


def _middles(place: int, length: int, dates: int) -> Iterator[float]:
    """Yield the positions of a stretch's symbols, in dates."""
    if dates <= _MOST:
        yield from (place + number + 0.5 for number in range(length))
    elif length * _MOST >= dates:
        yield place + length / 2


def _share(part: float, whole: int) -> str:
    return f"{100 * part / whole:.3f}%"


def _said(run: Sequence[Mark]) -> str:
    """Return a stretch of one state in words: `FAIL on 3 dates, 2027-01-04 to 2027-01-18`."""
    first, last = run[0], run[-1]
    if len(run) == 1:
        return f"{first.name} on {first.day}"
    return f"{first.name} on {counted(len(run), 'date')}, {first.day} to {last.day}"


def _text(text: str) -> str:
    return escape(printable(text))
