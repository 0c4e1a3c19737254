"""The backtest as one HTML page: no script, nothing fetched, readable on paper and phones."""

from readiness_gate.model.backtest import Scores
from readiness_gate.reports.spec import Report


def report() -> Report:
    """Return the report for a browser."""
    return Report("html", "text/html; charset=utf-8", render, (".html", ".htm"))


def render(scores: Scores) -> bytes:
    """Return the page of a backtest."""
    from readiness_gate.reports.html.backtest_page import draw  # noqa: PLC0415 - templates are slow to load

    return draw(scores).encode()
