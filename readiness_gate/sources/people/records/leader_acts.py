"""What leaders did for the change: a list that managers keep, for example of talks with their people."""

from readiness_gate.model.facts.records.leader_acts import LeaderAct, LeaderActFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable

LEADER_ACTS = RecordTable(
    Table(
        "leader-acts",
        "a list of what leaders did for the change",
        "which leader acted or when",
        (
            Column(
                "person",
                "the id of the leader, the same as on the roster",
                "person",
                required=True,
                privacy="person",
                aliases="person userid employeeid leader manager managerid",
            ),
            Column(
                "held-on",
                "when it was",
                "when",
                required=True,
                privacy="about-person",
                aliases="heldon date day talkdate",
            ),
        ),
        examples=(("E1001", "2026-01-11"), ("E1002", "2026-01-14")),
    ),
    LeaderAct,
    LeaderActFacts,
)
