"""Facts of the benefits for people in each role."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts


@dataclass(frozen=True, slots=True)
class Benefit:
    """The benefit for people in a role, in their words."""

    role: str
    statement: str


@dataclass(frozen=True, slots=True)
class BenefitFacts(RecordFacts):
    """Every statement."""

    records: tuple[Benefit, ...]
