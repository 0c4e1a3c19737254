"""The table of all reports."""

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports import (
    annotations,
    attestation,
    badge,
    comment,
    dotenv,
    email,
    html,
    ics,
    json,
    junit,
    markdown,
    pdf,
    pptx,
    sarif,
    tables,
)
from readiness_gate.reports.brief import without_drawing
from readiness_gate.reports.spec import Display, Format, Report, ReportTable, table


def _text(display: Display) -> Report:
    """Return the text report for a terminal with that display."""

    def render(verdict: Verdict) -> bytes:
        brief = without_drawing(verdict, display)
        if brief is not None:
            return brief.encode()
        from readiness_gate.reports import text  # noqa: PLC0415 - what draws on a terminal is slow to load

        return text.render(verdict, display).encode()

    return Report("text", "text/plain; charset=utf-8", render, (".txt",))


FORMATS: tuple[Format, ...] = (
    _text,
    json.report,
    markdown.report,
    comment.report,
    html.report,
    junit.report,
    sarif.report,
    badge.badge,
    badge.shields,
    tables.report,
    ics.report,
    email.report,
    pdf.report,
    pptx.report,
    attestation.report,
    annotations.report,
    dotenv.report,
)


def reports(display: Display) -> ReportTable:
    """Return our reports, for a reader's display."""
    return table(FORMATS, display)


__all__ = ["FORMATS", "Display", "Format", "Report", "ReportTable", "reports", "table"]
