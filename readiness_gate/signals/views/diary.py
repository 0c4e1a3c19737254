"""The rows of an export of use by person, in order of time, and the periods that the export covers completely."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.usage import Period, UsageFacts, Use
from readiness_gate.model.time import DAY, Instant, Seconds, end_of_day

LATEST: Seconds = 7 * DAY
"""The maximum age of an export, which equals the default maximum age of a gate's evidence."""
_TAIL: Seconds = 3 * DAY
"""How long before its own time an export may still be complete, such as over a weekend without a row."""
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Week:
    """What a person did in a calendar week; `actions` is None if any row of use lacks the number."""

    used: bool
    actions: int | None


@dataclass(frozen=True, slots=True)
class Diary:
    """What the export says about a person."""

    uses: tuple[Use, ...]
    """The rows of use, in order of their starts."""
    starts: tuple[Instant, ...]
    """The start of each row of use."""
    weeks: Mapping[int, Week]
    """The weeks by number; a row that may belong to two weeks is in neither."""

    def between(self, after: Instant, until: Instant, longest: Seconds) -> Iterable[Use]:
        """Return the rows of use that may fall into (after, until]; a row lasts at most `longest`."""
        first = bisect_left(self.starts, after - longest)
        last = bisect_left(self.starts, until + 1, first)
        return (row for row in self.uses[first:last] if row.week.end > after)


@dataclass(frozen=True, slots=True)
class Export:
    """An export of use."""

    people: Mapping[str, Diary]
    longest: Seconds
    """The longest that the time of a row can be: 0 if times are exact to the second, a day if only days are known."""
    whole: tuple[Period, ...]
    """The disjoint periods that the export covers completely, oldest first."""
    observed: Instant | None
    """The time of the export, if known."""
    week_of: Callable[[Instant], int]
    """Returns the number of the calendar week of an instant."""
    monday: Callable[[int], Instant]
    """Returns the first second of a calendar week, given its number."""

    def has_whole(self, first: Instant, end: Instant) -> bool:
        """Return whether the export covers [first, end) completely."""
        return any(period.start <= first and end <= period.end + 1 for period in self.whole)

    def made_at(self, as_of: Instant) -> Instant:
        """Return the time of the export if known, else `as_of`."""
        return as_of if self.observed is None else min(as_of, self.observed)

    def known_to(self, as_of: Instant) -> Instant:
        """Return until when use counts as known as of an instant: the time of the export, or slightly earlier, where
        its complete coverage ends."""
        until = self.made_at(as_of)
        ends = [period.end for period in self.whole if period.start <= as_of and period.end >= until - _TAIL]
        return min([until, *ends[-1:]])


def is_use(row: Use) -> bool:
    """Return whether a row says that the person used the system: zero actions are not use."""
    return row.active and row.actions != 0


def export(facts: Facts) -> Export:
    """Return the export of use, sorted once. Raises CannotMeasure if there is none."""
    return facts.always(export, lambda: _export(facts, facts.require("usage", UsageFacts)))


def monday_of(number: int) -> date:
    """Return the Monday of a calendar week, given its number; weeks count from year 1."""
    return date.fromordinal(number * _DAYS + 1)


def _export(facts: Facts, usage: UsageFacts) -> Export:
    zone = facts.settings.calendar
    day_of = cache(facts.day)

    def week_of(moment: Instant) -> int:
        return (day_of(moment).toordinal() - 1) // _DAYS

    @cache
    def monday(number: int) -> Instant:
        return end_of_day(monday_of(number) - timedelta(days=1), zone) + 1

    rows = sorted(usage.records, key=lambda row: (row.person, row.week.start, row.week.end))
    of_person: dict[str, list[Use]] = {}
    for row in rows:
        of_person.setdefault(row.person, []).append(row)
    return Export(
        {person: _diary(mine, week_of) for person, mine in of_person.items()},
        max((row.week.end - row.week.start for row in rows), default=0),
        _apart(usage.whole, usage.provenance.observed_at),
        usage.provenance.observed_at,
        week_of,
        monday,
    )


def _diary(rows: list[Use], week_of: Callable[[Instant], int]) -> Diary:
    weeks: dict[int, Week] = {}
    for row in rows:
        number = week_of(row.week.start)
        if row.week.end == row.week.start or week_of(row.week.end) == number:
            weeks[number] = _with(weeks.get(number), row)
    uses = tuple(row for row in rows if is_use(row))
    return Diary(uses, tuple(row.week.start for row in uses), weeks)


def _with(week: Week | None, row: Use) -> Week:
    """Return a week with one more row; a row that is not use has no actions."""
    actions = row.actions if is_use(row) else 0
    if week is None:
        return Week(is_use(row), actions)
    known = week.actions is not None and actions is not None
    return Week(week.used or is_use(row), (week.actions or 0) + (actions or 0) if known else None)


def _apart(periods: Iterable[Period], observed: Instant | None) -> tuple[Period, ...]:
    """Return periods with overlapping and adjacent ones merged, up to the time of the export."""
    found: list[Period] = []
    for period in sorted(periods, key=lambda one: (one.start, one.end)):
        end = period.end if observed is None else min(period.end, observed)
        if found and period.start <= found[-1].end:
            found[-1] = Period(found[-1].start, max(found[-1].end, end))
        elif period.start < end:
            found.append(Period(period.start, end))
    return tuple(found)
