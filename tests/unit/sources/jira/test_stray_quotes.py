"""Rows that a stray quote takes into a cell are noticed, and texts of several lines are not taken for them."""

import pytest

from readiness_gate.sources.jira.stray_quotes import swallowed

OTHERS = [(2, ["s", "CRM-1", "Bug", "Open", "a text"]), (3, ["s", "CRM-2", "Task", "Done", "a text"])]
KEY, COLUMNS = 1, (2, 3)


@pytest.mark.parametrize(
    "cells",
    [
        ["s", "CRM-3", "Bug", "Open", "a\ns,CRM-4,Bug,Open,b"],
        ["s", "CRM-3", "Bug", "Open", "a\r\ns,CRM-4,Bug,Open,b\r\ns,CRM-5,Bug,Open,c"],
        ["s", "CRM-3", "Bug", "Open", "a\n\ns,CRM-4,Task,In another,b"],
        ["s", "CRM-3", "Bug", "Open", "a\ns, CRM-4 , Bug , Done ,b"],
        ["a,CRM-4,Bug,Open,b\ns", "CRM-3", "Bug", "Open", "c"],
        ["s", "CRM-3", "Bug", "Open,a\ns,CRM-4,Task,Open", "b"],
    ],
    ids=["behind", "two", "blank-line", "blanks", "in-front", "between"],
)
def test_a_row_in_a_cell(cells: list[str]) -> None:
    """Whole, or the rest of the cell's own row."""
    assert list(swallowed([*OTHERS, (4, cells)], KEY, COLUMNS)) == [(4, "CRM-4")]


@pytest.mark.parametrize(
    "text",
    [
        "several\nlines",
        "related:\nCRM-4\nCRM-5",
        "s,CRM-4,Bug,Open,on one line",
        "see\ns,CRM-4,of,another kind",
        "see\ns,crm-4,Bug,Open",
        "see\nCRM-4,Bug,Open",
        "see\n,,Bug,Open",
    ],
)
def test_a_text_of_several_lines(text: str) -> None:
    """May name issues, and have commas."""
    assert not list(swallowed([*OTHERS, (4, ["s", "CRM-3", "Bug", "Open", text])], KEY, COLUMNS))
