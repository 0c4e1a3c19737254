"""Facts of how often tasks are started in the system, and how often they are completed."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class TaskRuns:
    """How often a task was started in a period, such as a week, and eventually completed."""

    task: str
    until: When
    """The end of the period."""
    started: int
    completed: int
    critical: bool | None = None
    """Whether work stops without this task; None if unknown."""


@dataclass(frozen=True, slots=True)
class TaskRunFacts(RecordFacts):
    """The counts of every task and period."""

    records: tuple[TaskRuns, ...]
