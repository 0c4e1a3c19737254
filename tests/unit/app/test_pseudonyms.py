"""Facts without the ids of people: the same people are still the same, in every table."""

from dataclasses import fields
from typing import Any

import pytest
from support.exports import NOW, people_settings, settings
from support.records import day, provenance, table

from readiness_gate.app.pseudonyms import without_ids
from readiness_gate.model.facts.people import Completion, Membership, PeopleFacts
from readiness_gate.model.facts.records.barriers import Barrier, BarrierFacts
from readiness_gate.model.facts.records.entries import Entry, EntryFacts
from readiness_gate.model.facts.records.usage import Period, UsageFacts, Use
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.reports.fact_tables import example
from readiness_gate.sources.people.records import RECORD_TABLES, RecordTable
from readiness_gate.sources.people.records.source import fetch_records


def test_a_person_has_one_number_in_every_table() -> None:
    """Whoever enters a record, owns it, or uses the system; an owner of a barrier is an office, and stays."""
    people = PeopleFacts(provenance("people", 2), (Membership("ann", "Clerk"),), (Completion("bob", "basics", 1),))
    entry = Entry("O-1", day(1), "ann", "cai", None, "Quote")
    facts: dict[str, Any] = {
        "people": people,
        "entries": table(EntryFacts, entry, Entry("O-2", day(1), "bob", "")),
        "usage": UsageFacts(provenance("usage", 1), {}, (Use("cai", day(1)),), {}, (Period(1, 2),)),
        "barriers": table(BarrierFacts, Barrier("B-1", "policy", "high", None, "Head of sales")),
        "jira": Unavailable("not read"),
    }
    without: dict[str, Any] = without_ids(facts)
    ann, bob, cai = "person-1", "person-2", "person-3"
    assert [row.person for row in without["people"].roster] == [ann]
    assert [row.person for row in without["people"].completions] == [bob]
    entries = without["entries"].records
    assert [(row.created_by, row.owner) for row in entries] == [(ann, cai), (bob, "")]
    assert (entries[0].id, entries[0].process) == ("O-1", "Quote")
    (use,) = without["usage"].records
    assert (use.person, without["usage"].whole) == (cai, (Period(1, 2),))
    assert without["barriers"].records == facts["barriers"].records
    assert without["jira"] == facts["jira"]


@pytest.mark.parametrize("records", RECORD_TABLES, ids=[records.key for records in RECORD_TABLES])
def test_no_cell_that_identifies_a_person_is_kept(records: RecordTable) -> None:
    """Of whatever table, as its examples are read."""
    table_of = records.table
    file = PeopleFile("table.csv", passing_score=80 if records.key == "sessions" else None)
    configured = settings(people=people_settings(records={records.key: file}))
    content = example(table_of).encode()
    facts: Any = fetch_records(records, configured, Needs(), NOW * 2, lambda _name, _limit: content)
    places = [place for place, column in enumerate(table_of.columns) if column.privacy == "person"]
    ids = {row[place] for row in table_of.examples for place in places} - {""}
    without: Any = without_ids({"table": facts})["table"]
    kept = {str(getattr(record, field.name)) for record in without.records for field in fields(record)}
    assert not ids & kept
    assert len(without.records) == len(facts.records)
