"""The sponsor's visible acts."""

from readiness_gate.model.facts.records.sponsor_acts import SponsorAct, SponsorActFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable

SPONSOR_ACTS = RecordTable(
    Table(
        "sponsor-acts",
        "a list of what the sponsor did",
        "what the sponsor did or when",
        (
            Column(
                "id",
                "the number or key of the act",
                "id",
                required=True,
                aliases="id number key issuekey act reference",
            ),
            Column(
                "held-on",
                "when people saw it; empty: only planned",
                "when",
                aliases="heldon held date senton done completed",
            ),
        ),
        examples=(("COM-1", "2026-01-11"), ("COM-2", "")),
        unique=("id",),
    ),
    SponsorAct,
    SponsorActFacts,
)
