"""Facts of the phases of a rollout."""

from typing import Literal, TypeAlias, get_args

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When

Phase: TypeAlias = Literal["introduction", "implementation", "adoption"]
PHASES: tuple[Phase, ...] = get_args(Phase)
"""In their order."""


@dataclass(frozen=True, slots=True)
class PhaseItem:
    """A piece of work of a phase."""

    id: str
    phase: Phase
    started: When | None = None
    """None for not begun."""
    done: When | None = None
    """None for not done."""


@dataclass(frozen=True, slots=True)
class PhaseFacts(RecordFacts):
    """All work of all phases."""

    records: tuple[PhaseItem, ...]
