"""The table of all reports."""

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports import json, markdown
from readiness_gate.reports.spec import Display, Report, ReportTable


def _text(verdict: Verdict, display: Display) -> str:
    from readiness_gate.reports import text  # noqa: PLC0415 - what draws on a terminal is slow to load

    return text.render(verdict, display)


REPORTS: ReportTable = {
    report.name: report
    for report in (
        Report("text", _text, (".txt",)),
        Report("json", json.render, (".json",)),
        Report("markdown", markdown.render, (".md",)),
    )
}

__all__ = ["REPORTS", "Display", "Report", "ReportTable"]
