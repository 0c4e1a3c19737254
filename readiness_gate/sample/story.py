"""What happens in the sample program, and when: two moments of one story, before it is ready and after."""

from datetime import UTC, datetime

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import DAY, Instant, seconds_of

MILESTONE = "go-live"
BEGIN: Instant = seconds_of(datetime(2025, 10, 6, 7, 30, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the system."""

    name: str
    subject: str
    """The object that it configures."""
    fields: tuple[str, ...]
    """The configured fields of the object."""
    documents: tuple[str, ...]
    settled: int
    """The day, counted from the beginning, of the last change of its configuration."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the people in the program."""

    name: str
    prefix: str
    """The prefix of its people's ids."""
    people: int
    """The number of people in it."""
    modules: tuple[str, ...]
    """The required training modules."""
    untrained: tuple[int, int]
    """The number of people without the last module, at either moment."""
    critical: str = ""
    """The critical process that it works in."""
    critical_people: int = 0
    """The number of its people in that process."""


@dataclass(frozen=True, slots=True)
class Story:
    """The program at one of the two moments."""

    name: str
    as_of: Instant
    ready: bool


STORIES = {
    "not-ready": Story("not-ready", seconds_of(datetime(2026, 3, 9, 8, 0, tzinfo=UTC)), ready=False),
    "ready": Story("ready", seconds_of(datetime(2026, 3, 20, 8, 0, tzinfo=UTC)), ready=True),
}

AREAS = (
    Area(
        "quoting",
        "Quote",
        ("Discount", "Total", "ValidUntil", "ApprovalStatus"),
        ("create", "discounts", "approvals"),
        149,
    ),
    Area("pipeline", "Opportunity", ("Stage", "Forecast", "CloseReason"), ("stages", "forecast", "handover"), 118),
    Area("service", "Case", ("Priority", "Escalation", "Queue"), ("cases", "escalation", "queues"), 124),
    Area("accounts", "Account", ("Segment", "Region", "CreditLimit"), ("merge", "segments", "addresses"), 101),
)

ROLES = (
    Role("Sales rep", "sales", 48, ("basics", "quoting", "pipeline"), (3, 1)),
    Role("Sales manager", "manager", 9, ("basics", "pipeline"), (0, 0)),
    Role("Service agent", "agent", 24, ("basics", "service"), (9, 1), "Case to resolution", 10),
    Role("Back office", "office", 12, ("basics", "accounts"), (1, 0)),
)


def day(number: int, hour: int = 0, minute: int = 0) -> Instant:
    """Return the instant on a day of the story, counted from the beginning."""
    return BEGIN + number * DAY + hour * 3_600 + minute * 60


def last_day(story: Story) -> int:
    """Return the last full day of the story before its moment."""
    return (story.as_of - BEGIN) // DAY - 1
