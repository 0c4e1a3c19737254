"""The facts of the training calendar: when people are trained."""

from collections.abc import Iterator
from datetime import date

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.people import CalendarFacts, Session
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.sources.people.age import named
from readiness_gate.sources.people.declared import CALENDAR
from readiness_gate.sources.people.problems import refuse
from readiness_gate.sources.people.rows import Rows

_EARLIEST = date(2000, 1, 1)


def fetch_calendar(settings: Settings, _needs: Needs, now: Instant, read: Reader) -> CalendarFacts:
    """Return the present sessions of the calendar: a plan has no history. Raises CouldNotLook if there is no
    calendar, or it is not reliable."""
    file = settings.people.calendar if settings.people else None
    if file is None:
        raise CouldNotLook(
            'no training calendar is configured: add calendar = "…" to [people], a file with starts-at, module, role'
        )
    rows = Rows(CALENDAR, file, settings.zone, _EARLIEST).open(read)
    sessions = tuple(_sessions(rows))
    refuse({file.file: rows.problems})
    if not sessions:
        raise CouldNotLook(
            f"the calendar {file.file} has no sessions, so it is unknown when training begins: add them to the file"
        )
    return CalendarFacts(
        Provenance(
            source="calendar",
            identity=named(file),
            asked="every training session",
            records=len(sessions),
            observed_at=now,
        ),
        sessions,
    )


def _sessions(rows: Rows) -> Iterator[Session]:
    for row in rows:
        begins = rows.when(row, "starts-at")
        if begins is None:
            rows.needs(row, "starts-at")
        module, role, ends = rows.identifier(row, "module"), rows.name(row, "role"), rows.when(row, "ends-at")
        if begins is not None:
            if ends is not None and ends.end < begins.start:
                rows.wrong(row, None, "the session ends before it begins: correct starts-at or ends-at")
            first = None if begins.start == begins.end else begins.start
            yield Session(begins.end, module, role, first, None if ends is None else ends.end)
