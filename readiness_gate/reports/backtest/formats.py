"""The formats of the backtest."""

from readiness_gate.reports.backtest import as_csv, as_html, as_json, as_text
from readiness_gate.reports.spec import Display, ReportTable


def formats(display: Display) -> ReportTable:
    """Return the formats by name, for a reader's display. Each renders scores, not a verdict."""
    reports = (as_text.report(display), as_json.report(), as_csv.report(), as_html.report())
    return {report.name: report for report in reports}
