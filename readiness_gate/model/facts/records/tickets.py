"""Facts of support: the tickets of people who use the system, in a pilot or after go-live."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket, and what became of it."""

    id: str
    created: When
    priority: str = ""
    first_response: When | None = None
    """When somebody else than the reporter answered first; None for not yet."""
    resolved: When | None = None
    reopened: int | None = None
    """How often it was opened again; None where that is unknown."""
    met_sla: bool | None = None
    """Whether it was answered in the time agreed, as the ticket system says; None where it does not."""
    link: str = ""
    """Where it can be opened."""


@dataclass(frozen=True, slots=True)
class TicketFacts(RecordFacts):
    """Every ticket."""

    records: tuple[Ticket, ...]
