"""The legend at the top of a chart: the names of its lines, and the required value."""

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.reports.chart import Chart
from readiness_gate.reports.html.charts.axes import LINE
from readiness_gate.reports.html.charts.svg import WIDTH, element, fitted, text, width

_SWATCH, _GAP = 20.0, 14.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a legend: a name and a sample of its line or bar."""

    name: str
    class_: str
    is_bar: bool = False


def entries(chart: Chart) -> Iterator[Entry]:
    """Yield the entries of a chart's legend. A single line needs none, as the title describes it."""
    if len(chart.lines) > 1:
        for number, line in enumerate(chart.lines):
            now = f": {line.points[-1].text}" if chart.kind == "steps" else ""
            yield Entry(f"{line.name}{now}", f"{chart.kind}-{number}", is_bar=chart.kind != "steps")
    if chart.required:
        yield Entry(f"required: {chart.required}", "limit")


def legend(of: Iterable[Entry]) -> tuple[list[Markup], float]:
    """Return a legend, wrapped over as many lines as needed, and its height."""
    parts: list[Markup] = []
    x, y = 0.0, LINE
    for entry in of:
        name = fitted(entry.name, WIDTH - _SWATCH)
        needed = _SWATCH + width(name)
        if x and x + needed > WIDTH:
            x, y = 0.0, y + LINE
        parts += (_sample(entry, x, y), text(name, x + _SWATCH, y, whole=entry.name))
        x += needed + _GAP
    return parts, y + 4 if parts else 4


def _sample(entry: Entry, x: float, y: float) -> Markup:
    if entry.is_bar:
        return element("rect", x=x + 1, y=y - 8.5, width=_SWATCH - 7, height=8, class_=entry.class_)
    return element("line", x1=x, x2=x + _SWATCH - 4, y1=y - 4, y2=y - 4, class_=entry.class_)
