"""Facts of design decisions, and who took part."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class DesignDecision:
    """A decision on how people will work."""

    id: str
    decided_on: When | None = None
    """None if it is still open."""
    users: int | None = None
    """How many future users took part; None if unknown."""


@dataclass(frozen=True, slots=True)
class DesignDecisionFacts(RecordFacts):
    """Every decision."""

    records: tuple[DesignDecision, ...]
