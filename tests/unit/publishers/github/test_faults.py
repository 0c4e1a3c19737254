"""Every fault at every request of every operation: nothing is reported as written that is not, and nothing is there
twice."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from support.github_faults import LOST, REFUSALS
from support.github_server import SHA, WRITES, Asked, FakeGitHub, Reply
from support.messages import message

from readiness_gate.publishers import client
from readiness_gate.publishers.github import Wanted, publish
from readiness_gate.publishers.github.hub import Hub
from readiness_gate.publishers.outcome import NotPublished

OLD, NEW = message("go"), message("no-go")


@dataclass(frozen=True)
class Operation:
    """What is published, perhaps after an earlier verdict, and what is then there of it."""

    wanted: Wanted
    there: Callable[[FakeGitHub], list[Any]]
    shows: Callable[[Any], bool]
    before: bool = False


def _in_comment(comment: Any) -> bool:
    return "NO-GO" in comment["body"]


def _is_failure(run: Any) -> bool:
    return "failure" in (run.get("conclusion"), run.get("state"))


def _in_milestone(found: Any) -> bool:
    return "NO-GO" in found["description"] and found["state"] == "open"


COMMENT = Operation(Wanted("sticky", pull_request=17), lambda fake: fake.comments.get(17, []), _in_comment)
ISSUE = Operation(Wanted(issue=5), lambda fake: fake.comments.get(5, []), _in_comment)
STATUS = Operation(Wanted(status=True, sha=SHA), lambda fake: fake.statuses[:1], _is_failure)
CHECK_RUN = Operation(Wanted(check_run=True, sha=SHA), lambda fake: fake.check_runs, _is_failure)
MILESTONE = Operation(Wanted(milestone="Wave 2", reopens=True), lambda fake: fake.milestones[1:], _in_milestone)
OPERATIONS = {
    "comment": COMMENT,
    "comment-again": replace(COMMENT, before=True),
    "issue": ISSUE,
    "status": STATUS,
    "status-again": replace(STATUS, before=True),
    "check-run": CHECK_RUN,
    "check-run-again": replace(CHECK_RUN, before=True),
    "milestone": MILESTONE,
    "milestone-again": replace(MILESTONE, before=True),
}
each_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)


def _published(hub: Hub, operation: Operation) -> str:
    """What is reported; the text of the failure where it fails."""
    try:
        return "\n".join(publish(hub, NEW, operation.wanted))
    except NotPublished as error:
        return f"failed: {error}"


def _prepare(hub: Hub, fake: FakeGitHub, operation: Operation) -> None:
    if operation.before:
        list(publish(hub, OLD, operation.wanted))
        fake.asked.clear()


@each_operation
@pytest.mark.parametrize("reply", REFUSALS.values(), ids=REFUSALS)
def test_a_write_that_is_refused_is_a_failure(github: FakeGitHub, hub: Hub, operation: Operation, reply: Reply) -> None:
    """Nothing is there of it, and the failure says what to do; a success from before is named."""
    _prepare(hub, github, operation)
    github.before = lambda asked: reply if asked.method in WRITES else None
    said = _published(hub, operation)
    assert said.startswith("failed: ")
    assert not any(map(operation.shows, operation.there(github)))
    is_green = operation.before and bool(operation.wanted.sha)
    assert ("still there: success" in said) == is_green
    github.before = None
    assert "failed" not in _published(hub, operation)


@pytest.mark.parametrize("operation", [COMMENT, MILESTONE], ids=["comment", "milestone"])
@pytest.mark.parametrize("reply", REFUSALS.values(), ids=REFUSALS)
def test_nothing_is_written_where_nothing_can_be_read(
    github: FakeGitHub, hub: Hub, operation: Operation, reply: Reply
) -> None:
    """What is there is not known then."""
    _prepare(hub, github, operation)
    hub.account = "octocat"
    github.before = lambda asked: reply if asked.method == "GET" else None
    assert _published(hub, operation).startswith("failed: ")
    assert github.written == []


@each_operation
@pytest.mark.parametrize("lost", LOST.values(), ids=LOST)
def test_an_answer_that_is_lost_makes_nothing_twice(
    github: FakeGitHub, hub: Hub, operation: Operation, lost: Callable[[Reply], Reply]
) -> None:
    """It was done, and reading back shows it."""
    _prepare(hub, github, operation)
    github.after = lambda asked, reply: lost(reply) if asked.method in WRITES else reply
    assert "failed" not in _published(hub, operation)
    assert list(map(operation.shows, operation.there(github))) == [True]
    assert operation.wanted.status or len({json.dumps(asked.body) for asked in github.written}) == 1


@each_operation
@pytest.mark.parametrize("name", ["429", "403-limit", "500", "503", "reset"])
def test_what_is_refused_once_is_written_after_all(
    github: FakeGitHub, hub: Hub, operation: Operation, name: str
) -> None:
    """A limit or an outage that ends keeps nothing from being written, once."""
    _prepare(hub, github, operation)
    left = [REFUSALS[name]]
    github.before = lambda asked: left.pop() if asked.method in WRITES and left else None
    assert "failed" not in _published(hub, operation)
    assert list(map(operation.shows, operation.there(github))) == [True]


@pytest.mark.parametrize("operation", [COMMENT, STATUS, CHECK_RUN], ids=["comment", "status", "check-run"])
def test_an_answer_that_does_not_end_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, github: FakeGitHub, hub: Hub, operation: Operation
) -> None:
    """It was done, as reading back shows."""
    monkeypatch.setattr(client, "PATIENCE", 1.0)
    github.after = lambda asked, reply: replace(reply, drip=0.1) if asked.method in WRITES else reply
    assert "failed" not in _published(hub, operation)
    assert list(map(operation.shows, operation.there(github))) == [True]


def test_a_failure_keeps_nothing_else_from_being_written(github: FakeGitHub, hub: Hub) -> None:
    """All that can be written is, and all that failed is named."""

    def refuse(asked: Asked) -> Reply | None:
        return REFUSALS["403"] if asked.method in WRITES and "comments" in asked.path else None

    github.before = refuse
    done = list[str]()
    with pytest.raises(NotPublished, match=r"pull-requests: write[^$]*\n[^$]*issues: write") as failed:
        done.extend(iter(publish(hub, NEW, Wanted("sticky", pull_request=17, issue=5, status=True, sha=SHA))))
    assert "fork" in str(failed.value)
    assert [one["state"] for one in github.statuses] == ["failure"]
    assert "permissions" in str(failed.value)
