"""What the configuration says of the support of users."""

from collections.abc import Mapping
from dataclasses import field

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Seconds


@dataclass(frozen=True, slots=True)
class Target:
    """The time agreed for the first answer to a ticket."""

    seconds: Seconds
    is_working_time: bool = False
    """Whether only working time counts."""


@dataclass(frozen=True, slots=True)
class SupportSettings:
    """The support of users after go-live. A place is a link, or a file beside the configuration."""

    channel: str = ""
    """Where users ask for help."""
    roster: str = ""
    """The place of the plan of who answers in the first weeks."""
    exit_criteria: str = ""
    """The place of the criteria by which the first weeks end."""
    articles: tuple[str, ...] = ()
    """The places of articles on common tasks."""
    priorities: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """What the ticket system calls each priority."""
    targets: Mapping[str, Target] = field(default_factory=dict[str, Target])
    """The time agreed for each priority."""
