"""How often people complete the tasks that they begin."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support.after_live import UNKNOWN, measured, read, why_not
from support.effort import law
from support.tables import MONDAY, at, day, table

from readiness_gate.model.facts.records.task_runs import TaskRunFacts, TaskRuns
from readiness_gate.model.reading import Measured
from readiness_gate.model.time import DAY

SIGNAL = "adoption.task-completion"


def _runs(*rows: TaskRuns, days: float | None = None) -> Any:
    """The facts of an export of so many days after the go-live, or of an unknown day."""
    facts = table(TaskRunFacts, "task-runs", *rows)
    observed = None if days is None else MONDAY + round(days * DAY)
    return replace(facts, provenance=replace(facts.provenance, observed_at=observed))


def test_the_lowest_critical_task() -> None:
    """Of the periods in the window; a task of which nobody said that it is not critical is."""
    rows = (
        TaskRuns("Quote", day(40), 30, 30, critical=True),
        TaskRuns("Quote", day(50), 30, 18, critical=True),
        TaskRuns("Quote", day(20), 300, 0, critical=True),
        TaskRuns("Order", day(50), 20, 17),
        TaskRuns("List", day(50), 100, 1, critical=False),
    )
    reading = measured(SIGNAL, _runs(*rows))
    assert (reading.value, reading.summary) == (
        0.8,
        "Quote, the lowest of 2 critical tasks: 48 of 60 completed in the last 28 days.",
    )
    assert [one.id for one in reading.evidence] == ["Quote", "Order"]
    assert reading.shortfall == "12 of 60 runs of Quote not completed"


def test_a_task_that_hardly_anybody_begins() -> None:
    """Is unknown, and so is one whose rows are older; and so is everything without a critical task."""
    good, old = TaskRuns("Quote", day(50), 90, 90), TaskRuns("Order", day(20), 90, 90)
    assert "critical tasks were started fewer than 20 times in the last 28 days: Order (0)" in (
        why_not(SIGNAL, _runs(good, old))
    )
    assert "Quote (19)" in why_not(SIGNAL, _runs(TaskRuns("Quote", day(50), 19, 19)))
    assert why_not(SIGNAL, _runs(TaskRuns("Quote", day(50), 90, 90, critical=False))).startswith("no task is critical")


def test_what_came_later_makes_no_task_critical() -> None:
    """Nor is a task missing that nobody had counted by then."""
    good = TaskRuns("Quote", day(50), 90, 90)
    later = (TaskRuns("Order", day(80), 90, 90), TaskRuns("List", day(80), 90, 90, critical=True))
    listed = TaskRuns("List", day(50), 100, 1, critical=False)
    assert measured(SIGNAL, _runs(good, listed, *later)).summary.startswith("Quote, the lowest of 1 critical task: 90 ")


def test_an_old_export() -> None:
    """Says nothing of the weeks since, however good it is."""
    runs = TaskRuns("Quote", day(50), 90, 90)
    assert measured(SIGNAL, _runs(runs, days=54)).value == 1
    assert "more than 7 days old" in why_not(SIGNAL, _runs(runs, days=52))


def test_only_after_go_live() -> None:
    """Runs in tests and training count for nothing, and so does everything where the go-live is unknown."""
    before = TaskRuns("Quote", day(-1), 100, 100)
    assert "Quote (0)" in why_not(SIGNAL, _runs(before), days=10)
    assert "is unknown" in why_not(SIGNAL, _runs(before), milestone=UNKNOWN)


def test_periods_that_may_have_ended_outside() -> None:
    """Only what was not completed counts: on the first day of the window, and today."""
    doubtful = (TaskRuns("Quote", day(32), 50, 40), TaskRuns("Quote", day(60), 50, 40))
    reading = measured(SIGNAL, _runs(TaskRuns("Quote", at(50), 30, 30), *doubtful))
    assert reading.summary.startswith("Quote, the lowest of 1 critical task: 30 of 50 completed")


@law(200)
@given(st.lists(st.tuples(st.integers(20, 65), st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=8))
def test_another_run_that_is_given_up_never_helps(counts: list[tuple[int, int, int]]) -> None:
    """The share is no higher with it, and nothing becomes known that is good."""
    rows = [TaskRuns(f"T{at % 3}", day(at), done + more, done) for at, done, more in counts]
    worse = [*rows[:-1], TaskRuns(rows[-1].task, rows[-1].until, rows[-1].started + 1, rows[-1].completed)]
    before, after = read(SIGNAL, _runs(*rows)), read(SIGNAL, _runs(*worse))
    if isinstance(after, Measured):
        assert after.value <= before.value if isinstance(before, Measured) else after.value < 1
