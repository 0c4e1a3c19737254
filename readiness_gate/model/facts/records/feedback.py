"""Facts of user feedback."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class FeedbackItem:
    """Feedback from a user, and when somebody answered it."""

    id: str
    created: When
    answered: When | None = None
    """When somebody other than the user first answered; None if not yet."""
    led_to_change: bool | None = None
    """Whether it led to a change; None if unknown."""
    link: str = ""
    """Its link."""


@dataclass(frozen=True, slots=True)
class FeedbackFacts(RecordFacts):
    """All feedback."""

    records: tuple[FeedbackItem, ...]
