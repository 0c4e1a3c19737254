"""What arrives from Azure DevOps, and from everybody else: only who knows the password puts something on the queue."""

import base64
import json
from pathlib import Path

import pytest
from support.azure_checks import BUILD, PROJECT, REPOSITORY, SHA, TOKEN, azure, changed, headers, message, sign
from support.door import NOW, Door
from support.histories import in_file

from readiness_gate.deployments.azure import AzureDevOps


@pytest.fixture
def door(tmp_path: Path) -> Door:
    """An endpoint with an empty queue."""
    return Door(in_file(tmp_path), azure(), sign)


def test_a_request_is_put_on_the_queue(door: Door) -> None:
    """With what the answer needs, and without the token; the answer is the one that Azure DevOps expects."""
    assert door.post(message()) == (200, "Queued\n")
    [held] = door.queue
    asked = held.asked
    assert (asked.service, asked.repository, asked.run, asked.sha, asked.received_at) == (
        "azure",
        REPOSITORY,
        BUILD,
        SHA,
        NOW,
    )
    assert json.loads(asked.address)["project"] == PROJECT
    assert "asks for go-live" in door.said[0]
    kept = b"".join(path.read_bytes() for path in door.store.path.parent.iterdir())
    assert TOKEN.encode() not in kept
    assert TOKEN not in f"{door.service!r} {door.said}"


def test_a_message_counts_once(door: Door) -> None:
    """Another check of the same run is another request, and so is the same one with another token."""
    assert door.post(message()) == (200, "Queued\n")
    assert door.post(message()) == (200, "Known already\n")
    assert door.post(message(JobId=PROJECT)) == (200, "Queued\n")
    assert door.post(message(AuthToken="x" * 100)) == (200, "Queued\n")
    assert len(door.queue) == 3
    assert len({held.asked.subject for held in door.queue}) == 2


def test_only_so_many_tokens_are_kept(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest are forgotten."""
    monkeypatch.setattr("readiness_gate.deployments.azure._MANY", 2)
    for build in (1, 2, 3):
        door.post(message(build=build))
    assert isinstance(door.service, AzureDevOps)
    assert [held.asked.delivery in door.service.tokens for held in door.queue] == [False, True, True]


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Basic",
        "Basic !",
        "Basic ä",
        "Basic " + base64.b64encode(b"any:other-password-0123456789").decode(),
        "Basic " + base64.b64encode(b"any:").decode(),
        headers()["authorization"].replace("Basic", "Bearer"),
        headers()["authorization"].replace("Basic ", "Basic  "),
    ],
)
@pytest.mark.parametrize("content", ["right", "no JSON"])
def test_a_forged_message(door: Door, given: str, content: str) -> None:
    """Whatever is wrong with it, a stranger gets one answer, and nothing is looked at."""
    body = json.dumps(message()).encode() if content == "right" else b"\xff{"
    answer = door.send([body], headers(authorization=given))
    assert (answer.status_code, answer.body) == (401, b"No valid signature\n")
    assert (door.queue, door.said) == ([], [])


def test_a_doubled_header(door: Door) -> None:
    """Which one counts would be a guess."""
    given = [*headers().items(), ("Authorization", headers()["authorization"])]
    assert door.send([json.dumps(message()).encode()], given).status_code == 401


@pytest.mark.parametrize(
    ("name", "value", "status", "why"),
    [
        ("PlanUrl", "https://dev.azure.com/evil/", 422, "PlanUrl is not the organization"),
        ("PlanUrl", "http://169.254.169.254/latest", 422, "PlanUrl is not the organization"),
        ("PlanUrl", "https://dev.azure.com/octo-org/x", 422, "PlanUrl is not the organization"),
        ("ProjectId", "6ce954b1-ce1f-45d1-b94d-e6bf2464ba2d", 403, "No rule is for project"),
        ("ProjectId", "../..", 422, "ProjectId"),
        ("HubName", "Gates", 422, "no gates of classic releases"),
        ("HubName", "checks/../x", 422, "HubName"),
        ("HubName", "$(system.HostType)", 422, "HubName"),
        ("PlanId", PROJECT + "/", 422, "PlanId"),
        ("PlanId", PROJECT + "\n", 422, "PlanId"),
        ("JobId", None, 422, "JobId"),
        ("TimelineId", "x", 422, "TimelineId"),
        ("TaskInstanceId", 7, 422, "TaskInstanceId"),
        ("AuthToken", "", 422, "AuthToken"),
        ("AuthToken", "a b", 422, "AuthToken"),
        ("AuthToken", "a\r\nHost: evil", 422, "AuthToken"),
        ("AuthToken", "x" * 20_001, 422, "AuthToken"),
        ("BuildId", 42, 422, "BuildId"),
        ("BuildId", "42/../43", 422, "BuildId"),
        ("Repository", "erp", 403, "repository erp"),
        ("SourceVersion", "main", 422, "SourceVersion"),
        ("Environment", "staging", 403, "environment staging"),
        ("Environment", "$(Environment.Name)", 403, "No rule"),
    ],
)
def test_what_is_ignored(door: Door, name: str, value: object, status: int, why: str) -> None:
    """Whoever knows the password is told why, and so is the log; nothing is put on the queue."""
    found, said = door.post(changed(name, value))
    assert found == status
    assert why in said
    assert why in door.said[0]
    assert door.queue == []


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000])
def test_nonsense_with_the_password(door: Door, body: bytes) -> None:
    """It is refused without a crash."""
    assert door.post(body)[0] == 422
    assert door.post(body, content_type="text/plain")[0] == 415


def test_a_variable_that_adds_a_name(door: Door) -> None:
    """Azure DevOps puts values into the body as they are: which of the two counts would be a guess."""
    text = json.dumps(message()).replace('"Repository": "crm"', '"Repository": "crm", "BuildId": "43"')
    assert door.post(text.encode())[0] == 422
    assert door.queue == []
