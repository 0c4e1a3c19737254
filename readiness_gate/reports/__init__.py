"""The table of all reports."""

from readiness_gate.reports import json, markdown, text
from readiness_gate.reports.spec import Display, Report, ReportTable

REPORTS: ReportTable = {
    report.name: report
    for report in (Report("text", text.render), Report("json", json.render), Report("markdown", markdown.render))
}

__all__ = ["REPORTS", "Display", "Report", "ReportTable"]
