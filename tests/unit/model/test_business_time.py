"""Working time between two instants, compared with a clock that is read every minute."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law

from readiness_gate.model.business_time import MINUTES_OF_DAY, WorkingTime
from readiness_gate.model.time import day_of, instant

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkingTime(BERLIN, holidays=frozenset({date(2026, 12, 24)}))
_ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]).map(
    ZoneInfo
)
# Clocks change at night: an hour that occurs twice begins or ends no working day here.
_HOURS = st.tuples(st.integers(300, 1_300), st.integers(1, 139)).map(lambda hours: (hours[0], sum(hours))) | st.just(
    (0, MINUTES_OF_DAY)
)


def _working(zone: ZoneInfo, hours: tuple[int, int], days: frozenset[int], holidays: frozenset[date]) -> WorkingTime:
    return WorkingTime(zone, hours[0], hours[1], days, holidays)


_WORKING = st.builds(
    _working,
    _ZONES,
    _HOURS,
    st.frozensets(st.integers(0, 6)),
    st.frozensets(st.dates(date(2026, 3, 20), date(2026, 4, 10)), max_size=5),
)
_CHANGES = st.sampled_from(["2026-03-07", "2026-03-28", "2026-04-04", "2026-10-03", "2026-10-24", "2026-10-31"])


def _works(working: WorkingTime, moment: int) -> bool:
    there = datetime.fromtimestamp(moment, working.zone)
    minutes = there.hour * 60 + there.minute
    return working.is_working_day(there.date()) and working.opens <= minutes < working.closes


@law(500)
@given(_WORKING, _CHANGES, st.integers(0, 2_000), st.integers(0, 4_000))
def test_it_is_what_a_clock_shows_minute_by_minute(working: WorkingTime, around: str, shift: int, length: int) -> None:
    """Also on the days on which clocks change, and on holidays."""
    start = instant(f"{around}T00:00:00Z") + 60 * shift
    naive = sum(_works(working, start + 60 * minute) for minute in range(length))
    assert working.seconds_between(start, start + 60 * length) == 60 * naive


@law(500)
@given(_WORKING, _CHANGES, st.integers(0, 9_000), st.integers(-9_000, 60_000))
def test_days_are_counted_one_by_one(working: WorkingTime, around: str, shift: int, length: int) -> None:
    """Those after the first day, up to the last one."""
    start = instant(f"{around}T00:00:00Z") + 60 * shift
    end = start + 60 * length
    day, last, naive = day_of(start, working.zone), day_of(end, working.zone), 0
    while day < last:
        day += timedelta(days=1)
        naive += working.is_working_day(day)
    assert working.days_between(start, end) == naive


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-27T09:00:00+01:00", "2026-11-27T17:00:00+01:00", 8),
        ("2026-11-27T16:00:00+01:00", "2026-11-30T10:00:00+01:00", 2),
        ("2026-11-28T10:00:00+01:00", "2026-11-29T10:00:00+01:00", 0),
        ("2026-12-23T16:30:00+01:00", "2026-12-25T09:30:00+01:00", 1),
        ("2026-11-27T17:00:00+01:00", "2026-11-27T09:00:00+01:00", 0),
        ("2025-12-31T09:00:00+01:00", "2026-01-02T17:00:00+01:00", 24),
    ],
)
def test_hours_of_an_office(start: str, end: str, hours: int) -> None:
    """Worked by hand: nights, weekends and holidays do not count."""
    assert OFFICE.seconds_between(instant(start), instant(end)) == hours * 3_600


def test_before_the_first_working_day_of_a_year() -> None:
    """Nothing was worked yet."""
    working = WorkingTime(BERLIN, days=frozenset({6}))
    start, end = instant("2026-01-01T00:00:00Z"), instant("2026-01-02T00:00:00Z")
    assert (working.seconds_between(start, end), working.days_between(start, end)) == (0, 0)


def test_the_last_day_of_the_calendar_ends() -> None:
    """No day follows it."""
    last = instant("9999-12-31T12:00:00Z")
    working = WorkingTime(ZoneInfo("UTC"), closes=MINUTES_OF_DAY, days=frozenset(range(7)))
    assert working.seconds_between(last, last + 60) == 0
