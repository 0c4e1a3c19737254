"""Facts of the processes that people work by."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts


@dataclass(frozen=True, slots=True)
class Process:
    """A process in the scope of the rollout, and where it is described."""

    process: str
    critical: bool
    as_is: str = ""
    """Where it is described as it is today: a document or a link; empty for nowhere."""
    to_be: str = ""
    """Where it is described as it will be."""


@dataclass(frozen=True, slots=True)
class ProcessFacts(RecordFacts):
    """Every process."""

    records: tuple[Process, ...]
