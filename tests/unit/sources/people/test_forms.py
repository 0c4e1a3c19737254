"""Files of other systems are read by what the configuration says of them."""

import datetime as dt
from typing import Any

import pytest
from support.exports import NOW, read_people
from support.git import instant
from support.workbooks import archive, book, cells, sheet_of

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.settings.people import Active, PeopleFile
from readiness_gate.sources.people.ends import why_cut_off

ROSTER = "person,role\nann,Clerk\nbob,Clerk\n"
COMPLETIONS = "person,module,completed-at\nann,basics,2026-03-01\n"
DAY = dt.date(2026, 3, 1)
HEADER = ("Person", "Module", "Completed At")
WIDE: dict[str, Any] = {"wide": True, "completed": ("Completed",)}


def _why(roster: bytes | str = ROSTER, completions: bytes | str = COMPLETIONS, **form: Any) -> str:
    with pytest.raises(CouldNotLook) as refused:
        read_people(roster, completions, **form)
    return str(refused.value)


def _who(facts: PeopleFacts) -> list[tuple[str, str]]:
    """Who completed what."""
    return [(each.person, each.module) for each in facts.completions]


def test_columns_by_the_names_of_a_file() -> None:
    """In any case and punctuation."""
    text = "USER_ID,Course title,Done,Result\nann,basics,2026-03-01,ok\nbob,basics,2026-03-01,no\n"
    columns = {"person": "User ID", "module": "Course Title", "completed-at": "done", "status": "result"}
    found = read_people(ROSTER, text, columns=columns, completed=("OK",))
    assert _who(found) == [("ann", "basics")]
    assert found.uncounted == ("1 row with a status that does not count in completions.csv",)


@pytest.mark.parametrize("may_lack", [frozenset({"score", "expires"}), frozenset[str]()])
def test_a_column_of_a_preset_may_be_missing(may_lack: frozenset[str]) -> None:
    """One that somebody named for this file may not."""
    form: dict[str, Any] = {
        "columns": {"score": "Grade", "expires": "Until"},
        "passing_score": 80,
        "may_lack": may_lack,
    }
    if may_lack:
        assert _who(read_people(ROSTER, COMPLETIONS, **form)) == [("ann", "basics")]
    else:
        assert 'the columns are missing: "Grade", "Until". The header has: person, module,' in _why(**form)


def test_many_columns_are_not_all_listed() -> None:
    """The first of them are."""
    header = ",".join(["persons", "role", *(f"Unit {each}" for each in range(20))])
    why = _why(f"{header}\n")
    assert 'the column is missing: "person" (did you mean "persons"?). The header has: persons, role, Unit 0, ' in why
    assert " and 10 more. Add their names to columns in [people.roster]" in why


def test_a_column_without_a_name_is_called_so() -> None:
    """And is no column that is needed."""
    assert "The header has: (no name), role. Add their names to columns in [people.roster]" in _why(
        ",role\nann,Clerk\n"
    )


def test_a_passing_score_without_scores() -> None:
    """Would count everybody."""
    assert _why(passing_score=80) == (
        "completions.csv:1: passing-score is set, and no column has a score: add its name to columns in "
        "[people.completions]"
    )


@pytest.mark.parametrize(
    ("scores", "passing", "people"),
    [
        (("80", "79.9"), 80, ["ann"]),
        (("100%", "80 %"), 80, ["ann", "bob"]),
        (("1", "0.9"), 1, ["ann"]),
        (("0", "0"), 80, []),
        (("170", "90"), 150, ["ann"]),
    ],
)
def test_scores_count_from_the_lowest_that_passes(scores: tuple[str, str], passing: float, people: list[str]) -> None:
    """On the scale that it is of."""
    rows = "".join(f"{who},basics,2026-03-01,{score}\n" for who, score in zip(("ann", "bob"), scores, strict=True))
    found = read_people(ROSTER, f"person,module,completed-at,score\n{rows}", passing_score=passing)
    assert [each.person for each in found.completions] == people


