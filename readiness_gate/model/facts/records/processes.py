"""Facts of business processes."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts


@dataclass(frozen=True, slots=True)
class Process:
    """A process in the scope of the rollout, and where it is described."""

    process: str
    critical: bool
    as_is: str = ""
    """Where its present form is described, as a document or a link; empty for nowhere."""
    to_be: str = ""
    """Where its future form is described."""


@dataclass(frozen=True, slots=True)
class ProcessFacts(RecordFacts):
    """Every process."""

    records: tuple[Process, ...]
