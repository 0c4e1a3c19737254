"""The smallest steps after which a rule passes."""

from dataclasses import replace

import pytest
from support.gates import AS_OF, UNKNOWN, measured, rule

from readiness_gate.judge.to_pass import Pause, Step, ToPass, to_pass
from readiness_gate.model.levers import Expiry, Lever, Quiet, expiry, work
from readiness_gate.model.policy import Limit, Outcome
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import Finding

CLOSE = work("close", "defect", ("A-1", "A-2", "A-3"))
UPDATE = work("update", "document", ("a", "b", "c"), of=10)
LEAVING = Expiry("wait", "one", "many", (AS_OF + 1, AS_OF + DAY), (2, 1, 0))
TOGETHER = expiry("wait", "one", "many", (AS_OF + 1, AS_OF + 1))
QUIET = Quiet("wait", AS_OF - 3 * DAY)


def found(limit: Limit, value: float, *levers: Lever, held_for: int = 0) -> Finding:
    """What a rule makes of a value."""
    outcome: Outcome = limit.judge(value)
    judged_by = rule(limit=limit, held_for=held_for)
    return Finding(judged_by, outcome, "", measured(value, levers=levers), AS_OF)


@pytest.mark.parametrize(
    ("limit", "value", "lever", "step"),
    [
        (Limit("at-most", 0), 3, CLOSE, Step(CLOSE, 3)),
        (Limit("at-most", 2), 3, CLOSE, Step(CLOSE, 1)),
        (Limit("at-least", 0.9), 0.7, UPDATE, Step(UPDATE, 2)),
        (Limit("at-least", 0.65, 0.8), 0.7, UPDATE, Step(UPDATE, 1)),
        (Limit("at-most", 1), 2, LEAVING, Pause(LEAVING, AS_OF + 1, 1, 1)),
        (Limit("at-most", 0), 2, LEAVING, Pause(LEAVING, AS_OF + DAY, 2, 2)),
        (Limit("at-most", 1), 2, TOGETHER, Pause(TOGETHER, AS_OF + 1, 2, 1)),
        (Limit("at-least", 14), 3, QUIET, Pause(QUIET, AS_OF + 11 * DAY)),
        (Limit("at-least", 2, 5), 3, QUIET, Pause(QUIET, AS_OF + 2 * DAY)),
    ],
)
def test_the_smallest_step(limit: Limit, value: float, lever: Lever, step: Step | Pause) -> None:
    """As much as the limit asks for, and no more; of a warning as much as clears it."""
    finding = found(limit, value, lever)
    assert to_pass(finding, AS_OF) == ToPass((step,), warned=finding.outcome == "warn")


@pytest.mark.parametrize(
    "finding",
    [
        found(Limit("at-most", 3), 3, CLOSE),
        found(Limit("at-most", 0), 3),
        found(Limit("at-most", -1), 3, CLOSE),
        found(Limit("at-most", 1), 3, QUIET),
        found(Limit("at-least", 2), 3, QUIET),
        Finding(rule(), "unknown", "", UNKNOWN, AS_OF),
        Finding(rule(), "fail", "", measured(3, levers=(CLOSE,), remedy="Map it."), AS_OF),
        Finding(rule(), "not-applicable", ""),
    ],
)
def test_no_steps(finding: Finding) -> None:
    """None are given where none are needed, none suffice, or the configuration is at fault."""
    assert to_pass(finding, AS_OF) is None


def test_each_group_below_its_limit() -> None:
    """Every group that is below the limit has a step, and one that is not has none."""
    enough = work("update", "page", ("a",), of=20)
    way = to_pass(found(Limit("at-least", 0.9), 0.7, UPDATE, enough, replace(UPDATE, verb="write")), AS_OF)
    assert way is not None
    assert [(step.work.verb, step.count) for step in way.steps if isinstance(step, Step)] == [
        ("update", 2),
        ("write", 2),
    ]


def test_a_rule_that_must_hold_for_days() -> None:
    """It passes when the time has passed after the steps."""
    closing = to_pass(found(Limit("at-most", 0), 3, CLOSE, held_for=2 * DAY), AS_OF)
    waiting = to_pass(found(Limit("at-most", 0), 2, LEAVING, held_for=2 * DAY), AS_OF)
    assert closing == ToPass((Step(CLOSE, 3),), AS_OF + 2 * DAY)
    assert waiting == ToPass((Pause(LEAVING, AS_OF + DAY, 2, 2),), AS_OF + 3 * DAY)


def test_a_rule_that_failed_earlier() -> None:
    """Only time helps; it is unknown how long where another day could not be measured."""
    earlier = replace(found(Limit("at-most", 0), 3, CLOSE, held_for=2 * DAY), judged_at=AS_OF - DAY)
    assert to_pass(earlier, AS_OF) == ToPass(earliest=AS_OF + 2 * DAY)
    assert to_pass(replace(earlier, other_days=(UNKNOWN,)), AS_OF) is None