def test_a_wide_file_with_dates() -> None:
    """A module that has no column was completed by nobody."""
    found = read_people(ROSTER, "person,Name,BASICS\nann,x,2026-03-01\nbob,y,\n", **WIDE)
    assert (_who(found), found.uncounted) == ([("ann", "basics")], ())


def test_a_wide_file_with_a_status_and_a_date_for_each_module() -> None:
    """Who has neither has not begun; a date without its column of statuses is refused."""
    text = "person,basics,basics (date)\nann,Completed,2026-03-01\nbob,,\n"
    found = read_people(ROSTER, text, **WIDE, date_suffix=" (date)")
    assert _who(found) == [("ann", "basics")]
    assert found.uncounted == ("1 row without a status in completions.csv",)
    undated = text.replace("Completed,2026-03-01", "Completed,")
    why = 'completions.csv:2: the cell "basics (date)" is empty, though the status says completed: add the date'
    assert _why(completions=undated, **WIDE, date_suffix=" (date)") == why
    alone = "person,basics (date)\nann,2026-03-01\n"
    why = (
        'completions.csv:1: the column "basics" is missing, with the status for the date in "basics (date)": export it'
    )
    assert _why(completions=alone, **WIDE, date_suffix=" (date)") == why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("person,x\nann,2026-03-01\n", "no column is a module of [people.required] (quoting, basics)"),
        ("person,basics,x\nann,2026-03-01,\n", 'the column is unknown: "x"'),
        ("person,basics\nann,2026-03-01\nann,\n", 'completions.csv:3: the cell "person" is also in row 2'),
        ("person,basics\nann,yes\n", 'completions.csv:2: the cell "basics" is not an ISO 8601 day'),
    ],
)
def test_a_doubtful_wide_file(text: str, why: str) -> None:
    """Is refused."""
    assert why in _why(completions=text, **WIDE)


def test_who_left_is_counted_and_left_out() -> None:
    """By the values that say who is there."""
    form = {"active": Active("State", ("Active", "On leave"))}
    text = "person,role,State\nann,Clerk,ACTIVE\nbob,Clerk,on-leave\ncleo,Clerk,Left\ndan,Clerk,Left\n"
    found = read_people(text, COMPLETIONS, of_roster=form)
    assert [each.person for each in found.roster] == ["ann", "bob"]
    assert found.uncounted == ("2 rows of the roster are of people who left",)
    one = read_people(text.replace("dan,Clerk,Left\n", ""), COMPLETIONS, of_roster=form)
    assert one.uncounted == ("1 row of the roster is of people who left",)
    everybody = text.replace("ACTIVE", "x").replace("on-leave", "x")
    assert "no people (all 4 rows are of people who left, by active)" in _why(everybody, of_roster=form)


def test_a_roster_is_refused_for_namesakes() -> None:
    """Two rows of one person and role that differ anywhere but in an ignored column."""
    text = "person,role,Unit\nann,Clerk,North\nann,Clerk,South\nann,Clerk,North\n"
    assert _why(text).startswith('roster.csv:3: rows 2 and 3 have the same person and role, and differ in "Unit": give')
    assert len(read_people(text, COMPLETIONS, of_roster={"ignore": ("Unit",)}).roster) == 1


def test_a_row_of_another_name_with_the_same_id_is_refused() -> None:
    """In the completions, too, where people have many rows."""
    text = "person,Name,module,completed-at\nann,Ann,basics,2026-03-01\nann,ANN,quoting,2026-03-01\n"
    assert len(read_people(ROSTER, text).completions) == 2
    why = 'completions.csv:4: the cell "Name" differs from row 2, which has the same id: give two people two ids'
    assert why in _why(completions=f"{text}ann,Bob,x,2026-03-01\n")


def test_a_time_of_export_that_lies_ahead_is_refused() -> None:
    """A day may not be over yet; a week ahead is a mistake."""
    assert read_people(ROSTER, COMPLETIONS, exported_at=NOW + 86_400).dated == {"completions.csv": NOW + 86_400}
    why = _why(exported_at=NOW + 86_401)
    assert "completions.csv (2026-04-12T00:00:01Z) is in the future" in why.replace("exported-at of ", "")


