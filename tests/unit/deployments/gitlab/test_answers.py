"""An answer counts as sent only if GitLab says so; no secret is shown anywhere."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from support.effort import heavy_after
from support.github_faults import LOST, REFUSALS
from support.gitlab_checks import CHECK, HEAD, NEWEST, PROJECT, PROJECT_ID, TOKEN, FakeGitLab, gitlab
from support.jira_server import Asked as Seen
from support.jira_server import Reply, serving

from readiness_gate.deployments import answer
from readiness_gate.deployments.answer import Answered, Contradiction, NotSent
from readiness_gate.deployments.gitlab.answers import ResponseBody
from readiness_gate.deployments.judged import Judged
from readiness_gate.deployments.worker import Worker
from readiness_gate.history.deployments import Asked, ask, everything, next_due
from readiness_gate.history.sqlite import SqliteStore
from readiness_gate.model.deployments import Gate
from readiness_gate.model.portfolio import GateState
from readiness_gate.model.verdict import Decision
from readiness_gate.publishers import client

ASKED = Asked("d", "c", PROJECT, PROJECT_ID, f"status check {CHECK}", 4, CHECK, HEAD, 0, "gitlab", "main")
AT = ("branches", "status_check_responses", r"/merge_requests/\d+$")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitLab]:
    """A stand-in, at which a client tries again without waiting."""
    monkeypatch.setattr(client, "_PAUSES", (0.001,))
    with serving(FakeGitLab()) as one:
        yield one
        assert not one.wrong, one.wrong


def _send(fake: FakeGitLab, state: Answered = "approved", asked: Asked = ASKED) -> None:
    service = gitlab(fake.url)
    service.commit(asked)
    service.send(asked, state, "GO: go-live", 0, lambda: True)


@pytest.mark.parametrize(("state", "status"), [("approved", "passed"), ("rejected", "failed")])
def test_an_answer(fake: FakeGitLab, state: Answered, status: str) -> None:
    """For the newest commit of the merge request, and for the status check that asks."""
    _send(fake, state)
    assert fake.taken == {4: [status]}
    assert fake.asked[-1].body == {"sha": HEAD, "external_status_check_id": CHECK, "status": status}


def test_the_commit_that_is_judged(fake: FakeGitLab) -> None:
    """The newest one of the target branch, whatever its name has in it."""
    fake.changed[4] = {"target_branch": "release/2"}
    assert gitlab(fake.url).commit(replace(ASKED, address="release/2")) == NEWEST
    assert fake.asked[1].path.endswith("/repository/branches/release%2F2")


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"name": "main"},
        {"name": "other", "commit": {"id": NEWEST}},
        {"name": "main", "commit": {"id": "x"}},
    ],
)
def test_a_branch_that_is_not_the_one(fake: FakeGitLab, body: object) -> None:
    """Nothing is judged in its place."""
    fake.before = lambda asked: Reply(body) if AT[0] in asked.path else None
    with pytest.raises(NotSent, match="without the newest commit of main") as caught:
        gitlab(fake.url).commit(ASKED)
    assert caught.value.is_refusal


def test_an_answer_that_is_too_old(fake: FakeGitLab) -> None:
    """It is not sent, and it is certain that it was not."""
    with pytest.raises(NotSent, match="judged too long ago") as refused:
        gitlab(fake.url).send(ASKED, "approved", "x", 0, lambda: False)
    assert refused.value.is_refusal
    assert not fake.taken


def _fails(fake: FakeGitLab, asked: Asked = ASKED) -> NotSent:
    with pytest.raises(NotSent) as caught:
        _send(fake, asked=asked)
    assert "planted" not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"
    return caught.value


def test_a_merge_request_with_newer_commits(fake: FakeGitLab) -> None:
    """GitLab asks again for these: this request is over. Another conflict is tried again."""
    fake.heads[4] = "cd" * 20
    assert _fails(fake).is_over
    with pytest.raises(NotSent) as caught:
        gitlab(fake.url).send(ASKED, "rejected", "x", 0, lambda: True)
    assert caught.value.is_over
    del fake.heads[4]
    fake.before = lambda asked: Reply({"message": "409 Conflict"}, 409) if AT[1] in asked.path else None
    assert not _fails(fake).is_over
    assert not fake.taken


@pytest.mark.parametrize(
    ("changed", "is_over"),
    [
        ({"state": "merged"}, True),
        ({"sha": "cd" * 20}, True),
        ({"state": "closed"}, False),
        ({"target_branch": "release/2"}, False),
    ],
)
def test_a_merge_request_that_is_another_by_now(fake: FakeGitLab, changed: dict[str, str], *, is_over: bool) -> None:
    """Its gate is not judged, and nothing passes, whether it changed before or while the gate was judged."""
    fake.changed[4] = changed
    with pytest.raises(NotSent if is_over else Contradiction):
        gitlab(fake.url).commit(ASKED)
    with pytest.raises(NotSent) as caught:
        gitlab(fake.url).send(ASKED, "approved", "x", 0, lambda: True)
    assert (caught.value.is_over, caught.value.is_refusal) == (is_over, True)
    assert not fake.taken


@pytest.mark.parametrize("body", [None, [], {}, {"iid": 5}, {"sha": None}, {"state": "x"}, {"target_branch": 1}])
def test_a_merge_request_that_is_not_the_one(fake: FakeGitLab, body: Any) -> None:
    """What GitLab does not say is unknown."""
    whole = {"iid": 4, "state": "opened", "target_branch": "main", "sha": HEAD}
    given = {**whole, **body} if body else body
    fake.before = lambda asked: Reply(given) if asked.path.endswith("/merge_requests/4") else None
    with pytest.raises(NotSent, match="without the newest commit of merge request !4") as caught:
        gitlab(fake.url).commit(ASKED)
    assert (caught.value.is_over, caught.value.is_refusal) == (False, True)


@dataclass
class _Watched:
    """A pass that is watched for an hour, at a time that moves."""

    fake: FakeGitLab
    store: SqliteStore
    now: int = 1_800_000_000
    decision: Decision = "go"

    def ask(self, **given: Any) -> None:
        with self.store.writing() as rows:
            ask(rows, replace(ASKED, delivery="", received_at=self.now, **given))

    def until(self, end: int) -> None:
        def judge(_gate: Gate, _asked: Asked, _now: int) -> Judged:
            return Judged(GateState("crm", "go-live", self.decision, f"It is {self.decision}."))

        service = gitlab(self.fake.url, notes=False)
        worker = Worker(
            {"gitlab": service},
            self.store,
            lambda: self.now,
            judge,
            lambda _: None,
            threading.Event(),
            lambda: float(self.now),
        )
        while True:
            while worker.once():
                pass
            with self.store.reading() as rows:
                due = next_due(rows, worker.free_at)
            if due is None or due > end:
                break
            self.now = max(self.now, due)
        self.now = end


@pytest.fixture
def watched(fake: FakeGitLab, tmp_path: Path) -> _Watched:
    """A pass that GitLab has."""
    made = _Watched(fake, SqliteStore(tmp_path / "h.sqlite"))
    made.ask()
    made.until(made.now)
    assert fake.taken == {4: ["passed"]}
    return made


def test_a_late_message_of_older_commits(watched: _Watched) -> None:
    """It ends without an answer, and the pass of the newest commit is still watched."""
    watched.ask(content="late", sha="cd" * 20)
    watched.until(watched.now + 1)
    watched.decision = "no-go"
    watched.until(watched.now + 3_600)
    assert watched.fake.taken == {4: ["passed", "failed"]}


def test_messages_in_another_order(fake: FakeGitLab, tmp_path: Path) -> None:
    """A late message of older commits does not replace the request for the newest one."""
    made = _Watched(fake, SqliteStore(tmp_path / "h.sqlite"))
    made.ask(content="newest")
    made.ask(content="late", sha="cd" * 20)
    made.until(made.now + 66)
    with made.store.reading() as rows:
        assert [held.steps[-1].what for held in everything(rows)] == ["watched", "superseded"]
    assert fake.taken == {4: ["passed"]}


def test_a_gitlab_that_reports_an_older_state(fake: FakeGitLab, tmp_path: Path) -> None:
    """For a moment after a push, it may have the commit of before: the request is not over yet."""
    fake.heads[4] = "cd" * 20
    made = _Watched(fake, SqliteStore(tmp_path / "h.sqlite"))
    made.ask()
    made.until(made.now + 1)
    del fake.heads[4]
    made.until(made.now + 61)
    assert fake.taken == {4: ["passed"]}


def test_a_message_while_gitlab_is_down(watched: _Watched) -> None:
    """It is given up in its time; the pass is taken back once GitLab is there, also after a day."""
    watched.fake.before = lambda _: Reply({}, 503)
    watched.ask(content="other")
    watched.until(watched.now + 86_400)
    watched.fake.before = None
    watched.until(watched.now + 3_600)
    assert watched.fake.taken == {4: ["passed", "failed"]}


@pytest.mark.parametrize("changed", [{"state": "closed"}, {"target_branch": "release/2"}])
def test_a_pass_of_a_merge_request_that_is_another_by_now(watched: _Watched, changed: dict[str, str]) -> None:
    """It is taken back, as nobody may have asked for what it is now."""
    watched.fake.changed[4] = changed
    watched.until(watched.now + 3_600)
    assert watched.fake.taken == {4: ["passed", "failed"]}


def test_a_pass_of_older_commits(watched: _Watched) -> None:
    """It is watched no longer."""
    watched.fake.heads[4] = "cd" * 20
    watched.until(watched.now + 3_600)
    with watched.store.reading() as rows:
        [held] = everything(rows)
    assert held.steps[-1].what == "superseded"


def test_a_status_check_that_was_removed(fake: FakeGitLab) -> None:
    """It is not answered."""
    assert _fails(fake, replace(ASKED, deployment=2)).is_refusal


def test_a_pass_that_is_taken_back(fake: FakeGitLab, tmp_path: Path) -> None:
    """From the queue to the status: the newest one counts, and the reason is in the note."""
    service, now, decision = gitlab(fake.url), [1_800_000_000], list[Decision](["go"])
    store, said = SqliteStore(tmp_path / "h.sqlite"), list[str]()

    def judge(_gate: Gate, asked: Asked, _now: int) -> Judged:
        assert asked.sha == NEWEST
        return Judged(GateState("crm", "go-live", decision[0], f"It is {decision[0]}."))

    worker = Worker({"gitlab": service}, store, lambda: now[0], judge, said.append, threading.Event())
    with store.writing() as rows:
        ask(rows, replace(ASKED, received_at=now[0]))
    assert worker.once()
    now[0] += 1_800
    assert worker.once()
    assert fake.taken == {4: ["passed"]}
    decision[0] = "no-go"
    now[0] += 1_800
    assert worker.once()
    assert fake.taken == {4: ["passed", "failed"]}
    [note] = fake.notes
    assert "It is no-go." in note["body"]
    assert "To ask again, select Retry next to the status check." in note["body"]
    assert said[-1] == "flightjs/Flight, status check 1, merge request !4: rejected"
    now[0] += 86_400
    assert not worker.once()


@pytest.mark.parametrize("where", AT)
@pytest.mark.parametrize("fault", heavy_after(6, sorted(REFUSALS)))
def test_a_refusal(fake: FakeGitLab, where: str, fault: str) -> None:
    """At each of the requests: nothing is taken for an answer that arrived."""
    fake.before = lambda asked: replace(REFUSALS[fault]) if re.search(where, asked.path) else None
    error = _fails(fake)
    assert not fake.taken
    assert not error.nothing_waits
    assert not error.is_over
    assert not error.is_refusal or where != AT[1] or fault[0] in "34"


@pytest.mark.parametrize("fault", heavy_after(2, sorted(LOST)))
def test_an_answer_whose_acknowledgment_is_lost(fake: FakeGitLab, fault: str) -> None:
    """It is not sent again without a word, and never counts as refused."""
    long = Reply({"x": "y" * 100}, 201)
    fake.after = lambda asked, reply: LOST[fault](long) if AT[1] in asked.path else reply
    assert not _fails(fake).is_refusal
    assert fake.taken == {4: ["passed"]}


@pytest.mark.parametrize("status", [200, 204])
def test_another_success(fake: FakeGitLab, status: int) -> None:
    """It does not say that the answer was taken; neither does one for another check."""
    fake.before = lambda asked: Reply({"external_status_check": {"id": CHECK}}, status) if AT[1] in asked.path else None
    assert not _fails(fake).is_refusal
    fake.before = lambda asked: Reply({"external_status_check": {"id": 2}}, 201) if AT[1] in asked.path else None
    assert not _fails(fake).is_refusal


@pytest.mark.parametrize("slow", AT)
def test_slow_answers(fake: FakeGitLab, monkeypatch: pytest.MonkeyPatch, slow: str) -> None:
    """Nobody waits for longer than a request may take."""
    monkeypatch.setattr(answer, "PATIENCE", 2.0)
    fake.before = lambda asked: Reply({"x": "y" * 100}, 200, drip=0.05) if re.search(slow, asked.path) else None
    assert not _fails(fake).is_refusal or slow != AT[1]


@pytest.mark.parametrize("where", AT)
def test_a_token_that_comes_back(fake: FakeGitLab, where: str) -> None:
    """It is not shown, and neither is the answer."""

    def echo(asked: Seen) -> Reply | None:
        return Reply({"message": asked.headers["PRIVATE-TOKEN"]}, 403) if re.search(where, asked.path) else None

    fake.before = echo
    text = str(_fails(fake))
    assert "repeats the token" in text
    assert TOKEN not in text


def test_nothing_shows_a_secret() -> None:
    """Neither of what holds them."""
    assert "planted" not in repr(gitlab())


@pytest.mark.parametrize("given", [{"status": "approved"}, {"status": None}, {"sha": "main"}, {"sate": "passed"}])
def test_our_own_form_is_stricter(given: dict[str, object]) -> None:
    """Only what GitLab knows is sent."""
    right: dict[str, object] = {"sha": HEAD, "external_status_check_id": CHECK, "status": "passed"}
    ResponseBody.model_validate(right)
    with pytest.raises(ValidationError):
        ResponseBody.model_validate({**right, **given})
