"""Facts of the audits after go-live: how people use the system, and what is harder than before."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit after go-live."""

    day: int
    """The day that it is planned for, counted from go-live: 7, 30, 60 or 90."""
    held_on: When | None = None
    """When it was held; None for not yet."""
    asked_harder: bool | None = None
    """Whether people were asked what is harder now than before; None where nobody said."""
    answers: int | None = None
    """How many of the most frequent answers, at most three, were noted."""
    answers_with_issue: int | None = None
    """For how many of these there is an issue."""
    link: str = ""
    """Where it can be opened."""


@dataclass(frozen=True, slots=True)
class AuditFacts(RecordFacts):
    """Every audit, planned or held."""

    records: tuple[Audit, ...]
