"""The formats of the trial of a gate."""

from readiness_gate.reports.backtest import as_csv, as_html, as_json, as_text
from readiness_gate.reports.spec import Display, ReportTable


def formats(display: Display) -> ReportTable:
    """The formats for a reader's screen, by their names. Each renders scores, and no verdict."""
    reports = (as_text.report(display), as_json.report(), as_csv.report(), as_html.report())
    return {report.name: report for report in reports}
