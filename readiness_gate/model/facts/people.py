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
    """From when; None for always. Of a day, its start."""
    until: Instant | None = None
    """Until when; None for always. Of a day, its end."""
    critical: bool | None = None
    """Whether the person works in a critical process; None when the roster does not say."""
    wave: str = ""
    """The part of the rollout that the person belongs to; empty without such a column."""
    process: str = ""
    """The critical process that the person works in, as the roster names it; empty for none."""
    unit: str = ""
    """The unit of the organization that the person belongs to; empty where the roster does not say."""
    leader: bool | None = None
    """Whether the person leads others; None when the roster has no such column."""
    super_user: bool | None = None
    """Whether colleagues can turn to the person for help; None when the roster has no such column."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A person completed a training module.

    `completed_at` is when that was for certain: the end of the day, where the source gives a day. `started_at` is the
    earliest that it can have been, the start of that day; None when it is the same instant. The completion counts
    through `expires`; None when it never expires.
    """

    person: str
    module: str
    completed_at: Instant
    expires: Instant | None = None
    started_at: Instant | None = None
    version: str = ""
    """The version of the module's material; empty where the source does not say."""

    @property
    def earliest(self) -> Instant:
        """The earliest instant at which it can have been completed."""
        return self.completed_at if self.started_at is None else self.started_at


@dataclass(frozen=True, slots=True)
class PeopleFacts(SourceFacts):
    """Who is to use the system in which role, and what they have completed."""

    roster: tuple[Membership, ...]
    completions: tuple[Completion, ...]
    """None where `has_completions` is false, and then that says nothing about training."""
    uncounted: tuple[str, ...] = ()
    """In words, how many rows do not count, and why."""
    hints: tuple[str, ...] = ()
    """What a person should check."""
    dated: Mapping[str, Instant] = field(default_factory=dict[str, Instant])
    """The time that each file is known to be of, as somebody said or by its name; files without one are left out."""
    has_completions: bool = True
    """Whether completions are configured: a program that only asks who uses the system has a roster alone."""


@dataclass(frozen=True, slots=True)
class Session:
    """A training session for the people of a role, planned or held.

    `begins` is when it begins at the latest: the end of the day, where the source gives a day. `started_at` is the
    earliest that it can begin, the start of that day; None when it is the same instant.
    """

    begins: Instant
    module: str
    role: str
    started_at: Instant | None = None
    ends: Instant | None = None
    """When it ends at the latest; None where the source does not say."""

    @property
    def earliest(self) -> Instant:
        """The earliest instant at which it can begin."""
        return self.begins if self.started_at is None else self.started_at


@dataclass(frozen=True, slots=True)
class CalendarFacts(SourceFacts):
    """When people are trained: all sessions, at least one."""

    sessions: tuple[Session, ...]
