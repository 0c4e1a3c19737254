"""Facts of what leaders did for the change, such as talking with their people about it."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class LeaderAct:
    """Something that a leader did, such as a talk with the team about the new way of working."""

    person: str
    held_on: When


@dataclass(frozen=True, slots=True)
class LeaderActFacts(RecordFacts):
    """Every act."""

    records: tuple[LeaderAct, ...]
