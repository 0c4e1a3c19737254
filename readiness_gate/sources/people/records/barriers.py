"""Barriers to adoption and their assessments."""

from readiness_gate.model.facts.records.barriers import GROUPS, LEVELS, Barrier, BarrierFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable


def _problem(barrier: Barrier) -> str | None:
    """Return a problem if the barrier was closed before it was assessed."""
    assessed, closed = barrier.assessed_on, barrier.closed_on
    if assessed is not None and closed is not None and closed.end < assessed.start:
        return "closed-on is before assessed-on: correct one of them"
    return None


BARRIERS = RecordTable(
    Table(
        "barriers",
        "a list of barriers to adoption",
        "which barrier was assessed or closed when",
        (
            Column(
                "id",
                "the number or key of the assessment",
                "id",
                required=True,
                aliases="id number key issuekey barrierid reference",
            ),
            Column(
                "group",
                "the kind of barrier",
                "choice",
                required=True,
                aliases="group kind type category barriergroup barriertype",
                options=GROUPS,
            ),
            Column(
                "level",
                "how much it is in the way; absent if the assessment found no barrier",
                "choice",
                required=True,
                aliases="level severity impact rating",
                options=LEVELS,
            ),
            Column(
                "assessed-on",
                "when it was assessed; empty: not yet",
                "when",
                aliases="assessedon assessed assessmentdate date",
            ),
            Column(
                "owner",
                "the person or team that removes it",
                "text",
                aliases="owner responsible assignee assignedto",
            ),
            Column("closed-on", "when it was removed; empty: not yet", "when", aliases="closedon closed resolved done"),
        ),
        examples=(
            ("BAR-1", "incentives", "high", "2026-10-12", "Head of sales", ""),
            ("BAR-2", "policy", "absent", "2026-10-13", "", ""),
        ),
        unique=("id",),
    ),
    Barrier,
    BarrierFacts,
    _problem,
)
