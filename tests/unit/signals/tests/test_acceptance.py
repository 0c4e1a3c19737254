"""Acceptance tests: the newest run of each test counts, and in doubt the worst."""

from dataclasses import replace
from typing import Any

import pytest
from support.records import AT, ask, day, moment, roster, table, value, why

from readiness_gate.model.facts.records.tests import AcceptanceFacts, AcceptanceTest
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Measured

PASSED = AcceptanceTest("A", "passed", day(3), critical=True)
FAILED = AcceptanceTest("B", "failed", day(3), critical=False)
BLOCKED = AcceptanceTest("C", "blocked", day(3), critical=False)
OPEN = AcceptanceTest("D", "not-run", None, critical=True)


def _uat(*tests: AcceptanceTest) -> dict[str, Any]:
    return {"acceptance-tests": table(AcceptanceFacts, *tests)}


def test_a_test_was_run_when_it_passed_or_failed() -> None:
    """A blocked one was not."""
    reading = ask("tests.uat-executed", _uat(PASSED, FAILED, BLOCKED, OPEN))
    assert isinstance(reading, Measured)
    assert (reading.value, reading.summary) == (0.5, "2 of 4 acceptance tests were run.")
    assert [(each.id, each.note) for each in reading.evidence] == [("C", "blocked"), ("D", "not-run")]
    assert reading.levers == (Work("run", "acceptance test", "acceptance tests", (0.5, 0.75, 1.0), ("C", "D")),)


def test_critical_tests_alone() -> None:
    """By the column of that name."""
    reading = ask("tests.uat-executed", _uat(PASSED, FAILED, OPEN), critical=True)
    assert isinstance(reading, Measured)
    assert (reading.value, reading.summary) == (0.5, "1 of 2 critical acceptance tests were run.")


def test_of_those_run_the_share_that_passed() -> None:
    """Those that were not run count elsewhere."""
    reading = ask("tests.uat-passed", _uat(PASSED, FAILED, BLOCKED, OPEN))
    assert isinstance(reading, Measured)
    assert (reading.value, reading.summary) == (0.5, "1 of 2 acceptance tests that were run passed.")
    assert reading.levers == (Work("fix and pass", "acceptance test", "acceptance tests", (0.5, 1.0), ("B",)),)


@pytest.mark.parametrize(
    ("runs", "passed"),
    [
        ([replace(PASSED, executed_at=day(2)), replace(FAILED, test="A")], 1),
        ([replace(FAILED, test="A", executed_at=day(2)), PASSED], 0),
        ([PASSED, replace(FAILED, test="A")], 0),
        ([replace(PASSED, executed_at=moment(48)), replace(FAILED, test="A", executed_at=day(2))], 0),
        ([replace(PASSED, executed_at=moment(1)), replace(FAILED, test="A", executed_at=moment(2))], 1),
    ],
)
def test_the_newest_run_counts(runs: list[AcceptanceTest], passed: float) -> None:
    """Of several that may be the newest, the worst."""
    assert value("tests.uat-passed", _uat(*runs)) == passed


def test_a_run_later_than_the_question_does_not_count() -> None:
    """A pass from the end of its day, a failure from its start."""
    later = day(-3)
    assert value("tests.uat-executed", _uat(replace(PASSED, executed_at=later), FAILED)) == 0.5
    assert value("tests.uat-passed", _uat(replace(PASSED, test="B", executed_at=later), FAILED)) == 0
    today = day(0)
    assert value("tests.uat-passed", _uat(PASSED, replace(FAILED, test="A", executed_at=today))) == 0
    assert why("tests.uat-passed", _uat(replace(PASSED, executed_at=today))).startswith("none of 1 acceptance test was")


def test_a_run_without_a_time() -> None:
    """Counts when it is the only one of its test."""
    assert value("tests.uat-passed", _uat(replace(PASSED, executed_at=None))) == 1
    reason = why("tests.uat-passed", _uat(replace(PASSED, executed_at=None), replace(FAILED, test="A")))
    assert reason.startswith("which run of the test A is the newest is unknown: add executed-at to acceptance-tests")


def test_what_is_critical_must_be_known() -> None:
    """An empty cell is not a no."""
    reason = why("tests.uat-executed", _uat(PASSED, replace(FAILED, critical=None)), critical=True)
    assert reason.startswith("whether the test B is critical is unknown: fill in the column critical")
    reason = why("tests.uat-passed", _uat(FAILED), critical=True)
    assert reason.startswith("no acceptance test is critical: mark those")


REAL = AcceptanceTest("A", "passed", day(3), None, "Sales rep", by_business=True, migrated_data=True, own_rights=True)


def _in_roles(*tests: AcceptanceTest) -> dict[str, Any]:
    return {**_uat(*tests), "people": roster("Sales rep", "Clerk")}


def test_roles_in_which_the_business_tested() -> None:
    """With migrated data and its own rights, and with success."""
    reading = ask("tests.uat-roles", _in_roles(REAL))
    assert isinstance(reading, Measured)
    assert reading.value == 0.5
    assert [each.id for each in reading.evidence] == ["Clerk"]
    assert value("tests.uat-roles", _in_roles(REAL, replace(REAL, role="Clerk"))) == 1


@pytest.mark.parametrize("field", ["by_business", "migrated_data", "own_rights"])
def test_a_test_that_was_not_real(field: str) -> None:
    """Proves nothing of a role."""
    changes: Any = {field: False}
    assert value("tests.uat-roles", _in_roles(REAL, replace(REAL, role="Clerk", **changes))) == 0.5
    unknown: Any = {field: None}
    assert value("tests.uat-roles", _in_roles(REAL, replace(REAL, role="Clerk", **unknown))) == 0.5
    column = field.replace("_", "-")
    assert f"says nothing in {column}: add the columns" in why("tests.uat-roles", _in_roles(replace(REAL, **unknown)))
    assert value("tests.uat-roles", _in_roles(replace(REAL, **changes))) == 0


def test_tests_that_failed_or_are_to_come_prove_nothing_of_a_role() -> None:
    """Only a pass by then does."""
    assert value("tests.uat-roles", _in_roles(replace(REAL, result="failed"))) == 0
    assert value("tests.uat-roles", _in_roles(replace(REAL, executed_at=day(-3)))) == 0


def test_a_role_that_is_not_on_the_roster() -> None:
    """May be another spelling of one."""
    reason = why("tests.uat-roles", _in_roles(replace(REAL, role="Sales Rep")))
    assert reason.startswith('the role "Sales Rep" in acceptance-tests is not on the roster; did you mean "Sales rep"?')
    assert "is not on the roster: write" in why("tests.uat-roles", _in_roles(replace(REAL, role="zzz")))


def test_without_the_table_nothing_is_known() -> None:
    """And the reason is that of the source."""
    assert "acceptance-tests" in why("tests.uat-executed", {})
    assert AT > 0


def test_a_test_that_is_run_again() -> None:
    """Did not pass yet, and is not run, whatever came of it before."""
    again = replace(PASSED, result="in-progress", executed_at=day(1))
    assert value("tests.uat-passed", _uat(PASSED, again)) == 0
    assert value("tests.uat-executed", _uat(PASSED, again)) == 0
    assert value("tests.uat-executed", _uat(PASSED, replace(again, result="failed"))) == 1


def test_of_runs_on_one_day_each_question_has_its_worst() -> None:
    """A failed one was run, and a blocked one was not."""
    runs = _uat(FAILED, replace(BLOCKED, test="B"))
    assert (value("tests.uat-executed", runs), value("tests.uat-passed", runs)) == (0, 0)
