"""The same for what is in the scope of a milestone, and for what was taken out of sight."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.git import instant
from support.tracker import asked, lived, tracker
from support.worlds import COUNTS, DAY_OF_CHECK, LAW, World, check

from readiness_gate.judge.to_pass import Step
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.policy import Limit
from readiness_gate.model.reading import Reading
from readiness_gate.model.time import DAY, Instant

IN, OUT = {"versions": frozenset({"1.0"})}, {"versions": frozenset({"1.1"})}
LOW, CLOSED, APPROVED = {"severity": "sev4"}, {"done": True}, {"labels": frozenset({"approved"})}
STATES: tuple[dict[str, Any], ...] = (IN, OUT, OUT, LOW, LOW, CLOSED, APPROVED)
DONE: Mapping[str, Callable[[Issue], Issue]] = {
    "scope.open-work": lambda issue: replace(issue, done=True),
    "scope.removed": lambda issue: replace(issue, labels=frozenset({"approved"})),
    "defects.moved": lambda issue: replace(issue, labels=frozenset({"approved"})),
    "severity.downgrades": lambda issue: replace(issue, labels=frozenset({"approved"})),
}
"""What becomes of an issue when the work on it is done."""


@st.composite
def lives(draw: st.DrawFn, signal: str) -> World:
    """Issues that come to a version and leave it, are lowered, closed and approved."""
    issues = [lived("CRM-0", (1, IN))]
    for number in range(1, draw(st.integers(2, 8))):
        days = sorted(draw(st.lists(st.integers(28, DAY_OF_CHECK - 1), min_size=1, max_size=3, unique=True)))
        states = [(day, draw(st.sampled_from(STATES))) for day in days]
        kind = draw(st.sampled_from(("Bug", "Story"))) if signal.startswith("scope.") else "Bug"
        issues.append(lived(f"CRM-{number}", (1, IN), *states, kind=kind))
    return _lives(signal, tuple(issues))


def _lives(signal: str, issues: tuple[Issue, ...]) -> World:
    def measured(at: Instant) -> Reading:
        return asked(signal, tracker(*issues, updated=DAY_OF_CHECK), (at - instant(0)) / DAY)

    def worked_on(steps: Sequence[Step], rng: Random) -> World:
        keys = {key for step in steps for key in rng.sample(step.work.names, step.count)}
        return _lives(signal, tuple(DONE[signal](issue) if issue.key in keys else issue for issue in issues))

    return World(measured, worked_on)


@pytest.mark.parametrize("signal", list(DONE))
@LAW
@given(st.data(), COUNTS, st.randoms(use_true_random=False))
def test_working_on_any_such_issues(signal: str, data: st.DataObject, limit: Limit, rng: Random) -> None:
    """Whichever of the named ones are finished, or approved."""
    check(data.draw(lives(signal)), limit, rng)
