"""Facts of the hand-over from the project to those who run and support the system."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class HandoverItem:
    """What is handed over, such as the support of a module, and whether its receiver signed for it."""

    item: str
    receiver: str
    """The team or function that takes it over."""
    signed_on: When | None = None
    """When the receiver signed; None for not yet."""


@dataclass(frozen=True, slots=True)
class HandoverFacts(RecordFacts):
    """Everything to hand over."""

    records: tuple[HandoverItem, ...]
