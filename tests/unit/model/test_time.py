"""Instants, days and durations, on the days on which calendars and clocks are odd."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from readiness_gate.model.time import day, day_of, duration, end_of_day, instant, is_day, iso, iso_day, local


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0d", 0), ("1h", 3_600), ("36h", 129_600), ("28d", 2_419_200), ("4w", 2_419_200), ("99999w", 60_479_395_200)],
)
def test_durations(text: str, seconds: int) -> None:
    """A number with d, w or h; a day has 86 400 s, also where the clock is changed."""
    assert duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    ["", "d", "28", "28 d", " 28d", "28d\n", "-1d", "+1d", "1.5d", "1m", "28D", "2w3d", "٢d", "²d", "1_0d"],
)
def test_what_is_no_duration(text: str) -> None:
    """Everything else is refused, with how to write one."""
    with pytest.raises(ValueError, match="is not a duration: write"):
        duration(text)


@pytest.mark.parametrize("text", ["100000d", "99999999d", "000001h"])
def test_what_is_too_long(text: str) -> None:
    """A duration of more than 5 digits is refused as such."""
    with pytest.raises(ValueError, match=f'"{text}" has more than 5 digits: write a shorter duration'):
        duration(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01 00:00:01Z", 1),
        ("1970-01-01T00:01Z", 60),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1970-01-01T01:00:00+0100", 0),
        ("1969-12-31T23:30:00-00:30", 0),
        ("1970-01-01T14:00:00+14:00", 0),
        ("1970-01-01T00:00:00.999Z", 0),
        ("1970-01-01T00:00:00,999Z", 0),
        ("1970-01-01T00:00:00.123456789Z", 0),
        ("1969-12-31T23:59:59.5Z", -1),
        ("2028-02-29T00:00:00Z", 1_835_395_200),
        ("2026-03-29T02:30:00+01:00", 1_774_747_800),
        ("2026-10-25T02:30:00+02:00", 1_792_888_200),
        ("2026-10-25T02:30:00+01:00", 1_792_891_800),
        ("2026-12-31T23:59:59Z", 1_798_761_599),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
        ("9999-12-31T23:59:59-14:00", 253_402_351_199),
    ],
)
def test_instants(text: str, expected: int) -> None:
    """A time with its offset is one instant, cut to whole seconds towards the past; a local time that the clock skips
    or has twice is no matter, since the offset says which it is."""
    assert instant(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not an ISO 8601 time"),
        ("2027-02-14", "is not an ISO 8601 time"),
        ("2027-02-14T09", "is not an ISO 8601 time"),
        ("14.02.2027 09:00Z", "is not an ISO 8601 time"),
        ("2027-2-14T09:00Z", "is not an ISO 8601 time"),
        ("2027-02-14t09:00Z", "is not an ISO 8601 time"),
        ("2027-02-14T09:00:00z", "is not an ISO 8601 time"),
        ("2027-02-14T09:00:00Z\n", "is not an ISO 8601 time"),
        ("2027-02-14T09:00:00 Z", "is not an ISO 8601 time"),
        ("2027-02-14T09:00:00+1", "is not an ISO 8601 time"),
        ("٢٠٢٧-02-14T09:00:00Z", "is not an ISO 8601 time"),
        ("2027-02-14T09:00:00", 'write it as "2027-02-14T09:00:00Z"'),
        ("2027-02-14 09:00", "has no offset"),
        ("2016-12-31T23:59:60Z", "is not a time that exists"),
        ("2027-02-29T00:00:00Z", "is not a time that exists"),
        ("2027-02-14T25:00:00Z", "is not a time that exists"),
        ("2027-02-14T09:60:00Z", "is not a time that exists"),
        ("2027-02-14T09:00:00+24:00", "is not a time that exists"),
        ("0000-01-01T00:00:00Z", "is not a time that exists"),
    ],
)
def test_what_is_no_instant(text: str, why: str) -> None:
    """A time without offset, in another form, or that no clock shows is refused, and the reason says which."""
    with pytest.raises(ValueError, match=re.escape(why)):
        instant(text)


def test_days() -> None:
    """A day is a year, a month and a day of the month, leap days where there are any."""
    assert day("2028-02-29") == date(2028, 2, 29)
    assert is_day("2027-02-14")
    assert is_day("2027-99-99")
    assert not is_day("2027-02-14T00:00:00Z")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2027-2-14", "is not a date in the form"),
        ("14/02/2027", "is not a date in the form"),
        ("20270214", "is not a date in the form"),
        ("2027-W06-7", "is not a date in the form"),
        ("2027-02-14 ", "is not a date in the form"),
        ("2027-02-29", "is not a day that exists"),
        ("2027-13-01", "is not a day that exists"),
        ("0000-01-01", "is not a day that exists"),
    ],
)
def test_what_is_no_day(text: str, why: str) -> None:
    """A date in another form, or that no calendar has, is refused."""
    with pytest.raises(ValueError, match=why):
        day(text)


@pytest.mark.parametrize(
    ("zone", "of", "last"),
    [
        ("UTC", "2026-12-31", "2026-12-31T23:59:59Z"),
        ("Europe/Berlin", "2026-01-15", "2026-01-15T22:59:59Z"),
        ("Europe/Berlin", "2026-03-28", "2026-03-28T22:59:59Z"),
        ("Europe/Berlin", "2026-03-29", "2026-03-29T21:59:59Z"),
        ("Europe/Berlin", "2026-10-24", "2026-10-24T21:59:59Z"),
        ("Europe/Berlin", "2026-10-25", "2026-10-25T22:59:59Z"),
        ("America/Sao_Paulo", "2018-11-03", "2018-11-04T02:59:59Z"),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-05T01:59:59Z"),
        ("America/Sao_Paulo", "2018-02-17", "2018-02-18T02:59:59Z"),
        ("America/Havana", "2026-03-07", "2026-03-08T04:59:59Z"),
        ("America/Havana", "2026-10-31", "2026-11-01T03:59:59Z"),
        ("America/Havana", "2026-11-01", "2026-11-02T04:59:59Z"),
        ("Pacific/Apia", "2011-12-29", "2011-12-30T09:59:59Z"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T09:59:59Z"),
        ("Pacific/Apia", "2011-12-31", "2011-12-31T09:59:59Z"),
        ("Pacific/Kiritimati", "2026-06-01", "2026-06-01T09:59:59Z"),
        ("Etc/GMT+12", "2026-06-01", "2026-06-02T11:59:59Z"),
        ("Asia/Kathmandu", "2026-06-01", "2026-06-01T18:14:59Z"),
        ("Pacific/Kiritimati", "9999-12-31", "9999-12-31T23:59:59Z"),
        ("Etc/GMT+12", "9999-12-31", "9999-12-31T23:59:59Z"),
        ("Etc/GMT+12", "9999-12-30", "9999-12-31T11:59:59Z"),
        ("Pacific/Kiritimati", "2000-01-01", "2000-01-01T09:59:59Z"),
    ],
)
def test_the_last_second_of_a_day(zone: str, of: str, last: str) -> None:
    """A day ends one second before the next local midnight: where that is skipped, when the clock jumps over it;
    where it comes twice, the first time; a day that was skipped ends with the one before it."""
    assert iso(end_of_day(day(of), ZoneInfo(zone))) == last


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        (instant("2026-06-01T09:59:59Z"), "Pacific/Kiritimati", date(2026, 6, 1)),
        (instant("2026-06-01T10:00:00Z"), "Pacific/Kiritimati", date(2026, 6, 2)),
        (instant("2026-06-01T11:59:59Z"), "Etc/GMT+12", date(2026, 5, 31)),
        (instant("2011-12-30T10:00:00Z"), "Pacific/Apia", date(2011, 12, 31)),
        (instant("0001-01-01T00:00:00Z"), "America/New_York", date.min),
        (instant("9999-12-31T23:59:59Z"), "Pacific/Kiritimati", date.max),
        (-(2**62), "UTC", date.min),
        (2**62, "UTC", date.max),
    ],
)
def test_the_day_of_an_instant(moment: int, zone: str, expected: date) -> None:
    """An instant lies in the day that a calendar on the wall shows there; beyond the calendar, in its first or last."""
    assert day_of(moment, ZoneInfo(zone)) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
        (1_835_395_200, "2028-02-29T00:00:00Z"),
        (int(datetime(987, 6, 5, tzinfo=UTC).timestamp()), "0987-06-05T00:00:00Z"),
        (-62_135_596_800, "0001-01-01T00:00:00Z"),
        (-62_135_596_801, "0001-01-01T00:00:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
        (2**63, "9999-12-31T23:59:59Z"),
    ],
)
def test_instants_as_text(moment: int, expected: str) -> None:
    """An instant is told in UTC, to the second; one that no calendar has, as the nearest that it has."""
    assert (iso(moment), iso_day(moment)) == (expected, expected[:10])


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2027-02-14T09:00:00Z", "Europe/Berlin", "2027-02-14 10:00 CET"),
        ("2027-07-14T23:30:05Z", "Europe/Berlin", "2027-07-15 01:30:05 CEST"),
        ("2027-02-14T09:00:00Z", "UTC", "2027-02-14 09:00 UTC"),
        ("2027-02-14T22:59:59Z", "America/Sao_Paulo", "2027-02-14 19:59:59 -03"),
        ("2027-02-14T20:00:00Z", "Asia/Kathmandu", "2027-02-15 01:45 +0545"),
    ],
)
def test_instants_as_people_read_them(moment: str, zone: str, expected: str) -> None:
    """In their own time zone, which is named, on 24 hours, with seconds only where there are any."""
    assert local(instant(moment), ZoneInfo(zone)) == expected


def test_an_instant_at_the_end_of_the_calendar_is_given_in_utc() -> None:
    """Where the zone's calendar has no such day."""
    assert local(2**63, ZoneInfo("Asia/Tokyo")) == "9999-12-31T23:59:59Z"
