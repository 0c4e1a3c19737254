"""Nobody counts as trained, and nobody is left out of the count, by the way in which a file is written."""

from typing import Any

import pytest
from support.exports import NOW, people_settings, settings

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.date_format import date_format
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings.people import Active, PeopleFile
from readiness_gate.sources import people

ROSTER = "person,role\nann,Clerk\nbob,Clerk\n"
COMPLETIONS = "person,module,completed-at\nann,basics,2026-03-01\n"


def _read(roster: str = ROSTER, completions: str = COMPLETIONS, **form: Any) -> PeopleFacts:
    """What is read of two files; `form` describes the completions."""
    given = {"roster.csv": roster.encode(), "completions.csv": completions.encode()}
    section = people_settings(completions=PeopleFile("completions.csv", **form))
    return people.fetch(settings(people=section), Needs(), NOW, lambda name, _limit: given.get(name))


def _why(roster: str = ROSTER, completions: str = COMPLETIONS, **form: Any) -> str:
    with pytest.raises(CouldNotLook) as refused:
        _read(roster, completions, **form)
    return str(refused.value)


def test_a_person_holds_a_role_from_the_first_second_of_the_first_day() -> None:
    """A role that begins today is held today, and until the last second of its last day."""
    row = _read("person,role,from,to\nann,Clerk,2026-03-01,2026-03-02\n").roster[0]
    assert row.since is not None
    assert row.until is not None
    assert row.until - row.since == 2 * 86_400 - 1


def test_a_row_of_one_day_is_one() -> None:
    """A role may begin and end on one day, and cannot end before it begins."""
    assert _read("person,role,from,to\nann,Clerk,2026-03-01,2026-03-01\n").roster
    assert "the end of the row is before its start" in _why("person,role,from,to\nann,Clerk,2026-03-02,2026-03-01\n")


@pytest.mark.parametrize("status", ["On leave", "on-leave", 'On" leave', "ON LEAVE."])
def test_whoever_still_works_there_counts(status: str) -> None:
    """However the status is written: who is on leave must be trained, too."""
    roster = PeopleFile("roster.csv", active=Active("State", ("Active", "On leave")))
    given = {"roster.csv": f"person,role,State\nann,Clerk,{status}\nbob,Clerk,Left\n", "completions.csv": COMPLETIONS}
    section = people_settings(roster=roster)
    found = people.fetch(settings(people=section), Needs(), NOW, lambda name, _limit: given[name].encode())
    assert [each.person for each in found.roster] == ["ann"]


@pytest.mark.parametrize(
    "written",
    ["#N/A", "#DIV/0!", "#\u00a1REF!", "#\u00bfNOMBRE?", "#GETTING_DATA", "#\u0417\u041d\u0410\u0427!", "####"],
)
def test_an_error_of_a_spreadsheet_is_nobody(written: str) -> None:
    """In whatever language it is, and where a column was too narrow: rows with it would else be one person."""
    why = _why(f"person,role\nann,Clerk\n{written},Clerk\n{written},Clerk\n")
    assert 'the cell "person" is a spreadsheet error' in why


@pytest.mark.parametrize(
    ("passing", "scores"),
    [
        pytest.param(0.8, ("85", "40"), id="percentages-and-a-share"),
        pytest.param(80, ("0.85", "0.4"), id="shares-and-a-percentage"),
        pytest.param(80, ("850", "400"), id="points-of-a-thousand"),
        pytest.param(1, ("85", "40"), id="percentages-and-a-whole"),
        pytest.param(8, ("95", "9"), id="percentages-and-points-of-ten"),
    ],
)
def test_scores_of_another_scale_are_refused(passing: float, scores: tuple[str, str]) -> None:
    """They would all pass, or none of them."""
    rows = "".join(f"{who},basics,2026-03-01,{score}\n" for who, score in zip(("ann", "bob"), scores, strict=True))
    assert "use one scale" in _why(ROSTER, f"person,module,completed-at,score\n{rows}", passing_score=passing)


