"""The formats of a portfolio."""

from readiness_gate.model.portfolio import Assessment
from readiness_gate.reports.pdf import lacks
from readiness_gate.reports.portfolio.as_csv import as_csv
from readiness_gate.reports.portfolio.as_json import as_json
from readiness_gate.reports.portfolio.as_markdown import as_markdown
from readiness_gate.reports.portfolio.as_text import as_text
from readiness_gate.reports.pptx import MEDIA_TYPE as SLIDES
from readiness_gate.reports.spec import Display, Report, ReportTable

NAMES = ("text", "json", "markdown", "html", "pdf", "pptx", "csv")


def formats(display: Display) -> ReportTable:
    """Return the formats for the given display, by name. Each renders a portfolio instead of a verdict."""
    reports = (
        Report("text", "text/plain; charset=utf-8", lambda one: as_text(one, display).encode(), (".txt",)),
        Report("json", "application/json", lambda one: as_json(one).encode(), (".json",)),
        Report("markdown", "text/markdown; charset=utf-8", lambda one: as_markdown(one).encode(), (".md",)),
        Report("html", "text/html; charset=utf-8", lambda one: _page(one).encode(), (".html", ".htm")),
        Report("pdf", "application/pdf", _pdf, (".pdf",), extra=("weasyprint", "pdf"), lacks=lacks),
        Report("pptx", SLIDES, _slide, (".pptx",), extra=("pptx", "pptx")),
        Report("csv", "text/csv; charset=utf-8", lambda one: as_csv(one).encode(), (".csv",)),
    )
    return {report.name: report for report in reports}


def _page(assessment: Assessment) -> str:
    from readiness_gate.reports.portfolio.as_html import as_html  # noqa: PLC0415 - templates are slow to load

    return as_html(assessment)


def _pdf(assessment: Assessment) -> bytes:
    from readiness_gate.reports.pdf.drawing import on_paper  # noqa: PLC0415 - templates are slow to load

    return on_paper(_page(assessment), assessment.evaluated_at)


def _slide(assessment: Assessment) -> bytes:
    from readiness_gate.reports.portfolio.as_pptx import as_pptx  # noqa: PLC0415 - an extra, and slow to load

    return as_pptx(assessment)
