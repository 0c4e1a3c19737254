"""The frame of a chart with columns: the positions of values and columns, and the labels of the axes."""

from collections.abc import Iterator, Sequence
from math import isfinite

from markupsafe import Markup

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.reports.chart import Chart
from readiness_gate.reports.html.charts.svg import WIDTH, element, text, width

LEFT, RIGHT, LINE = 40.0, 6.0, 14.0
"""The width of the labels of values (`100 %` has 34 units in DejaVu Sans, a wide font), the margin, and the height of a
line of text."""
PLOT = 120.0
"""The height of the plot area."""
_TICKS = 4
_STEPS = (1, 2, 5)
_SHORT = ((1_000_000, "M"), (1_000, "k"))


@dataclass(frozen=True, slots=True)
class Frame:
    """The coordinates of a chart's plot area."""

    top: float
    ticks: tuple[float, ...]
    """The values with a label at the axis, from zero to the highest."""
    columns: int

    @property
    def bottom(self) -> float:
        """The y coordinate of zero."""
        return self.top + PLOT

    @property
    def step(self) -> float:
        """The width of a column."""
        return (WIDTH - LEFT - RIGHT) / self.columns

    def x(self, place: float) -> float:
        """Return the x coordinate of a place, given in columns from the left edge of the first."""
        return LEFT + place * self.step

    def y(self, value: float) -> float:
        """Return the y coordinate of a value."""
        return self.bottom - PLOT * min(max(value / self.ticks[-1], 0), 1)


def framed(chart: Chart, top: float) -> Frame:
    """Return the frame of a chart, below the text at its top."""
    known = [value for line in chart.lines for value in line.values if value is not None]
    return Frame(top, _shares() if chart.is_share else ticks(max(known, default=0)), len(chart.columns))


def _shares() -> tuple[float, ...]:
    return 0.0, 0.5, 1.0


def ticks(highest: float) -> tuple[float, ...]:
    """Return a few evenly spaced whole numbers from zero to at least the highest value. Raises ValueError if that is
    not finite."""
    if not isfinite(highest):
        raise ValueError(f"an axis cannot reach {highest}")
    scale = 1
    while True:
        for step in (scale * one for one in _STEPS):
            if step * _TICKS >= highest:
                count = max(1, -int(-highest // step))
                return tuple(float(step * number) for number in range(count + 1))
        scale *= 10


def drawn(chart: Chart, frame: Frame) -> Iterator[Markup]:
    """Yield the lines and labels of both axes."""
    yield from values(chart, frame)
    for column, anchor in _labeled(chart.columns, frame):
        place = {"start": frame.x(column), "middle": frame.x(column + 0.5), "end": frame.x(column + 1)}[anchor]
        yield text(chart.columns[column], place, frame.bottom + LINE, anchor=anchor)


def values(chart: Chart, frame: Frame) -> Iterator[Markup]:
    """Yield the lines and labels of the value axis."""
    for tick in frame.ticks:
        y = frame.y(tick)
        yield element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="axis" if tick == 0 else "grid")
        label = f"{tick:.0%}".replace("%", "\u00a0%") if chart.is_share else _number(tick)
        yield text(label, LEFT - 5, y + 3.5, anchor="end")


def _number(value: float) -> str:
    """Return a number in a form short enough for the axis: `200`, `20k`."""
    return next((f"{value / size:g}{sign}" for size, sign in _SHORT if value >= size), f"{value:g}")


def _labeled(columns: Sequence[str], frame: Frame) -> Iterator[tuple[int, str]]:
    """Yield the columns that have a label, each with the label's anchor: the first, and those in the middle and at the
    end that fit."""
    last = len(columns) - 1
    widest = max(width(one) for one in columns)
    yield 0, "start"
    if last > 1 and frame.step * len(columns) > 3.5 * widest:
        yield (last + 1) // 2, "middle"
    if last and frame.step * len(columns) > 2.2 * widest:
        yield last, "end"
