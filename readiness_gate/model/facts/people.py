"""Facts about people: who is on the roster, who completed what, and which sessions are planned."""

from collections.abc import Mapping
from dataclasses import field

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.time import Instant


@dataclass(frozen=True, slots=True)
class Membership:
    """A row of the roster: a person holds a role."""

    person: str
    role: str
    since: Instant | None = None
    """Since when; None for always. Of a day, its start."""
    until: Instant | None = None
    """Until when; None for always. Of a day, its end."""
    critical: bool | None = None
    """Whether the person works in a critical process; None if the roster does not say."""
    wave: str = ""
    """The person's rollout wave; empty without such a column."""
    process: str = ""
    """The critical process that the person works in, as the roster names it; empty for none."""
    unit: str = ""
    """The person's organizational unit; empty if the roster does not say."""
    leader: bool | None = None
    """Whether the person leads others; None without such a column."""
    super_user: bool | None = None
    """Whether colleagues can ask the person for help; None without such a column."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A person completed a training module.

    `completed_at` is the latest possible time: the end of the day if the source gives a day. `started_at` is the
    earliest possible time, the start of that day; None if it is the same instant. The completion is valid through
    `expires`; None if it never expires.
    """

    person: str
    module: str
    completed_at: Instant
    expires: Instant | None = None
    started_at: Instant | None = None
    version: str = ""
    """The version of the module's material; empty if the source does not say."""

    @property
    def earliest(self) -> Instant:
        """The earliest instant at which it can have been completed."""
        return self.completed_at if self.started_at is None else self.started_at


@dataclass(frozen=True, slots=True)
class PeopleFacts(SourceFacts):
    """Who is to use the system in which role, and what they have completed."""

    roster: tuple[Membership, ...]
    completions: tuple[Completion, ...]
    """Empty if `has_completions` is false, which then says nothing about training."""
    uncounted: tuple[str, ...] = ()
    """How many rows do not count, and why, in words."""
    hints: tuple[str, ...] = ()
    """What a person should check."""
    dated: Mapping[str, Instant] = field(default_factory=dict[str, Instant])
    """The known time of each file, as stated or from its name; files without one are left out."""
    has_completions: bool = True
    """Whether completions are configured: a program that only measures use has just a roster."""


@dataclass(frozen=True, slots=True)
class Session:
    """A training session for the people of a role, planned or held.

    `begins` is its latest possible start: the end of the day if the source gives a day. `started_at` is its earliest
    possible start, the start of that day; None if it is the same instant.
    """

    begins: Instant
    module: str
    role: str
    started_at: Instant | None = None
    ends: Instant | None = None
    """Its latest possible end; None if the source does not say."""

    @property
    def earliest(self) -> Instant:
        """The earliest instant at which it can begin."""
        return self.begins if self.started_at is None else self.started_at


@dataclass(frozen=True, slots=True)
class CalendarFacts(SourceFacts):
    """When people are trained: all sessions, at least one."""

    sessions: tuple[Session, ...]
