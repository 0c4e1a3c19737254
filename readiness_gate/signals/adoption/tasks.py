"""The signal on tasks that people start in the system and either complete or abandon."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.task_runs import TaskRunFacts, TaskRuns
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted, listed
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.go_live import live_since
from readiness_gate.signals.views.records import by, check_recent, perhaps_by


@dataclass(frozen=True, slots=True)
class _Completion:
    """How often a task was started and completed in the window."""

    task: str
    started: int
    completed: int

    @property
    def share(self) -> float:
        return self.completed / self.started

    @property
    def words(self) -> str:
        return f"{self.completed} of {self.started} completed"


def task_completion(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of a critical task's runs that were completed, for the task with the lowest share. Raises
    CannotMeasure if a critical task was started too rarely to judge."""
    live, least = live_since(facts, as_of), parameters.number("min")
    check_recent(facts, facts.require("task-runs", TaskRunFacts), as_of)
    begin = max(as_of - parameters.seconds("window"), live.start - 1)
    days = parameters.in_words("window")
    found = [_completion(task, rows, begin, as_of) for task, rows in _critical(facts, as_of).items()]
    if not found:
        raise CannotMeasure("no task is critical: set critical = yes for the tasks without which work stops")
    rare = [f"{one.task} ({one.started})" for one in found if one.started < least]
    if rare:
        raise CannotMeasure(
            f"critical tasks were started fewer than {counted(least, 'time')} in the last {days}: {listed(rare)}. "
            "Export later weeks, find out where people do them instead, or set critical = no for those that are not"
        )
    lowest = min(found, key=lambda one: (one.share, one.task))
    return Measured(
        lowest.share,
        f"{lowest.task}, the lowest of {counted(len(found), 'critical task')}: {lowest.words} in the last {days}.",
        tuple(Evidence("task", one.task, one.words) for one in sorted(found, key=lambda one: (one.share, one.task))),
        shortfall=f"{lowest.started - lowest.completed} of {lowest.started} runs of {lowest.task} not completed",
    )


TASK_COMPLETION = Signal(
    name="adoption.task-completion",
    unit="share",
    sources=("task-runs",),
    meaning="The share of a critical task's runs that people completed, of the task with the lowest share.",
    needs=all_of("task-runs"),
    measure=task_completion,
    parameters=(
        Parameter("window", "window", "28d", "only periods that ended in that time"),
        Parameter("min", "count", 20, "the fewest runs of each task to judge by"),
    ),
    topic="how often people complete tasks",
)


def _critical(facts: Facts, as_of: Instant) -> Mapping[str, list[TaskRuns]]:
    """Return the rows of each task that may belong to periods before `as_of`, without the tasks that all of their
    rows call not critical."""
    of_task: defaultdict[str, list[TaskRuns]] = defaultdict(list)
    for row in facts.require("task-runs", TaskRunFacts).records:
        if perhaps_by(row.until, as_of):
            of_task[row.task].append(row)
    return {task: rows for task, rows in of_task.items() if any(row.critical is not False for row in rows)}


def _completion(task: str, rows: Iterable[TaskRuns], begin: Instant, as_of: Instant) -> _Completion:
    """Return the runs of a task in (begin, as_of]. Of a period that may have ended outside, only the runs that were
    not completed count."""
    started = completed = 0
    for row in rows:
        if row.until.end <= begin or not perhaps_by(row.until, as_of):
            continue
        if row.until.start > begin and by(row.until, as_of):
            completed += row.completed
            started += row.started
        else:
            started += row.started - row.completed
    return _Completion(task, started, completed)


SIGNALS = (TASK_COMPLETION,)
