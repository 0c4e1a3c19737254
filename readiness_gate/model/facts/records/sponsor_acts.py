"""Facts of what the sponsor did where people saw it."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class SponsorAct:
    """Something that the sponsor did, such as a message or a visit to a training session."""

    id: str
    held_on: When | None = None
    """None for one that is only planned."""


@dataclass(frozen=True, slots=True)
class SponsorActFacts(RecordFacts):
    """Every act."""

    records: tuple[SponsorAct, ...]
