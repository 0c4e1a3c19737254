"""The formats of a trend."""

from readiness_gate.reports.spec import Display, ReportTable
from readiness_gate.reports.trend import as_html, as_json, as_tables, as_text
from readiness_gate.reports.trend.stated import PolicyChoice


def formats(display: Display, policy: PolicyChoice) -> ReportTable:
    """Return the formats by name, for a reader's display; each says which policy was applied."""
    reports = (
        as_text.report(display, policy),
        as_json.report(policy),
        as_tables.csv_report(policy),
        as_html.report(policy),
        as_tables.report(display, policy),
    )
    return {report.name: report for report in reports}
