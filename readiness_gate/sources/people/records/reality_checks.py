"""Checks of the system by daily users before go-live."""

from readiness_gate.model.facts.records.reality_checks import RealityCheck, RealityCheckFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable

REALITY_CHECKS = RecordTable(
    Table(
        "reality-checks",
        "a list of reality checks",
        "which role checked the system or when",
        (
            Column(
                "id",
                "the number or key of the check; no name of a person",
                "id",
                required=True,
                aliases="id number key issuekey check reference",
            ),
            Column(
                "role",
                "the role of the daily user, as on the roster",
                required=True,
                privacy="group",
                aliases="role jobrole userrole",
            ),
            Column(
                "held-on", "when it was held; empty: only planned", "when", aliases="heldon held date done completed"
            ),
        ),
        examples=(("RC-1", "Sales rep", "2026-02-08"), ("RC-2", "Service agent", "")),
        unique=("id",),
    ),
    RealityCheck,
    RealityCheckFacts,
)
