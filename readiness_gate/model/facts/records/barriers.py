"""Facts of barriers to adoption."""

from typing import Literal, TypeAlias, get_args

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When

BarrierGroup: TypeAlias = Literal["process", "policy", "people", "communication", "incentives", "support"]
GROUPS: tuple[BarrierGroup, ...] = get_args(BarrierGroup)
BarrierLevel: TypeAlias = Literal["absent", "low", "medium", "high"]
LEVELS: tuple[BarrierLevel, ...] = get_args(BarrierLevel)


@dataclass(frozen=True, slots=True)
class Barrier:
    """The assessment of a possible barrier to adoption."""

    id: str
    group: BarrierGroup
    level: BarrierLevel
    """`absent` if the assessment found no barrier."""
    assessed_on: When | None = None
    """None if it is not assessed yet."""
    owner: str = ""
    """Who removes it."""
    closed_on: When | None = None
    """None while it is open."""


@dataclass(frozen=True, slots=True)
class BarrierFacts(RecordFacts):
    """Every barrier."""

    records: tuple[Barrier, ...]
