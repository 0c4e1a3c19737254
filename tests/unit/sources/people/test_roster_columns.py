"""The columns of a roster that say what else a person is: process, unit, leader and super-user."""

from typing import Any

import pytest
from support.exports import read_people
from support.workbooks import book, cells

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.people import Membership

COMPLETIONS = "person,module,completed-at\nann,basics,2026-03-01\n"


def _read(roster: bytes | str, **of_roster: Any) -> tuple[Membership, ...]:
    return read_people(roster, COMPLETIONS, of_roster=of_roster).roster


def _why(roster: bytes | str, **of_roster: Any) -> str:
    with pytest.raises(CouldNotLook) as refused:
        _read(roster, **of_roster)
    return str(refused.value)


def test_each_column_is_read() -> None:
    """An empty cell of a flag says no; of a process and a unit it is none."""
    text = (
        "person,role,critical-process,Unit,leader,super-user\n"
        "ann,Clerk,Quote to order,Sales North,yes,\nbob,Clerk,,,,X\n"
    )
    assert _read(text) == (
        Membership(
            "ann",
            "Clerk",
            critical=True,
            process="Quote to order",
            unit="Sales North",
            leader=True,
            super_user=False,
        ),
        Membership("bob", "Clerk", critical=False, leader=False, super_user=True),
    )


def test_without_the_columns_nothing_is_known() -> None:
    """That is neither yes nor no."""
    (row,) = _read("person,role\nann,Clerk\n")
    assert (row.critical, row.process, row.unit, row.leader, row.super_user) == (None, "", "", None, None)


def test_the_words_of_a_file_for_yes_and_no() -> None:
    """As configured, beside our own."""
    values = {"leader": {"yes": ("Manager",), "no": ("Staff",)}}
    rows = _read("person,role,leader\nann,Clerk,manager\nbob,Clerk,Staff\ncai,Clerk,no\n", values=values)
    assert [row.leader for row in rows] == [True, False, False]


@pytest.mark.parametrize("column", ["leader", "super-user"])
def test_a_word_that_is_neither(column: str) -> None:
    """Is a problem at its place."""
    why = _why(f"person,role,{column}\nann,Clerk,maybe\n")
    assert why.startswith(f'roster.csv:2: the cell "{column}" is none of yes, no: add its word to values.{column}')


@pytest.mark.parametrize("text", ["North", "#N/A", "NULL", "n/a", "a\nb", "2026-03-01", "1.23E+05"])
def test_a_column_that_is_only_called_unit_is_harmless(text: str) -> None:
    """Whatever it has."""
    (row,) = _read(f'person,role,unit\nann,Clerk,"{text}"\n')
    assert row.unit == ("?" if text == "#N/A" else text)


def test_cells_of_a_workbook_that_are_no_text() -> None:
    """Are a unit that nobody knows, and harmless too."""
    content = book(("person", "role", "unit"), ("ann", "Clerk", 4711), ("bob", "Clerk", "x"))
    broken = book(("person", "role", "unit"), ("ann", "Clerk", ""), change=cells(C2="#REF!"))
    assert [row.unit for row in _read(content)] == ["4711", "x"]
    assert [row.unit for row in _read(broken)] == ["?"]


def test_a_unit_that_is_mapped_is_read_as_strictly_as_others() -> None:
    """Somebody said that it is one."""
    columns = {"unit": "Business Unit"}
    (row,) = _read("person,role,Business Unit\nann,Clerk,North\n", columns=columns)
    assert row.unit == "North"
    assert 'the cell "Business Unit" is a spreadsheet error' in _why(
        "person,role,Business Unit\nann,Clerk,#N/A\n", columns=columns
    )


@pytest.mark.parametrize("field", ["role", "wave", "critical-process"])
def test_a_column_called_unit_may_be_something_else(field: str) -> None:
    """It is read as that alone."""
    text = "person,role,Unit\nann,Clerk,North\n" if field != "role" else "person,Unit\nann,North\n"
    (row,) = _read(text, columns={field: "Unit"})
    assert row.unit == ""
    assert "North" in (row.role, row.wave, row.process)


def test_a_column_called_unit_may_be_ignored() -> None:
    """Like any other."""
    (row,) = _read("person,role,unit\nann,Clerk,North\n", ignore=("unit",))
    assert row.unit == ""


def test_a_column_of_another_name_is_still_known_only_if_it_is_mapped() -> None:
    """Nothing of it is guessed."""
    assert 'the column is unknown: "Team lead". In [people.roster], add leader = "Team lead" to columns' in _why(
        "person,role,Team lead\nann,Clerk,yes\n"
    )


def test_the_version_of_a_completion() -> None:
    """Empty where the row does not say; an id that a spreadsheet changed is a problem."""
    header = "person,module,completed-at,version\n"
    found = read_people("person,role\nann,Clerk\n", f"{header}ann,basics,2026-03-01,1.2\nann,other,2026-03-01,\n")
    assert [each.version for each in found.completions] == ["1.2", ""]
    assert read_people("person,role\nann,Clerk\n", COMPLETIONS).completions[0].version == ""
    with pytest.raises(CouldNotLook, match=r'completions.csv:2: the cell "version" is a placeholder'):
        read_people("person,role\nann,Clerk\n", f"{header}ann,basics,2026-03-01,n/a\n")
