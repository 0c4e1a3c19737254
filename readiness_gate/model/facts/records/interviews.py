"""Facts of the interviews with the people who do the work."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview with somebody in a role on how people work today."""

    id: str
    role: str
    held_on: When | None = None
    """None if it is only planned."""


@dataclass(frozen=True, slots=True)
class InterviewFacts(RecordFacts):
    """Every interview."""

    records: tuple[Interview, ...]
