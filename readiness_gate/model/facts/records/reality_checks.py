"""Facts of the checks by daily users before go-live."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class RealityCheck:
    """A check of the system by somebody who will use it every day."""

    id: str
    role: str
    held_on: When | None = None
    """None if it is only planned."""


@dataclass(frozen=True, slots=True)
class RealityCheckFacts(RecordFacts):
    """Every check."""

    records: tuple[RealityCheck, ...]
