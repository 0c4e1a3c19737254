"""Every table is read as its examples are written, and nothing of a file that contradicts itself is relied on."""

import csv
import io
from typing import Any

import pytest
from support.exports import NOW, people_settings, read_people, settings
from support.workbooks import book

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.date_format import date_format
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.sources.people.records import RECORD_TABLES, RecordTable
from readiness_gate.sources.people.records.source import fetch_records

TABLES = {records.key: records for records in RECORD_TABLES}
each_table = pytest.mark.parametrize("records", RECORD_TABLES, ids=list(TABLES))
each_unique = pytest.mark.parametrize(
    "records",
    [records for records in RECORD_TABLES if records.table.unique],
    ids=[key for key, records in TABLES.items() if records.table.unique],
)
LATE = NOW + 10**8
"""Later than every example."""


def _read(records: RecordTable, content: bytes | str, name: str = "table.csv", **changes: Any) -> Any:
    file = PeopleFile(name, **changes)
    configured = settings(people=people_settings(records={records.key: file}))
    data = content.encode() if isinstance(content, str) else content
    return fetch_records(records, configured, Needs(), LATE, lambda _name, _limit: data)


def _why(key: str, content: str, **changes: Any) -> str:
    with pytest.raises(CouldNotLook) as refused:
        _read(TABLES[key], content, **changes)
    return str(refused.value)


def _keys(records: RecordTable) -> dict[str, Any]:
    """What the section of a file with all columns needs."""
    return {"passing_score": 80.0} if records.table.column("score") else {}


def _rows(records: RecordTable) -> list[list[str]]:
    return [[column.name for column in records.table.columns], *map(list, records.table.examples)]


def _text(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


@each_table
def test_examples_are_read(records: RecordTable) -> None:
    """As CSV and as a workbook alike, and nothing is lacking."""
    facts = _read(records, _text(_rows(records)), **_keys(records))
    assert len(facts.records) == len(records.table.examples)
    assert facts.lacking == {}
    assert _read(records, book(*_rows(records)), "table.xlsx", **_keys(records)).records == facts.records


@each_table
def test_columns_that_are_not_there_are_said(records: RecordTable) -> None:
    """Only those that must be there are needed; what a signal needs of the others it can say."""
    required = records.table.required
    picked = [
        [cell for name, cell in zip(_rows(records)[0], row, strict=True) if name in required] for row in _rows(records)
    ]
    facts = _read(records, _text(picked))
    fields = {column.field for column in records.table.columns if not column.required}
    assert set(facts.lacking) == fields
    for field, why in facts.lacking.items():
        name = field.replace("_", "-")
        assert why == f"table.csv has no column {name}: add it, or name it in columns of [people.{records.key}]"


@each_unique
def test_rows_of_one_thing(records: RecordTable) -> None:
    """Which of them is right is unknown."""
    rows = _rows(records)
    assert "keep the one that is right" in _why(records.key, _text([*rows, rows[1]]), **_keys(records))


@each_table
def test_a_file_without_rows(records: RecordTable) -> None:
    """Is no table of nothing."""
    assert "has no rows below its header" in _why(records.key, _text(_rows(records)[:1]), **_keys(records))


ENTRY = "id,created,created-by,owner,happened,finished\n"
KPI = "kpi,baseline,captured-at,target,target-set-at,actual,measured-at\n"
AUDIT = "day,held-on,asked-harder,answers,answers-with-issue\n"
TICKET = "id,created,first-response,resolved,reopened,met-sla\n"


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [
        ("tickets", TICKET + "T-1,2027-01-02,2027-01-01,,,\n", "first-response is before created: correct one of them"),
        ("tickets", TICKET + "T-1,2027-01-02,,2027-01-01,,\n", "resolved is before created: correct one of them"),
        ("tickets", TICKET + "T-1,,,,,\n", 'the cell "created" is empty'),
        ("tickets", TICKET + "T-1,2027-01-02,soon,,,\n", 'the cell "first-response" is not an ISO 8601 day or time'),
        ("tickets", TICKET + "T-1,2027-01-02,,,-1,\n", 'the cell "reopened" is not a whole number from 0'),
        ("tickets", TICKET + "T-1,2027-01-02,,,,perhaps\n", 'the cell "met-sla" is none of yes, no'),
        ("feedback", "id,created,answered\nF-1,2027-01-02,2027-01-01\n", "answered is before created"),
        ("interviews", "id,role\nI-1,\n", 'the cell "role" is empty'),
        ("barriers", "id,group,level\nB-1,money,low\n", 'the cell "group" is none of process, policy, people'),
        ("barriers", "id,group,level\nB-1,policy,\n", 'the cell "level" is empty'),
        (
            "barriers",
            "id,group,level,assessed-on,closed-on\nB-1,policy,low,2027-01-02,2027-01-01\n",
            "closed-on is before assessed-on",
        ),
        ("processes", "process,critical\nQuote,\n", 'the cell "critical" is empty'),
        ("phases", "id,phase\nP-1,begin\n", 'the cell "phase" is none of introduction, implementation, adoption'),
        ("phases", "id,phase,started,done\nP-1,adoption,,2027-01-02\n", "has a time in done and none in started"),
        ("phases", "id,phase,started,done\nP-1,adoption,2027-01-02,2027-01-01\n", "done is before started"),
        ("sponsor-acts", "id,held-on\n,2027-01-02\n", 'the cell "id" is empty'),
        ("entries", ENTRY + "O-1,2027-01-02,E1,,2027-01-03,\n", "created is before happened: correct one of them"),
        ("entries", ENTRY + "O-1,2027-01-02,E1,,,2027-01-01\n", "finished is before created: correct one of them"),
        ("entries", ENTRY + "O-1,2027-01-02,,E1,,\n", 'the cell "created-by" is empty'),
        ("entries", ENTRY + 'O-1,2027-01-02,E1,"E""2",,\n', 'the cell "owner" has only one quote of two'),
        ("kpis", KPI + "Time,,2027-01-02,,,,\n", "has a time in captured-at and nothing in baseline"),
        ("kpis", KPI + "Time,,,,2027-01-02,,\n", "has a time in target-set-at and nothing in target"),
        ("kpis", KPI + "Time,,,,,,2027-01-02\n", "has a time in measured-at and nothing in actual"),
        ("kpis", KPI + 'Time,"1,234",,,,,\n', 'the cell "baseline" may have a separator of thousands'),
        ("audits", AUDIT + "0,,,,\n", "day is counted from go-live and begins at 1: correct it"),
        ("audits", AUDIT + ",2027-01-02,,,\n", 'the cell "day" is empty'),
        ("audits", AUDIT + "30,,yes,,\n", "has answers and no time in held-on: add when it was held"),
        ("audits", AUDIT + "30,,,2,\n", "has answers and no time in held-on: add when it was held"),
        ("audits", AUDIT + "30,2027-01-02,no,2,\n", "has answers, and asked-harder is no: correct one of them"),
        ("audits", AUDIT + "30,2027-01-02,yes,12,\n", "answers counts the most frequent answers, 3 at most"),
        ("audits", AUDIT + "30,2027-01-02,yes,2,3\n", "answers-with-issue is more than answers: correct one of them"),
        ("audits", AUDIT + "30,2027-01-02,yes,,1\n", "answers-with-issue is more than answers: correct one of them"),
        ("handovers", "item,receiver\nSupport,\n", 'the cell "receiver" is empty'),
        ("handovers", "item,receiver\nSupport,n/a\n", 'the cell "receiver" is a placeholder'),
    ],
)
def test_cells_that_cannot_be_relied_on(key: str, text: str, why: str) -> None:
    """Are named with their line."""
    told = _why(key, text)
    assert "table.csv:2" in told
    assert why in told


