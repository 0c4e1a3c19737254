"""What arrives from GitHub, and from everybody else: only a signed request for a listed environment is put on the
queue, and only once."""

import asyncio
import json
import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from anyio import to_thread
from starlette.responses import Response
from support.door import NOW, Door
from support.github_app import REPOSITORY, SHA, app, message, rule, signed
from support.histories import in_file

from readiness_gate.deployments.github import GitHub, messages
from readiness_gate.history import store as waiting


@pytest.fixture
def door(tmp_path: Path) -> Door:
    """An endpoint with an empty queue."""
    return Door(in_file(tmp_path))


def test_a_request_is_put_on_the_queue(door: Door) -> None:
    """With what the answer needs, and without anybody's name; the answer comes once it is on disk."""
    assert door.post(message()) == (202, "Queued\n")
    [held] = door.queue
    asked = held.asked
    assert (asked.repository, asked.environment, asked.run, asked.deployment, asked.sha, asked.received_at) == (
        REPOSITORY,
        "production",
        42,
        7,
        SHA,
        NOW,
    )
    assert door.woken == 1
    assert held.steps == ()


@pytest.mark.parametrize("again", ["the same", "its id", "its content"])
def test_a_message_counts_once(door: Door, again: str) -> None:
    """By its id and by its content: whoever has read a message could send it with another id, which is not signed."""
    door.post(message())
    body = message(deployment=8) if again == "its id" else message()
    assert door.post(body, "d-2" if again == "its content" else "d-1") == (202, "Known already\n")
    assert len(door.queue) == 1
    assert door.woken == 1


def test_another_deployment_is_another_request(door: Door) -> None:
    """Such as that of a job that was run again."""
    door.post(message())
    assert door.post(message(deployment=8), "d-2") == (202, "Queued\n")
    assert len(door.queue) == 2


def _forged(signature: str | None) -> dict[str, str]:
    headers = signed(json.dumps(message()).encode())
    return {name: value for name, value in {**headers, "x-hub-signature-256": signature or ""}.items() if value}


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "sha256=" + "0" * 64,
        "sha256=" + "0" * 63,
        "sha1=" + "0" * 40,
        signed(b"other")["x-hub-signature-256"],
        signed(json.dumps(message()).encode())["x-hub-signature-256"].upper(),
        "sha256=ä",
    ],
)
@pytest.mark.parametrize("content", ["right", "no JSON"])
def test_a_forged_message(door: Door, signature: str | None, content: str) -> None:
    """Whatever is wrong with it, a stranger gets one answer, and nothing is looked at."""
    body = json.dumps(message()).encode() if content == "right" else b"\xff{"
    answer = door.send([body], _forged(signature) | {"x-github-event": "x", "content-type": "text/html"})
    assert (answer.status_code, answer.body) == (401, b"No valid signature\n")
    assert door.queue == []
    assert door.said == []


def test_the_signature_is_over_the_raw_bytes(door: Door) -> None:
    """The same JSON in other bytes is another message."""
    signature = signed(json.dumps(message()).encode())
    answer = door.send([json.dumps(message(), indent=1).encode()], signature)
    assert answer.status_code == 401


def test_the_signature_of_the_description() -> None:
    """The example that GitHub publishes to try one's own implementation with."""
    expected = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    assert messages.is_of_github(b"Hello, World!", expected, b"It's a Secret to Everybody")
    assert not messages.is_of_github(b"Hello, World?", expected, b"It's a Secret to Everybody")


@pytest.mark.parametrize("doubled", ["x-hub-signature-256", "X-GitHub-Delivery", "x-github-event", "content-type"])
def test_a_doubled_header(door: Door, doubled: str) -> None:
    """Which one counts would be a guess."""
    body = json.dumps(message()).encode()
    headers = [*signed(body).items(), (doubled, signed(body)[doubled.lower()])]
    assert door.send([body], headers).status_code == 401


@pytest.mark.parametrize("length", ["30000000", "9" * 400, "-1", "x"])
def test_a_large_message_is_not_read(door: Door, length: str) -> None:
    """Its length says enough."""
    answer = door.send([b"x"], {**signed(b"x"), "content-length": length})
    assert answer.status_code == 413
    assert door.read == 0


def test_a_large_message_that_hides_its_length(door: Door) -> None:
    """It is read until it is too large."""
    answer = door.send([b"x" * 400_000] * 75, signed(b"x"))
    assert answer.status_code == 413
    assert door.read == 1_200_000
    assert door.queue == []


@pytest.mark.parametrize("stops", ["waits", "hangs up"])
def test_a_message_that_does_not_end(door: Door, monkeypatch: pytest.MonkeyPatch, stops: str) -> None:
    """Nobody waits for it."""
    monkeypatch.setattr(GitHub, "door", replace(GitHub.door, patience=0.05))
    assert door.send([b"x"], signed(b"x"), stops=stops).status_code == 408


def _changed(path: str, value: Any) -> bytes:
    body: Any = message()
    *way, last = path.split(".")
    where = body
    for name in way:
        where = where[name]
    if value is None:
        del where[last]
    else:
        where[last] = value
    return json.dumps(body).encode()


CALLBACK = "deployment_callback_url"
RIGHT = f"https://api.github.com/repos/{REPOSITORY}/actions/runs/42/deployment_protection_rule"


