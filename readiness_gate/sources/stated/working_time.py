"""[calendar]: when people work."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.business_time import WorkingTime
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.stated import WorkingTimeFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.sources.source import Context, Section, Source
from readiness_gate.sources.stated.tables import WEEKDAYS, WorkingCalendar, minutes

NAME = "working-time"
_UTC = ZoneInfo("UTC")


def _working_time(table: WorkingCalendar, context: Context) -> WorkingTime:
    opens, closes = minutes(table.hours)
    days = frozenset(map(WEEKDAYS.index, table.days))
    return WorkingTime(context.zone or _UTC, opens, closes, days, frozenset(table.holidays))


def _has_days(_table: WorkingCalendar) -> bool:
    """Working hours are hours in a time zone."""
    return True


def _fetch(settings: Settings, _needs: Needs, now: Instant, _read: Reader) -> WorkingTimeFacts:
    """Working time. Raises CouldNotLook when it is not configured."""
    stated = settings.of(NAME, WorkingTime)
    if stated is None:
        raise CouldNotLook(
            'when people work is not configured: add [calendar] with hours = "09:00-17:00", days = ["Mon", …] and '
            "holidays = […]"
        )
    return WorkingTimeFacts(Provenance(NAME, "[calendar]", "when people work", 1, now), stated)


def _weakened(base: Settings, edited: Settings) -> Iterator[str]:
    if base.slices.get(NAME) != edited.slices.get(NAME):
        yield "[calendar] is changed"


WORKING_TIME = Source(
    name=NAME,
    fetch=_fetch,
    sections=(Section("calendar", WorkingCalendar | None, _working_time, has_days=_has_days),),
    weakened=_weakened,
)
