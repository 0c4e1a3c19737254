"""Issues that come and go while a live Jira is read: none is lost between two pages, or nothing is counted."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from support.exports import NOW, jira_settings, no_file, settings
from support.jira_server import Asked, FakeJira, Fault, Reply, issue, serving, status

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.needs import Needs
from readiness_gate.sources import jira
from readiness_gate.sources.jira import client

Json = dict[str, Any]
Move = Callable[[list[Json]], list[Json]]


def _rows() -> list[Json]:
    """250 issues, of which only CRM-101, the first of the second page, is open."""
    return [issue(number, status=status("1" if number == 101 else "3")) for number in range(1, 251)]


def _without(*numbers: int) -> Move:
    gone = {f"CRM-{number}" for number in numbers}
    return lambda rows: [each for each in rows if each["key"] not in gone]


def _moving(fake: FakeJira, moves: Mapping[int, Move]) -> Fault:
    """The issues change after the pages with these numbers."""
    seen = {"pages": 0}

    def fault(asked: Asked, reply: Reply) -> Reply:
        if "search" in asked.path and "count" not in asked.path and "DESC" not in str(asked.body):
            seen["pages"] += 1
            move = moves.get(seen["pages"], moves.get(0))
            fake.issues = move(list(fake.issues)) if move else fake.issues
        return reply

    return fault


def _open(fake: FakeJira) -> list[str] | str:
    """The keys of the open issues that are read; or why there are none."""
    try:
        with serving(fake), pytest.MonkeyPatch.context() as environment:
            environment.setenv(client.TOKEN, "s3cret")
            configured = jira_settings(export=None, url=fake.url, projects=("CRM",))
            found = jira.fetch(settings(jira=configured), Needs(), NOW, no_file)
    except CouldNotLook as error:
        return str(error)
    return [each.key for each in found.issues if not each.done]


def _swapped(rows: list[Json]) -> list[Json]:
    return [*_without(6)(rows), issue(251, status=status("3"))]


def _endless(rows: list[Json]) -> list[Json]:
    return [*rows[:5], *rows[6:], issue(int(rows[-1]["key"][4:]) + 1, status=status("3"))]


MOVES: Mapping[str, Mapping[int, Move]] = {
    "nothing": {},
    "one-for-another": {1: _swapped},
    "one-is-gone": {1: _without(6)},
    "one-ahead-is-gone": {1: _without(180)},
    "the-last-read-is-gone": {2: _without(100)},
    "many-come": {1: lambda rows: [*rows, *(issue(number, status=status("3")) for number in range(300, 500))]},
    "a-page-is-gone": {1: _without(*range(1, 100))},
}


@pytest.mark.parametrize("by_key", [True, False], ids=["by-key", "by-offset"])
@pytest.mark.parametrize("moves", MOVES.values(), ids=MOVES)
def test_an_open_issue_is_never_lost(moves: Mapping[int, Move], by_key: bool) -> None:  # noqa: FBT001
    """Whatever moves once, it is read: by key, which nothing moves, or by offset when two reads agree."""
    fake = FakeJira(_rows(), cloud=False, by_key=by_key)
    fake.fault = _moving(fake, moves)
    assert _open(fake) == ["CRM-101"]


def test_by_key_what_often_moves_is_read() -> None:
    """One issue less and one more at every page of two reads: every issue that stays is there."""
    fake = FakeJira(_rows(), cloud=False)
    fake.fault = _moving(fake, dict.fromkeys(range(1, 8), _endless))
    assert _open(fake) == ["CRM-101"]


@pytest.mark.parametrize("by_key", [True, False], ids=["by-key", "by-offset"])
def test_what_always_moves_is_not_believed(by_key: bool) -> None:  # noqa: FBT001
    """There is no end by key; by offset the totals agree by accident, and two reads do not."""
    fake = FakeJira(_rows(), cloud=False, by_key=by_key)
    fake.fault = _moving(fake, {0: _endless})
    assert "the issues of CRM change while they are read" in _open(fake)


def _lacking(asked: Asked, reply: Reply) -> Reply:
    """No page of the search has CRM-101."""
    rows = reply.body["issues"] if "search" in asked.path and "count" not in asked.path else ()
    kept = [each for each in rows if each["key"] != "CRM-101"]
    return replace(reply, body={**reply.body, "issues": kept}) if rows else reply


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
@pytest.mark.parametrize("more", [0, 1, 5])
def test_what_is_created_does_not_make_up_for_what_is_left_out(cloud: bool, more: int) -> None:  # noqa: FBT001
    """A page that leaves an issue out is noticed, also when as many others came meanwhile."""
    fake = FakeJira(_rows(), cloud)
    moving = _moving(fake, {0: lambda rows: [*rows, *(issue(900 + len(rows) + each) for each in range(more))]})
    fake.fault = lambda asked, reply: moving(asked, _lacking(asked, reply))
    said = _open(fake)
    assert isinstance(said, str), said
    assert "Jira counts" in said or "change while they are read" in said


@pytest.mark.parametrize("count", [1, 100, 250])
def test_a_cloud_without_a_newest_issue_has_none(count: int) -> None:
    """An empty answer for the newest issue, and issues after that, contradict each other."""

    def nothing(asked: Asked, reply: Reply) -> Reply:
        is_newest = "DESC" in str(asked.body)
        return replace(reply, body={"issues": [], "isLast": True}) if is_newest else reply

    assert f"Jira has no newest issue of CRM, and sent {count}" in _open(FakeJira(_rows()[:count], fault=nothing))


@pytest.mark.parametrize("most", [40, 99, 200])
def test_a_total_that_ends_too_early(most: int) -> None:
    """A total that never is more than that does not end the reading: what is beyond the last key does."""

    def capped(asked: Asked, reply: Reply) -> Reply:
        if not asked.path.endswith("/search"):
            return reply
        rows = reply.body["issues"][:most]
        return replace(reply, body={**reply.body, "issues": rows, "total": min(reply.body["total"], len(rows))})

    fake = FakeJira(_rows()[:120], cloud=False, fault=capped)
    assert _open(fake) == ["CRM-101"]
