"""The formats of a portfolio over time."""

from readiness_gate.model.portfolio_trend import PortfolioTrend
from readiness_gate.reports.portfolio.trend.as_csv import as_csv
from readiness_gate.reports.portfolio.trend.as_json import as_json
from readiness_gate.reports.portfolio.trend.as_text import as_text
from readiness_gate.reports.spec import Display, Report, ReportTable

NAMES = ("text", "json", "html", "csv")


def formats(display: Display) -> ReportTable:
    """The formats for a reader's screen, by their names. Each renders a portfolio over time, and no verdict."""
    reports = (
        Report("text", "text/plain; charset=utf-8", lambda one: as_text(one, display).encode(), (".txt",)),
        Report("json", "application/json", lambda one: as_json(one).encode(), (".json",)),
        Report("html", "text/html; charset=utf-8", lambda one: _page(one).encode(), (".html", ".htm")),
        Report("csv", "text/csv; charset=utf-8", lambda one: as_csv(one).encode(), (".csv",)),
    )
    return {report.name: report for report in reports}


def _page(trend: PortfolioTrend) -> str:
    from readiness_gate.reports.portfolio.trend.as_html import as_html  # noqa: PLC0415 - templates are slow to load

    return as_html(trend)
