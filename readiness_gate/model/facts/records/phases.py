"""Facts of the phases of a rollout."""

from typing import Literal, TypeAlias, get_args

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When

Phase: TypeAlias = Literal["introduction", "implementation", "adoption"]
PHASES: tuple[Phase, ...] = get_args(Phase)
"""The phases in order."""


@dataclass(frozen=True, slots=True)
class PhaseItem:
    """A piece of work in a phase."""

    id: str
    phase: Phase
    started: When | None = None
    """None if it has not started."""
    done: When | None = None
    """None if it is not done."""


@dataclass(frozen=True, slots=True)
class PhaseFacts(RecordFacts):
    """All work of all phases."""

    records: tuple[PhaseItem, ...]
