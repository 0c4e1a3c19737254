"""Design decisions."""

from readiness_gate.model.facts.records.design_decisions import DesignDecision, DesignDecisionFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable

DESIGN_DECISIONS = RecordTable(
    Table(
        "design-decisions",
        "a list of design decisions",
        "which decision was made when or with whom",
        (
            Column(
                "id",
                "the number or key of the decision",
                "id",
                required=True,
                aliases="id number key issuekey decision reference",
            ),
            Column(
                "decided-on",
                "when it was made; empty: not yet",
                "when",
                aliases="decidedon decided date approvedon resolved done",
            ),
            Column(
                "users",
                "how many future users took part",
                "count",
                aliases="users participants endusers userstakingpart",
            ),
        ),
        examples=(("DD-1", "2026-10-05", "3"), ("DD-2", "", "0")),
        unique=("id",),
    ),
    DesignDecision,
    DesignDecisionFacts,
)
