"""An answer counts as sent only if Azure DevOps says so; no token is shown anywhere."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from pydantic import ValidationError
from support.azure_checks import BUILD, PROJECT, SHA, TOKEN, FakeAzure, azure, headers, message
from support.effort import heavy_after
from support.github_faults import LOST, REFUSALS
from support.jira_server import Asked as Seen
from support.jira_server import Reply, serving

from readiness_gate.deployments import answer
from readiness_gate.deployments.answer import Answered, Contradiction, NotSent
from readiness_gate.deployments.azure import AzureDevOps
from readiness_gate.deployments.azure.answers import EventBody
from readiness_gate.deployments.judged import Judged
from readiness_gate.deployments.worker import Worker
from readiness_gate.history.deployments import Asked, ask, everything, next_due
from readiness_gate.history.sqlite import SqliteStore
from readiness_gate.model.portfolio import GateState
from readiness_gate.model.verdict import Decision
from readiness_gate.publishers import client
from readiness_gate.publishers.outcome import NotPublished

AT = ("builds", "events")
BEGUN = 1_800_000_000


@dataclass
class Check:
    """A check that waits, and the service that has its token."""

    fake: FakeAzure
    service: AzureDevOps = field(init=False)
    asked: Asked = field(init=False)

    def __post_init__(self) -> None:
        """Have the message arrive."""
        self.service = azure(self.fake.url)
        body = json.dumps(message(self.fake.url)).encode()
        self.asked = self.service.received(headers(), body, BEGUN)

    def answer(self, state: Answered = "approved", said: str = "**GO**: go\\-live") -> None:
        """Answer it, as the worker does."""
        self.service.commit(self.asked)
        self.service.send(self.asked, state, said, 0, lambda: True)


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Iterator[Check]:
    """A check that waits at a stand-in, at which a client tries again without waiting."""
    monkeypatch.setattr(client, "_PAUSES", (0.001,))
    with serving(FakeAzure()) as one:
        yield Check(one)
        assert not one.wrong, one.wrong


@pytest.mark.parametrize(("state", "result"), [("approved", "succeeded"), ("rejected", "failed")])
def test_an_answer(check: Check, state: Answered, result: str) -> None:
    """The reason is in the log of the run before the check ends, as plain text that commands no agent."""
    check.answer(state, "**NO-GO**: go\\-live\n\n##vso\\[task.x\\] &lt;b&gt;")
    assert check.fake.taken == {BUILD: [result]}
    assert check.fake.lines == ["**NO-GO**: go-live", "# #vso[task.x] <b>"]
    check.service.explain(check.asked, "x")
    assert check.service.tokens == {}


def test_a_reason_that_cannot_be_shown(check: Check) -> None:
    """The answer counts all the same, and the log has the reason."""
    check.fake.before = lambda asked: Reply({"message": "no"}, 403) if "feed" in asked.path else None
    check.answer()
    assert check.fake.taken == {BUILD: ["succeeded"]}
    with pytest.raises(NotPublished, match="403"):
        check.service.explain(check.asked, "x")
    check.service.explain(check.asked, "x")


def _fails(check: Check) -> NotSent:
    with pytest.raises(NotSent) as caught:
        check.answer()
    assert "planted" not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"
    return caught.value


@pytest.mark.parametrize(
    "run",
    [
        {"sourceVersion": "cd" * 20},
        {"repository": {"name": "erp"}},
        {"project": {"id": "x"}},
        {"id": 43},
    ],
)
def test_a_run_that_is_another_than_the_message_says(check: Check, run: dict[str, object]) -> None:
    """It is not judged."""
    check.fake.run = run
    with pytest.raises(Contradiction, match="of another repository or commit"):
        check.answer()


@pytest.mark.parametrize("run", [{"sourceVersion": "x"}, {"id": "42"}, {"project": None}])
def test_a_run_without_a_commit(check: Check, run: dict[str, object]) -> None:
    """Nothing is judged in its place."""
    check.fake.run = run
    assert "without the commit of the run" in str(_fails(check))


def test_an_answer_that_is_too_old(check: Check) -> None:
    """It is not sent, and it is certain that it was not."""
    with pytest.raises(NotSent, match="judged too long ago") as refused:
        check.service.send(check.asked, "approved", "x", 0, lambda: False)
    assert refused.value.is_refusal
    assert check.fake.taken == {}


def test_a_token_that_is_gone(check: Check) -> None:
    """No other try can arrive, and no other server may take the request for one without a rule at once."""
    check.service.tokens.clear()
    assert check.service.gate(check.asked) is None
    error = _fails(check)
    assert (error.is_lost, error.is_refusal) == (True, True)
    assert check.fake.asked == []


@pytest.mark.parametrize("where", AT)
@pytest.mark.parametrize("fault", heavy_after(6, sorted({*REFUSALS} - {"not-done"})))
def test_a_refusal(check: Check, where: str, fault: str) -> None:
    """At each of the two requests: nothing is taken for an answer that arrived."""
    check.fake.before = lambda asked: replace(REFUSALS[fault]) if where in asked.path else None
    error = _fails(check)
    assert not check.fake.taken
    assert error.nothing_waits == (where == AT[1] and fault == "404")
    assert not error.is_refusal or where == AT[0] or fault[0] in "34"


@pytest.mark.parametrize("fault", heavy_after(2, sorted(LOST)))
def test_an_answer_whose_acknowledgment_is_lost(check: Check, fault: str) -> None:
    """It is not sent again without a word, and never counts as refused."""
    long = Reply({"x": "y" * 100}, 200)
    check.fake.after = lambda asked, reply: LOST[fault](long) if AT[1] in asked.path else reply
    assert not _fails(check).is_refusal
    assert check.fake.taken == {BUILD: ["succeeded"]}


def test_a_token_that_does_not_count(check: Check) -> None:
    """Azure DevOps answers with a page to sign in, and a status of success."""
    check.service.tokens[check.asked.delivery] = "planted-other-token"
    assert not check.fake.taken
    _fails(check)
    check.fake.before = lambda _: Reply({}, 203)
    with pytest.raises(NotSent, match="does not say that it took the answer"):
        check.service.send(check.asked, "approved", "x", 0, lambda: True)


@pytest.mark.parametrize("slow", AT)
def test_slow_answers(check: Check, monkeypatch: pytest.MonkeyPatch, slow: str) -> None:
    """Nobody waits for longer than a request may take."""
    monkeypatch.setattr(answer, "PATIENCE", 2.0)
    check.fake.before = lambda asked: Reply({"x": "y" * 100}, 200, drip=0.05) if slow in asked.path else None
    assert not _fails(check).is_refusal or slow == AT[0]


@pytest.mark.parametrize("where", AT)
def test_a_token_that_comes_back(check: Check, where: str) -> None:
    """It is not shown, and neither is the answer."""

    def echo(asked: Seen) -> Reply | None:
        return Reply({"message": asked.headers["Authorization"]}, 403) if where in asked.path else None

    check.fake.before = echo
    text = str(_fails(check))
    assert "repeats the token" in text
    assert TOKEN not in text


@pytest.mark.parametrize(
    "given", [{"result": "passed"}, {"result": None}, {"name": "TaskStarted"}, {"taskId": "x"}, {"sate": "failed"}]
)
def test_our_own_form_is_stricter(given: dict[str, object]) -> None:
    """Only what Azure DevOps knows is sent."""
    right: dict[str, object] = {"name": "TaskCompleted", "taskId": PROJECT, "jobId": PROJECT, "result": "failed"}
    EventBody.model_validate(right)
    with pytest.raises(ValidationError):
        EventBody.model_validate({**right, **given})


@pytest.mark.parametrize(
    ("case", "results", "what"),
    [
        ("go", ["succeeded"], "answered"),
        ("no-go", ["failed"], "answered"),
        ("another run", ["failed"], "answered"),
        ("restarted", [], "given-up"),
    ],
)
def test_from_the_queue(check: Check, tmp_path: Path, case: str, results: list[str], what: str) -> None:
    """Only a go succeeds. A request whose token is gone is given up, and the log says how to ask again."""
    store, said, now = SqliteStore(tmp_path / "h.sqlite"), list[str](), [BEGUN]
    decision: Decision = "no-go" if case == "no-go" else "go"
    state = GateState("crm", "go-live", decision, f"It is {decision}.")
    check.fake.run = {"sourceVersion": "cd" * 20} if case == "another run" else {}
    if case == "restarted":
        check.service.tokens.clear()
    services, stop = {"azure": check.service}, threading.Event()

    def judge(*_: object) -> Judged:
        return Judged(state)

    worker = Worker(services, store, lambda: now[0], judge, said.append, stop)
    with store.writing() as rows:
        ask(rows, check.asked)
    while True:
        while worker.once():
            pass
        with store.reading() as rows:
            due = next_due(rows, worker.free_at)
        if due is None:
            break
        now[0] = due
    with store.reading() as rows:
        [held] = everything(rows)
    assert check.fake.taken.get(BUILD, []) == results
    assert held.steps[-1].what == what
    if case == "restarted":
        assert now[0] == BEGUN + 3_600
        assert "the token for the answer is gone" in said[-1]
        assert "Run the stage again to ask again" in said[-1]
    assert check.asked.sha == SHA
