"""Charts of horizontal bars, each below its name: for names of any length and writing direction."""

from collections.abc import Iterator

from markupsafe import Markup

from readiness_gate.reports.chart import Chart, Line
from readiness_gate.reports.cutting import cut_apart
from readiness_gate.reports.escape import printable
from readiness_gate.reports.html.charts.axes import LINE
from readiness_gate.reports.html.charts.legend import entries, legend
from readiness_gate.reports.html.charts.svg import WIDTH, element, hatched, hatching, picture, text, width

MOST = 12
"""The maximum number of rows drawn; the table has the others."""
_BAR, _NONE = 8.0, 1.5
_GAP = 6.0


def rows(chart: Chart) -> Markup:
    """Return the picture of a chart with one row per column, the values from left to right."""
    words, top = legend(entries(chart))
    parts = [*words, hatching(chart)]
    y = top + _GAP
    names = _names(chart)
    for place, name in enumerate(chart.columns[:MOST]):
        parts += _row(chart, place, names[printable(name)], y)
        y += LINE + (_BAR + 2) * len(chart.lines) + _GAP
    return picture(chart, y, parts)


def _names(chart: Chart) -> dict[str, str]:
    """Return the names of the rows, shortened to fit beside the widest value; no two are equal."""
    widest = max((width(one.text) for one in chart.lines[0].points[:MOST]), default=0.0)
    return cut_apart(map(printable, chart.columns[:MOST]), WIDTH - widest - 12, width)


def _row(chart: Chart, place: int, name: str, top: float) -> Iterator[Markup]:
    shown = chart.lines[0].points[place].text
    yield text(name, 0, top + LINE - 3, whole=chart.columns[place])
    yield text(shown, WIDTH, top + LINE - 3, anchor="end")
    for number, line in enumerate(chart.lines):
        y = top + LINE + (_BAR + 2) * number
        yield element("rect", x=0, y=y, width=WIDTH, height=_BAR, class_="track")
        yield _bar(chart, line, place, y, f"rows-{number}")
    if chart.limit is not None:
        x = _across(chart, chart.limit)
        below = top + LINE + (_BAR + 2) * len(chart.lines)
        yield element("line", x1=x, x2=x, y1=top + LINE - 1, y2=below - 1, class_="limit across")


def _bar(chart: Chart, line: Line, place: int, y: float, class_: str) -> Markup:
    value = line.values[place]
    if value is None:
        return hatched(chart, 0, y, WIDTH, _BAR)
    return element("rect", x=0, y=y, width=max(_across(chart, value), _NONE), height=_BAR, class_=class_)


def _across(chart: Chart, value: float) -> float:
    """Return the distance of a value from the left."""
    known = [one for line in chart.lines for one in line.values if one is not None]
    highest = 1.0 if chart.is_share else max(known, default=1) or 1
    return WIDTH * min(max(value / highest, 0), 1)
