"""The verdict as one HTML file for a steering committee: no script, nothing fetched, readable on paper and phones."""

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.spec import Display, Report


def report(_display: Display) -> Report:
    """Return the report for a browser; it shows one verdict."""
    return Report("html", "text/html; charset=utf-8", _render, (".html", ".htm"), None, wants_past=True)


def _render(verdict: Verdict) -> bytes:
    from readiness_gate.reports.html.drawing import draw  # noqa: PLC0415 - templates are slow to load

    return draw(verdict).encode()