def test_ids_that_are_nearly_alike_are_hinted_at_once() -> None:
    """With the rows of the first, and how many more there are."""
    roster = "person,role\n0012,Clerk\nAnn,Clerk\nzoe,Clerk\n"
    text = "person,module,completed-at\n12,basics,2026-03-01\nann,basics,2026-03-01\nzoe,basics,2026-03-01\n"
    (hint,) = read_people(roster, text).hints
    assert hint == (
        "the person in completions.csv:2 is probably the one in roster.csv:2, whose id differs only in leading zeros, "
        "case or blanks, and 1 more: write ids alike in both files, as text"
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (
            b"<html>",
            "this is a web page or XML, not a CSV file or an .xlsx workbook: export it as one of these, or open it in ",
        ),
        (b"\x1f\x8b\x08", "this is a gzip archive, not a CSV file or an .xlsx workbook: export it as one of these"),
        (archive("c.csv"), "this is a zip archive, not an .xlsx workbook: unpack it, and name the file that is in it"),
        (archive("mimetype", "content.xml"), "this is an OpenDocument spreadsheet (.ods): save it as .xlsx"),
        (archive("[Content_Types].xml", "xl/workbook.bin"), "this is a binary workbook (.xlsb): save it as .xlsx"),
        (b" \n{}", "this is JSON, not a CSV file or an .xlsx workbook: export it as one of these"),
        (b"%PDF-1.7", "this is a PDF, not a CSV file or an .xlsx workbook: export it as one of these"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an old .xls file, or one with a password: save it as .xlsx"),
        (b"PK\x03\x04", "the workbook is damaged, or not an .xlsx file: open it in Excel and save it again"),
    ],
)
def test_another_kind_of_file(content: bytes, why: str) -> None:
    """Is named."""
    assert _why(completions=content).startswith(f"completions.csv:1: {why}")


def test_a_text_has_no_sheet() -> None:
    """The key is for another file."""
    assert _why(sheet="One") == "completions.csv:1: this is not a workbook and has no sheets: remove sheet"


def test_a_workbook_is_read_as_a_text_is() -> None:
    """Days are days, times are in the zone of the file, and empty cells are empty."""
    rows = (HEADER, ("ann", "basics", DAY), ("bob", "basics", dt.datetime(2026, 3, 1, 10)), ("bob", "quoting"))  # noqa: DTZ001
    found = read_people(ROSTER, book(*rows))
    assert [(each.completed_at, each.earliest) for each in found.completions] == [
        (instant(60) - 3601, instant(59) - 3600),
        (instant(59) + 9 * 3600, instant(59) + 9 * 3600),
    ]
    assert found.uncounted == ("1 row without a date in completions.csv",)


@pytest.mark.parametrize(
    ("place", "value", "why"),
    [
        ("A2", "#N/A", 'A2: the cell "Person" is a spreadsheet error'),
        ("B2", 7, 'B2: the cell "Module" is a number, so leading zeros'),
        ("C2", "=TODAY()", 'C2: the cell "Completed At" is a formula without'),
        ("C2", "#N/A", 'C2: the cell "Completed At" is a spreadsheet error'),
        ("C2", dt.time(9), 'C2: the cell "Completed At" is a time of day, not a date'),
        ("C2", True, 'C2: the cell "Completed At" is a number, and not a date'),
        (
            "D2",
            "x",
            'D2: the cell "column 4" has a value in a column without a name: name the column, or clear the cell',
        ),
        (
            "E2",
            "x",
            'E2: the cell "column 5" has a value in a column without a name: name the column, or clear the cell',
        ),
    ],
)
def test_a_cell_of_a_workbook_is_named(place: str, value: object, why: str) -> None:
    """By its sheet, letter and row."""
    content = book(HEADER, ("ann", "basics", DAY), change=cells(**{place: value}))
    assert _why(completions=content).startswith(f'completions.csv, sheet "Sheet", {why}')


