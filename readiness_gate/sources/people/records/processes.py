"""Processes in the scope of the rollout."""

from readiness_gate.model.facts.records.processes import Process, ProcessFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable

PROCESSES = RecordTable(
    Table(
        "processes",
        "a list of processes",
        "which process is described or critical",
        (
            Column(
                "process",
                "the name of the process",
                required=True,
                aliases="process processname name businessprocess title summary",
            ),
            Column(
                "critical",
                "whether the business stops without it",
                "flag",
                required=True,
                aliases="critical iscritical businesscritical",
            ),
            Column(
                "as-is",
                "where it is described as it is today: a document or a link; empty: nowhere",
                "text",
                aliases="asis today current currentstate",
            ),
            Column(
                "to-be",
                "where it is described as it will be; empty: nowhere",
                "text",
                aliases="tobe future target futurestate targetstate",
            ),
        ),
        examples=(
            ("Quote to order", "yes", "processes/quote-as-is.md", "processes/quote-to-be.md"),
            ("Visit planning", "no", "processes/visits-as-is.md", ""),
        ),
        unique=("process",),
    ),
    Process,
    ProcessFacts,
)