@pytest.mark.parametrize(
    ("passing", "scores"), [(0.8, ("1", "0.4")), (80, ("100", "40")), (1, ("1", "0")), (8, ("10", "7"))]
)
def test_scores_of_one_scale_count(passing: float, scores: tuple[str, str]) -> None:
    """The lowest score that passes is within their scale."""
    rows = "".join(f"{who},basics,2026-03-01,{score}\n" for who, score in zip(("ann", "bob"), scores, strict=True))
    found = _read(ROSTER, f"person,module,completed-at,score\n{rows}", passing_score=passing)
    assert [each.person for each in found.completions] == ["ann"]


MATRIX = "person,basics,{}\nann,2026-03-01,{}\n"


@pytest.mark.parametrize(("column", "value"), [("status", "Failed"), ("Expires", "2026-03-02"), ("score", "3")])
def test_a_column_of_a_matrix_is_never_passed_over(column: str, value: str) -> None:
    """What it says of a person may be that nothing counts."""
    why = _why(ROSTER, MATRIX.format(column, value), wide=True)
    assert f'the column is unknown: "{column}"' in why
    assert len(_read(ROSTER, MATRIX.format(column, value), wide=True, ignore=(column,)).completions) == 1


def test_a_date_without_the_status_beside_it_is_refused() -> None:
    """The date may be that of a failure."""
    form: dict[str, Any] = {"wide": True, "date_suffix": " date", "completed": ("Passed",)}
    whole = "person,basics,basics date\nann,Failed,2026-03-01\nbob,Passed,2026-03-01\n"
    assert [each.person for each in _read(ROSTER, whole, **form).completions] == ["bob"]
    why = _why(ROSTER, "person,basics date\nann,2026-03-01\nbob,2026-03-01\n", **form)
    assert why == (
        'completions.csv:1: the column "basics" is missing, with the status for the date in "basics date": export it'
    )


@pytest.mark.parametrize(
    "between",
    ["bob,Clerk,Cy", "bob,Clerk,Cy\n", "bob,Clerk", "bob,Clerk,Cy,extra", "bob,Clerk,Cy\r\neve,Clerk,Flo"],
    ids=["a-row", "a-blank-line", "a-short-row", "a-long-row", "two-rows"],
)
def test_rows_between_two_stray_quotes_are_not_lost(between: str) -> None:
    """One name begins with a quote, a later one ends with one: the people between would be part of a name."""
    roster = f'person,role,name\nann,Clerk,"Bo\n{between}\ncid,Clerk,Di"\ndan,Clerk,Ed\n'
    assert _why(roster) == "roster.csv:2: a cell spans several rows: close its quote, or remove the line breaks"
    assert len(_read('person,role,name\nann,Clerk,"two\nlines"\nbob,Clerk,"a, b\nand\nc"\n').roster) == 2


@pytest.mark.parametrize("first", ["E4711,Clerk,Ann Roe", "k.roe7,Clerk,Clerk"])
def test_a_file_without_a_header_names_nobody(first: str) -> None:
    """The first row is then one of people."""
    why = _why(f"{first}\nbob,Clerk,Bob\n")
    assert why.startswith("roster.csv:1: this row has none of the columns person, role")
    assert first.partition(",")[0] not in why


@pytest.mark.parametrize("header", ["User ID,Job Role,x", "person,Rolle,x"])
def test_a_header_is_shown(header: str) -> None:
    """Names that are known, or are often those of columns, make a header."""
    assert f"The header has: {header.replace(',', ', ')}" in _why(f"{header}\nann,Clerk,1\n")


def test_a_name_of_a_column_that_never_ends_is_not_shown() -> None:
    """A stray quote in the header makes people a part of a name."""
    why = _why('person,"role,x\nann,Clerk,1\nbob,Clerk"\n')
    assert why == "roster.csv:1: the name of a column spans several rows: close its quote"


@pytest.mark.parametrize("written", ["01/01/00", "01/01/01", "31/12/00", "01/01/70", "30/12/99"])
def test_two_digits_of_a_year_may_be_a_placeholder(written: str) -> None:
    """1900, 0001 and 1970 are then read as 2000, 2001 and 2070."""
    why = _why(ROSTER, f"person,module,completed-at\nann,basics,{written}\n", dates=date_format("dd/MM/yy", days=True))
    assert 'the cell "completed-at" may be a placeholder such as 1900-01-01' in why


