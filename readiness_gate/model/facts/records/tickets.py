"""Facts of support tickets, in a pilot or after go-live."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class Ticket:
    """A support ticket and how it was handled."""

    id: str
    created: When
    priority: str = ""
    first_response: When | None = None
    """When somebody other than the reporter first answered; None if not yet."""
    resolved: When | None = None
    reopened: int | None = None
    """How often it was reopened; None if unknown."""
    met_sla: bool | None = None
    """Whether it was answered in the agreed time, as the ticket system reports; None if it does not."""
    link: str = ""
    """Its link."""


@dataclass(frozen=True, slots=True)
class TicketFacts(RecordFacts):
    """Every ticket."""

    records: tuple[Ticket, ...]
