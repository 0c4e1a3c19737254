"""Facts of the systems that the new one replaces."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class OldSystem:
    """A system, a spreadsheet or a shared list that the new system replaces."""

    system: str
    last_entry: When
    """When somebody last entered or changed anything in it."""


@dataclass(frozen=True, slots=True)
class OldSystemFacts(RecordFacts):
    """Every old system."""

    records: tuple[OldSystem, ...]
