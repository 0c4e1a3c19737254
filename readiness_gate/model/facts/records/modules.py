"""Facts of the training material: the versions of each module."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class ModuleVersion:
    """A version of the material of a training module, and when it was published."""

    module: str
    version: str
    published_at: When
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ModuleFacts(RecordFacts):
    """Every version of the material of every training module."""

    records: tuple[ModuleVersion, ...]
