"""What a client does where a system asks it to wait: it waits as long as it was asked to, if that is not too long."""

import base64
import json
import time
from collections.abc import Iterator
from email.utils import formatdate
from urllib.parse import quote

import pytest
from support.github_server import REPOSITORY, TOKEN, FakeGitHub, Reply, on_github

from readiness_gate.publishers import client
from readiness_gate.publishers.client import Client, Refused, Unclear
from readiness_gate.publishers.outcome import NotPublished

PATH = f"/repos/{REPOSITORY}/issues/17/comments"
NOW = 1_790_000_000


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitHub]:
    """A stand-in."""
    with on_github(monkeypatch) as fake:
        yield fake


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the client waits; it does not."""
    waited = list[float]()
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


def _client(github: FakeGitHub) -> Client:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return client.client(github.url, "https://github.example", "GITHUB_API_URL", headers, (TOKEN,))


def _limit(status: int, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply({"message": "limit"}, status, {"Date": formatdate(NOW, usegmt=True), **named})


@pytest.mark.parametrize(
    ("reply", "wait"),
    [
        (_limit(429), 0.001),
        (_limit(429, Retry_After="7"), 7.0),
        (_limit(403, Retry_After="7"), 7.0),
        (_limit(403, X_RateLimit_Remaining="0", X_RateLimit_Reset=str(NOW + 20)), 20.0),
        (_limit(403, X_RateLimit_Remaining="0", X_RateLimit_Reset=str(NOW - 20)), 0.0),
        (_limit(429, X_RateLimit_Remaining="0", X_RateLimit_Reset="soon"), 0.001),
        (_limit(429, X_RateLimit_Remaining="9", X_RateLimit_Reset=str(NOW + 20)), 0.001),
        (_limit(503, Retry_After="3"), 3.0),
    ],
)
def test_it_waits_as_asked(github: FakeGitHub, waits: list[float], reply: Reply, wait: float) -> None:
    """By a time or by the end of a limit, measured with the clock of the system."""
    left = [reply]
    github.before = lambda _: left.pop() if left else None
    body = {"body": "x"}
    answer = _client(github).write("POST", PATH, body, repeatable=True)
    assert (answer.status, waits) == (201, [wait])
    assert len(github.comments[17]) == 1


def test_it_does_not_wait_for_an_hour(github: FakeGitHub, waits: list[float]) -> None:
    """It says how long that would be."""
    github.before = lambda _: _limit(403, X_RateLimit_Remaining="0", X_RateLimit_Reset=str(NOW + 3600))
    with pytest.raises(Unclear, match="asks to wait 3600 s"):
        _client(github).read(PATH)
    assert waits == []


def test_a_refusal_is_no_limit(github: FakeGitHub, waits: list[float]) -> None:
    """It is not repeated, and says why, with the details."""
    details = {"message": "Validation Failed", "errors": [{"message": "body is too long"}]}
    for status, body in ((403, {"message": "no"}), (422, details)):
        github.before = lambda _, status=status, body=body: Reply(body, status)
        with pytest.raises(Refused) as refused:
            _client(github).write("POST", PATH, {"body": "x"}, repeatable=True)
        assert refused.value.status == status
    assert "Validation Failed" in str(refused.value)
    assert "body is too long" in str(refused.value)
    assert (waits, len(github.asked)) == ([], 2)


def test_an_answer_has_an_end(github: FakeGitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it is."""
    monkeypatch.setattr(client, "LARGEST", 100)
    github.before = lambda _: Reply(["x" * 1_000])
    with pytest.raises(NotPublished, match="more than 0 MiB"):
        _client(github).read(PATH)


SECRET = "ATATT3xFfGF0/x&y=1A2B3C4D"  # noqa: S105 - of nobody
"""As the tokens of Atlassian's are, with what writers of JSON write as codes."""


@pytest.mark.parametrize(
    "shown",
    [
        SECRET.replace("=", r"\u003d"),
        SECRET.replace("A", r"\u0041"),
        SECRET.replace("=", r"\\u003D").replace("/", r"\\/"),
        SECRET.replace("&", "&amp;").replace("=", "&#61;"),
        quote(SECRET, safe=""),
        base64.b64encode(SECRET.encode()).decode().replace("=", r"\u003d"),
    ],
    ids=["html-safe", "letters", "json-in-json", "html", "address", "login"],
)
@pytest.mark.parametrize("status", [200, 422])
def test_a_secret_is_known_however_it_is_written(github: FakeGitHub, shown: str, status: int) -> None:
    """What is decoded later would show it in a message."""
    content = f'{{"message": "bad credentials {shown}"}}'.encode()
    github.before = lambda _: Reply(content, status)
    with pytest.raises(NotPublished, match="repeats the token") as refused:
        client.client(github.url, "https://github.example", "--url", {}, (SECRET,)).read(PATH)
    assert "1A2B" not in str(refused.value)


def test_json_of_another_encoding_is_not_shown(github: FakeGitHub) -> None:
    """A secret is not looked for in it."""
    github.before = lambda _: Reply(json.dumps({"message": SECRET}).encode("utf-16"), 422)
    with pytest.raises(Refused) as refused:
        client.client(github.url, "https://github.example", "--url", {}, (SECRET,)).read(PATH)
    assert "1A2B" not in str(refused.value)
