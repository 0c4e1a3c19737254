"""Charts over time: lines in steps, or bars, one column for each week."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup

from readiness_gate.reports.chart import Chart, Line
from readiness_gate.reports.html.charts import axes
from readiness_gate.reports.html.charts.axes import LINE, Frame, framed
from readiness_gate.reports.html.charts.legend import entries, legend
from readiness_gate.reports.html.charts.svg import WIDTH, element, fitted, hatched, hatching, picture, text, width

_BELOW = 20.0
_NONE = 2.0
"""How high the bar of a zero is: seen, and far less than one of one."""


def columns(chart: Chart) -> Markup:
    """The picture of a chart over time."""
    words, top = legend(entries(chart))
    frame = framed(chart, top + LINE * len(chart.marks) + 6)
    content = [
        *words,
        hatching(chart),
        *_unknown(chart, frame),
        *axes.drawn(chart, frame),
        *(part for number, line in enumerate(chart.lines) for part in _drawn(chart, frame, number, line)),
        *_limit(chart, frame),
        *_marks(chart, frame, top),
    ]
    return picture(chart, frame.bottom + _BELOW, content)


def _drawn(chart: Chart, frame: Frame, number: int, line: Line) -> Iterator[Markup]:
    class_ = f"{chart.kind}-{number}"
    if chart.kind == "steps":
        yield from (element("path", d=path, class_=class_) for path in _steps(frame, line.values))
    else:
        yield from _bars(frame, line.values, class_, number, len(chart.lines))


def _steps(frame: Frame, values: Sequence[float | None]) -> Iterator[str]:
    """A path for each stretch of known values: level in each column, and broken where a value is not known."""
    for is_known, stretch in groupby(enumerate(values), key=lambda one: one[1] is not None):
        if is_known:
            parts = [
                f"{frame.x(place):.1f} {frame.y(value or 0):.1f}H{frame.x(place + 1):.1f}" for place, value in stretch
            ]
            yield "M" + "L".join(parts)


def _bars(frame: Frame, values: Sequence[float | None], class_: str, number: int, of: int) -> Iterator[Markup]:
    """A bar for each known value; a zero has a flat one, which an unknown has not."""
    room = frame.step * 0.8 / of
    for place, value in enumerate(values):
        if value is not None:
            height = max(frame.bottom - frame.y(value), _NONE)
            x = frame.x(place) + frame.step * 0.1 + room * number
            yield element("rect", x=x, y=frame.bottom - height, width=room, height=height, class_=class_)


def _unknown(chart: Chart, frame: Frame) -> Iterator[Markup]:
    """A mark at each stretch in which a line is not known; hatched where none is."""
    known = [sum(line.values[place] is not None for line in chart.lines) for place in range(frame.columns)]
    for count, stretch in groupby(range(frame.columns), key=lambda place: known[place]):
        if count == len(chart.lines):
            continue
        places = list(stretch)
        x, across = frame.x(places[0]), frame.step * len(places)
        if not count:
            yield hatched(chart, x, frame.top, across, frame.bottom - frame.top)
        room = width("unknown") + 4
        yield text("unknown" if across > room else "?", x + across / 2, frame.top + 10, "gap", "middle")


def _limit(chart: Chart, frame: Frame) -> Iterator[Markup]:
    """What is required, as a line."""
    if chart.limit is not None:
        y = frame.y(chart.limit)
        yield element("line", x1=frame.x(0), x2=frame.x(frame.columns), y1=y, y2=y, class_="limit")


def _marks(chart: Chart, frame: Frame, top: float) -> Iterator[Markup]:
    """The days that are marked, each with its name on a line of its own, so that no two names overlap."""
    for number, mark in enumerate(chart.marks):
        x, y = frame.x(mark.place), top + LINE * (number + 1)
        yield element("line", x1=x, x2=x, y1=y - 8, y2=frame.bottom, class_="mark")
        left = x < WIDTH / 2
        name = fitted(mark.name, (WIDTH - x if left else x) - 5)
        yield text(name, x + 4 if left else x - 4, y, "", "start" if left else "end", mark.name)
