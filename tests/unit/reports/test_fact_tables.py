"""The tables of facts for those who fill them in, and for tools."""

import csv
import io
from typing import Any

import pytest
from support.exports import NOW, people_settings, settings

from readiness_gate.model.needs import Needs
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.reports import fact_tables
from readiness_gate.reports.spec import Display
from readiness_gate.sources.people import CALENDAR, RECORDS, SOURCE
from readiness_gate.sources.people.all_tables import TABLES
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records import RECORD_TABLES

WIDE = Display(width=200)
TABLE = Table(
    "tried",
    "a list of things tried",
    "who tried what",
    (
        Column("thing", "the | thing", "id", required=True),
        Column("when", "the time", "when", privacy="about-person"),
        Column("how-often", "how often", "count"),
        Column("sure", "whether it is sure", "flag"),
        Column("result", "what came of it", "choice", options=("passed", "failed"), privacy="group"),
    ),
    (("T1", "2027-01-02", "3", "yes", "passed"),),
    ("thing",),
)


def _file(table: Table) -> PeopleFile:
    """The file of a table, with what its columns need to be read."""
    return PeopleFile(f"{table.key}.csv", passing_score=80 if table.column("score") else None)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_example_of_each_table_is_read(table: Table) -> None:
    """Without a problem, whatever its columns are."""
    files: dict[str, str] = {key: fact_tables.example(each) for key, each in TABLES.items()}
    records = {each.key: _file(each.table) for each in RECORD_TABLES}
    completions = PeopleFile("completions.csv", completed=("Completed",), passing_score=80)
    people = people_settings(calendar="calendar.csv", records=records, completions=completions)
    configured = settings(people=people)
    sources = {source.name: source for source in (SOURCE, CALENDAR, *RECORDS)}
    source = sources.get(table.key, SOURCE)
    facts: Any = source.fetch(
        configured, Needs(), NOW * 2, lambda name, _limit: files[name.removesuffix(".csv")].encode()
    )
    assert facts.provenance.records >= len(table.examples)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_each_table_is_described_in_full(table: Table) -> None:
    """Every column says what it is, and every example has a cell for each."""
    assert all(column.meaning for column in table.columns)
    assert table.required
    assert table.examples
    assert {len(row) for row in table.examples} == {len(table.columns)}
    assert set(table.unique) <= {*table.required, *table.optional}
    names = [column.name for column in table.columns]
    assert len(names) == len(set(names))


def test_the_list_has_a_line_for_each_table() -> None:
    """With what its file must have."""
    assert fact_tables.listing([TABLE, TABLES["roster"]], WIDE) == (
        "tried  a list of things tried: thing\nroster a roster: person, role\n"
    )


def test_a_table_is_described_by_its_columns() -> None:
    """What each cell is, and whom it is about."""
    shown = fact_tables.description(TABLE, WIDE)
    assert "thing     required the | thing (id; not personal)" in shown
    assert "result             what came of it (passed, failed; a group: shown with five people or more)" in shown


def test_the_descriptor_is_a_table_schema() -> None:
    """As tools that check files read it."""
    descriptor: Any = fact_tables.descriptor(TABLE)
    assert descriptor["primaryKey"] == ["thing"]
    fields = {field["name"]: field for field in descriptor["fields"]}
    assert fields["thing"]["constraints"] == {"required": True}
    assert (fields["when"]["type"], fields["when"]["format"]) == ("datetime", "any")
    assert fields["how-often"]["constraints"] == {"required": False, "minimum": 0}
    assert (fields["sure"]["trueValues"], fields["sure"]["falseValues"]) == (["yes"], ["no"])
    assert fields["result"]["constraints"]["enum"] == ["passed", "failed"]
    assert "primaryKey" not in fact_tables.descriptor(TABLES["calendar"])
    figures: Any = fact_tables.descriptor(TABLES["kpis"])
    assert figures["uniqueKeys"] == [["kpi", "measured-at"]]
    assert "primaryKey" not in figures


def test_an_example_and_a_template() -> None:
    """The same header; the template has no row."""
    rows = list(csv.reader(io.StringIO(fact_tables.example(TABLE))))
    assert rows == [["thing", "when", "how-often", "sure", "result"], ["T1", "2027-01-02", "3", "yes", "passed"]]
    assert list(csv.reader(io.StringIO(fact_tables.template(TABLE)))) == rows[:1]


def test_the_page_of_a_table() -> None:
    """Marks of Markdown in a meaning are harmless."""
    page = fact_tables.page([TABLE])
    assert "## tried" in page
    assert "| `thing` | required | id | the \\| thing | not personal |" in page
    assert "One row for each thing." in page
