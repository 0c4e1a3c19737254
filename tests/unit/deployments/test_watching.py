"""An approval that a service keeps is taken back once its gate is no longer go, or cannot be judged in time."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.github_app import rule
from support.histories import in_file
from support.trial import BEGUN, NOTHING, REFUSED, UNCLEAR, Trial, asked

from readiness_gate.deployments.answer import NotSent
from readiness_gate.deployments.worker import LEFT, WATCHED
from readiness_gate.history.deployments import Held, What, everything, next_due, step, take
from readiness_gate.model.verdict import Decision
from readiness_gate.publishers.outcome import NotPublished

VALID = 3_600
OVER = NotSent("GitLab answered 409", None, is_refusal=True, is_over=True)


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """A worker whose approvals hold for an hour."""
    return Trial(in_file(tmp_path), valid_for=VALID)


def _until(trial: Trial, end: int) -> Held:
    """Let time pass; the one request."""
    for _ in range(10_000):
        while trial.worker.once():
            pass
        with trial.store.reading() as rows:
            due = next_due(rows, trial.worker.free_at)
        if due is None or due > end:
            break
        trial.now = max(trial.now, due)
    trial.now = max(trial.now, end)
    with trial.store.reading() as rows:
        [held] = everything(rows)
    return held


def test_a_gate_that_stays_go(trial: Trial) -> None:
    """It is judged twice in the time for which its approval holds, and nothing is sent again."""
    trial.ask()
    held = _until(trial, BEGUN + 10 * VALID)
    assert trial.states == ["approved"]
    assert trial.judged == 21
    assert (held.steps[-1].what, held.is_over) == ("watched", False)


def test_a_rule_by_which_approvals_hold_shorter(trial: Trial) -> None:
    """It counts for those that are there, too."""
    trial.valid_for = 24 * VALID
    trial.ask()
    _until(trial, BEGUN + 1)
    trial.valid_for, trial.decisions = VALID, ("no-go",)
    held = _until(trial, BEGUN + VALID)
    assert trial.states == ["approved", "rejected"]
    assert held.steps[-1].taken_at == BEGUN + VALID // 2


def test_a_clock_that_was_ahead(trial: Trial) -> None:
    """Once it is set back, the gate is judged at once."""
    trial.now = BEGUN + 10 * VALID
    trial.ask()
    trial.worker.once()
    trial.now, trial.decisions = BEGUN, ("no-go",)
    assert trial.worker.once()
    assert trial.states == ["approved", "rejected"]


@pytest.mark.parametrize("kept", [0, 1, 5])
def test_a_gate_that_is_no_longer_go(trial: Trial, kept: int) -> None:
    """Its approval is taken back before it is too old, and stays so when the gate is go again."""
    goes: list[Decision] = ["go"] * (1 + kept)
    trial.decisions = (*goes, "no-go", "go")
    trial.ask()
    held = _until(trial, BEGUN + 20 * VALID)
    assert trial.states == ["approved", "rejected"]
    assert "It is no-go." in trial.sent[1][1]
    assert held.steps[-1].what == "answered"
    assert held.steps[-1].taken_at == BEGUN + (1 + kept) * VALID // 2


@pytest.mark.parametrize("why", ["undecided", "unknown"])
def test_a_gate_that_cannot_be_judged(trial: Trial, why: str) -> None:
    """It is tried again as long as the approval holds, and then taken back."""
    trial.ask()
    _until(trial, BEGUN + 1)
    trial.decisions = ("undecided",) if why == "undecided" else ("go",)
    trial.unknown = REFUSED if why == "unknown" else None
    held = _until(trial, BEGUN + VALID - 1)
    assert trial.states == ["approved"]
    assert held.steps[-1].what == "unjudged"
    held = _until(trial, BEGUN + VALID)
    assert trial.states == ["approved", "rejected"]
    assert held.steps[-1].what == "answered"
    assert 3 < sum(one.what == "unjudged" for one in held.steps) < 20


def test_a_gate_that_can_be_judged_again(trial: Trial) -> None:
    """The approval goes on from then."""
    trial.decisions = ("go", "undecided", "undecided", "go")
    trial.ask()
    held = _until(trial, BEGUN + 5 * VALID)
    assert trial.states == ["approved"]
    assert held.steps[-1].what == "watched"


def test_an_approval_is_not_watched_for_ever(trial: Trial) -> None:
    """After 30 days it is taken back."""
    trial.ask()
    _until(trial, BEGUN + 1)
    trial.now = BEGUN + WATCHED
    held = _until(trial, trial.now)
    assert trial.states == ["approved", "rejected"]
    assert "the approval is 30 days old" in trial.sent[1][1]
    assert held.steps[-1].what == "answered"


@pytest.mark.parametrize("outcome", [REFUSED, UNCLEAR])
def test_a_rejection_that_does_not_arrive_is_tried_again(trial: Trial, outcome: NotSent) -> None:
    """It is a rejection each time, although the gate is go again; if none arrives, the log says what still counts."""
    trial.decisions, trial.outcomes = ("go", "no-go", "go"), (None, outcome, outcome, None)
    trial.ask()
    assert _until(trial, BEGUN + VALID).steps[-1].what == "answered"
    assert trial.states == ["approved", "rejected", "rejected", "rejected"]
    assert "was sent before, or may have been" in trial.sent[2][1]


def test_a_rejection_that_never_arrives(trial: Trial) -> None:
    """It is tried for another month, and the log says what still counts."""
    trial.decisions, trial.outcomes = ("go", "go", "no-go"), (None, REFUSED)
    trial.ask()
    held = _until(trial, BEGUN + 20 * VALID)
    assert held.steps[-1].what == "failed"
    assert "Until then, its approval still counts, although nobody judges its gate any more" in trial.said[-1]
    assert 11 < len(trial.sent) < 40
    trial.now = BEGUN + 2 * WATCHED
    held = _until(trial, trial.now)
    assert held.steps[-1].what == "given-up"
    assert "But its approval still counts, although nobody judges its gate any more" in trial.said[-1]


def test_a_rejection_that_arrives_late(trial: Trial) -> None:
    """The service was down for a day."""
    trial.decisions, trial.outcomes = ("go", "no-go"), (None, *[REFUSED] * 30, None)
    trial.ask()
    held = _until(trial, BEGUN + 30 * VALID)
    assert (held.steps[-1].what, trial.states[-1]) == ("answered", "rejected")


def test_an_approval_that_may_have_arrived_is_taken_back(trial: Trial) -> None:
    """It may hold, so nothing is given up."""
    trial.outcomes = (UNCLEAR, *[REFUSED] * 20, None)
    trial.ask()
    held = _until(trial, BEGUN + 20 * VALID)
    assert "an approval that was sent before may have arrived" in "".join(trial.said)
    assert (held.steps[-1].what, trial.states[-1]) == ("answered", "rejected")


def test_something_else_is_asked(trial: Trial) -> None:
    """Such as for newer commits: the request is over."""
    trial.outcomes = (OVER,)
    trial.ask()
    held = _until(trial, BEGUN + VALID)
    assert held.steps[-1].what == "superseded"
    assert "something else is asked in its place" in trial.said[-1]


def test_a_rule_that_was_removed(trial: Trial) -> None:
    """Its approvals are taken back, as no server judges their gate."""
    trial.ask()
    _until(trial, BEGUN + 1)
    trial.rules = (rule(environment="other"),)
    _until(trial, BEGUN + 2 * VALID)
    assert trial.states == ["approved", "rejected"]
    assert "no server has a rule" in trial.sent[1][1]


def test_a_rule_that_only_another_server_has(trial: Trial) -> None:
    """Its approvals are left to that server for as long as they hold."""
    trial.ask()
    _until(trial, BEGUN + 1)
    ours = trial.rules
    for count in range(1, 7):
        trial.now = BEGUN + count * VALID // 2
        trial.rules = (rule(environment="other"),)
        assert not trial.worker.once()
        trial.rules = ours
        assert trial.worker.once()
    assert trial.states == ["approved"]


def test_a_server_that_was_down(trial: Trial) -> None:
    """It judges as soon as it is back, and tells what it cannot judge."""
    trial.ask()
    _until(trial, BEGUN + 1)
    trial.now, trial.decisions = BEGUN + 5 * VALID, ("undecided",)
    held = _until(trial, trial.now)
    assert trial.states == ["approved", "rejected"]
    assert held.steps[-1].what == "answered"


@pytest.mark.parametrize("step_", ["once", "many times"])
def test_workers_that_are_killed_while_judging(trial: Trial, step_: str) -> None:
    """The approval is taken back once it is too old, without judging again what may kill the next one, too."""
    trial.ask()
    _until(trial, BEGUN + 1)
    trial.now = BEGUN + VALID // 2
    for _ in range(1 if step_ == "once" else 11):
        with trial.store.writing() as rows:
            assert take(rows, trial.now, lambda _: 300) is not None
        trial.now += 300
    _until(trial, trial.now)
    judged = 2 if step_ == "once" else 1
    assert (trial.judged, len(trial.sent)) == (judged, 3 - judged)


def test_a_server_that_ends_while_it_judges(trial: Trial) -> None:
    """The end of the process of the gate is no verdict: nothing is taken back for it."""
    trial.ask()
    _until(trial, BEGUN + 1)
    trial.now = BEGUN + VALID // 2
    trial.decisions, trial.on_judge = ("no-go",), trial.stop.set
    trial.worker.once()
    assert trial.states == ["approved"]
    trial.stop.clear()
    trial.decisions, trial.on_judge = ("go",), lambda: None
    assert _until(trial, BEGUN + 3 * VALID).steps[-1].what == "watched"
    assert trial.states == ["approved"]


def test_a_go_that_was_judged_before_a_pause(trial: Trial) -> None:
    """It does not prolong the approval."""
    trial.ask()
    _until(trial, BEGUN + 1)

    def pause() -> None:
        trial.on_judge = lambda: None
        trial.now += 2_000

    trial.on_judge = pause
    trial.now = BEGUN + VALID // 2
    trial.worker.once()
    _until(trial, trial.now)
    assert trial.states == ["approved", "rejected"]
    assert trial.judged == 2


def test_a_reason_that_cannot_be_shown(trial: Trial) -> None:
    """The answer counts all the same, and the log has the reason."""
    trial.decisions, trial.unexplained = ("no-go",), NotPublished("GitLab answered 403")
    trial.ask()
    assert _until(trial, BEGUN).steps[-1].what == "answered"
    assert "the reason is shown in this log alone. GitLab answered 403" in trial.said[-1]
    assert "It is no-go." in trial.said[-1]


def test_a_commit_that_is_unknown(trial: Trial) -> None:
    """Nothing is judged, and in the end the request is rejected."""
    trial.unknown = REFUSED
    trial.ask()
    held = _until(trial, BEGUN + 2 * VALID)
    assert (trial.judged, trial.states) == (0, ["rejected"])
    assert held.steps[-1].what == "answered"


def test_a_service_that_another_server_answers(trial: Trial) -> None:
    """Its requests are left to that server; after a month somebody is told."""
    trial.ask(replace(asked(), service="gitlab"))
    held = _until(trial, BEGUN + LEFT - 1)
    assert held.steps == ()
    held = _until(trial, BEGUN + LEFT)
    assert held.steps[-1].what == "given-up"
    assert "no server answered for gitlab in 31 days" in trial.said[-1]
    assert trial.sent == []


@pytest.mark.parametrize("seconds", [0, 121])
def test_a_later_request_waits_for_the_answer_to_an_earlier_one(trial: Trial, seconds: int) -> None:
    """On another server that is sending: else the earlier answer could be the last to arrive."""
    trial.ask()
    first = trial.worker

    def other(*_: object) -> None:
        trial.on_send = lambda: None
        trial.ask(asked(2))
        trial.now += seconds
        assert trial.worker.once() == bool(seconds)

    trial.on_send = other
    first.once()
    assert len(trial.sent) == 1 + bool(seconds)


def test_a_later_request_waits_for_an_approval_that_may_be_sent_again(trial: Trial) -> None:
    """On another server that is judging: else its approval could arrive after the later rejection, and count."""
    trial.decisions, trial.outcomes = ("go", "go", "no-go"), (UNCLEAR, None, None)
    trial.ask()
    trial.worker.once()
    trial.now += 5

    def other() -> None:
        trial.on_judge = lambda: None
        trial.ask(asked(2))
        assert not trial.worker.once()

    trial.on_judge = other
    trial.worker.once()
    trial.worker.once()
    assert trial.states == ["approved", "approved", "rejected"]


@pytest.mark.parametrize("what", ["taken", "failed", "unjudged"])
def test_a_worker_that_was_killed_while_its_clock_was_ahead(trial: Trial, what: What) -> None:
    """Once the clock is set back, nothing waits until the time of that clock."""
    trial.ask()
    with trial.store.writing() as rows:
        held = take(rows, BEGUN + 100 * VALID, lambda _: 300)
        assert held is not None
        if what != "taken":
            step(rows, held, what, BEGUN + 100 * VALID, until=BEGUN + 101 * VALID)
    assert trial.worker.once()
    assert trial.states == ["approved"]


def test_an_approval_of_a_clock_that_was_ahead(trial: Trial) -> None:
    """How old it is is unknown: if its gate cannot be judged, it is taken back."""
    trial.now = BEGUN + 100 * VALID
    trial.ask()
    trial.worker.once()
    trial.now, trial.decisions = BEGUN, ("undecided",)
    assert trial.worker.once()
    assert trial.states == ["approved", "rejected"]


def test_more_approvals_than_there_is_time_for(trial: Trial) -> None:
    """Judging takes as long as an approval waits for it, so one is always due: the others get their turns, too."""
    trial.ask(*(asked(number, run=number) for number in (1, 2, 3)))
    for _ in range(3):
        trial.worker.once()
    assert trial.states == ["approved"] * 3

    def slow() -> None:
        trial.now += VALID // 2

    trial.on_judge, trial.seconds = slow, VALID / 2
    trial.now += VALID // 2
    for _ in range(3):
        trial.worker.once()
    with trial.store.reading() as rows:
        assert [len([one for one in held.steps if one.what == "watched"]) for held in everything(rows)] == [2, 2, 2]


OUTCOMES = st.sampled_from([None, None, REFUSED, UNCLEAR, NOTHING, OVER])
DECISIONS = st.sampled_from(["go", "go", "no-go", "undecided"])


@law(50)
@given(st.lists(DECISIONS, min_size=1, max_size=8), st.lists(OUTCOMES, min_size=1, max_size=8), st.integers(0, 1))
def test_never_an_approval_without_a_go(
    tmp_path_factory: pytest.TempPathFactory,
    decisions: Sequence[Decision],
    outcomes: Sequence[NotSent | None],
    kept: int,
) -> None:
    """Whatever is decided and becomes of answers: each approval follows a go, none follows a rejection, and only an
    approval that is watched, or that is tried to be taken back, is left in the end."""
    trial = Trial(in_file(tmp_path_factory.mktemp("law")), decisions, outcomes, valid_for=VALID * kept)
    goes: list[int] = []
    trial.on_send = lambda: goes.append(trial.judged)
    trial.ask()
    held = _until(trial, BEGUN + 6 * VALID)
    for state, judged in zip(trial.states, goes, strict=True):
        assert state == "rejected" or decisions[min(judged, len(decisions)) - 1] == "go"
    if "rejected" in trial.states:
        assert "approved" not in trial.states[trial.states.index("rejected") :]
    is_taken_back = held.may_hold and held.steps[-1].what == "failed"
    is_watched = held.steps[-1].what == "watched" and decisions[-1] == "go"
    assert held.is_over or (kept and (is_watched or is_taken_back))
