"""The facts of the training calendar: when people are trained, from a CSV file."""

from collections.abc import Iterator

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts import CalendarFacts, Provenance, Session
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.sources.people.rows import Rows


def fetch_calendar(settings: Settings, _needs: Needs, now: Instant, read: Reader) -> CalendarFacts:
    """The sessions of the calendar, as it is now: a plan has no history. Raises CouldNotLook when there is no calendar,
    or it cannot be relied on."""
    file = settings.people.calendar if settings.people else None
    if file is None:
        raise CouldNotLook(
            'no training calendar is configured: provide calendar = "…" in [people], a CSV file with starts-at, '
            "module, role"
        )
    rows = Rows(file, settings.zone, ("starts-at", "module", "role"), ()).read(read)
    sessions = tuple(_sessions(rows))
    rows.refuse()
    if not sessions:
        raise CouldNotLook(f"the calendar {file} has no session, so nobody can say when training begins")
    return CalendarFacts(
        Provenance(
            source="calendar", identity=file, asked="every training session", records=len(sessions), observed_at=now
        ),
        sessions,
    )


def _sessions(rows: Rows) -> Iterator[Session]:
    for row in rows.whole():
        begins = rows.time(row, "starts-at")
        if begins is not None:
            yield Session(begins, row.cells["module"], row.cells["role"])
