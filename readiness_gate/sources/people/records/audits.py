"""The audits after go-live."""

from readiness_gate.model.facts.records.audits import Audit, AuditFacts, contradiction
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable

AUDITS = RecordTable(
    Table(
        "audits",
        "a list of audits after go-live",
        "which audit was held when, or what people answered",
        (
            Column(
                "day",
                "the day that it is planned for, counted from go-live: 7, 30, 60 or 90",
                "count",
                required=True,
                aliases="day auditday dayaftergolive audit",
            ),
            Column(
                "held-on",
                "when it was held; empty: not yet",
                "when",
                aliases="heldon held auditdate date completed done",
            ),
            Column(
                "asked-harder",
                "whether people were asked what is harder now than before; empty: unknown",
                "flag",
                aliases="askedharder asked harderasked",
            ),
            Column(
                "answers",
                "how many of the most frequent answers, at most three, were noted",
                "count",
                aliases="answers topanswers answersnoted",
            ),
            Column(
                "answers-with-issue",
                "for how many of these there is an issue",
                "count",
                aliases="answerswithissue answerswithissues issues",
            ),
            Column("link", "where it can be opened", "text", aliases="link url report minutes"),
        ),
        examples=(
            ("7", "2026-03-09", "yes", "3", "3", "https://wiki.example.com/audit-7"),
            ("30", "2026-04-01", "yes", "3", "2", ""),
            ("60", "", "", "", "", ""),
        ),
        unique=("day",),
    ),
    Audit,
    AuditFacts,
    contradiction,
)
