"""Charts of single dates, to scale: a dot for each date, and a thin line between neighbors."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.reports.chart import Chart, Line, Point, Times
from readiness_gate.reports.html.charts import axes
from readiness_gate.reports.html.charts.axes import LEFT, LINE, RIGHT, Frame, framed
from readiness_gate.reports.html.charts.calendar import labels
from readiness_gate.reports.html.charts.legend import entries, legend
from readiness_gate.reports.html.charts.svg import WIDTH, element, hatched, hatching, picture, text, width
from readiness_gate.reports.words import NOTHING

_BELOW = 20.0
_EDGE = 5.0
"""The margin left of the first dot and right of the last one."""
_LARGEST, _SMALLEST = 3.0, 1.2
"""The radius of a dot: the largest and the smallest."""
_HALF = 4.0
"""Half the width of the hatched area at an unknown date."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """The positions of a chart's dates."""

    times: Times

    def x(self, at: int) -> float:
        """Return the x coordinate of an instant; the middle if all dates are the same."""
        first, last = self.times.at[0], self.times.at[-1]
        left, right = LEFT + _EDGE, WIDTH - RIGHT - _EDGE
        return left + (right - left) * ((at - first) / (last - first) if last > first else 0.5)

    @property
    def places(self) -> list[float]:
        """The x coordinate of each date."""
        return [self.x(at) for at in self.times.at]


def dots(chart: Chart, times: Times) -> Markup:
    """Return the picture of a chart whose columns are at the given times."""
    words, top = legend(entries(chart))
    frame, scale = framed(chart, top + 6), _Scale(times)
    written = labels(times.at[0], times.at[-1], times.zone, scale.x)
    below = [
        part
        for one in written
        for part in (
            element(
                "line", x1=scale.x(one.at), x2=scale.x(one.at), y1=frame.bottom, y2=frame.bottom + 3, class_="axis"
            ),
            text(one.text, scale.x(one.at), frame.bottom + LINE, anchor=one.anchor),
            *([text(one.day, scale.x(one.at), frame.bottom + 2 * LINE, anchor=one.anchor)] if one.day else []),
        )
    ]
    content = [
        *words,
        hatching(chart),
        *_unknown(chart, frame, scale.places),
        *axes.values(chart, frame),
        *below,
        *_limit(chart, frame),
        *(part for number, line in enumerate(chart.lines) for part in _drawn(frame, scale.places, line, number)),
    ]
    return picture(chart, frame.bottom + _BELOW + (LINE if any(one.day for one in written) else 0), content)


def _drawn(frame: Frame, places: Sequence[float], line: Line, number: int) -> Iterator[Markup]:
    """Yield a thin line through each run of known values, and a dot on each value."""
    known = [(x, frame.y(value)) if value is not None else None for x, value in zip(places, line.values, strict=True)]
    for is_known, stretch in groupby(known, key=lambda one: one is not None):
        spots = [one for one in stretch if one is not None]
        if is_known and len(spots) > 1:
            yield element("path", d="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots), class_=f"through-{number}")
    radius = min(_LARGEST, max(_SMALLEST, (WIDTH - LEFT - RIGHT) / (3 * len(places))))
    for spot in known:
        if spot is not None:
            yield element("circle", cx=spot[0], cy=spot[1], r=radius, class_=f"dots-{number}")


def _unknown(chart: Chart, frame: Frame, places: Sequence[float]) -> Iterator[Markup]:
    """Yield a hatched area at the dates at which nothing is known, with a word or a sign if that fits."""
    points = chart.lines[0].points
    written = 0.0
    for is_unknown, stretch in groupby(range(len(points)), key=lambda place: _is_unknown(points[place])):
        if not is_unknown:
            continue
        numbers = list(stretch)
        left, right = _around(places, numbers[0], numbers[-1])
        yield hatched(chart, left, frame.top, right - left, frame.bottom - frame.top)
        word = "unknown" if right - left > width("unknown") + 4 else "?"
        begin, end = (left + right) / 2 - width(word) / 2, (left + right) / 2 + width(word) / 2
        if begin > written:
            yield text(word, (begin + end) / 2, frame.top + 10, "gap", "middle")
            written = end


def _around(places: Sequence[float], first: int, last: int) -> tuple[float, float]:
    """Return the left and right end of a run of dates: a little beyond the first and the last one, but at most halfway
    to the next date."""
    before = (places[first - 1] + places[first]) / 2 if first else places[first] - _HALF
    after = (places[last] + places[last + 1]) / 2 if last + 1 < len(places) else places[last] + _HALF
    return max(before, places[first] - _HALF), min(after, places[last] + _HALF)


def _is_unknown(point: Point) -> bool:
    return point.value is None and point.text != NOTHING


def _limit(chart: Chart, frame: Frame) -> Iterator[Markup]:
    """Yield the line of the required value, if there is one."""
    if chart.limit is not None:
        y = frame.y(chart.limit)
        yield element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="limit")
