"""The work of each phase of a rollout."""

from readiness_gate.model.facts.records.phases import PHASES as NAMES
from readiness_gate.model.facts.records.phases import PhaseFacts, PhaseItem
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable


def _problem(item: PhaseItem) -> str | None:
    """Return a problem if work was done before it started, or without a start."""
    if item.done is None:
        return None
    if item.started is None:
        return "has a time in done and none in started: add when it began"
    return "done is before started: correct one of them" if item.done.end < item.started.start else None


PHASES = RecordTable(
    Table(
        "phases",
        "a list of the work of each phase",
        "which work of which phase began or was done",
        (
            Column(
                "id",
                "the number or key of the piece of work",
                "id",
                required=True,
                aliases="id number key issuekey epic task reference",
            ),
            Column(
                "phase",
                "the phase that it belongs to",
                "choice",
                required=True,
                aliases="phase stage rolloutphase",
                options=NAMES,
            ),
            Column(
                "started",
                "when it began; empty: not yet",
                "when",
                aliases="started startedon startdate start begun actualstart",
            ),
            Column(
                "done",
                "when it was done; empty: not yet",
                "when",
                aliases="done doneon finished finishedon enddate completed completedon resolved actualend",
            ),
        ),
        examples=(
            ("PHS-1", "introduction", "2026-09-01", "2026-10-16"),
            ("PHS-2", "implementation", "2026-10-19", ""),
            ("PHS-3", "adoption", "", ""),
        ),
        unique=("id",),
    ),
    PhaseItem,
    PhaseFacts,
    _problem,
)
