"""Interviews with the people who do the work."""

from readiness_gate.model.facts.records.interviews import Interview, InterviewFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable

INTERVIEWS = RecordTable(
    Table(
        "interviews",
        "a list of interviews",
        "which role was interviewed or when",
        (
            Column(
                "id",
                "the number or key of the interview; no name of a person",
                "id",
                required=True,
                aliases="id number key issuekey interviewid reference",
            ),
            Column(
                "role",
                "the role of the person interviewed, as on the roster",
                required=True,
                privacy="group",
                aliases="role jobrole userrole position",
            ),
            Column(
                "held-on",
                "when it was held; empty: only planned",
                "when",
                aliases="heldon held date interviewdate interviewedon done completed",
            ),
        ),
        examples=(("INT-1", "Sales rep", "2026-10-05"), ("INT-2", "Service agent", "")),
        unique=("id",),
    ),
    Interview,
    InterviewFacts,
)
