"""People who try their own work: every role must have tried enough, and the lowest decides."""

from dataclasses import replace
from typing import Any

from support.records import ask, day, moment, roster, table, value, why

from readiness_gate.model.facts.records.tests import RealTask, RealTaskFacts
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Measured

DONE = RealTask("Sales rep", "Quote", day(5), success=True, unaided=True, fallback=False)
HELPED = replace(DONE, unaided=False)
BACK = replace(DONE, success=False, unaided=False, fallback=True)


def _tried(*tasks: RealTask, roles: tuple[str, ...] = ("Sales rep",)) -> dict[str, Any]:
    return {"real-work-tests": table(RealTaskFacts, *tasks), "people": roster(*roles)}


def test_the_lowest_role_decides() -> None:
    """Each with its counts."""
    clerk = [replace(HELPED, role="Clerk")] * 4 + [replace(DONE, role="Clerk")]
    reading = ask("tests.unaided", _tried(*[DONE] * 5, *clerk, roles=("Sales rep", "Clerk")))
    assert isinstance(reading, Measured)
    assert reading.value == 0.2
    assert reading.summary == "Clerk, the lowest of 2 roles, 1 of 5 tasks were completed without help."
    assert [each.id for each in reading.evidence] == ["Clerk", "Sales rep"]
    first = reading.levers[0]
    assert isinstance(first, Work)
    assert first.after[:3] == (1 / 5, 2 / 6, 3 / 7)


def test_one_role() -> None:
    """By its name."""
    sources = _tried(*[DONE] * 5, *[replace(HELPED, role="Clerk")] * 5, roles=("Sales rep", "Clerk"))
    assert value("tests.unaided", sources, role="Sales rep") == 1
    assert why("tests.unaided", sources, role="Boss") == 'nobody holds the role "Boss"; the roster has Clerk, Sales rep'


def test_too_few_tasks_say_nothing() -> None:
    """Of every role."""
    assert "the role Sales rep tried 4 tasks of its work, and 5 are needed" in why("tests.unaided", _tried(*[DONE] * 4))
    assert "the role Clerk tried no task of its work" in why(
        "tests.unaided", _tried(*[DONE] * 5, roles=("Sales rep", "Clerk"))
    )
    assert value("tests.unaided", _tried(*[DONE] * 4), min=4) == 1


def test_tasks_to_come_do_not_count() -> None:
    """A success from the end of its day, anything else from the start."""
    assert value("tests.unaided", _tried(*[DONE] * 5, replace(HELPED, tried_at=day(-2)))) == 1
    assert value("tests.unaided", _tried(*[DONE] * 5, replace(HELPED, tried_at=day(0)))) == 5 / 6
    assert "tried 4 tasks" in why("tests.unaided", _tried(*[DONE] * 4, replace(DONE, tried_at=day(0))))


def test_the_share_that_went_back() -> None:
    """Of all tasks, with those it happened in."""
    reading = ask("tests.fallback", _tried(DONE, DONE, BACK, replace(BACK, tried_at=moment(1))))
    assert isinstance(reading, Measured)
    assert (reading.value, reading.summary) == (0.5, "In 2 of 4 tasks, people went back to the old way.")
    assert [(each.id, each.note) for each in reading.evidence] == [("Quote", "2 times the old way")]


def test_a_fallback_that_nobody_noted_is_unknown() -> None:
    """Not a no."""
    reason = why("tests.fallback", _tried(DONE, replace(DONE, fallback=None)))
    assert reason.startswith("1 row of real-work-tests do")
    assert why("tests.fallback", _tried(replace(DONE, tried_at=day(-3)))).startswith("nobody tried their own work yet")


def test_how_long_tasks_take() -> None:
    """Of each role the median of the time by the time that it may take; the slowest decides."""
    slow = [replace(DONE, seconds=seconds, target_seconds=100) for seconds in (100, 150, 200, 250, 1000)]
    quick = [replace(DONE, role="Clerk", seconds=90, target_seconds=100)] * 5
    reading = ask("tests.task-time", _tried(*slow, *quick, roles=("Sales rep", "Clerk")))
    assert isinstance(reading, Measured)
    assert (reading.value, reading.summary) == (
        2.0,
        "Sales rep: half of the tasks take more than 2 times what they may.",
    )
    assert [(each.id, each.note) for each in reading.evidence] == [("Clerk", "0.9 times"), ("Sales rep", "2 times")]
    reason = why("tests.task-time", _tried(*slow[:4], replace(slow[0], target_seconds=None)))
    assert reason.startswith("the role Sales rep has 4 tasks with seconds and target-seconds, and 5 are needed")
