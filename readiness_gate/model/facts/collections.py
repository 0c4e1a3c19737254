"""Facts of issue collections that are not work items: feedback, support tickets, interviews."""

from collections.abc import Mapping
from dataclasses import field

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on an issue. It records how the author relates to the issue, not the name."""

    created: Instant
    by_reporter: bool
    """Whether the reporter wrote it, or the author is unknown."""
    automated: bool = False
    """Whether a program's account wrote it."""
    internal: bool = False
    """Whether only the team that answers can see it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link from an issue to another one."""

    type: str
    key: str
    done: bool | None
    """Whether the other issue is done; None without a status category."""


@dataclass(frozen=True, slots=True)
class Details:
    """Further data of an issue that is in a collection."""

    key: str
    comments: tuple[Comment, ...] | None = None
    """The comments in order of time; None if they were not read, or not all of them."""
    why_no_comments: str = ""
    priority: str = ""
    done_at: Instant | None = None
    """When an issue that is done was last completed; None if unknown."""
    resolution: str | None = None
    """The resolution, such as Done or Won't Do; empty without one, None if it was not read."""
    assigned: bool = False
    links: tuple[Link, ...] | None = None
    met_sla: bool | None = None
    """Whether no cycle of its SLA was breached; None without an SLA."""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """The values of its fields or labels, by the columns of the collection's table; columns without a value are left
    out."""


@dataclass(frozen=True, slots=True)
class Collected:
    """The issues of a collection, or why they are unknown."""

    details: tuple[Details, ...] = ()
    why_not: str = ""
