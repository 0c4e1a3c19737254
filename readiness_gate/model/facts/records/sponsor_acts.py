"""Facts of the sponsor's visible acts."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class SponsorAct:
    """Something that the sponsor did, such as a message or a visit to a training session."""

    id: str
    held_on: When | None = None
    """None if it is only planned."""


@dataclass(frozen=True, slots=True)
class SponsorActFacts(RecordFacts):
    """Every act."""

    records: tuple[SponsorAct, ...]
