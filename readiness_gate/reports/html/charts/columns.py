"""Charts over time: step lines or bars, one column per week."""

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
"""The height of the bar of a zero: visible, but far lower than that of a one."""


def columns(chart: Chart) -> Markup:
    """Return the picture of a chart over time."""
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
    """Yield a path for each run of known values: level in each column, with a gap where a value is unknown."""
    for is_known, stretch in groupby(enumerate(values), key=lambda one: one[1] is not None):
        if is_known:
            parts = [
                f"{frame.x(place):.1f} {frame.y(value or 0):.1f}H{frame.x(place + 1):.1f}" for place, value in stretch
            ]
            yield "M" + "L".join(parts)


def _bars(frame: Frame, values: Sequence[float | None], class_: str, number: int, of: int) -> Iterator[Markup]:
    """Yield a bar for each known value; a zero has a flat bar, an unknown value has none."""
    room = frame.step * 0.8 / of
    for place, value in enumerate(values):
        if value is not None:
            height = max(frame.bottom - frame.y(value), _NONE)
            x = frame.x(place) + frame.step * 0.1 + room * number
            yield element("rect", x=x, y=frame.bottom - height, width=room, height=height, class_=class_)


def _unknown(chart: Chart, frame: Frame) -> Iterator[Markup]:
    """Yield a mark at each run of columns in which a line is unknown; hatched if all lines are."""
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
    """Yield the line of the required value, if there is one."""
    if chart.limit is not None:
        y = frame.y(chart.limit)
        yield element("line", x1=frame.x(0), x2=frame.x(frame.columns), y1=y, y2=y, class_="limit")


def _marks(chart: Chart, frame: Frame, top: float) -> Iterator[Markup]:
    """Yield the marked days, each with its name on a separate line so that no two names overlap."""
    for number, mark in enumerate(chart.marks):
        x, y = frame.x(mark.place), top + LINE * (number + 1)
        yield element("line", x1=x, x2=x, y1=y - 8, y2=frame.bottom, class_="mark")
        left = x < WIDTH / 2
        name = fitted(mark.name, (WIDTH - x if left else x) - 5)
        yield text(name, x + 4 if left else x - 4, y, "", "start" if left else "end", mark.name)
