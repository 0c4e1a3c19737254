"""Facts of the use of a system, and questions put to them: days count from a Monday, 2027-03-01, in a zone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.facts.people import Membership, PeopleFacts
from readiness_gate.model.facts.records.usage import Period, UsageFacts, Use
from readiness_gate.model.reading import Measured, Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import DAY, Instant, When, end_of_day
from readiness_gate.signals import SIGNALS, measure
from support.exports import BERLIN, people_settings, settings

MONDAY = date(2027, 3, 1)


def on(day: int) -> date:
    """A day."""
    return MONDAY + timedelta(days=day)


def at(day: float, zone: ZoneInfo = BERLIN) -> Instant:
    """An instant: so many days after the beginning of that Monday."""
    whole = int(day // 1)
    return end_of_day(on(whole - 1), zone) + 1 + round((day - whole) * DAY)


def day(number: int, zone: ZoneInfo = BERLIN) -> When:
    """A day of which the time is not known."""
    return When(at(number, zone), at(number + 1, zone) - 1)


def use(person: str, when: float | When, zone: ZoneInfo = BERLIN, /, **counts: Any) -> Use:
    """What a person did on a day, or at a time within it."""
    if isinstance(when, When):
        return Use(person, when, **counts)
    return Use(person, day(when, zone) if isinstance(when, int) else When(at(when, zone), at(when, zone)), **counts)


def weekly(person: str, weeks: Sequence[int], zone: ZoneInfo = BERLIN, /, **counts: Any) -> list[Use]:
    """A row on the Wednesday of each of some weeks."""
    return [use(person, 7 * week + 2, zone, **counts) for week in weeks]


def whole(first: float = 0, last: float = 400, zone: ZoneInfo = BERLIN) -> tuple[Period, ...]:
    """From a day to before another."""
    return (Period(at(first, zone), at(last, zone)),)


def members(count: int, role: str = "rep", first: int = 0, **fields: Any) -> list[Membership]:
    """So many people in a role."""
    return [Membership(f"{role}{number}", role, **fields) for number in range(first, first + count)]


@dataclass(frozen=True)
class Adoption:
    """What is known of the use of a system; the question is asked on Monday of the 13th week, at nine."""

    roster: Sequence[Membership]
    uses: Sequence[Use] = ()
    whole: tuple[Period, ...] = whole()
    observed: float | None = 84.25
    go_live: int | None = 0
    kind: str = "adoption-d60"
    milestone: int | None = 60
    tags: frozenset[str] = frozenset()
    zone: ZoneInfo = BERLIN
    smallest: int = 1

    @property
    def facts(self) -> Facts:
        """What the sources said."""
        observed = None if self.observed is None else at(self.observed, self.zone)
        rows, uses = tuple(self.roster), tuple(self.uses)
        sources: dict[str, SourceFacts | Unavailable] = {
            "people": PeopleFacts(Provenance("people", "roster.csv", "every row", len(rows), at(84)), rows, ()),
            "usage": UsageFacts(
                Provenance("usage", "usage.csv", "every row", len(uses), observed), {}, uses, whole=self.whole
            ),
        }
        configured = settings(zone=self.zone, people=people_settings(smallest_group=self.smallest))
        if self.milestone is None:
            return Facts(configured, None, sources)
        since = None if self.go_live is None else on(self.go_live)
        milestone = Milestone("after", self.kind, on(self.milestone), tags=self.tags, go_live=since)
        return Facts(configured, milestone, sources)

    def read(self, signal: str, day: float = 84.375, **given: Any) -> Reading:
        """A signal's reading as of a day; parameters are given with _ for -."""
        parameters = SIGNALS[signal].with_defaults({name.replace("_", "-"): value for name, value in given.items()})
        return measure(SIGNALS, self.facts, Question(signal, at(day, self.zone), parameters))

    def measured(self, signal: str, day: float = 84.375, **given: Any) -> Measured:
        """The reading, which must have a value."""
        reading = self.read(signal, day, **given)
        assert isinstance(reading, Measured), reading
        return reading

    def value(self, signal: str, day: float = 84.375, **given: Any) -> Any:
        """Its value, which there must be."""
        return self.measured(signal, day, **given).value

    def why(self, signal: str, day: float = 84.375, **given: Any) -> str:
        """Why there is no value, which there must not be."""
        reading = self.read(signal, day, **given)
        assert isinstance(reading, Unavailable), reading
        return reading.reason

    def having(self, **changes: Any) -> "Adoption":
        """The same with changes."""
        return replace(self, **changes)
