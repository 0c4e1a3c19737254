"""Facts of tests by the business: acceptance tests, and people who try their own work."""

from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When

Result: TypeAlias = Literal["passed", "failed", "blocked", "in-progress", "not-run"]


@dataclass(frozen=True, slots=True)
class AcceptanceTest:
    """An acceptance test, planned or run; a test that was run several times has a record for each run."""

    test: str
    result: Result
    executed_at: When | None = None
    """When it was run; None if it was not, or the file does not say."""
    critical: bool | None = None
    """Whether it belongs to a critical process; None if the file does not say."""
    role: str = ""
    """The role that it was run in."""
    by_business: bool | None = None
    """Whether somebody who will work in that role ran it."""
    migrated_data: bool | None = None
    own_rights: bool | None = None
    """Whether it was run with the role's future access rights."""


@dataclass(frozen=True, slots=True)
class AcceptanceFacts(RecordFacts):
    """Every acceptance test, planned and run."""

    records: tuple[AcceptanceTest, ...]


@dataclass(frozen=True, slots=True)
class RealTask:
    """Somebody in a role tried a task of their own work."""

    role: str
    task: str
    tried_at: When
    success: bool
    unaided: bool
    critical: bool | None = None
    fallback: bool | None = None
    """Whether they went back to the old way; None if the file does not say."""
    seconds: float | None = None
    target_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class RealTaskFacts(RecordFacts):
    """Every task that somebody tried."""

    records: tuple[RealTask, ...]
