"""The verdict as an email that is ready to be sent by the reader's own program: decision and reasons in its body."""

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.spec import Display, Report


def report(_display: Display) -> Report:
    """Return the report for a program that sends mail; it shows one verdict."""
    return Report("email", "message/rfc822", _render, (".eml",), None)


def _render(verdict: Verdict) -> bytes:
    from readiness_gate.reports.email.message import message  # noqa: PLC0415 - templates are slow to load

    return message(verdict)
