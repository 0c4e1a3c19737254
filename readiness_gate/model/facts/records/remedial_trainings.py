"""Facts of training that is to solve a problem of adoption."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class RemedialTraining:
    """A training that somebody asked for because people do not work as intended."""

    id: str
    created: When
    barrier: str = ""
    """The assessed barrier that it answers; empty for none."""


@dataclass(frozen=True, slots=True)
class RemedialTrainingFacts(RecordFacts):
    """Every such training."""

    records: tuple[RemedialTraining, ...]
