"""The smallest steps after which a rule passes, from its limit and the levers of its reading.

There are none if no step is sure to suffice; the rule's remedy then says what to do. A reading that is caused by the
configuration has a remedy of its own and no steps.
"""

from bisect import bisect_right
from math import ceil
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.levers import Expiry, Lever, Quiet, Work
from readiness_gate.model.policy import Limit, Outcome
from readiness_gate.model.reading import Measured, Value
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.verdict import Finding


@dataclass(frozen=True, slots=True)
class Step:
    """A number of pieces of work, at least one."""

    work: Work
    count: int


@dataclass(frozen=True, slots=True)
class Pause:
    """Waiting until an instant; `count` things no longer count by then, if any."""

    lever: Expiry | Quiet
    until: Instant
    count: int = 0
    needed: int = 0
    """How many of them would have to; fewer than the count if some leave at the same time."""


_Move: TypeAlias = Step | Pause


@dataclass(frozen=True, slots=True)
class ToPass:
    """The steps after which a rule passes: all of them are needed."""

    steps: tuple[_Move, ...] = ()
    earliest: Instant | None = None
    """When the rule can pass, if it must hold for days. If there are no steps, waiting is enough."""
    warned: bool = False
    """Whether the rule passes with a warning now, and the steps clear that."""


def to_pass(finding: Finding, as_of: Instant) -> ToPass | None:
    """Return the smallest steps after which a finding no longer fails, or no longer warns; None if none are known,
    or none are needed."""
    reading, instant = finding.reading, finding.judged_at
    accepted = _ACCEPTED.get(finding.outcome)
    if accepted is None or not isinstance(reading, Measured) or reading.remedy or instant is None:
        return None
    if finding.outcome == "fail" and instant < as_of:
        return _after_last_failure(finding, instant)
    steps = _steps(finding.rule.limit, reading.levers, accepted, instant)
    if not steps:
        return None
    return ToPass(steps, _earliest(finding, steps, as_of), warned=finding.outcome == "warn")


_ACCEPTED: dict[Outcome, tuple[Outcome, ...]] = {"fail": ("pass", "warn"), "warn": ("pass",)}
"""The outcomes that are better than the key."""


def _after_last_failure(finding: Finding, failed: Instant) -> ToPass | None:
    """Return when a rule passes that failed on an earlier day only; None if another day could not be measured."""
    if all(isinstance(day, Measured) for day in finding.other_days):
        return ToPass(earliest=failed + finding.rule.held_for + DAY)
    return None


def _earliest(finding: Finding, steps: tuple[_Move, ...], as_of: Instant) -> Instant | None:
    if not finding.rule.held_for or finding.outcome == "warn":
        return None
    return max(step.until if isinstance(step, Pause) else as_of for step in steps) + finding.rule.held_for


def _steps(limit: Limit, levers: tuple[Lever, ...], accepted: tuple[Outcome, ...], now: Instant) -> tuple[_Move, ...]:
    """Return a step for each lever whose value is not accepted; empty if one of them has no such step."""
    steps: list[_Move] = []
    for lever in levers:
        if isinstance(lever, Quiet):
            until = _quiet_until(limit, lever, accepted, now)
            steps += [Pause(lever, until)] if until else []
            continue
        count = next((number for number, value in enumerate(lever.after) if limit.judge(value) in accepted), None)
        if count is None:
            return ()
        if count:
            steps.append(_step(lever, count))
    return tuple(steps)


def _step(lever: Work | Expiry, count: int) -> _Move:
    if isinstance(lever, Work):
        return Step(lever, count)
    until = lever.leaves[count - 1]
    return Pause(lever, until, bisect_right(lever.leaves, until), count)


def _quiet_until(limit: Limit, lever: Quiet, accepted: tuple[Outcome, ...], now: Instant) -> Instant | None:
    """Return the first second at which enough days have passed; None for a limit that more days do not meet."""
    if limit.bound != "at-least":
        return None
    least: Value = limit.value if "warn" in accepted or limit.warn_at is None else limit.warn_at
    until = max(lever.since + ceil(least * DAY), now)
    # The quotient of floats may lie a hair below the limit.
    return until if limit.judge((until - lever.since) / DAY) in accepted else until + 1
