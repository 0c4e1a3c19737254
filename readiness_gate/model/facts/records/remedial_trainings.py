"""Facts of remedial training for adoption problems."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class RemedialTraining:
    """Training that somebody requested because people do not work as intended."""

    id: str
    created: When
    barrier: str = ""
    """The assessed barrier that it addresses; empty for none."""


@dataclass(frozen=True, slots=True)
class RemedialTrainingFacts(RecordFacts):
    """Every such training."""

    records: tuple[RemedialTraining, ...]
