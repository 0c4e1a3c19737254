"""The verdict as two slides with native tables and a native chart, which paste into a board's own deck."""

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.spec import Display, Report

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def report(_display: Display) -> Report:
    """Return the report for a slide deck; it shows one verdict."""
    return Report("pptx", MEDIA_TYPE, _render, (".pptx",), None, extra=("pptx", "pptx"))


def _render(verdict: Verdict) -> bytes:
    from readiness_gate.reports.pptx.deck import deck  # noqa: PLC0415 - an extra, and slow to load

    return deck(verdict)
