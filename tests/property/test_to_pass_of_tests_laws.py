"""The same for tests by the business, and for migrated money."""

from collections.abc import Sequence
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support.records import AT, ask, day, roster, table
from support.worlds import COUNTS, LAW, SHARES, World, check, chosen

from readiness_gate.judge.to_pass import Step
from readiness_gate.model.facts.records.migration import Reconciliation, ReconciliationFacts
from readiness_gate.model.facts.records.tests import (
    AcceptanceFacts,
    AcceptanceTest,
    RealTask,
    RealTaskFacts,
    Result,
)
from readiness_gate.model.policy import Limit

ROLES = ("Clerk", "Sales rep", "Service agent")
RESULTS: tuple[Result, ...] = ("passed", "failed", "blocked", "not-run")


def _acceptance(signal: str, results: dict[str, Result]) -> World:
    rows = [AcceptanceTest(name, one, None if one == "not-run" else day(3)) for name, one in results.items()]
    sources: Any = {"acceptance-tests": table(AcceptanceFacts, *rows)}

    def tested(steps: Sequence[Step], rng: Random) -> World:
        passed: dict[str, Result] = dict.fromkeys(chosen(steps, rng), "passed")
        return _acceptance(signal, results | passed)

    return World(lambda _at: ask(signal, sources), tested)


@st.composite
def acceptance(draw: st.DrawFn) -> World:
    """Acceptance tests, at least one of which was run."""
    signal = draw(st.sampled_from(("tests.uat-executed", "tests.uat-passed")))
    others = draw(st.lists(st.sampled_from(RESULTS), max_size=8))
    results: list[Result] = ["failed", *others]
    return _acceptance(signal, {f"UAT-{number}": one for number, one in enumerate(results)})


@LAW
@given(acceptance(), SHARES, st.randoms(use_true_random=False))
def test_running_and_fixing_any_such_tests(world: World, limit: Limit, rng: Random) -> None:
    """Whichever they are."""
    check(world, limit, rng)


def _roles(tested: frozenset[str]) -> World:
    real = {"by_business": True, "migrated_data": True, "own_rights": True}
    rows = [AcceptanceTest(role, "passed", day(3), None, role, **real) for role in sorted(tested)]
    other = AcceptanceTest("other", "failed", day(3), None, ROLES[0], **real)
    sources: Any = {"acceptance-tests": table(AcceptanceFacts, other, *rows), "people": roster(*ROLES)}
    return World(lambda _at: ask("tests.uat-roles", sources), lambda steps, rng: _roles(tested | {*chosen(steps, rng)}))


@LAW
@given(st.builds(_roles, st.frozensets(st.sampled_from(ROLES))), SHARES, st.randoms(use_true_random=False))
def test_testing_in_any_such_roles(world: World, limit: Limit, rng: Random) -> None:
    """Whichever they are."""
    check(world, limit, rng)


def _tried(unaided: dict[str, int], helped: dict[str, int]) -> World:
    rows = [
        RealTask(role, "task", day(3), success=True, unaided=alone)
        for alone, counts in ((True, unaided), (False, helped))
        for role, count in counts.items()
        for _ in range(count)
    ]
    sources: Any = {"real-work-tests": table(RealTaskFacts, *rows), "people": roster(*unaided)}

    def more(steps: Sequence[Step], _rng: Random) -> World:
        done = {role: sum(step.count for step in steps if step.work.many.endswith(role)) for role in unaided}
        return _tried({role: count + done[role] for role, count in unaided.items()}, helped)

    return World(lambda _at: ask("tests.unaided", sources), more)


@st.composite
def tried(draw: st.DrawFn) -> World:
    """Some roles, each of which tried enough tasks."""
    roles = draw(st.sets(st.sampled_from(ROLES), min_size=1))
    unaided = {role: draw(st.integers(0, 6)) for role in sorted(roles)}
    return _tried(unaided, {role: draw(st.integers(max(5 - unaided[role], 0), 8)) for role in sorted(roles)})


@LAW
@given(tried(), SHARES, st.randoms(use_true_random=False))
def test_completing_more_tasks_without_help(world: World, limit: Limit, rng: Random) -> None:
    """In every role that is below the limit."""
    check(world, limit, rng)


def _money(differing: frozenset[str], names: frozenset[str]) -> World:
    rows = [
        Reconciliation(name, day(3), 5, 5, 5, 100.0, 90.0 if name in differing else 100.0, signed_by="x")
        for name in sorted(names)
    ]
    sources: Any = {"reconciliation": table(ReconciliationFacts, *rows)}

    def explained(steps: Sequence[Step], rng: Random) -> World:
        return _money(differing - {*chosen(steps, rng)}, names)

    return World(lambda _at: ask("data.unexplained", sources), explained)


NAMES = frozenset(f"Data {number}" for number in range(7))


@LAW
@given(
    st.builds(_money, st.frozensets(st.sampled_from(sorted(NAMES))), st.just(NAMES)),
    COUNTS,
    st.randoms(use_true_random=False),
)
def test_explaining_any_such_differences(world: World, limit: Limit, rng: Random) -> None:
    """Whichever they are."""
    check(world, limit, rng)
    assert AT > 0
