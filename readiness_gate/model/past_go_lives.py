"""Past go-lives as the configuration states them: one by one, or by the tags or versions that they are named after."""

import datetime as dt
from dataclasses import field
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, Seconds

ReleaseSource: TypeAlias = Literal["tags", "versions"]
"""What go-lives can be named after."""


@dataclass(frozen=True, slots=True)
class Label:
    """A person's statement of how a go-live turned out."""

    went_wrong: bool
    said_by: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """The facts after a go-live that show that it went wrong; each is None if it was not requested."""

    patch_within: Seconds | None = None
    """A patch of the same release line came within this time."""
    grave_defects_within: Seconds | None = None
    """More severe defects than usual were raised within this time."""
    adoption_below: float | None = None
    """A lower share of people than this, from 0 to 1, use the system …"""
    by: Seconds | None = None
    """… this long after it."""

    def __bool__(self) -> bool:
        return any(sign is not None for sign in (self.patch_within, self.grave_defects_within, self.adoption_below))


@dataclass(frozen=True, slots=True)
class ByHand:
    """One go-live that is stated with its date."""

    name: str
    date: dt.date
    """Its day in the program's time zone."""
    as_of: Instant
    """The last instant before that day; the time itself if one was given."""
    version: str | None = None


@dataclass(frozen=True, slots=True)
class ByPattern:
    """The go-lives whose names match a pattern."""

    source: ReleaseSource
    pattern: str
    """`*` matches any letters, `?` one."""
    repository: str = ""
    """The name of the repository that has the tags, if there are several."""
    version: str | None = None
    """The name of the version that a tag belongs to, with `*` for the number in the tag."""
    export: str | None = None
    """The file with the versions; None to fetch them."""
    exported_at: Instant | None = None
    """When that file was saved, according to the configuration."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One table of past go-lives."""

    what: ByHand | ByPattern
    where: str
    """Its file and line."""
    label: Label | None = None
    signs: Signs = field(default_factory=Signs)