def test_two_digits_of_a_year_are_of_this_century() -> None:
    """Other days are what they seem."""
    rows = "person,module,completed-at\nann,basics,03/02/26\n"
    assert len(_read(ROSTER, rows, dates=date_format("dd/MM/yy", days=True)).completions) == 1


@pytest.mark.parametrize("wave", ["w1, w2", "w1;w2", "w1/w2", "w1 and w2"])
def test_a_row_of_several_waves_is_refused(wave: str) -> None:
    """It would be of none of them."""
    assert "seems to name several waves" in _why(f'person,role,wave\nann,Clerk,"{wave}"\n')


def test_a_column_is_read_as_one_thing() -> None:
    """A module cannot be its own status."""
    columns = {"status": "module"}
    why = _why(ROSTER, "person,module,completed-at\nann,basics,2026-03-01\n", columns=columns)
    assert (
        why == 'completions.csv:1: the column "module" would be read as status and module: name it for one of them only'
    )


def test_a_person_with_a_stray_quote_is_nobody_else() -> None:
    """Of two rows of one person, one would else be of another person, who might be trained."""
    why = _why('person,role\nann,Clerk\nan"n,Sales rep\n')
    assert why.startswith('roster.csv:3: the cell "person" has only one quote of two')


@pytest.mark.parametrize(
    ("completed", "status"),
    [
        ("C+", "C-"),
        ("100%", "10.0%"),
        ("\u2265 80", "< 80"),
        ("\u2713 Completed", "\u2717 Completed"),
        ("Completed", "Completed?"),
        ("Completed", "!Completed"),
        ("Completed", "(Completed)"),
        ("Level 1-2", "Level 12"),
        ("Not-passed, excused", "Not passed excused"),
        ("\u0e1c\u0e48\u0e32\u0e19", "\u0e1c\u0e32\u0e19"),
        ("\u092a\u0942\u0930\u094d\u0923", "\u092a\u0942\u0930\u0923"),
    ],
)
def test_a_status_counts_as_it_is_spelled(completed: str, status: str) -> None:
    """Marks make another status; case and blanks do not."""
    header = "person;module;completed-at;status\n"
    rows = f"ann;basics;2026-03-01;{status}\nbob;basics;2026-03-01; {completed.upper().replace(' ', '  ')}\n"
    found = _read(ROSTER, header + rows, completed=(completed,), delimiter=";")
    assert [each.person for each in found.completions] == ["bob"]
    assert found.uncounted == ("1 row with a status that does not count in completions.csv",)


@pytest.mark.parametrize(
    ("columns", "ignored", "cells"),
    [
        ("Expires,Expires?", "Expires?", "2026-03-02,yes"),
        ("Expires?,Expires", "Expires?", "yes,2026-03-02"),
        ("Expires,(Expires)", "(Expires)", "2026-03-02,x"),
        ("EXPIRES,expires:", "Expires:", "2026-03-02,x"),
    ],
)
def test_an_ignored_column_hides_no_other(columns: str, ignored: str, cells: str) -> None:
    """Of columns whose names differ in marks only, one is ignored as it is spelled, and the other is read."""
    rows = f"person,module,completed-at,{columns}\nann,basics,2026-03-01,{cells}\n"
    (completion,) = _read(ROSTER, rows, ignore=(ignored,)).completions
    assert completion.expires is not None
    assert 'columns are called "' in _why(ROSTER, rows)


def test_what_would_be_read_is_ignored_by_its_own_name_only() -> None:
    """Alone in the file, too; dashes make no difference."""
    rows = "person,module,completed-at,Score\nann,basics,2026-03-01,12\n"
    assert 'the column "Score" has scores: add passing-score' in _why(ROSTER, rows, ignore=("Score %",))
    assert len(_read(ROSTER, rows, ignore=("_score",)).completions) == 1
    both = "person,module,completed-at,Hours,Hours.\nann,basics,2026-03-01,1,2\n"
    assert 'the column is unknown: "Hours."' in _why(ROSTER, both, ignore=("Hours",))
    assert len(_read(ROSTER, both, ignore=("Hours", "Hours.")).completions) == 1


