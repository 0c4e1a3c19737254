"""The charts of the committee's page, and what is measured for them."""

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.chart import Chart
from readiness_gate.reports.committee.charts.asked import questions
from readiness_gate.reports.committee.charts.roles import training
from readiness_gate.reports.committee.charts.weekly import arrivals, documents, landings, open_defects

_CHARTS = (open_defects, arrivals, landings, documents, training)


def charts(verdict: Verdict) -> tuple[Chart, ...]:
    """Return the charts of a verdict, without those about which nothing is known."""
    return tuple(chart for make in _CHARTS for chart in make(verdict))


__all__ = ["charts", "questions"]
