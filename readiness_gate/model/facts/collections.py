"""Facts of the collections of issues that stand for something else than work: feedback, support tickets, interviews."""

from collections.abc import Mapping
from dataclasses import field

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on an issue. Its author is known by how they relate to the issue, and not by name."""

    created: Instant
    by_reporter: bool
    """Whether the reporter wrote it, or it is unknown who did."""
    automated: bool = False
    """Whether an account of a program wrote it."""
    internal: bool = False
    """Whether only those who answer can see it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an issue to another."""

    type: str
    key: str
    done: bool | None
    """Whether the other issue is done; None without a status category."""


@dataclass(frozen=True, slots=True)
class Details:
    """More of an issue than others need, because it is in a collection."""

    key: str
    comments: tuple[Comment, ...] | None = None
    """In the order of their times; None where they were not read, or not all of them."""
    why_no_comments: str = ""
    priority: str = ""
    done_at: Instant | None = None
    """When it was done last, of an issue that is done; None where that is unknown."""
    resolution: str | None = None
    """How it ended, such as Done or Won't Do; empty without a resolution, None where that was not read."""
    assigned: bool = False
    links: tuple[Link, ...] | None = None
    met_sla: bool | None = None
    """Whether no cycle of its service level was breached; None without one."""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """What it says by fields or labels, by the columns of the collection's table; those without a value are left
    out."""


@dataclass(frozen=True, slots=True)
class Collected:
    """The issues of a collection, or why it is unknown which they are."""

    details: tuple[Details, ...] = ()
    why_not: str = ""
