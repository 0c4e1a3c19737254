"""A trend as one HTML page: no script, nothing fetched, readable on paper and phones."""

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.spec import Report
from readiness_gate.reports.trend.stated import PolicyChoice


def report(policy: PolicyChoice) -> Report:
    """Return the report for a browser."""
    return Report("html", "text/html; charset=utf-8", lambda one: _render(one, policy), (".html", ".htm"))


def _render(verdict: Verdict, policy: PolicyChoice) -> bytes:
    from readiness_gate.reports.html.trend_page import draw  # noqa: PLC0415 - templates are slow to load

    return draw(verdict, policy).encode()