def test_days_of_one_day_do_not_contradict() -> None:
    """A ticket was answered on the day on which it was created, later than at its beginning."""
    (ticket,) = _read(TABLES["tickets"], TICKET + "T-1,2027-01-02T16:00:00Z,2027-01-02,2027-01-02,1,no\n").records
    assert ticket.first_response is not None
    assert (ticket.reopened, ticket.met_sla) == (1, False)


def test_the_words_of_a_file() -> None:
    """As other systems write them."""
    text = "Number;Opened;Made SLA\n001;02.01.2027 10:00;true\n"
    columns = {"id": "Number", "created": "Opened", "met-sla": "Made SLA"}
    values = {"met-sla": {"yes": ("true",), "no": ("false",)}}
    form = date_format("dd.MM.yyyy HH:mm")
    (ticket,) = _read(TABLES["tickets"], text, delimiter=";", columns=columns, values=values, dates=form).records
    assert (ticket.id, ticket.met_sla) == ("001", True)


def _tickets(number: int) -> str:
    return "id,created\n" + "".join(f"{each},2026-03-01T09:00:00Z\n" for each in range(number))


def test_a_file_that_ends_where_systems_end_exports() -> None:
    """May have lost the tickets behind, unless somebody says that it has all."""
    assert _why("tickets", _tickets(1_000)) == (
        "table.csv:1001: the file has 1,000 rows, at which many systems end an export, so there may be more: export it "
        "again without that limit, or, if the system shows the same number, add rows = 1000 to [people.tickets]"
    )
    assert "2,000 rows, at which many systems" in _why("tickets", _tickets(2_000))
    for number, said in ((999, None), (1_001, None), (1_000, 1_000), (3, 3)):
        assert len(_read(TABLES["tickets"], _tickets(number), rows=said).records) == number


@pytest.mark.parametrize(("number", "said"), [(2, 3), (4, 3), (1_000, 1_001)])
def test_a_file_with_another_number_of_rows_than_was_said(number: int, said: int) -> None:
    """Lacks some, or has others: it was exported at another time."""
    assert _why("tickets", _tickets(number), rows=said) == (
        f"table.csv:{number + 1}: the file has {number:,} rows, and rows in [people.tickets] says {said:,}: export it "
        "again, or correct rows"
    )


def test_a_roster_is_cut_off_as_well() -> None:
    """Whoever is missing on it is trained in nothing."""
    roster = "person,role\n" + "".join(f"p{each},Clerk\n" for each in range(1_000))
    with pytest.raises(CouldNotLook, match=r"add rows = 1000 to \[people\.roster\]"):
        read_people(roster, "person,module,completed-at\np1,basics,2026-03-01\n")
