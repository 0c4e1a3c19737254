"""A verdict with its past as a trend: when each rule was red, and when the milestone was go. In several formats."""

from readiness_gate.reports.spec import Display, ReportTable
from readiness_gate.reports.trend import as_html, as_json, as_tables, as_text
from readiness_gate.reports.trend.stated import AS_IT_WAS, TODAY, PolicyChoice


def formats(display: Display, policy: PolicyChoice) -> ReportTable:
    """The formats for a reader's screen, by their names; each says which policy was applied."""
    reports = (
        as_text.report(display, policy),
        as_json.report(policy),
        as_tables.csv_report(policy),
        as_html.report(policy),
        as_tables.report(display, policy),
    )
    return {report.name: report for report in reports}


__all__ = ["AS_IT_WAS", "TODAY", "PolicyChoice", "formats"]
