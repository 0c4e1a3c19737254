"""Remedial training for adoption problems."""

from readiness_gate.model.facts.records.remedial_trainings import RemedialTraining, RemedialTrainingFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable

REMEDIAL_TRAININGS = RecordTable(
    Table(
        "remedial-trainings",
        "a list of remedial trainings",
        "which training was asked for when or why",
        (
            Column(
                "id",
                "the number or key of the training",
                "id",
                required=True,
                aliases="id number key issuekey training reference",
            ),
            Column(
                "created",
                "when somebody asked for it",
                "when",
                required=True,
                aliases="created createdat createdon requested requestedon date",
            ),
            Column(
                "barrier", "the assessed barrier that it answers; empty: none", "text", aliases="barrier reason cause"
            ),
        ),
        examples=(("RT-1", "2026-04-12", "BAR-1"), ("RT-2", "2026-04-20", "")),
        unique=("id",),
    ),
    RemedialTraining,
    RemedialTrainingFacts,
)
