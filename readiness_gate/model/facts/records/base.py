"""What the facts of every table of records have in common."""

from collections.abc import Mapping
from dataclasses import field

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.time import Instant


@dataclass(frozen=True, slots=True)
class RecordFacts(SourceFacts):
    """Base class of the facts of a table of records."""

    dated: Mapping[str, Instant]
    """The known time of each file, as stated or from its name; files without one are left out."""
    records: tuple[object, ...]
    """In the order of the file; at least one."""
    lacking: Mapping[str, str] = field(default_factory=dict[str, str])
    """The fields whose values were not read, each with what to do about that."""