def test_percentages_and_truths_of_a_workbook() -> None:
    """A number that is shown as a percentage is one, to the last digit; a truth is a word."""
    rows = (
        (*HEADER, "Status", "Score"),
        ("ann", "basics", DAY, True, 0.8),
        ("bob", "basics", DAY, True, 0.79999999),
        ("cleo", "basics", DAY, False, 1),
    )
    shown = cells(E2__format="0%", E3__format="0%", E4__format="0.0%")
    found = read_people(ROSTER, book(*rows, change=shown), completed=("TRUE",), passing_score=80)
    assert _who(found) == [("ann", "basics")]
    assert set(found.uncounted) == {
        "1 row with a status that does not count in completions.csv",
        "1 row below the passing score in completions.csv",
    }


def test_an_error_of_a_spreadsheet_is_neither_a_status_nor_a_score() -> None:
    """In any column that is read."""
    text = "person,module,completed-at,status\nann,basics,2026-03-01,#REF!\n"
    assert 'completions.csv:2: the cell "status" is a spreadsheet error' in _why(
        completions=text, completed=("Passed",)
    )
    text = "person,module,completed-at,score\nann,basics,2026-03-01,good\n"
    assert 'completions.csv:2: the cell "score" is not a number' in _why(completions=text, passing_score=80)
    assert 'the cell "critical-process" is a spreadsheet error' in _why("person,role,critical-process\nann,x,#N/A\n")


def test_notes_below_the_rows_of_a_sheet() -> None:
    """The message has their number; with it, they are left out, also if their cells are merged."""
    rows = [["person", "role"], ["ann", "Clerk"], [], ["Applied filters:\nStatus is Active"]]
    why = _why(book(*rows), COMPLETIONS)
    assert "the file ends with 1 row with a value in one column only" in why
    assert "add footer-rows = 1 to [people.roster]; otherwise fill in what is missing" in why
    for content in (book(*rows), book(*rows, change=lambda made: sheet_of(made).merge_cells("A4:B4"))):
        assert len(read_people(content, COMPLETIONS, of_roster={"footer_rows": 1}).roster) == 1


@pytest.mark.parametrize("nobody", ["TBD", "n.n.", "Vacant", "To be  hired", "unknown"])
def test_open_positions_need_ids(nobody: str) -> None:
    """Several with one word for an id would count as one person."""
    why = _why(f"{ROSTER}{nobody},Clerk\n{nobody},Clerk\n")
    assert 'roster.csv:4: the cell "person" is a placeholder for somebody who is not known yet' in why
    assert len(read_people(f"{ROSTER}{nobody} 1,Clerk\n{nobody} 2,Clerk\n", COMPLETIONS).roster) == 4


@pytest.mark.parametrize("count", [30_000, 150_000])
def test_a_file_that_ends_where_power_bi_ends_exports(count: int) -> None:
    """May lack people."""
    assert f"add rows = {count} to [people.roster]" in why_cut_off(PeopleFile("roster.csv"), "roster", count)
    assert not why_cut_off(PeopleFile("roster.csv", rows=count), "roster", count)


def test_a_module_with_another_spelling_is_hinted_at() -> None:
    """With the number of its rows: people who completed it count as untrained."""
    modules = ["Basics", "BASICS", "BASICS", "ba\u200bsics", "quoting\u00a0", "qu\u00a0oting", "basics 2", "basics"]
    text = "person,module,completed-at\n" + "".join(f"ann,{each},2026-03-01\n" for each in modules)
    assert read_people(ROSTER, text).hints == tuple(
        f'{rows} the module "{written}", which is probably "basics" of [people.required]: write both alike, also their '
        "case and blanks"
        for rows, written in (
            ("2 rows of completions.csv have", "BASICS"),
            ("1 row of completions.csv has", "Basics"),
            ("1 row of completions.csv has", "ba\u200bsics"),
        )
    )
