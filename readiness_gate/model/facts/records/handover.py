"""Facts of the handover from the project to operations and support."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class HandoverItem:
    """Something to hand over, such as the support of a module, and whether its receiver signed for it."""

    item: str
    receiver: str
    """The team or function that takes it over."""
    signed_on: When | None = None
    """When the receiver signed; None if not yet."""


@dataclass(frozen=True, slots=True)
class HandoverFacts(RecordFacts):
    """Everything to hand over."""

    records: tuple[HandoverItem, ...]
