"""Questions about the facts, and their answers: a value, or the reason why there is none."""

import math
from collections.abc import Mapping
from dataclasses import field
from typing import Literal, TypeAlias, TypeVar, get_args

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.levers import Lever
from readiness_gate.model.time import Instant, Seconds, duration, duration_in_words

Unit: TypeAlias = Literal[
    "issues",
    "issues-per-week",
    "landings",
    "files",
    "lines",
    "days",
    "hours",
    "share",
    "people",
    "count",
    "boolean",
]
UNITS: tuple[Unit, ...] = get_args(Unit)
Value: TypeAlias = bool | int | float
ParameterValue: TypeAlias = str | bool | int | float | tuple[str, ...]
_Known = TypeVar("_Known")


def is_finite(value: object) -> bool:
    """Return whether a value can be compared with another number: neither NaN nor infinite, nor too large."""
    try:
        return isinstance(value, int | float) and math.isfinite(value)
    except OverflowError:
        return False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a reading is based on, so that a reader can check it. It names no person."""

    kind: str
    """What it is: `issue`, `landing`, `document`, `role`."""
    id: str
    """Its name in its own system."""
    note: str = ""
    """A remark on it."""
    url: str = ""
    """Its link."""
    path: str = ""
    """The file that it is about, relative to the top of the repository; with several repositories, with the name of
    its repository before it. Empty if it is about no file, or about many."""
    line: int | None = None
    """The line of that file, counted from 1; None for the file as a whole."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A signal's value. `signals.measure` stamps on some fields, which the signal itself leaves out.

    Duplicate evidence is dropped. Raises ValueError for a value that is not a finite number: NaN compares as neither
    more nor less, and would pass any limit.
    """

    value: Value
    summary: str
    """The value in words, with the counts behind it."""
    evidence: tuple[Evidence, ...] = ()
    unit: Unit = "count"
    """What is counted; stamped on."""
    facts: tuple[str, ...] = ()
    """The sources of the facts; stamped on."""
    observed_at: Instant | None = None
    """The instant until which the facts were known; stamped on."""
    doubts: tuple[str, ...] = ()
    """Why these sources may be incomplete; stamped on."""
    remedy: str = ""
    """What to do first instead of the rule's own remedy, for example if the configuration caused the value; "" for
    the rule's own."""
    groups: Mapping[str, int] = field(default_factory=dict[str, int])
    """All groups of people in the value, with their sizes; `protection` removes them, with the figures of those that
    are too small to be shown. Empty if it is not about people."""
    of_group: str = ""
    """The group that the value and the summary are about; "" for all of them together, and if the value is hidden."""
    who: frozenset[str] = frozenset()
    """The ids of the people whose work would improve the value. They are shown only to somebody who asks for names,
    and are part of no report, digest or file."""
    people: int = 0
    """How many people the value and the summary are about; 0 if none, and if the value is hidden."""
    hidden: bool = False
    """Whether the value belongs to a group that is too small to be shown: rules judge it, and nobody sees it."""
    hints: tuple[str, ...] = ()
    """What the summary says about the files, not about anybody in them; shown if figures are not. Not set by
    plugins."""
    shortfall: str = ""
    """What is in the way if the value is not good enough, with its counts, for the middle of a sentence: `33 of 113
    people not trained`. Not set by plugins."""
    not_counted: str = ""
    """A sentence on what the value leaves out, which every report must show. Not set by plugins."""
    levers: tuple[Lever, ...] = ()
    """What moves the value, if known; every kind of work must be done. Not set by plugins."""

    def __post_init__(self) -> None:
        if not is_finite(self.value):
            raise ValueError(f"a reading must be a finite number, not {self.value!r}")
        object.__setattr__(self, "evidence", tuple(dict.fromkeys(self.evidence)))


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Why something could not be determined, and what to do about it, in words that a program manager understands.

    Raises ValueError for an empty reason.
    """

    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("what is unavailable needs a reason")


Reading: TypeAlias = Measured | Unavailable


def available(looked_at: _Known | Unavailable) -> _Known:
    """Return what could be determined. Raises CannotMeasure, with the reason, if it could not."""
    if isinstance(looked_at, Unavailable):
        raise CannotMeasure(looked_at.reason)
    return looked_at


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of one question, each with a value: the signal's defaults filled in, sorted by name."""

    values: tuple[tuple[str, ParameterValue], ...] = ()

    def __getitem__(self, name: str) -> ParameterValue:
        return dict(self.values)[name]

    def get(self, name: str) -> ParameterValue | None:
        """Return the value of a parameter; None if it was left out and has no default."""
        return dict(self.values).get(name)

    def text(self, name: str) -> str:
        """Return the value of a text or choice parameter."""
        return str(self[name])

    def in_words(self, name: str) -> str:
        """Return a duration parameter in words: `14 days`."""
        return duration_in_words(self.text(name))

    def flag(self, name: str) -> bool:
        """Return the value of a true or false parameter."""
        return self[name] is True

    def number(self, name: str) -> int:
        """Return the value of a whole number parameter."""
        return int(self.text(name))

    def share(self, name: str) -> float:
        """Return the value of a parameter from 0 to 1."""
        return float(self.text(name))

    def seconds(self, name: str) -> Seconds:
        """Return a duration parameter in seconds."""
        return duration(self.text(name))

    def as_dict(self) -> dict[str, ParameterValue]:
        """Return the parameters as a mapping."""
        return dict(self.values)


@dataclass(frozen=True, slots=True)
class Question:
    """A signal with its parameters, as of an instant; its answer is a reading."""

    signal: str
    as_of: Instant
    parameters: Parameters = field(default_factory=Parameters)
