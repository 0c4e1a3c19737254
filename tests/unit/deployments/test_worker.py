"""Each request ends in an answer or in a logged giving up; only a go that was judged now is an approval."""

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.github_app import rule
from support.histories import in_file, recordings
from support.trial import BEGUN, NOTHING, REFUSED, UNCLEAR, Outcome, Trial, asked, gate

from readiness_gate.deployments import worker
from readiness_gate.deployments.answer import OLD, NotSent
from readiness_gate.deployments.failed import TRIES
from readiness_gate.deployments.judged import Judged
from readiness_gate.history import NoHistory
from readiness_gate.history.deployments import Held, step, take
from readiness_gate.history.recording import record
from readiness_gate.model.verdict import Decision


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """A worker with an empty queue."""
    return Trial(in_file(tmp_path))


def _whats(held: Held) -> list[str]:
    return [one.what for one in held.steps]


@pytest.mark.parametrize(("decision", "state"), [("go", "approved"), ("no-go", "rejected"), ("undecided", "rejected")])
def test_an_answer(trial: Trial, decision: Decision, state: str) -> None:
    """Only a go is approved; a rejection says why, and how to ask again."""
    trial.decisions = (decision,)
    trial.ask()
    [held] = trial.to_the_end()
    assert trial.states == [state]
    assert f"It is {decision}." in trial.sent[0][1]
    assert ("To ask again, re-run the job." in trial.sent[0][1]) == (decision != "go")
    assert _whats(held) == ["taken", "sending", "answered"]
    assert not trial.worker.once()


@pytest.mark.parametrize("outcome", [REFUSED, UNCLEAR])
def test_a_go_does_not_outlive_its_evidence(trial: Trial, outcome: NotSent) -> None:
    """Each try judges anew; once there is no go, nothing is approved any more."""
    trial.decisions, trial.outcomes = ("go", "no-go", "go"), (outcome, outcome, None)
    trial.ask()
    trial.to_the_end()
    assert trial.states[:2] == ["approved", "rejected"]
    assert trial.judged == 3
    assert trial.states[2:] == ["rejected"]


def test_no_approval_after_what_may_be_a_rejection(trial: Trial) -> None:
    """Whether it arrived or not."""
    trial.decisions, trial.outcomes = ("no-go", "go"), (UNCLEAR, None)
    trial.ask()
    trial.to_the_end()
    assert trial.states == ["rejected", "rejected"]
    assert "was sent before, or may have been" in trial.sent[1][1]


@pytest.mark.parametrize("outcome", [REFUSED, NOTHING, UNCLEAR])
@pytest.mark.parametrize("decision", ["go", "no-go"])
def test_an_answer_that_never_arrives(trial: Trial, outcome: NotSent, decision: Decision) -> None:
    """It is given up in its time, and the log says how to ask again. The last try is a rejection."""
    trial.decisions, trial.outcomes = (decision,), (outcome,)
    trial.ask()
    [held] = trial.to_the_end()
    assert held.is_over
    assert held.steps[-1].what == "given-up"
    assert trial.now - BEGUN <= 3_600
    assert len(trial.sent) <= TRIES
    assert trial.states[-1] == "rejected"
    assert trial.judged == len(trial.sent) - 1
    assert "given up after" in trial.said[-1]
    assert "Re-run the job to ask again" in trial.said[-1]


def test_waits_grow(trial: Trial) -> None:
    """And are as long as GitHub asks for, within the time."""
    trial.outcomes = (REFUSED, REFUSED, NotSent("429", 200.0, is_refusal=True, nothing_waits=False), REFUSED, None)
    trial.ask()
    [held] = trial.to_the_end()
    waits = [one.held_until - one.taken_at for one in held.steps if one.what == "failed"]
    assert waits == [5, 15, 200, 120]
    assert held.steps[-1].what == "answered"


