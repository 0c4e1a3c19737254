"""The people who will use the system, what they have completed, and when they are trained."""

from collections.abc import Iterable

from readiness_gate.model.settings import Settings
from readiness_gate.sources.people.calendar import fetch_calendar
from readiness_gate.sources.people.check import wrong_files
from readiness_gate.sources.people.fetch import fetch
from readiness_gate.sources.people.overview import calendar_overview, overview
from readiness_gate.sources.people.records import RECORD_TABLES
from readiness_gate.sources.people.records.source import record_source
from readiness_gate.sources.people.settings import has_days, people_settings
from readiness_gate.sources.people.tables import People
from readiness_gate.sources.people.weakened import weakened
from readiness_gate.sources.source import Section, Source


def _is_configured(settings: Settings) -> bool:
    return settings.people is not None


def _has_calendar(settings: Settings) -> bool:
    return settings.people is not None and settings.people.calendar is not None


def _files(settings: Settings) -> Iterable[str]:
    """Return the roster, the completions and the calendar."""
    return [file.file for file in settings.people.files.values()] if settings.people else ()


def _location(settings: Settings) -> object:
    return {kind: file.file for kind, file in settings.people.files.items()} if settings.people else None


SOURCE = Source(
    name="people",
    fetch=fetch,
    sections=(Section("people", People | None, people_settings, has_days=has_days),),
    configured=_is_configured,
    files=_files,
    overview=overview,
    is_noted=True,
    weakened=weakened,
    location=_location,
    wrong_files=wrong_files,
)
CALENDAR = Source("calendar", fetch_calendar, configured=_has_calendar, overview=calendar_overview)
"""The sessions, in a file of [people]."""
RECORDS = tuple(map(record_source, RECORD_TABLES))
"""The other tables, each in a file of [people]."""

__all__ = ["CALENDAR", "RECORDS", "SOURCE", "fetch", "fetch_calendar", "wrong_files"]
