"""Working time: the hours of a day and the days of a week; holidays are not known."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, Seconds, day_of, end_of_day, seconds_of

MINUTES_OF_DAY = 1_440


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When people work, in the program's time zone."""

    zone: ZoneInfo
    opens: int = 540
    """Minutes after midnight by the clock, 0 to 1,439."""
    closes: int = 1_020
    """Minutes after midnight by the clock, more than `opens`; 1,440 is the next midnight."""
    days: frozenset[int] = frozenset(range(5))
    """Days of the week, 0 for Monday."""
    holidays: frozenset[dt.date] = frozenset()

    def is_working_day(self, day: dt.date) -> bool:
        """Return whether people work on a day."""
        return day.weekday() in self.days and day not in self.holidays

    def hours_of(self, day: dt.date) -> tuple[Instant, Instant]:
        """Return when work begins and ends on a working day. When clocks are set back, it begins at the first and
        ends at the second occurrence of the hour."""
        return self._at(day, self.opens, fold=0), self._at(day, self.closes, fold=1)

    def _at(self, day: dt.date, minutes: int, *, fold: int) -> Instant:
        if minutes == MINUTES_OF_DAY:
            return end_of_day(day, self.zone) + 1
        return seconds_of(dt.datetime.combine(day, dt.time(*divmod(minutes, 60), fold=fold), self.zone))

    def seconds_between(self, start: Instant, end: Instant) -> Seconds:
        """Return the seconds of working time between two instants; 0 if the second is not later."""
        if end <= start:
            return 0
        table = _working_days(self, day_of(start, self.zone).year, day_of(end, self.zone).year)
        return table.seconds_before(end) - table.seconds_before(start)

    def days_between(self, start: Instant, end: Instant) -> int:
        """Return how many working days follow the day of `start`, up to the day of `end`: 0 on the same day."""
        first, last = day_of(start, self.zone), day_of(end, self.zone)
        table = _working_days(self, first.year, max(first, last).year)
        return max(table.days_through(last) - table.days_through(first), 0)


@dataclass(frozen=True, slots=True)
class _WorkingDays:
    """The working days of some years."""

    days: tuple[dt.date, ...]
    hours: tuple[tuple[Instant, Instant], ...]
    """When work begins and ends on each of them."""
    before: tuple[Seconds, ...]
    """The working time before each of them."""

    def seconds_before(self, moment: Instant) -> Seconds:
        """Return the working time before an instant."""
        index = bisect_right(self.hours, moment, key=lambda hours: hours[0]) - 1
        if index < 0:
            return 0
        begins, ends = self.hours[index]
        return self.before[index] + min(moment, ends) - begins

    def days_through(self, day: dt.date) -> int:
        """Return how many of them are on or before a day."""
        return bisect_right(self.days, day)


@lru_cache(maxsize=64)
def _working_days(working: WorkingTime, first: int, last: int) -> _WorkingDays:
    """Return the working days from one year to another."""
    days = tuple(day for day in _days(first, last) if working.is_working_day(day))
    hours = tuple(map(working.hours_of, days))
    before: list[Seconds] = []
    passed = 0
    for begins, ends in hours:
        before.append(passed)
        passed += ends - begins
    return _WorkingDays(days, hours, tuple(before))


def _days(first: int, last: int) -> Iterator[dt.date]:
    day = dt.date(first, 1, 1)
    while day.year <= last and day != dt.date.max:
        yield day
        day += dt.timedelta(days=1)
