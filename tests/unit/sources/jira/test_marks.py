"""Marks of an answer that is not whole, by whatever name."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.jira.marks import refuse_more, refuse_more_of, refuse_unknown

MORE: list[dict[str, Any]] = [
    {"truncated": True},
    {"isTruncated": True},
    {"truncated": "yes"},
    {"hasNextPage": True},
    {"has_more": True},
    {"has-next": 1},
    {"incomplete_results": True},
    {"isLastPage": False},
    {"lastPage": False},
    {"last": False},
    {"complete": False},
    {"remainingCount": 1},
    {"remaining": "80"},
    {"next": "https://jira.example"},
    {"@odata.nextLink": "x"},
    {"nextPage": 2},
    {"next_page_token": "a"},
    {"nextCursor": "a"},
    {"pageInfo": {"hasNextPage": True}},
    {"meta": {"pagination": {"nextPage": 3}}},
    {"_links": {"next": "/rest/api/2"}},
]
TOTALS: list[dict[str, Any]] = [
    {"totalCount": 6},
    {"totalCount": 4},
    {"total_results": "5"},
    {"totalCount": True},
    {"paging": {"total": 6}},
]
ENDED: list[dict[str, Any]] = [
    {"truncated": False, "hasNextPage": None, "isLastPage": True, "remainingCount": 0, "next": None, "nextCursor": ""},
    {"pageInfo": {"hasNextPage": False, "startCursor": "a", "endCursor": "b"}},
    {"totalCount": 5, "meta": {"total": 5}},
    {"startAt": 0, "maxResults": 50, "names": {"next": "Next"}, "schema": {}, "expand": "names", "total": 5},
]


def _why(check: Callable[..., None], table: Mapping[str, Any], *count: int) -> str:
    with pytest.raises(CouldNotLook) as refused:
        check(table, "export.json", *count)
    return str(refused.value)


@pytest.mark.parametrize("table", MORE, ids=str)
def test_an_answer_says_that_others_follow(table: dict[str, Any]) -> None:
    """Read live, in a file, and of an issue; the mark is named."""
    [name] = table
    for why in (_why(refuse_more, table), _why(refuse_more_of, table), _why(refuse_unknown, table, 5)):
        assert why.startswith(f'export.json says that it is incomplete ("{name}": ')
        assert why.endswith("): export all pages")


@pytest.mark.parametrize("table", TOTALS, ids=str)
def test_a_total_that_is_another(table: dict[str, Any]) -> None:
    """Of a file all pages are there, and are counted; a page read live has only a part."""
    assert "says that it is incomplete" in _why(refuse_unknown, table, 5)
    refuse_more(table, "a page")


@pytest.mark.parametrize("table", ENDED, ids=str)
def test_an_answer_says_that_nothing_follows(table: dict[str, Any]) -> None:
    """The same marks with the other value, and the keys of Jira's own answers."""
    refuse_more(table, "a page")
    refuse_more_of(table, "an issue")
    refuse_unknown(table, "export.json", 5)


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ({"window": 5}, "window"),
        ({"@odata.count": 5}, "@odata.count"),
        ({"cursor": None}, "cursor"),
        ({"page": 1}, "page"),
        ({"page": {"size": 5}}, "page.size"),
        ({"meta": {"paging": {"from": 0}}}, "meta.paging.from"),
        ({"count": 5}, "count"),
        ({"x" * 200: 5}, "x" * 80),
    ],
)
def test_a_key_that_no_answer_has(table: dict[str, Any], named: str) -> None:
    """It may say anything: only a file that was put together has one, and what to write instead is said."""
    assert f'has the unknown key "{named}", which may mean that the export is incomplete' in _why(
        refuse_unknown, table, 5
    )
    refuse_more(table, "a page")


@given(st.text(max_size=30), st.sampled_from((True, False, None, 0, 1, "", "x", [], {})))
def test_no_key_is_passed_over(name: str, value: object) -> None:
    """Whatever it is called: it is one of Jira's own, a mark that ends, or refused."""
    try:
        refuse_unknown({name: value}, "export.json", 5)
    except CouldNotLook:
        return
    assert sum(map(str.isalpha, name)) > len("las")


def test_what_is_long_is_shortened() -> None:
    """A token may have any length."""
    assert f'("next": {"x" * 39}…)' in _why(refuse_more, {"next": "x" * 500})
