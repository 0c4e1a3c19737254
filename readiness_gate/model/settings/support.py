"""The configuration of user support."""

from collections.abc import Mapping
from dataclasses import field

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Seconds


@dataclass(frozen=True, slots=True)
class Target:
    """The agreed time for the first answer to a ticket."""

    seconds: Seconds
    is_working_time: bool = False
    """Whether only working time counts."""


@dataclass(frozen=True, slots=True)
class SupportSettings:
    """The support of users after go-live. A place is a link, or a file beside the configuration."""

    channel: str = ""
    """Where users ask for help."""
    roster: str = ""
    """The place of the schedule of who answers in the first weeks."""
    exit_criteria: str = ""
    """The place of the exit criteria of the first weeks."""
    articles: tuple[str, ...] = ()
    """The places of articles on common tasks."""
    priorities: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """The ticket system's names for each priority."""
    targets: Mapping[str, Target] = field(default_factory=dict[str, Target])
    """The agreed time for each priority."""
