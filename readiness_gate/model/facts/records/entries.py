"""Facts of the records that people enter in the system: by whom, for whom, and how long after the work."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class Entry:
    """A record in the system, such as an opportunity, a case or an order. A field is None if the export does not
    say."""

    id: str
    created: When
    """When it was entered."""
    created_by: str
    """The person who entered it."""
    owner: str = ""
    """The person whose work it is about; empty if the export does not say."""
    happened: When | None = None
    """When the work that it is about was done."""
    process: str = ""
    complete: bool | None = None
    """Whether it has everything that the process needs."""
    duplicate: bool | None = None
    """Whether it is about the same thing as another record."""
    bulk: bool | None = None
    """Whether it came from an import or a mass upload."""
    finished: When | None = None
    """When its process was finished; None if it is not yet."""
    owner_acted: bool | None = None
    """Whether its owner did anything in it."""


@dataclass(frozen=True, slots=True)
class EntryFacts(RecordFacts):
    """Every record."""

    records: tuple[Entry, ...]
