"""The systems that the new one replaces, and when they were last used."""

from readiness_gate.model.facts.records.old_systems import OldSystem, OldSystemFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable

OLD_SYSTEMS = RecordTable(
    Table(
        "old-systems",
        "a list of old systems",
        "which old system was last changed when",
        (
            Column(
                "system",
                "the system, spreadsheet or shared list that the new system replaces",
                "id",
                required=True,
                aliases="system oldsystem legacysystem application name",
            ),
            Column(
                "last-entry",
                "when somebody last entered or changed anything in it",
                "when",
                required=True,
                aliases="lastentry lastwrite lastwriteat lastchange lastmodified lastmodifiedat modified",
            ),
        ),
        examples=(("Order database", "2026-01-11"), ("Quotes.xlsx on the team's drive", "2026-01-20")),
        unique=("system",),
    ),
    OldSystem,
    OldSystemFacts,
)
