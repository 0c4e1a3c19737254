"""Questions to the facts, and their answers: a value, or the reason why there is none."""

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
    """Whether a value is a number that can be compared with another: no NaN, no infinity, and not beyond either."""
    try:
        return isinstance(value, int | float) and math.isfinite(value)
    except OverflowError:
        return False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a reading rests on, so that a reader can go and look. It names no person."""

    kind: str
    """What it is: `issue`, `landing`, `document`, `role`."""
    id: str
    """Its name in its own system."""
    note: str = ""
    """What there is to say of it."""
    url: str = ""
    """Where it can be opened."""
    path: str = ""
    """The file that it is about, from the top of the repository; of several repositories, with the name of its own
    before it. Empty where it is about no file, or about many."""
    line: int | None = None
    """The line of that file, counted from 1; None for the file as a whole."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A signal's value. What `signals.measure` stamps on is not given by the signal itself.

    Evidence that is given twice is said once. Raises ValueError for a value that is no finite number: NaN compares as
    neither more nor less, and would pass any limit.
    """

    value: Value
    summary: str
    """The value in words, with the counts behind it."""
    evidence: tuple[Evidence, ...] = ()
    unit: Unit = "count"
    """What is counted; stamped on."""
    facts: tuple[str, ...] = ()
    """The sources that the facts came from; stamped on."""
    observed_at: Instant | None = None
    """The instant up to which the facts were known; stamped on."""
    doubts: tuple[str, ...] = ()
    """Why these sources may not be whole; stamped on."""
    remedy: str = ""
    """What to do first in place of the rule's own remedy, such as for a value that is due to the configuration; "" for
    the rule's own."""
    groups: Mapping[str, int] = field(default_factory=dict[str, int])
    """All groups of people that the value is about, each with its number of people; `protection` takes them out, with
    the figures of those that are too small to be shown. Empty where it is about no people."""
    of_group: str = ""
    """The group that the value and the summary are of; "" for all of them together, and where the value is hidden."""
    who: frozenset[str] = frozenset()
    """The ids of the people whose work would make the value better. They are shown only to somebody who asks for names,
    and are part of no report, digest or file."""
    people: int = 0
    """How many people the value and the summary are of; 0 where they are of none, and where the value is hidden."""
    hidden: bool = False
    """Whether the value is that of a group of people too small to be shown: rules judge it, and nobody sees it."""
    hints: tuple[str, ...] = ()
    """What the summary says of the files, and of nobody in them; shown where figures are not. Plugins give none."""
    shortfall: str = ""
    """What is in the way where the value is not good enough, with its counts, for the middle of a sentence: `33 of 113
    people not trained`. Plugins give none."""
    not_counted: str = ""
    """What every report must say that the value leaves out, as a sentence. Plugins give none."""
    levers: tuple[Lever, ...] = ()
    """What moves the value, where that is known; all kinds of work must be done. Plugins give none."""

    def __post_init__(self) -> None:
        if not is_finite(self.value):
            raise ValueError(f"a reading must be a finite number, not {self.value!r}")
        object.__setattr__(self, "evidence", tuple(dict.fromkeys(self.evidence)))


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Why something could not be looked at, and what to do about it, in words that a program manager understands.

    Raises ValueError for an empty reason.
    """

    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("what is unavailable needs a reason")


Reading: TypeAlias = Measured | Unavailable


def available(looked_at: _Known | Unavailable) -> _Known:
    """What could be looked at. Raises CannotMeasure, with the reason, when it could not."""
    if isinstance(looked_at, Unavailable):
        raise CannotMeasure(looked_at.reason)
    return looked_at


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of one question, every one with its value: the signal's defaults filled in, sorted by name."""

    values: tuple[tuple[str, ParameterValue], ...] = ()

    def __getitem__(self, name: str) -> ParameterValue:
        return dict(self.values)[name]

    def get(self, name: str) -> ParameterValue | None:
        """The value of a parameter; None when it was left out and has no default."""
        return dict(self.values).get(name)

    def text(self, name: str) -> str:
        """The value of a parameter that is a text or a choice."""
        return str(self[name])

    def in_words(self, name: str) -> str:
        """The value of a parameter that is a duration, as people say it: `14 days`."""
        return duration_in_words(self.text(name))

    def flag(self, name: str) -> bool:
        """The value of a parameter that is true or false."""
        return self[name] is True

    def number(self, name: str) -> int:
        """The value of a parameter that is a whole number."""
        return int(self.text(name))

    def share(self, name: str) -> float:
        """The value of a parameter that is a number from 0 to 1."""
        return float(self.text(name))

    def seconds(self, name: str) -> Seconds:
        """The seconds of a parameter that is a duration."""
        return duration(self.text(name))

    def as_dict(self) -> dict[str, ParameterValue]:
        """The parameters as a mapping."""
        return dict(self.values)


@dataclass(frozen=True, slots=True)
class Question:
    """A signal with its parameters, as of an instant: what a reading is the answer to."""

    signal: str
    as_of: Instant
    parameters: Parameters = field(default_factory=Parameters)