@pytest.mark.parametrize(
    ("path", "value", "status", "why"),
    [
        ("action", "completed", 422, "action"),
        ("environment", "staging", 403, f"installation 4567, repository {REPOSITORY} and environment staging."),
        ("environment", None, 422, "environment"),
        ("repository.full_name", "octo-org/other", 403, "No rule"),
        ("repository.full_name", "evil/crm", 403, "No rule"),
        ("installation.id", 4568, 403, "No rule"),
        ("installation.id", "4567", 422, "installation.id"),
        ("installation", None, 422, "installation"),
        ("deployment.sha", "main", 422, "deployment.sha"),
        ("deployment.sha", SHA.upper(), 422, "deployment.sha"),
        ("deployment.id", True, 422, "deployment.id"),
        ("deployment.id", 2**80, 422, "deployment.id"),
        ("deployment.environment", "staging", 422, "another environment"),
        ("deployment", None, 422, "deployment"),
        (CALLBACK, None, 422, CALLBACK),
        (CALLBACK, RIGHT.replace("api.github.com", "api.github.com.evil.example"), 422, "configured API"),
        (CALLBACK, RIGHT.replace("https://", "http://"), 422, "configured API"),
        (CALLBACK, RIGHT.replace("https://", "https://evil@"), 422, "configured API"),
        (CALLBACK, RIGHT.replace("crm", "other"), 422, "another repository"),
        (CALLBACK, RIGHT.replace("42", "42/../43"), 422, "configured API"),
        (CALLBACK, RIGHT.replace("42", "0"), 422, "configured API"),
        (CALLBACK, RIGHT.replace("42", "٤٢"), 422, "configured API"),
        (CALLBACK, RIGHT + "?x=1", 422, "configured API"),
        (CALLBACK, RIGHT + "\n", 422, "configured API"),
        (CALLBACK, "http://169.254.169.254/latest", 422, "configured API"),
    ],
)
def test_what_is_ignored(door: Door, path: str, value: Any, status: int, why: str) -> None:
    """Whoever knows the secret is told why, and so is the log; nothing is put on the queue."""
    found, said = door.post(_changed(path, value))
    assert found == status
    assert why in said
    assert why in door.said[0]
    assert door.queue == []


@pytest.mark.parametrize(
    ("headers", "status", "why"),
    [
        ({"content_type": "application/x-www-form-urlencoded"}, 415, "application/json"),
        ({"x_github_event": "push"}, 422, "Only deployment_protection_rule"),
        ({"x_github_delivery": ""}, 422, "X-GitHub-Delivery"),
        ({"x_github_delivery": "x" * 65}, 422, "X-GitHub-Delivery"),
        ({"x_github_delivery": "a b"}, 422, "X-GitHub-Delivery"),
    ],
)
def test_headers_that_are_ignored(door: Door, headers: dict[str, str], status: int, why: str) -> None:
    """With a signature, too."""
    found, said = door.post(message(), **headers)
    assert found == status
    assert why in said


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000, b'{"action": NaN}'])
def test_signed_nonsense(door: Door, body: bytes) -> None:
    """It is refused without a crash."""
    assert door.post(body)[0] == 422
    assert door.queue == []


def test_a_ping(door: Door) -> None:
    """GitHub sends one when the webhook is made."""
    assert door.post(b"{}", x_github_event="ping") == (200, "Ready\n")
    assert door.queue == []


def test_letter_case(door: Door) -> None:
    """GitHub heeds it in neither name; what is sent later has the name of the configuration."""
    body = json.loads(_changed("repository.full_name", "Octo-Org/CRM"))
    body |= {CALLBACK: RIGHT.replace(REPOSITORY, "Octo-Org/CRM")}
    assert door.post(body)[0] == 202
    assert door.queue[0].asked.repository == REPOSITORY


def test_a_queue_that_cannot_be_written(door: Door) -> None:
    """GitHub shows that the message failed, and it can be sent again."""
    door.store.path.write_bytes(b"no database at all, but long enough to be one " * 100)
    status, said = door.post(message())
    assert (status, said) == (503, "The queue cannot be written now. Send this message again\n")
    assert door.woken == 0
    assert "could not be put on the queue" in door.said[0]


def test_no_message_waits_for_pages(door: Door) -> None:
    """All threads of the pages are busy: the request is put on the queue nevertheless."""
    body = json.dumps(message()).encode()
    release = threading.Event()

    async def answer() -> Response:
        to_thread.current_default_thread_limiter().total_tokens = 1
        page = asyncio.create_task(to_thread.run_sync(release.wait, 20))
        await asyncio.sleep(0.05)
        found = await door.answer([body], signed(body))
        release.set()
        await page
        return found

    assert asyncio.run(answer()).status_code == 202


def test_a_queue_that_somebody_else_writes(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """GitHub gets an answer within its ten seconds."""
    assert door.queue == []
    monkeypatch.setattr(GitHub, "door", replace(GitHub.door, patience=0.2))
    monkeypatch.setattr(waiting, "PATIENCE", 1.0)
    with closing(sqlite3.connect(door.store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        assert door.post(message())[0] == 503
        assert time.monotonic() - begun < 5
    assert "it took too long" in door.said[0]


def test_two_rules_for_one_repository() -> None:
    """Each environment has its own."""
    both = app("https://x", rule(), rule(environment="Staging", milestone="pilot"))
    found = both.rule(REPOSITORY.upper(), 4567, "staging")
    assert found is not None
    assert found.gate.milestone == "pilot"
