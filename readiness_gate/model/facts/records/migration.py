"""Facts of the migration: how its data compares with the source, and how its cutover was rehearsed."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A comparison of one kind of migrated data, such as customers, with its source."""

    data: str
    reconciled_at: When
    source_count: int
    target_count: int
    matching: int | None = None
    """How many records match; None if only their numbers were compared."""
    source_amount: float | None = None
    target_amount: float | None = None
    """The money total on either side; both or neither."""
    explained: bool | None = None
    """Whether a difference in money is explained."""
    signed_by: str = ""
    """The data owner who signed the comparison; empty if nobody did."""


@dataclass(frozen=True, slots=True)
class ReconciliationFacts(RecordFacts):
    """Every comparison."""

    records: tuple[Reconciliation, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A rehearsal of the cutover."""

    rehearsal: str
    ended_at: When
    whole: bool
    """Whether the entire cutover was rehearsed."""
    open_severe: int
    """How many severity 1 and 2 defects it left open."""
    hours: float
    window_hours: float
    """How long it took, and how long it may take."""


@dataclass(frozen=True, slots=True)
class RehearsalFacts(RecordFacts):
    """Every rehearsal."""

    records: tuple[Rehearsal, ...]
