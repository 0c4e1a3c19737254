"""An answer is sent as GitHub describes it, and counts as sent only if GitHub says so; no secret is shown anywhere."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pydantic import ValidationError
from support.effort import heavy_after
from support.github_app import REPOSITORY, TOKEN, FakeGitHubApp, app, pem, secrets
from support.github_faults import LOST, REFUSALS
from support.jira_server import Asked as Seen
from support.jira_server import Reply, serving

from readiness_gate.deployments import answer
from readiness_gate.deployments.answer import Answered, NotSent
from readiness_gate.deployments.github.answers import ReviewBody, Sender
from readiness_gate.history.deployments import Asked
from readiness_gate.publishers import client

ASKED = Asked("d-1", "sha256:1", REPOSITORY, 4567, "production", 42, 7, "ab" * 20, 0)
AT = ("access_tokens", "deployment_protection_rule")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitHubApp]:
    """A stand-in, at which a client tries again without waiting."""
    monkeypatch.setattr(client, "_PAUSES", (0.001,))
    with serving(FakeGitHubApp()) as one:
        yield one
        assert not one.wrong, one.wrong


def _send(fake: FakeGitHubApp, state: Answered = "approved", now: float | None = None) -> None:
    at = int(time.time() if now is None else now)
    Sender(app(fake.url), secrets()).send(ASKED, state, "GO: go-live", at, lambda: True)


@pytest.mark.parametrize("state", ["approved", "rejected"])
def test_an_answer(fake: FakeGitHubApp, state: Answered) -> None:
    """With a token for this repository that may write deployments, and nothing else."""
    _send(fake, state)
    assert fake.taken == {42: [state]}
    assert fake.comments == ["GO: go-live"]
    asks, answers = fake.asked
    assert asks.body == {"repositories": ["crm"], "permissions": {"deployments": "write"}}
    assert answers.body == {"environment_name": "production", "state": state, "comment": "GO: go-live"}


def test_an_answer_that_is_too_old_once_there_is_a_token(fake: FakeGitHubApp) -> None:
    """It is not sent, and it is certain that it was not."""
    with pytest.raises(NotSent, match="judged too long ago") as refused:
        Sender(app(fake.url), secrets()).send(ASKED, "approved", "GO: go-live", int(time.time()), lambda: False)
    assert refused.value.is_refusal
    assert fake.taken == {}
    assert len(fake.asked) == 1


@pytest.mark.parametrize("clock", [-50, 50])
def test_a_clock_that_is_not_quite_right(fake: FakeGitHubApp, clock: int) -> None:
    """By a minute less than GitHub allows."""
    _send(fake, now=time.time() + clock)
    assert fake.taken == {42: ["approved"]}


def test_a_clock_that_is_wrong(fake: FakeGitHubApp) -> None:
    """GitHub says so."""
    with pytest.raises(NotSent, match="401"):
        _send(fake, now=time.time() + 3_600)


def _fails(fake: FakeGitHubApp) -> NotSent:
    with pytest.raises(NotSent) as caught:
        _send(fake)
    assert "planted" not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"
    return caught.value


@pytest.mark.parametrize("where", AT)
@pytest.mark.parametrize("fault", heavy_after(6, sorted(REFUSALS)))
def test_a_refusal(fake: FakeGitHubApp, where: str, fault: str) -> None:
    """At each of the two requests: nothing is taken for an answer that arrived."""
    fake.before = lambda asked: replace(REFUSALS[fault]) if where in asked.path else None
    error = _fails(fake)
    assert not fake.taken
    assert error.nothing_waits == (where == AT[1] and fault in ("404", "422"))
    assert not error.is_refusal or where == AT[0] or fault[0] in "34"


@pytest.mark.parametrize("fault", heavy_after(2, sorted(LOST)))
def test_an_answer_whose_acknowledgment_is_lost(fake: FakeGitHubApp, fault: str) -> None:
    """It is not sent again without a word, and never counts as refused."""
    long = Reply({"x": "y" * 100}, 200)
    fake.after = lambda asked, reply: LOST[fault](long) if AT[1] in asked.path else reply
    error = _fails(fake)
    assert fake.taken == {42: ["approved"]}
    assert fake.states == ["approved"]
    assert not error.is_refusal
    assert not error.nothing_waits


def test_how_long_github_asks_to_wait(fake: FakeGitHubApp) -> None:
    """The worker waits so long."""
    fake.before = lambda _: Reply({"message": "Too many"}, 429, {"Retry-After": "7200"})
    assert _fails(fake).wait == 7_200


@pytest.mark.parametrize("slow", AT)
def test_slow_answers(fake: FakeGitHubApp, monkeypatch: pytest.MonkeyPatch, slow: str) -> None:
    """Nobody waits for longer than a request may take."""
    monkeypatch.setattr(answer, "PATIENCE", 2.0)
    fake.before = lambda asked: Reply({"x": "y" * 100}, 200, drip=0.05) if slow in asked.path else None
    assert not _fails(fake).is_refusal or slow == AT[0]


@pytest.mark.parametrize("token", [None, "", 7, "a b", "a\nb", "ä"])
def test_an_answer_without_a_token(fake: FakeGitHubApp, token: object) -> None:
    """Nothing else is sent in its place."""
    fake.before = lambda _: Reply({"token": token, "expires_at": "2026-07-11T22:14:10Z"}, 201)
    assert "without a token" in str(_fails(fake))


@pytest.mark.parametrize("where", AT)
def test_a_token_that_comes_back(fake: FakeGitHubApp, where: str) -> None:
    """It is not shown, and neither is the answer."""

    def echo(asked: Seen) -> Reply | None:
        said = {"message": asked.headers["Authorization"]}
        return Reply(said, 403) if where in asked.path else None

    fake.before = echo
    text = str(_fails(fake))
    assert "repeats the token" in text
    assert TOKEN not in text
    assert "Bearer" not in text


def test_nothing_shows_a_secret() -> None:
    """Neither of what holds them."""
    shown = f"{Sender(app(), secrets())!r} {secrets()!r}"
    assert "planted" not in shown
    assert "PRIVATE KEY" not in shown
    assert pem()[40:60] not in shown


@pytest.mark.parametrize(
    "given", [{"state": "denied"}, {"state": None}, {"comment": ""}, {"comment": "x" * 1_025}, {"sate": "approved"}]
)
def test_our_own_form_is_stricter(given: dict[str, object]) -> None:
    """GitHub takes a state that it does not know for a remark."""
    right: dict[str, object] = {"environment_name": "production", "state": "approved", "comment": "x"}
    ReviewBody.model_validate(right)
    with pytest.raises(ValidationError):
        ReviewBody.model_validate({**right, **given})