def _matrix(header: str, *modules: str, **form: Any) -> PeopleFacts:
    cells = ",".join(f"2026-03-0{number}" for number in range(1, header.count(",") + 1))
    given = {"roster.csv": ROSTER, "completions.csv": f"{header}\nann,{cells}\n"}
    file = PeopleFile("completions.csv", wide=True, **form)
    section = people_settings(completions=file, required={"Clerk": modules})
    return people.fetch(settings(people=section), Needs(), NOW, lambda name, _limit: given[name].encode())


@pytest.mark.parametrize(
    ("module", "column"),
    [
        ("Module 11", "Module 1.1"),
        ("C++", "C#"),
        ("Level 1-2", "Level 12"),
        ("Version 2.10", "Version 21.0"),
        ("(A) B", "A (B)"),
    ],
)
def test_a_column_of_a_matrix_is_of_the_module_of_its_name(module: str, column: str) -> None:
    """With its marks, and without case; the reason names both."""
    with pytest.raises(CouldNotLook) as refused:
        _matrix(f"person,{column}", module)
    if column != "C#":
        assert f'"{column}" is not called "{module}" as in [people.required]: write both' in str(refused.value)
    both = _matrix(f"person,{column},{module}", module, column)
    assert {each.module: each.completed_at for each in both.completions}.keys() == {module, column}
    alone = _matrix(f"person,{module},{column}", module, ignore=(column,))
    assert [each.module for each in alone.completions] == [module]
    assert "columns are called" in _why(ROSTER, f"person,{module},{module}\nann,,\n", wide=True)


@pytest.mark.parametrize("column", ["BASICS Date", "basics-date", "Basics_DATE", "basicsdate", "basics  date"])
def test_the_suffix_of_a_date_may_have_other_dashes(column: str) -> None:
    """Or none; the name of the module may not."""
    form: dict[str, Any] = {"wide": True, "date_suffix": " date", "completed": ("Passed",)}
    found = _read(ROSTER, f"person,basics,{column}\nann,Passed,2026-03-01\n", **form)
    assert [each.module for each in found.completions] == ["basics"]
    other = f"{column[:6]}#{column[6:]}"
    assert "unknown: " in _why(ROSTER, f"person,basics,{other}\nann,Passed,2026-03-01\n", **form)


def test_the_column_of_a_date_ends_with_the_suffix_as_it_is_written() -> None:
    """Else it may be that of another module."""
    form: dict[str, Any] = {"wide": True, "date_suffix": " (date)", "completed": ("Passed",)}
    why = _why(ROSTER, "person,basics,basics [date]\nann,Passed,2026-03-01\n", **form)
    assert '"basics [date]" is not called "basics (date)"' in why


NO_DATE = ("NULL", "-")


@pytest.mark.parametrize("written", ["NULL", "null", " - "])
def test_words_for_no_date(written: str) -> None:
    """They say that nobody completed it, in rows and in a matrix; a status that says so needs a date all the same."""
    text = f"person,module,completed-at\nann,basics,2026-03-01\nbob,basics,{written}\n"
    found = _read(ROSTER, text, no_date=NO_DATE)
    assert [each.person for each in found.completions] == ["ann"]
    assert found.uncounted == ("1 row without a date in completions.csv",)
    matrix = f"person,basics\nann,2026-03-01\nbob,{written}\n"
    assert [each.person for each in _read(ROSTER, matrix, no_date=NO_DATE, wide=True).completions] == ["ann"]
    done = f"person,module,completed-at,status\nann,basics,{written},Completed\n"
    assert "is empty, though the status says completed" in _why(ROSTER, done, no_date=NO_DATE, completed=("Completed",))


@pytest.mark.parametrize(("column", "cell"), [("person", "-"), ("module", "NULL"), ("completed-at", "n/a")])
def test_other_cells_keep_their_words(column: str, cell: str) -> None:
    """The words mean a missing date only, and no others do."""
    row = {"person": "ann", "module": "basics", "completed-at": "2026-03-01"} | {column: cell}
    text = f"{','.join(row)}\n{','.join(row.values())}\n"
    assert f'the cell "{column}" is a placeholder such as NULL or n/a' in _why(ROSTER, text, no_date=NO_DATE)
