"""What arrives from GitLab, and from everybody else: only a signed message for a listed branch is put on the queue."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.door import NOW, Door
from support.gitlab_checks import CHECK, HEAD, MERGE_REQUEST, PROJECT, PROJECT_ID, gitlab, message, signed
from support.histories import in_file

from readiness_gate.history.deployments import step, take


@pytest.fixture
def door(tmp_path: Path) -> Door:
    """An endpoint with an empty queue."""
    return Door(in_file(tmp_path), gitlab(), signed)


def test_a_request_is_put_on_the_queue(door: Door) -> None:
    """With what the answer needs, and without anybody's name."""
    assert door.post(message()) == (202, "Queued\n")
    [held] = door.queue
    asked = held.asked
    assert (asked.service, asked.repository, asked.installation, asked.environment) == (
        "gitlab",
        PROJECT,
        PROJECT_ID,
        f"status check {CHECK}",
    )
    assert (asked.run, asked.deployment, asked.sha, asked.address, asked.received_at) == (
        MERGE_REQUEST,
        CHECK,
        "14" * 20,
        "main",
        NOW,
    )
    assert door.said == ["flightjs/Flight, status check 1, merge request !4: asks for go-live"]
    kept = b"".join(path.read_bytes() for path in door.store.path.parent.iterdir())
    assert b"Administrator" not in kept
    assert b"admin@" not in kept


def _end(door: Door) -> None:
    with door.store.writing() as rows:
        held = take(rows, NOW, lambda _: 10)
        assert held is not None
        step(rows, held, "answered", NOW, state="rejected")


def test_the_same_bytes_again(door: Door) -> None:
    """They count once while the request is open; later somebody asks again, and the gate is judged again."""
    assert door.post(message()) == (202, "Queued\n")
    assert door.post(message()) == (202, "Known already\n")
    for count in (2, 3):
        _end(door)
        assert door.post(message()) == (202, "Queued\n")
        assert door.post(message()) == (202, "Known already\n")
        assert len(door.queue) == count


@pytest.mark.parametrize("state", ["merged", "closed"])
def test_a_merge_request_that_ends(door: Door, state: str) -> None:
    """The message asks for nothing, and ends nothing: it may be late, or repeated by somebody who has seen it."""
    door.post(message())
    assert door.post(message(state=state)) == (202, f"The merge request is {state}\n")
    [held] = door.queue
    assert held.steps == ()
    assert door.woken == 1


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "0" * 64,
        "sha256=" + signed(json.dumps(message()).encode())["x-gitlab-signature"],
        signed(json.dumps(message()).encode())["x-gitlab-signature"].upper(),
        signed(json.dumps(message(), indent=1).encode())["x-gitlab-signature"],
        "ä",
    ],
)
def test_a_forged_message(door: Door, signature: str) -> None:
    """Whatever is wrong with it, a stranger gets one answer, and nothing is looked at."""
    body = json.dumps(message()).encode()
    answer = door.send([body], signed(body, x_gitlab_signature=signature, content_type="text/html"))
    assert (answer.status_code, answer.body) == (401, b"No valid signature\n")
    assert (door.queue, door.said) == ([], [])


@pytest.mark.parametrize("doubled", ["x-gitlab-signature", "content-type", "content-length"])
def test_a_doubled_header(door: Door, doubled: str) -> None:
    """Which one counts would be a guess."""
    body = json.dumps(message()).encode()
    given = {**signed(body), "content-length": str(len(body))}
    assert door.send([body], [*given.items(), (doubled.title(), given[doubled])]).status_code == 401


def _changed(path: str, value: Any) -> bytes:
    body: Any = message()
    *way, last = path.split(".")
    where = body
    for name in way:
        where = where[name]
    where[last] = value
    return json.dumps(body).encode()


@pytest.mark.parametrize(
    ("path", "value", "status", "why"),
    [
        ("object_kind", "note", 422, "object_kind"),
        ("project.id", 7, 422, "into another project"),
        ("project.id", "6", 422, "project.id"),
        ("project.path_with_namespace", "evil/Flight", 403, "project evil/Flight (6) and target branch main"),
        ("object_attributes.target_project_id", 7, 422, "into another project"),
        ("object_attributes.target_branch", "Main", 403, "No rule"),
        ("object_attributes.target_branch", "ma\nin", 403, "No rule"),
        ("object_attributes.iid", 0, 422, "object_attributes.iid"),
        ("object_attributes.iid", True, 422, "object_attributes.iid"),
        ("object_attributes.state", "x", 422, "object_attributes.state"),
        ("object_attributes.last_commit.id", "main", 422, "last_commit.id"),
        ("object_attributes.last_commit.id", HEAD.upper() + "A", 422, "last_commit.id"),
        ("object_attributes.last_commit", None, 422, "last_commit"),
        ("external_approval_rule.id", -1, 422, "external_approval_rule.id"),
        ("external_approval_rule", None, 422, "external_approval_rule"),
    ],
)
def test_what_is_ignored(door: Door, path: str, value: Any, status: int, why: str) -> None:
    """Whoever knows the secret is told why, and so is the log; nothing is put on the queue."""
    found, said = door.post(_changed(path, value))
    assert found == status
    assert why in said
    assert why in door.said[0]
    assert door.queue == []


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000])
def test_signed_nonsense(door: Door, body: bytes) -> None:
    """It is refused without a crash."""
    assert door.post(body)[0] == 422
    assert door.post(body, content_type="text/plain")[0] == 415
