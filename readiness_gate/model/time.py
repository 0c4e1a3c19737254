"""Instants, days and durations.

An instant is a whole number of seconds since 1970-01-01T00:00:00Z. A date is a day in the program's time zone; where an
instant is needed, it means the last second of that day.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass

Instant: TypeAlias = int
Seconds: TypeAlias = int

HOUR: Seconds = 3_600
DAY: Seconds = 86_400

_DURATION = re.compile(r"(?P<count>[0-9]{1,5})(?P<unit>[dwh])", re.ASCII)
_TOO_LONG = re.compile(r"[0-9]{6,}[dwh]", re.ASCII)
_UNIT: dict[str, Seconds] = {"h": HOUR, "d": DAY, "w": 7 * DAY}
_UNIT_NAMES = {"h": "hour", "d": "day", "w": "week"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?",
    re.ASCII,
)

# A forged commit may bear any 64-bit date; the calendar has the years 1 to 9999.
_FIRST: Instant = -62_135_596_800
_LAST: Instant = 253_402_300_799
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class When:
    """A time between two instants: the start and end of a day if only the day is known."""

    start: Instant
    end: Instant


def duration(text: str) -> Seconds:
    """Return the seconds of a duration such as `"28d"`, `"4w"` or `"36h"`; a day is 86 400 s.

    Raises ValueError if the text is not a duration.
    """
    match = _DURATION.fullmatch(text)
    if _TOO_LONG.fullmatch(text):
        raise ValueError(f'"{text}" has more than 5 digits: write a shorter duration, such as "28d"')
    if match is None:
        raise ValueError(f'"{text}" is not a duration: write a number with d, w or h, such as "28d"')
    return int(match["count"]) * _UNIT[match["unit"]]


def duration_in_words(text: str) -> str:
    """Return a duration such as `"14d"` in words: `14 days`. Raises ValueError if the text is not a duration."""
    seconds, unit = duration(text), _UNIT_NAMES[text[-1]]
    count = seconds // _UNIT[text[-1]]
    return f"{count} {unit if count == 1 else f'{unit}s'}"


def instant(text: str) -> Instant:
    """Return the instant of an ISO 8601 date and time with its offset, cut to whole seconds.

    Raises ValueError if the text is not such a time, or has no offset: without one it names a different instant in
    every time zone.
    """
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise ValueError(f'"{text}" is not an ISO 8601 time such as "2027-02-14T09:00:00+01:00"')
    if match["zone"] is None:
        raise ValueError(f'"{text}" has no offset from UTC: write it as "{text}Z" or with its zone, "{text}+01:00"')
    try:
        return seconds_of(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise ValueError(f'"{text}" is not a time that exists: {error}') from error


def day(text: str) -> date:
    """Return the date of a text such as `"2027-02-14"`. Raises ValueError if it is not a date, or is ambiguous."""
    if _DAY.fullmatch(text) is None:
        raise ValueError(f'"{text}" is not a date in the form 2027-02-14 (year-month-day)')
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f'"{text}" is not a day that exists: {error}') from error


def is_day(text: str) -> bool:
    """Return whether the text has the form of a date without a time."""
    return _DAY.fullmatch(text) is not None


def seconds_of(moment: datetime) -> Instant:
    """Return the instant of an aware datetime, cut to whole seconds (towards the past)."""
    since = moment - _EPOCH
    return since.days * DAY + since.seconds


def end_of_day(day: date, zone: ZoneInfo) -> Instant:
    """Return the last second of a day in a zone: the one before the next local midnight."""
    if day == date.max:
        return seconds_of(datetime.combine(day, time(23, 59, 59), UTC))
    return seconds_of(datetime.combine(day + timedelta(days=1), time(), zone)) - 1


def day_of(moment: Instant, zone: ZoneInfo) -> date:
    """Return the day of an instant in a zone; beyond the calendar, the nearest valid day."""
    try:
        return _calendar(moment).astimezone(zone).date()
    except OverflowError:
        return date.min if moment < 0 else date.max


def iso(moment: Instant) -> str:
    """Return an instant as text in UTC: `2027-02-14T09:00:00Z`; beyond the calendar, the nearest valid one."""
    return _calendar(moment).isoformat().replace("+00:00", "Z")


def local(moment: Instant, zone: ZoneInfo) -> str:
    """Return an instant as people in a zone read it: `2027-02-14 10:00 CET`, with seconds if there are any.

    An instant beyond the calendar is given in UTC.
    """
    try:
        there = _calendar(moment).astimezone(zone)
    except OverflowError:
        return iso(moment)
    return f"{there:%Y-%m-%d %H:%M}{f':{there:%S}' if there.second else ''} {there.tzname()}"


def iso_day(moment: Instant) -> str:
    """Return the UTC day of an instant as text: `2027-02-14`."""
    return _iso_day(moment // DAY)


@lru_cache(maxsize=4_096)
def _iso_day(number: int) -> str:
    return iso(number * DAY)[:10]


def _calendar(moment: Instant) -> datetime:
    return _EPOCH + timedelta(seconds=min(max(moment, _FIRST), _LAST))
