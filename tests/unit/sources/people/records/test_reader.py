"""Records of a file: every cell as its column is declared, or every problem at its place."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from support.exports import BERLIN, NOW, people_settings, settings

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.records import RecordFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.time import When
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records import RecordTable
from readiness_gate.sources.people.records.record_table import EARLIEST
from readiness_gate.sources.people.records.source import fetch_records, record_source
from readiness_gate.sources.people.rows import Rows

HEADER = "who,thing,when,result,critical,amount,count,note\n"
ROW = "E1,T1,2026-03-01,passed,yes,2.5,3,fine\n"


@dataclass(frozen=True)
class Tried:
    """A record with a field of each kind."""

    who: str
    thing: str
    when: When
    result: str
    critical: bool | None
    amount: float | None
    count: int | None
    note: str


@dataclass(frozen=True)
class TriedFacts(RecordFacts):
    """The facts of the table."""

    records: tuple[Tried, ...]


def _problem(tried: Tried) -> str | None:
    return "is passed with an amount of 0" if tried.amount == 0 and tried.result == "passed" else None


TABLE = Table(
    "tried",
    "a list of things tried",
    "who tried what or when",
    (
        Column("who", "the person", "person", required=True),
        Column("thing", "the thing", "id", required=True, aliases="item"),
        Column("when", "the time", "when", required=True),
        Column("result", "what came of it", "choice", required=True, options=("passed", "not-run")),
        Column("critical", "whether it matters", "flag"),
        Column("amount", "how much", "number"),
        Column("count", "how many", "count"),
        Column("note", "a remark", "text"),
    ),
    unique=("who", "thing"),
)
RECORDS = RecordTable(TABLE, Tried, TriedFacts, _problem)


def _read(text: str, **changes: Any) -> Any:
    file = PeopleFile("tried.csv", **changes)
    configured = settings(people=people_settings(records={"tried": file}))
    return fetch_records(RECORDS, configured, Needs(), NOW, lambda _name, _limit: text.encode())


def _why(text: str, **changes: Any) -> str:
    with pytest.raises(CouldNotLook) as refused:
        _read(text, **changes)
    return str(refused.value)


def test_every_cell_is_read_as_its_column_is_declared() -> None:
    """Texts, numbers, days, answers and choices."""
    facts = _read(HEADER + ROW + "E2,T1,2026-03-02T10:00:00Z,Not run,,,,\n")
    day = When(1772319600, 1772405999)
    assert facts.records == (
        Tried("E1", "T1", day, "passed", True, 2.5, 3, "fine"),
        Tried("E2", "T1", When(1772445600, 1772445600), "not-run", None, None, None, ""),
    )
    assert facts.provenance == Provenance("tried", "tried.csv", "every row of a list of things tried", 2, 1772445600)
    assert facts.dated == {}


def test_columns_that_are_optional_may_be_missing() -> None:
    """Their values are unknown."""
    (tried,) = _read("who,thing,when,result\nE1,T1,2026-03-01,passed\n").records
    assert (tried.critical, tried.amount, tried.count, tried.note) == (None, None, None, "")


def test_the_words_of_a_file_for_values() -> None:
    """As configured, beside our own."""
    values = {"result": {"passed": ("OK",), "not-run": ("offen",)}, "critical": {"yes": ("ja",), "no": ("", "-")}}
    facts = _read(HEADER + "E1,T1,2026-03-01,ok,JA,,,\nE2,T1,2026-03-01,offen,no,,,\n", values=values)
    assert [(tried.result, tried.critical) for tried in facts.records] == [("passed", True), ("not-run", False)]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",T1,2026-03-01,passed,,,,", 'tried.csv:2: the cell "who" is empty'),
        ("E1,,2026-03-01,passed,,,,", 'the cell "thing" is empty'),
        ("E1,T1,,passed,,,,", 'the cell "when" is empty'),
        ("E1,T1,soon,passed,,,,", 'the cell "when" is not an ISO 8601 day or time'),
        ("E1,T1,2026-03-01,,,,,", 'the cell "result" is empty'),
        ("E1,T1,2026-03-01,OK,,,,", 'the cell "result" is none of passed, not-run: add its word to values.result'),
        ("E1,T1,2026-03-01,passed,maybe,,,", 'the cell "critical" is none of yes, no: add its word to values.critical'),
        ("E1,T1,2026-03-01,passed,,many,,", 'the cell "amount" is not a number such as 1250'),
        ('E1,T1,2026-03-01,passed,,"1,234",,', 'the cell "amount" may have a separator of thousands'),
        ("E1,T1,2026-03-01,passed,,,2.5,", 'the cell "count" is not a whole number from 0'),
        ("E1,T1,2026-03-01,passed,,,-1,", 'the cell "count" is not a whole number from 0'),
        ("E1,T1,2026-03-01,passed,,0,,", "tried.csv:2: is passed with an amount of 0"),
        ("E1,T1,2026-03-01,passed,#N/A,,,", 'the cell "critical" is a spreadsheet error'),
    ],
)
def test_a_cell_that_cannot_be_relied_on(row: str, why: str) -> None:
    """Is named with its line, and nothing of the file counts."""
    assert why in _why(HEADER + row + "\n")


def test_rows_that_say_the_same_twice() -> None:
    """Which of them is right is unknown."""
    assert "the row has the same who and thing as row 2: keep the one that is right" in _why(HEADER + ROW + ROW)


def test_a_file_that_says_nothing() -> None:
    """Is never taken for a table without records."""
    assert "tried.csv has no rows below its header: export it again" in _why(HEADER)
    with pytest.raises(CouldNotLook, match=r'add tried = "…" to \[people\], a file with who, thing, when, result'):
        fetch_records(RECORDS, settings(), Needs(), NOW, lambda _name, _limit: None)


def test_the_time_of_the_file_is_the_newest_in_it_or_as_somebody_says() -> None:
    """Unless it is a list of plans, no row can be of a later time."""
    late = HEADER + "E1,T1,2099-03-01,passed,,,,\n"
    assert 'the cell "when" is later than the export or than now: correct it, or remove the row' in _why(late)
    assert "is later than the export" in _why(HEADER + ROW, exported_at=1772000000)
    assert _read(HEADER + ROW, exported_at=NOW).provenance.observed_at == NOW
    assert "is in the future" in _why(HEADER + ROW, exported_at=NOW + 10**6)


def test_the_source_of_a_table() -> None:
    """It is called like the table, and read when its file is configured."""
    source = record_source(RECORDS)
    file = {"tried": PeopleFile("tried.csv")}
    assert source.name == "tried"
    assert source.configured(settings(people=people_settings(records=file)))
    assert not source.configured(settings())
    assert BERLIN is settings().zone


LABELS = 'Who,Thing,"{""id"":""when""}",Result,Critical,Amount,Count,Note\n'


def test_rows_of_labels_are_skipped() -> None:
    """As many as skip-rows says."""
    assert len(_read(HEADER + LABELS + LABELS + ROW, skip_rows=2).records) == 1
    assert 'tried.csv:2: the cell "when" is not an ISO 8601 day' in _why(HEADER + LABELS + ROW)


@pytest.mark.parametrize("when", ["2026-03-01", "1/3/26", "", "NULL", "#N/A", "?"])
def test_a_row_with_data_is_never_skipped(when: str) -> None:
    """Whatever its time looks like: only words without digits are a label."""
    data = ROW.replace("2026-03-01", when)
    why = 'tried.csv:2: the cell "when" may be of a row with data, and skip-rows skips it: correct skip-rows'
    assert why in _why(HEADER + data + ROW.replace("E1", "E2"), skip_rows=1)


def test_rows_are_skipped_only_below_times() -> None:
    """Without these, nothing shows that a row has no data."""
    table = replace(TABLE, columns=(TABLE.columns[1],), unique=())
    rows = Rows(table, PeopleFile("tried.csv", skip_rows=1), BERLIN, EARLIEST)
    assert list(rows.open(lambda _name, _limit: b"thing\nT1\nT2\n"))
    what = "this row may have data, as no column with times shows that it has none: delete it, and skip-rows"
    assert [problem.what for problem in rows.problems] == [what]


@pytest.mark.parametrize("nothing", ["n/a", "NULL", "-", ""])
def test_a_text_that_stands_for_nothing(nothing: str) -> None:
    """Is none: nobody signed where n/a is written."""
    assert [tried.note for tried in _read(HEADER + ROW.replace("fine", nothing)).records] == [""]
