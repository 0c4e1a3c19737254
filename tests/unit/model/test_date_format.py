"""Dates as a Jira site writes them are read in the form and the zone that somebody declared."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.model.date_format import DAYS, KNOWN, date_format
from readiness_gate.model.time import instant, seconds_of

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("pattern", "text", "when"),
    [
        ("dd/MMM/yy h:mm a", "10/Jan/26 11:24 AM", "2026-01-10T11:24:00+01:00"),
        ("dd/MMM/yy h:mm a", "10/jul/26 12:05 am", "2026-07-10T00:05:00+02:00"),
        ("dd/MMM/yy h:mm a", "10/Jul/26 12:05\u202fAM", "2026-07-10T00:05:00+02:00"),
        ("dd/MMM/yy h:mm a", "10/Sept/26 12:05 PM", "2026-09-10T12:05:00+02:00"),
        ("d MMMM yyyy HH:mm", "3 February 2026 09:00", "2026-02-03T09:00:00+01:00"),
        ("M/d/yyyy H:mm", "6/15/2024 22:51", "2024-06-15T22:51:00+02:00"),
        ("yyyy-MM-dd'T'HH:mm:ss", "2026-02-28T23:59:58", "2026-02-28T23:59:58+01:00"),
        ("dd.MM.yy H 'o''clock' mm", "03.02.26 9 oclock 07", "2026-02-03T09:07:00+01:00"),
        ("yyyy-MM-dd HH:mm", "2026-10-25 02:30", "2026-10-25T02:30:00+01:00"),
        ("yyyy/MM/dd h:mm:ss a z", "2026/10/25 2:30:09 AM GMT+2", "2026-10-25T02:30:09+02:00"),
        ("yyyy/MM/dd h:mm:ss a z", "2026/10/25 2:30:09 PM gmt-3:30", "2026-10-25T14:30:09-03:30"),
        ("yyyy/MM/dd h:mm:ss a z", "2026/03/29 2:30:09 AM UTC", "2026-03-29T02:30:09Z"),
        ("yyyy/MM/dd h:mm:ss a z", "2026/10/25 2:30:09 AM EST", "2026-10-25T02:30:09-05:00"),
        ("yyyy/MM/dd h:mm:ss a z", "2026/10/25 2:30:09 AM PDT", "2026-10-25T02:30:09-07:00"),
    ],
    ids=[
        *("jira", "midnight", "narrow-space", "sept", "long", "spreadsheet", "seconds", "words", "twice"),
        *("offset", "half-hour", "utc", "eastern", "pacific-summer"),
    ],
)
def test_times_are_read(pattern: str, text: str, when: str) -> None:
    """In the zone, with its summer time; an hour that comes twice is the second one."""
    assert date_format(pattern).read(text, BERLIN) == instant(when)


@pytest.mark.parametrize(
    ("pattern", "text", "why"),
    [
        ("dd/MMM/yy h:mm a", "10.01.26 11:24", "is not of the form dd/MMM/yy h:mm a"),
        ("dd/MMM/yy h:mm a", "10/Mai/26 11:24 AM", "Mai is not an English month"),
        ("dd/MMM/yy h:mm a", "10/Jan/26 13:24 PM", "a 12-hour clock does not have 13"),
        ("dd/MM/yyyy HH:mm", "06/15/2024 22:51", "is not a time that exists"),
        ("dd/MM/yyyy HH:mm", "31/02/2024 22:51", "is not a time that exists"),
        ("yyyy-MM-dd HH:mm", "0001-01-01 00:10", "is not a time that exists"),
        ("yyyy-MM-dd HH:mm", "2026-03-29 02:30", "the clocks of Europe/Berlin skip"),
        ("yyyy-MM-dd HH:mm z", "2026-03-29 02:30 IST", "is not of the form"),
        ("yyyy-MM-dd HH:mm z", "2026-03-29 02:30 GMT+24", "is not a time that exists"),
        ("yyyy-MM-dd HH:mm", "२०२६-03-29 02:30", "is not of the form"),
    ],
)
def test_what_is_no_time_is_refused(pattern: str, text: str, why: str) -> None:
    """And never bent into one."""
    with pytest.raises(ValueError, match=r"^\"") as refused:
        date_format(pattern).read(text, BERLIN)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("%d/%b/%y", "has b, which is not one of yyyy"),
        ("%Y-%m-%d %H:%M", "has Y, which is not one of yyyy"),
        ("dd/MM/yy", "lacks the hour (HH, H, hh or h), the minute (mm)"),
        ("HH:mm", "lacks the year (yyyy or yy), the month (MMM, MM or M), the day"),
        ("dd/MM/yy h:mm", "lacks either HH, or h with a"),
        ("dd/MM/yy HH:mm a", "lacks either HH, or h with a"),
        ("dd/MM/yy HH hh:mm a", "has h twice"),
        ("dd/MM/MMM yy HH:mm", "has M twice"),
        ("dd/MM/yy HH:mm 'o", "has a quotation mark that is not closed"),
        ("EE dd/MM/yy HH:mm", "has EE, which is not one of"),
        ("dd/MMM/yy h:mm ä", "lacks either HH, or h with a"),
    ],
)
def test_a_pattern_that_leaves_something_open_is_refused(pattern: str, why: str) -> None:
    """As are letters that mean nothing."""
    with pytest.raises(ValueError, match=r"^\"") as refused:
        date_format(pattern)
    assert why in str(refused.value)


@given(
    st.sampled_from(["dd/MMM/yy h:mm a", "yyyy-MM-dd HH:mm:ss", "M/d/yyyy H:mm"]),
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)),  # noqa: DTZ001 - hypothesis wants no zone here
)
def test_what_is_written_is_read(pattern: str, moment: datetime) -> None:
    """Up to the minute, or the second."""
    at = moment.replace(microsecond=0, tzinfo=UTC)
    written = {
        "dd/MMM/yy h:mm a": f"{at:%d/%b/%y} {at.hour % 12 or 12}:{at:%M %p}",
        "yyyy-MM-dd HH:mm:ss": f"{at:%Y-%m-%d %H:%M:%S}",
        "M/d/yyyy H:mm": f"{at.month}/{at.day}/{at.year} {at.hour}:{at:%M}",
    }
    form = date_format(pattern)
    told = at if form.exact else at.replace(second=0)
    assert form.read(written[pattern], ZoneInfo("UTC")) == seconds_of(told)


def test_the_known_forms_are_forms() -> None:
    """Those that are proposed when a file has another than was declared."""
    assert [date_format(pattern).pattern for pattern in KNOWN] == list(KNOWN)


DAY = date(2026, 2, 3)
WRITTEN_DAYS = {
    "dd.MM.yyyy": "03.02.2026",
    "d.M.yyyy": "3.2.2026",
    "dd/MM/yyyy": "03/02/2026",
    "MM/dd/yyyy": "02/03/2026",
    "M/d/yyyy": "2/3/2026",
    "d/M/yyyy": "3/2/2026",
    "d MMM yyyy": "3 Feb 2026",
    "dd-MMM-yyyy": "03-FEB-2026",
    "yyyyMMdd": "20260203",
    "EEEE, d MMMM yyyy": "Tuesday, 3 February 2026",
    "EEE d.M.yy": "Tue 3.2.26",
    "M/d/yy": "2/3/26",
    "d/M/yy": "3/2/26",
    "d.M.yy": "3.2.26",
    "MMM d, yyyy": "Feb 3, 2026",
    "MMMM d, yyyy": "February 3, 2026",
}


@pytest.mark.parametrize(("pattern", "written"), WRITTEN_DAYS.items())
def test_days_are_read(pattern: str, written: str) -> None:
    """A form without a time is one of days, where days are allowed."""
    form = date_format(pattern, days=True)
    assert (form.is_day, form.exact, form.day(written)) == (True, False, DAY)
    with pytest.raises(ValueError, match="lacks the hour"):
        date_format(pattern)


def test_every_form_of_days_is_tried() -> None:
    """Those that are proposed."""
    assert set(DAYS) <= WRITTEN_DAYS.keys()


@pytest.mark.parametrize(
    ("pattern", "written", "why"),
    [
        ("dd.MM.yyyy", "3.2.2026", "is not of the form dd.MM.yyyy"),
        ("dd.MM.yyyy", "30.02.2026", "is not a day of the form dd.MM.yyyy"),
        ("M/d/yyyy", "13/2/2026", "is not a day of the form M/d/yyyy"),
        ("d MMM yyyy", "3 Mai 2026", "Mai is not an English month"),
        ("yyyyMMdd", "2026-02-03", "is not of the form yyyyMMdd"),
    ],
)
def test_what_is_no_day_is_refused(pattern: str, written: str, why: str) -> None:
    """A day of another form is not guessed."""
    with pytest.raises(ValueError, match="is n") as refused:
        date_format(pattern, days=True).day(written)
    assert why in str(refused.value)


WRITTEN_TIMES = {
    "M/d/yyyy H:mm:ss": "2/3/2026 16:05:00",
    "yyyy/MM/dd h:mm:ss a z": "2026/02/03 4:05:00 PM GMT+1",
    "dd/MMM/yy h:mm a": "03/Feb/26 4:05 PM",
    "d/MMM/yy h:mm a": "3/Feb/26 4:05 pm",
    "dd/MMM/yy HH:mm": "03/Feb/26 16:05",
    "dd/MMM/yyyy h:mm a": "03/Feb/2026 4:05 PM",
    "yyyy-MM-dd HH:mm": "2026-02-03 16:05",
    "yyyy-MM-dd HH:mm:ss": "2026-02-03 16:05:00",
    "dd.MM.yyyy HH:mm": "03.02.2026 16:05",
    "dd/MM/yyyy HH:mm": "03/02/2026 16:05",
    "dd/MM/yy h:mm a": "03/02/26 4:05 PM",
    "M/d/yyyy H:mm": "2/3/2026 16:05",
    "M/d/yyyy h:mm a": "2/3/2026 4:05 PM",
    "M/d/yyyy h:mm:ss a": "2/3/2026 4:05:00 PM",
    "M/d/yyyy h:mm:ss a z": "2/3/2026 7:05:00 AM PST",
    "dd.MM.yyyy HH:mm:ss": "03.02.2026 16:05:00",
    "d/M/yyyy H:mm": "3/2/2026 16:05",
    "d/M/yyyy h:mm a": "3/2/2026 4:05 PM",
    "d/M/yyyy H:mm:ss": "3/2/2026 16:05:00",
    "d/M/yyyy h:mm:ss a": "3/2/2026 4:05:00 PM",
    "d.M.yyyy H:mm": "3.2.2026 16:05",
    "d.M.yyyy H:mm:ss": "3.2.2026 16:05:00",
    "M/d/yy H:mm": "2/3/26 16:05",
    "M/d/yy h:mm a": "2/3/26 4:05 PM",
    "d/M/yy H:mm": "3/2/26 16:05",
    "d/M/yy h:mm a": "3/2/26 4:05 PM",
    "d.M.yy H:mm": "3.2.26 16:05",
    "yyyy-MM-dd HH:mm:ss.SSS": "2026-02-03 16:05:00.123",
    "yyyy-MM-dd'T'HH:mm": "2026-02-03T16:05",
    "yyyy-MM-dd'T'HH:mm:ss": "2026-02-03T16:05:00",
    "EEEE, d MMMM yyyy, h:mm a": "Tuesday, 3 February 2026, 4:05 PM",
}


@pytest.mark.parametrize("pattern", KNOWN)
def test_every_known_form_of_times_is_read(pattern: str) -> None:
    """The same minute, however it is written; with days allowed, it is one of times all the same."""
    form = date_format(pattern, days=True)
    assert not form.is_day
    assert form.read(WRITTEN_TIMES[pattern], BERLIN) == instant("2026-02-03T16:05:00+01:00")


@pytest.mark.parametrize("pattern", ["dd.MM.yyyy HH", "dd.MM.yyyy mm", "dd.MM.yyyy a", "MM.yyyy"])
def test_a_part_of_a_time_is_no_day(pattern: str) -> None:
    """It lacks the rest."""
    with pytest.raises(ValueError, match="lacks"):
        date_format(pattern, days=True)


@pytest.mark.parametrize(
    "pattern", ["d" + " ' '" * 30 + " M yyyy", "d" + " '\u00a0'" * 30 + " M yyyy", "d  ' ' ' 'M ' 'yyyy"]
)
def test_no_form_takes_long(pattern: str) -> None:
    """However many blanks a form has, and however many a text."""
    form = date_format(pattern, days=True)
    begun = time.process_time()
    for blank in (" ", "\u00a0"):
        with pytest.raises(ValueError, match="form"):
            form.day(f"1{blank * 3_000}2 2026")
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("name", ["marraskuu", "maybe", "julkaisu", "junho", "novembre", "Augst", "mars", "janv"])
def test_a_month_of_another_language_is_none(name: str) -> None:
    """Though it begins as an English one does."""
    for letters in ("MMM", "MMMM"):
        with pytest.raises(ValueError, match=r"is not a day of the form d MMMM? yyyy"):
            date_format(f"d {letters} yyyy", days=True).day(f"3 {name} 2026")


@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_named_whole_or_by_three_letters(month: int) -> None:
    """In any case."""
    day = date(2026, month, 3)
    whole, short = date_format("d MMMM yyyy", days=True), date_format("d MMM yyyy", days=True)
    read = {whole.day(f"{day:3 %B %Y}"), whole.day(f"{day:3 %b %Y}".upper()), short.day(f"{day:3 %b %Y}".lower())}
    assert read == {day}
