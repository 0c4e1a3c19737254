"""Facts of the use of the system after go-live: how much each person used it, week by week."""

from dataclasses import field

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.time import Instant, When


@dataclass(frozen=True, slots=True)
class Use:
    """What a person did in the system in a week or a part of it: the counts of several rows for one week add up. A
    count is None if the export does not say."""

    person: str
    week: When
    """Any day or time in the week, such as the time of a login."""
    active: bool = True
    """Whether the person used the system at all."""
    actions: int | None = None
    records: int | None = None
    """How many records the person entered; the next four are subsets of it."""
    complete: int | None = None
    """Records with everything that the process needs."""
    late: int | None = None
    """Records entered more than 24 hours after the work."""
    minimal: int | None = None
    """Records with only the mandatory fields."""
    rushed: int | None = None
    """Records entered or changed on the last day before a deadline."""
    prompted: int | None = None
    """The actions within 48 hours of a reminder."""
    features: int | None = None
    """How many features the person used."""
    features_of_role: int | None = None
    """How many features the role has."""


@dataclass(frozen=True, slots=True)
class Period:
    """A time from `start` to before `end`."""

    start: Instant
    end: Instant


@dataclass(frozen=True, slots=True)
class UsageFacts(RecordFacts):
    """The use of the system."""

    records: tuple[Use, ...]
    whole: tuple[Period, ...] = field(default=())
    """The periods that the export covers completely: in these, a missing row means no use."""
