"""The table of all reports."""

from readiness_gate.reports import json, markdown
from readiness_gate.reports.spec import Display, Format, Report, ReportTable, table


def _text(display: Display) -> Report:
    from readiness_gate.reports import text  # noqa: PLC0415 - what draws on a terminal is slow to load

    return text.report(display)


FORMATS: tuple[Format, ...] = (_text, json.report, markdown.report)


def reports(display: Display) -> ReportTable:
    """Our reports, for a reader's screen."""
    return table(FORMATS, display)


__all__ = ["FORMATS", "Display", "Format", "Report", "ReportTable", "reports", "table"]
