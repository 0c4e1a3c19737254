"""Facts of what the system should improve: key figures with their baseline, target and actual value."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class Kpi:
    """A measurement of a key figure; rows with the same name are later measurements of it."""

    kpi: str
    process: str = ""
    """The process that it is about."""
    engagement: bool | None = None
    """Whether it measures how people use the system, not just that it runs; None if unknown."""
    baseline: float | None = None
    """Its value before the change; None if none was captured."""
    captured_at: When | None = None
    """When the baseline was captured."""
    target: float | None = None
    """The value to reach."""
    target_set_at: When | None = None
    actual: float | None = None
    """Its value after the change."""
    measured_at: When | None = None
    """When the actual value was measured."""


@dataclass(frozen=True, slots=True)
class KpiFacts(RecordFacts):
    """Every key figure."""

    records: tuple[Kpi, ...]
