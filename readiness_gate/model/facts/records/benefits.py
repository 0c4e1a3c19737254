"""Facts of what people in each role get from the system."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts


@dataclass(frozen=True, slots=True)
class Benefit:
    """What people in a role get from the system, in their words."""

    role: str
    statement: str


@dataclass(frozen=True, slots=True)
class BenefitFacts(RecordFacts):
    """Every statement."""

    records: tuple[Benefit, ...]
