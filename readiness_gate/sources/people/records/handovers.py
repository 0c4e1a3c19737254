"""What the project hands over to operations and support."""

from readiness_gate.model.facts.records.handover import HandoverFacts, HandoverItem
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable

HANDOVERS = RecordTable(
    Table(
        "handovers",
        "a list of what is handed over",
        "what is handed over, to whom or when",
        (
            Column(
                "item",
                "what is handed over, such as the support of a module",
                "id",
                required=True,
                aliases="item handover task name summary topic deliverable",
            ),
            Column(
                "receiver",
                "the team or function that takes it over",
                required=True,
                aliases="receiver receivedby takenoverby newowner team acceptedby",
            ),
            Column(
                "signed-on",
                "when the receiver signed; empty: not yet",
                "when",
                aliases="signedon signed signedat acceptedon approvedon signoffdate",
            ),
        ),
        examples=(("Support of quoting", "Service desk", "2026-05-28"), ("Monthly release", "Platform team", "")),
        unique=("item",),
    ),
    HandoverItem,
    HandoverFacts,
)
