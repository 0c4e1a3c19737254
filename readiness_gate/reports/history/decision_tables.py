"""Decisions as tables of an exported history: a row for each line of a decision log, and one for each of its
conditions. Neither has the names of those who decided, or what they wrote."""

import json
from collections.abc import Iterator, Sequence
from datetime import date

from readiness_gate.history.rows import DecisionRow
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.tables.declared import Cell, Column, Table

_LINE = (
    Column("program", "The program that the decision log is of"),
    Column("line", "The number of the line in the log", "integer"),
    Column("digest", "The digest of the line"),
)
_KEY = tuple(column.name for column in _LINE)


def _of_no_verdict(_verdict: Verdict) -> Iterator[tuple[Cell, ...]]:
    return iter(())


DECISIONS = Table(
    "decisions",
    "One row for each line of a decision log: a decision, or a condition that was closed",
    (
        *_LINE,
        Column("kind", "decision or close"),
        Column("decided_at", "When it was decided", "datetime"),
        Column("milestone", "The milestone; empty for a closed condition", required=False),
        Column("choice", "go, no-go or postpone; empty for a closed condition", required=False),
        Column("gate", "What the gate said; empty for a closed condition", required=False),
        Column("against_gate", "Whether it is a go that the gate did not give", "boolean"),
        Column("as_of", "The time that was judged; empty for a closed condition", "datetime", required=False),
        Column("policy_digest", "The digest of the policy that judged", required=False),
        Column("evidence_digest", "The digest of the evidence", required=False),
        Column("closes", "The condition that was closed; empty for a decision", required=False),
        Column("revisit", "The day to look again", "date", required=False),
        Column("recorded_at", "When it was recorded", "datetime"),
    ),
    _KEY,
    _of_no_verdict,
)
CONDITIONS = Table(
    "conditions",
    "One row for each condition of a decision",
    (
        *_LINE,
        Column("condition", "The id of the condition: 3.1 is the first of line 3"),
        Column("due", "The last day for it", "date"),
    ),
    (*_KEY, "condition"),
    _of_no_verdict,
)


def decisions(rows: Sequence[DecisionRow]) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of the table of decisions."""
    for row in rows:
        yield (
            row.program,
            row.line,
            row.line_digest,
            row.kind,
            iso(row.decided_at),
            row.milestone or None,
            row.choice or None,
            row.gate or None,
            bool(row.against),
            None if row.as_of is None else iso(row.as_of),
            row.policy_digest or None,
            row.evidence_digest or None,
            row.closes or None,
            date.fromisoformat(row.revisit) if row.revisit else None,
            iso(row.recorded_at),
        )


def conditions(rows: Sequence[DecisionRow]) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of the table of conditions."""
    for row in rows:
        for condition, due in json.loads(row.conditions):
            yield (row.program, row.line, row.line_digest, condition, date.fromisoformat(due))
