"""Whatever the cells of the tables after go-live have, no facts of them contradict themselves."""

import csv
import io
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from support.effort import law
from support.exports import BERLIN, NOW, people_settings, settings

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.records.audits import Audit, contradiction
from readiness_gate.model.facts.records.entries import Entry
from readiness_gate.model.facts.records.handover import HandoverItem
from readiness_gate.model.facts.records.kpis import Kpi
from readiness_gate.model.facts.records.usage import Use
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records import RECORD_TABLES, RecordTable
from readiness_gate.sources.people.records.source import fetch_records

TABLES = [records for records in RECORD_TABLES if records.key in ("usage", "entries", "kpis", "audits", "handovers")]
GOOD = {
    "person": ["E1", "E2", "E3"],
    "id": ["O-1", "O-2", "O-3", "O-4"],
    "name": ["IT"],
    "text": ["", "Quote"],
    "when": ["2026-03-02", "2026-03-03", "2026-03-02T09:00:00Z"],
    "number": ["1", "2.5"],
    "count": ["1", "2", "3"],
    "flag": ["yes", "no"],
}
BAD = ["NULL", "-1", "1.5", "1,000", "#N/A", "2149-01-01", "perhaps", '"', "\u2013", "1E5", "\u0663", "0", ""]


def _cell(column: Column) -> st.SearchStrategy[str]:
    """Mostly a good cell, or none where there may be none; now and then what people write."""
    good = [*GOOD[column.kind], *([] if column.required or column.filled else [""])]
    return st.sampled_from([*good * (60 // len(good)), *BAD])


def _rows(table: Table) -> st.SearchStrategy[list[tuple[str, ...]]]:
    return st.lists(st.tuples(*map(_cell, table.columns)), min_size=1, max_size=2)


def _is_coherent(record: object) -> bool:
    """Whether a record says nothing that another part of it denies, computed here once more."""
    match record:
        case Use():
            parts = [part or 0 for part in (record.complete, record.late, record.minimal, record.rushed)]
            shown = any((record.actions, record.records, record.features))
            fits = record.records is None or max(parts) <= record.records
            return bool(record.person) and fits and (record.active or not shown)
        case Entry():
            early = record.happened is not None and record.created.end < record.happened.start
            late = record.finished is not None and record.finished.end < record.created.start
            return bool(record.id and record.created_by) and not early and not late
        case Kpi():
            pairs = [(record.captured_at, record.baseline), (record.measured_at, record.actual)]
            return bool(record.kpi) and all(value is not None for when, value in pairs if when is not None)
        case Audit():
            return contradiction(record) is None
        case HandoverItem():
            return bool(record.item and record.receiver)
        case _:
            return False


@pytest.mark.parametrize("records", TABLES, ids=[records.key for records in TABLES])
@law(200)
@given(st.data())
def test_whatever_cells_have(records: RecordTable, data: st.DataObject) -> None:
    """No row is read that contradicts itself, and none is left out unsaid."""
    rows = data.draw(_rows(records.table))
    text = io.StringIO()
    csv.writer(text).writerows([[column.name for column in records.table.columns], *rows])
    file = PeopleFile("t.csv", zone=BERLIN, whole=records.key == "usage")
    configured = settings(people=people_settings(records={records.key: file}))
    try:
        facts: Any = fetch_records(records, configured, Needs(), NOW, lambda _name, _limit: text.getvalue().encode())
    except CouldNotLook:
        event("refused")
        return
    event("read")
    assert len(facts.records) == sum(any(row) for row in rows)
    assert all(map(_is_coherent, facts.records))
