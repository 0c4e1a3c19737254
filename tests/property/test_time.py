"""Days and instants fit together in every zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from support.effort import law

from readiness_gate.model.time import day, day_of, end_of_day, instant, iso

_ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "Europe/Lisbon",
        "America/New_York",
        "America/Havana",
        "America/Nuuk",
        "America/St_Johns",
        "America/Sao_Paulo",
        "Africa/Cairo",
        "Asia/Beirut",
        "Asia/Kathmandu",
        "Asia/Tehran",
        "Atlantic/Azores",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Pacific/Auckland",
        "Pacific/Chatham",
        "Pacific/Kiritimati",
        "Etc/GMT+12",
    ]
).map(ZoneInfo)
_DAYS = st.dates(date(2012, 1, 1), date(2199, 12, 31)) | st.dates(date(2012, 1, 1), date(2030, 12, 31))
_INSTANTS = st.integers(-62_135_596_800, 253_402_300_799)


@law(2_000)
@given(_DAYS, _ZONES)
def test_a_day_ends_where_the_next_begins(of: date, zone: ZoneInfo) -> None:
    """The last second of a day lies in it, and the next second in the day after, whatever clocks do at midnight."""
    last = end_of_day(of, zone)
    assert (day_of(last, zone), day_of(last + 1, zone)) == (of, of + timedelta(days=1))


@given(_INSTANTS, _ZONES)
def test_an_instant_is_read_as_it_is_told(moment: int, zone: ZoneInfo) -> None:
    """Text and back gives the same instant, in UTC and with the offset of any zone."""
    assert instant(iso(moment)) == moment
    near = min(max(moment, 0), 4_000_000_000)
    assert instant(datetime.fromtimestamp(near, zone).isoformat()) == near


@given(_INSTANTS, st.integers(1, 10**6))
def test_text_sorts_as_time(moment: int, later: int) -> None:
    """Instants as text stand in the order of time, and none is earlier than its day."""
    after = min(moment + later, 253_402_300_799)
    assert (iso(moment) < iso(after)) == (moment < after)
    assert day(iso(moment)[:10]) == day_of(moment, ZoneInfo("UTC"))
    assert datetime.fromisoformat(iso(moment)).tzinfo == UTC