def test_a_wait_that_is_longer_than_the_time(trial: Trial) -> None:
    """It is tried at the end of the time."""
    trial.outcomes = (NotSent("429", 100_000.0, is_refusal=True, nothing_waits=False), None)
    trial.ask()
    trial.to_the_end()
    assert trial.now == BEGUN + 3_600
    assert trial.states == ["approved", "rejected"]


def test_an_early_answer_is_sent_again(trial: Trial) -> None:
    """For a moment, GitHub says that nothing waits."""
    trial.outcomes = (NOTHING, NOTHING, None)
    trial.ask()
    trial.to_the_end()
    assert trial.states == ["approved"] * 3


def test_an_answer_that_arrived_without_a_word(trial: Trial) -> None:
    """GitHub then says that nothing waits, and that is the end."""
    trial.outcomes = (UNCLEAR, NOTHING)
    trial.ask()
    [held] = trial.to_the_end()
    assert held.steps[-1].what == "answered"
    assert held.steps[-1].state == "approved"
    assert "not acknowledged" in trial.said[-1]


@pytest.mark.parametrize("outcomes", [(UNCLEAR, NOTHING), (UNCLEAR, UNCLEAR, NOTHING)])
def test_another_answer_may_have_arrived(trial: Trial, outcomes: Sequence[Outcome]) -> None:
    """Which one is unknown, and the log says so as soon as GitHub waits for none."""
    trial.decisions, trial.outcomes = ("go", "no-go"), outcomes
    trial.ask()
    [held] = trial.to_the_end()
    assert (held.steps[-1].what, held.steps[-1].state) == ("unclear", "")
    assert trial.now < BEGUN + 300
    assert "approved or rejected, that is unclear" in trial.said[-1]
    assert "an approval that was sent before may have arrived" in trial.said[-1]


def test_an_approval_may_have_arrived_of_what_is_given_up(trial: Trial) -> None:
    """The log says so."""
    trial.outcomes = (UNCLEAR, REFUSED)
    trial.ask()
    [held] = trial.to_the_end()
    assert held.steps[-1].what == "given-up"
    assert "an approval that was sent before may have arrived" in trial.said[-1]


def test_a_server_that_ends(trial: Trial) -> None:
    """It ends the process of the gate, too, whose end is no verdict: the next server goes on at once."""
    trial.ask()
    first = trial.worker

    def judge(*_: object) -> Judged:
        trial.stop.set()
        return Judged(gate("undecided"))

    replace(first, judge=judge).once()
    assert trial.sent == []
    trial.stop.clear()
    trial.to_the_end()
    assert trial.now == BEGUN
    assert trial.states == ["approved"]


@pytest.mark.parametrize("step_", ["taken", "sending"])
def test_a_worker_that_is_killed(trial: Trial, step_: str) -> None:
    """The next one waits until its time is over, and judges anew."""
    trial.ask()
    with trial.store.writing() as rows:
        held = take(rows, BEGUN, lambda _: 120)
        assert held is not None
        if step_ == "sending":
            step(rows, held, "sending", BEGUN + 5, until=BEGUN + 120, state="approved")
    trial.now = BEGUN + 119
    assert not trial.worker.once()
    trial.decisions = ("no-go",)
    trial.to_the_end()
    assert trial.now == BEGUN + 120
    assert trial.states == ["rejected"]


def test_a_worker_that_is_killed_beside_a_gate_that_takes_long(trial: Trial) -> None:
    """A request is held for as long as its own gate may take."""
    trial.rules = (rule(seconds=60), rule(environment="staging", seconds=3_600))
    trial.ask(asked(1), asked(2, run=43, environment="staging"))
    holds = [held.steps[0].held_until - held.steps[0].taken_at for held in trial.to_the_end()]
    assert holds == [180, 3_720]


def test_a_worker_that_was_away_for_too_long(trial: Trial) -> None:
    """Somebody else holds the request by now: it sends nothing."""
    trial.ask()
    first = trial.worker

    def other(*_: object) -> Judged:
        trial.now += 10_000
        with trial.store.writing() as rows:
            assert take(rows, trial.now, lambda _: 120) is not None
        return Judged(gate("go"))

    replace(first, judge=other).once()
    assert trial.sent == []
    assert "somebody else answers it" in trial.said[-1]


