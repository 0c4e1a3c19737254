"""Facts of how people work around the system."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class Workaround:
    """A workaround, and what makes it unnecessary."""

    id: str
    created: When
    fix: str = ""
    """The issue that fixes the cause; empty for none."""
    closed: When | None = None
    """When people stopped using it; None if they have not."""


@dataclass(frozen=True, slots=True)
class WorkaroundFacts(RecordFacts):
    """Every workaround."""

    records: tuple[Workaround, ...]
