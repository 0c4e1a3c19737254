"""Facts of the feedback of users."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import When


@dataclass(frozen=True, slots=True)
class FeedbackItem:
    """What a user said of the system, and when somebody answered."""

    id: str
    created: When
    answered: When | None = None
    """When somebody else than the user answered first; None for not yet."""
    led_to_change: bool | None = None
    """Whether something was changed because of it; None where that is unknown."""
    link: str = ""
    """Where it can be opened."""


@dataclass(frozen=True, slots=True)
class FeedbackFacts(RecordFacts):
    """All feedback."""

    records: tuple[FeedbackItem, ...]