def test_a_later_request_for_the_same_run(trial: Trial) -> None:
    """An answer to the earlier one would be one to the later."""
    trial.ask(asked(1), asked(2), asked(3, run=43), asked(4, environment="staging"))
    done = trial.to_the_end()
    assert [held.steps[-1].what for held in done] == ["superseded", "answered", "answered", "answered"]
    assert len(trial.sent) == 3


def test_a_later_request_that_arrives_while_the_gate_is_judged(trial: Trial) -> None:
    """Nothing is sent for the earlier one."""
    trial.ask()
    first = trial.worker

    def judge(*_: object) -> Judged:
        trial.ask(asked(2))
        return Judged(gate("go"))

    replace(first, judge=judge).once()
    assert trial.sent == []
    trial.to_the_end()
    assert len(trial.sent) == 1


def test_a_rule_that_another_server_has(trial: Trial) -> None:
    """Two servers share a queue: what one has no rule for is left to the other, in whatever order they look."""
    trial.ask(asked(1), asked(2, run=43, environment="staging"))
    ours = trial.rules
    trial.rules = (rule(environment="staging"),)
    while trial.worker.once():
        pass
    assert [one for one, _ in trial.sent] == ["approved"]
    trial.rules = ours
    trial.to_the_end()
    assert trial.states == ["approved", "approved"]
    assert trial.now == BEGUN


def test_a_rule_that_no_server_has(trial: Trial) -> None:
    """The request is rejected in the end."""
    trial.ask()
    trial.rules = (rule(environment="other"),)
    trial.to_the_end()
    assert trial.states == ["rejected"]
    assert "no server has a rule" in trial.sent[0][1]
    assert (trial.judged, trial.now) == (0, BEGUN + 3_600)


def test_a_rule_that_another_server_is_using(trial: Trial) -> None:
    """The request waited there, and its answer is tried again: this server does not take it from there."""
    trial.outcomes = (REFUSED, None)
    trial.ask()
    trial.now = BEGUN + 3_599
    assert trial.worker.once()
    trial.now = BEGUN + 3_700
    ours, trial.rules = trial.rules, (rule(environment="other"),)
    assert not trial.worker.once()
    trial.rules = ours
    assert trial.worker.once()
    assert trial.states == ["approved", "approved"]


def test_a_request_that_waited_for_its_turn(trial: Trial) -> None:
    """Waiting is no try: it is judged, however long the queue was."""
    trial.ask()
    trial.now += 7_200
    trial.to_the_end()
    assert trial.states == ["approved"]


@pytest.mark.parametrize(
    ("wall", "ran"),
    [(200, 0.0), (0, 200.0), (-200, 0.0), (-3_000, 3_200.0)],
    ids=["both", "the clock stood still", "the clock was set back", "set back, and a pause"],
)
@pytest.mark.parametrize("seconds", [0.0, 30.0])
def test_a_go_that_was_judged_before_a_pause(trial: Trial, wall: int, ran: float, seconds: float) -> None:
    """It is not approved by it, whichever clock shows the pause: the gate is judged again."""
    trial.decisions, trial.seconds = ("go", "no-go"), seconds

    def pause() -> None:
        trial.on_judge = lambda: None
        trial.now += wall
        trial.ran += ran

    trial.on_judge = pause
    trial.ask()
    [held] = trial.to_the_end()
    assert trial.states == ["rejected"]
    assert held.steps[1].why == OLD
    assert "judged again" in trial.said[0]


def test_a_gate_that_takes_long(trial: Trial) -> None:
    """Its go is as old as judging took, and is approved."""
    trial.seconds = 250.0
    trial.rules = (rule(seconds=300),)

    def work() -> None:
        trial.now += 255

    trial.on_judge = work
    trial.ask()
    trial.to_the_end()
    assert trial.states == ["approved"]


