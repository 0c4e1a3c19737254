"""The committee's page as a PDF file: tagged, in A4, made without a browser."""

import contextlib
import io
from importlib import import_module

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.spec import Display, Report


def report(_display: Display) -> Report:
    """Return the report for paper and archives; it shows one verdict."""
    return Report(
        "pdf",
        "application/pdf",
        _render,
        (".pdf",),
        None,
        wants_past=True,  # as the page, whose print it is
        extra=("weasyprint", "pdf"),
        lacks=lacks,
    )


def lacks() -> str:
    """Return what the system lacks to make a PDF, and how to install it; "" if nothing."""
    try:
        # WeasyPrint prints a long notice where it does not find its libraries.
        with contextlib.redirect_stdout(io.StringIO()):
            import_module("weasyprint")
    except OSError:
        return (
            "Pango, a library of the system. Install it: apt install libpango-1.0-0 libpangoft2-1.0-0 (Debian, "
            "Ubuntu), dnf install pango (Fedora), apk add pango (Alpine), brew install pango (macOS)"
        )
    return ""


def _render(verdict: Verdict) -> bytes:
    from readiness_gate.reports.pdf.drawing import drawn  # noqa: PLC0415 - templates are slow to load

    return drawn(verdict)
