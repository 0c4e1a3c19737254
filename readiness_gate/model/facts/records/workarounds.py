"""Facts of the ways in which people work around the system."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class Workaround:
    """A way around the system, and what makes it unnecessary."""

    id: str
    created: When
    fix: str = ""
    """The issue that fixes the cause; empty for none."""
    closed: When | None = None
    """When nobody used it any more; None for not yet."""


@dataclass(frozen=True, slots=True)
class WorkaroundFacts(RecordFacts):
    """Every workaround."""

    records: tuple[Workaround, ...]
