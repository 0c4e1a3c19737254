"""What a history has, as the tables of `check --format tables`: those that it has, with the same columns. A column that
it keeps nothing for is empty."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from readiness_gate.history.rows import DecisionRow, ReadingRow, Recorded
from readiness_gate.model.time import Instant, iso
from readiness_gate.reports.history.decision_tables import CONDITIONS, DECISIONS, conditions, decisions
from readiness_gate.reports.json import dump
from readiness_gate.reports.tables.declared import TABLES, Cell, Column, Table, evaluation_of
from readiness_gate.reports.tables.folder import DESCRIPTION, archive, cell, description

_LEFT_OUT = {
    "evaluations": ("policy_ref",),
    "findings": ("message", "remedy", "owner"),
    "readings": ("parameters", "doubt"),
}
"""The columns of each table that a history keeps nothing for, as people may be named there."""
_ADDED = {
    "evaluations": (
        Column("policy_source", "work-tree, or the commit that the policy was read from; else unknown", required=False),
        Column("facts_source", "sources, or the SHA-256 of a file of saved facts; else unknown", required=False),
    )
}
"""The columns of each table that only a history has."""
_TABLES = tuple(
    replace(
        table,
        columns=(
            *(
                replace(column, required=column.required and column.name not in _LEFT_OUT[table.name])
                for column in table.columns
            ),
            *_ADDED.get(table.name, ()),
        ),
    )
    for table in TABLES
    if table.name in _LEFT_OUT
)
_SAID = "Recorded verdicts and decisions. Columns in which people may be named are empty."
_ALL = (*_TABLES, DECISIONS, CONDITIONS)
FILES = (DESCRIPTION, *(f"{table.name}.csv" for table in _ALL))
Whole = tuple[Recorded, Sequence[ReadingRow]]


def tables(history: Sequence[Whole], decided: Sequence[DecisionRow] = ()) -> bytes:
    """The files, in an archive."""
    rows = {
        "evaluations": map(_evaluation, history),
        "findings": _findings(history),
        "readings": _readings(history),
        "decisions": decisions(decided),
        "conditions": conditions(decided),
    }
    package = json.loads(description(_ALL))
    contents = {f"{table.name}.csv": _csv(table, rows[table.name]) for table in _ALL}
    return archive({DESCRIPTION: dump({**package, "description": _SAID}).encode(), **contents})


def _csv(table: Table, rows: Iterable[tuple[Cell, ...]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.name for column in table.columns)
    writer.writerows(map(cell, row) for row in rows)
    return text.getvalue().encode()


def _key(one: Recorded) -> str:
    row = one.verdict
    return evaluation_of(row.program, row.milestone, row.as_of, row.policy_digest, row.evidence_digest)


def _evaluation(whole: Whole) -> tuple[Cell, ...]:
    one, _ = whole
    row = one.verdict
    return (
        _key(one),
        row.program,
        row.milestone,
        row.kind,
        date.fromisoformat(row.milestone_date),
        row.timezone,
        iso(row.as_of),
        row.decision,
        row.decision_without_waivers,
        row.sentence,
        row.policy_digest,
        None,
        row.evidence_digest,
        row.tool_version,
        row.waived,
        row.weakened,
        row.policy_source,
        row.facts_source,
    )


def _findings(history: Sequence[Whole]) -> Iterable[tuple[Cell, ...]]:
    for one, readings in history:
        key = _key(one)
        for row in readings:
            yield (
                key,
                row.rule,
                row.title,
                row.dimension,
                row.enforcement,
                row.outcome,
                bool(row.waived),
                row.status,
                row.result or None,
                None,
                None,
                date.fromisoformat(row.due),
                row.bound,
                _number(row.required),
                _number(row.warning),
            )


def _readings(history: Sequence[Whole]) -> Iterable[tuple[Cell, ...]]:
    for one, readings in history:
        key = _key(one)
        for row in readings:
            if row.state:
                value = (row.state, _number(row.value), row.unit, _time(row.observed_at))
                yield (key, row.rule, row.signal, None, *value, row.why, None)


def _number(text: str | None) -> Cell:
    """A number as the tables have it: yes is 1, and no is 0."""
    if text is None:
        return None
    number: int | float = json.loads(text)
    return +number


def _time(moment: Instant | None) -> str | None:
    return None if moment is None else iso(moment)