@pytest.mark.parametrize(
    ("recorded", "age", "state"),
    [
        ({}, 0, "approved"),
        ({}, 3_600, "approved"),
        ({}, 3_601, "rejected"),
        ({}, -1, "rejected"),
        ({"decision": "no-go"}, 0, "rejected"),
        ({"evidence_digest": "sha256:2"}, 0, "rejected"),
        ({"policy_digest": "sha256:2"}, 0, "rejected"),
        ({"milestone": "pilot"}, 0, "rejected"),
    ],
)
def test_a_go_that_must_have_been_recorded(trial: Trial, recorded: dict[str, str], age: int, state: str) -> None:
    """Not too long ago, by the same rules, and on the same evidence: what was decided on is what goes live."""
    one = recordings(1)[0]
    usual: dict[str, Any] = {"evidence_digest": "sha256:1", "policy_digest": "", "milestone": "go-live"}
    changes = {"decision": "go", "as_of": BEGUN - age, **usual, **recorded}
    given = replace(one.verdict, **changes)
    with trial.store.writing() as rows:
        record(rows, replace(one, verdict=given))
    trial.rules = (rule(max_age=3_600),)
    trial.ask()
    trial.to_the_end()
    assert trial.states == [state]
    if state == "rejected":
        assert "was recorded in the last 1 h. Record it with readiness-gate check go-live" in trial.sent[0][1]


def test_judging_that_always_fails(trial: Trial) -> None:
    """The request is rejected in the end, and others are answered."""
    trial.decisions = (RuntimeError("boom"),)
    trial.ask()
    for _ in range(TRIES - 1):
        with pytest.raises(RuntimeError):
            trial.worker.once()
        trial.now += 180
    trial.to_the_end()
    assert trial.states == ["rejected"]


def test_sending_that_always_fails(trial: Trial) -> None:
    """By a mistake of our own: the request is given up in the end, and the log says so."""
    boom = RuntimeError("boom")

    def fail() -> None:
        raise boom

    trial.on_send = fail
    trial.ask()
    [held] = trial.to_the_end()
    assert held.steps[-1].what == "given-up"
    assert trial.states[-1] == "rejected"
    assert "readiness-gate itself failed (RuntimeError). Re-run the job to ask again" in trial.said[-1]


def test_it_runs_until_it_is_stopped(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """It makes its tables, answers what is there, and what arrives later."""
    monkeypatch.setattr(worker, "_IDLE", 0.01)
    wake, sent = threading.Event(), threading.Event()
    trial.on_send = sent.set
    trial.decisions = (RuntimeError("boom"), "go")
    trial.rules = (rule(seconds=1),)
    runs = threading.Thread(target=trial.worker.run, args=(wake,))
    runs.start()
    try:
        trial.ask(asked(1))
        wake.set()
        while not trial.judged:
            time.sleep(0.01)
        trial.now += 200
        assert sent.wait(20)
    finally:
        trial.stop.set()
        wake.set()
        runs.join(20)
    assert not runs.is_alive()
    assert "RuntimeError" in trial.said[0]
    assert "boom" not in "".join(trial.said)


def test_a_queue_that_cannot_be_used(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log says so, and it is tried again."""
    monkeypatch.setattr(worker, "_IDLE", 0.01)
    trial.store.path.write_bytes(b"no database, but as long as the head of one would be " * 9)
    wake = threading.Event()
    runs = threading.Thread(target=trial.worker.run, args=(wake,))
    runs.start()
    while len(trial.said) < 2:
        time.sleep(0.01)
    trial.stop.set()
    wake.set()
    runs.join(20)
    assert all(one.startswith("the queue cannot be used") for one in trial.said)


def test_nothing_can_be_taken_from_a_damaged_queue(trial: Trial) -> None:
    """It is an error, and not an empty queue."""
    trial.store.path.write_bytes(b"no database, but as long as the head of one would be " * 9)
    with pytest.raises(NoHistory):
        trial.worker.once()
