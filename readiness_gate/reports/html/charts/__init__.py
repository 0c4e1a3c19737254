"""Charts as inline SVG: no scripts, fonts or external resources; readable without color and at the width of a phone."""

from markupsafe import Markup

from readiness_gate.reports.chart import Chart
from readiness_gate.reports.html.charts.columns import columns
from readiness_gate.reports.html.charts.dots import dots
from readiness_gate.reports.html.charts.rows import rows


def drawn(chart: Chart) -> Markup:
    """Return the picture of a chart, with its title and description; empty if it would show no development."""
    if not chart.shows_development:
        return Markup("")
    if chart.times is not None:
        return dots(chart, chart.times)
    return rows(chart) if chart.kind == "rows" else columns(chart)


__all__ = ["drawn"]
