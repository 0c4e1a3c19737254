"""Our reports of a verdict, as the texts that they are."""

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports import Display, reports
from readiness_gate.reports.tables.folder import unpacked

NAMES = tuple(reports(Display()))
_PLAIN = Display()


def rendered(name: str, verdict: Verdict, display: Display = _PLAIN) -> str:
    """One of our reports of a verdict, for a reader's screen."""
    return reports(display)[name].render(verdict).decode()


def archived(verdict: Verdict) -> dict[str, bytes]:
    """The files of the tables of a verdict, by their names."""
    return unpacked(reports(_PLAIN)["tables"].render(verdict))


__all__ = ["NAMES", "archived", "rendered"]
