"""The training calendar as facts, or why it cannot be relied on."""

import pytest
from support.exports import NOW, no_file, people_settings, settings
from support.git import instant

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.people import CalendarFacts, Session
from readiness_gate.model.needs import Needs
from readiness_gate.sources.people import fetch_calendar

CALENDAR = "starts-at,module,role,location\n2026-03-02T09:00:00+01:00,quoting,Sales rep,x\n2026-03-01,basics,Clerk,\n"


def _read(content: str | None, *, zone: bool = True, calendar: str | None = "calendar.csv") -> CalendarFacts:
    people = people_settings(calendar=calendar)
    configured = settings(people=people) if zone else settings(people=people, zone=None)
    return fetch_calendar(configured, Needs(), NOW, lambda _name, _limit: None if content is None else content.encode())


def test_sessions_are_read_as_facts() -> None:
    """A time with its offset, or a day, from its start to its end; known columns say nothing."""
    found = _read(CALENDAR)
    assert found.sessions == (
        Session(instant(60) + 8 * 3600, "quoting", "Sales rep"),
        Session(instant(60) - 3601, "basics", "Clerk", instant(59) - 3600),
    )
    assert found.provenance == Provenance("calendar", "calendar.csv", "every training session", 2, NOW)


def test_a_session_may_say_when_it_ends() -> None:
    """At a time, in the course of a day, or not at all; one second is long enough."""
    rows = (
        "2026-03-02T09:00:00Z,quoting,Rep,2026-03-02T09:00:00Z",
        "2026-03-02T09:00:00Z,quoting,Rep,2026-03-03",
        "2026-03-02,quoting,Rep,2026-03-02T09:00:00Z",
        "2026-03-02,quoting,Rep,",
    )
    found = _read("\n".join(("starts-at,module,role,ends-at", *rows)))
    nine = instant(60) + 9 * 3600
    assert [one.ends for one in found.sessions] == [nine, instant(62) - 3601, nine, None]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "calendar.csv:1: the file is missing: export it, or correct its name in [people.calendar]"),
        ("", "the file is empty: it needs a header with starts-at, module, role"),
        ("starts-at,module,role\n", "the calendar calendar.csv has no sessions"),
        (
            "starts-at,module\n2026-03-01,x\n",
            'calendar.csv:1: the column is missing: "role". The header has: starts-at, module.',
        ),
        ("starts-at,module,role\n,x,y\n", 'calendar.csv:2: the cell "starts-at" is empty'),
        (
            "starts-at,module,role\n1.3.2026,x,y\n",
            'calendar.csv:2: the cell "starts-at" is not an ISO 8601 day or time with offset',
        ),
        (
            "starts-at,module,role,trainer\n2026-03-01,x,y,z\n",
            'the column is unknown: "trainer". In [people.calendar]',
        ),
        ("starts-at,module,role\n2026-03-01,x,\n", 'calendar.csv:2: the cell "role" is empty'),
        ("starts-at,module,role\n1970-01-01,x,y\n", 'the cell "starts-at" is a placeholder for no date'),
        ("starts-at,module,role\n2026-03-01,,y\n", 'calendar.csv:2: the cell "module" is empty'),
        (
            "starts-at,module,role,ends-at\n2026-03-02T09:00:00Z,x,y,2026-03-02T08:59:59Z\n",
            "calendar.csv:2: the session ends before it begins: correct starts-at or ends-at",
        ),
        (
            "starts-at,module,role,ends-at\n2026-03-02,x,y,soon\n",
            'calendar.csv:2: the cell "ends-at" is not an ISO 8601 day or time with offset',
        ),
    ],
)
def test_a_calendar_that_cannot_be_relied_on(content: str | None, why: str) -> None:
    """Never taken for one without sessions."""
    with pytest.raises(CouldNotLook) as refused:
        _read(content)
    assert why in str(refused.value)


def test_a_day_needs_a_zone() -> None:
    """A time does not."""
    with pytest.raises(
        CouldNotLook,
        match=r'calendar\.csv:3: the cell "starts-at" is a local date in an unknown time zone: add timezone',
    ):
        _read(CALENDAR, zone=False)


@pytest.mark.parametrize("configured", [settings(), settings(people=people_settings())], ids=["no-people", "no-key"])
def test_no_calendar_is_configured(configured: object) -> None:
    """The reason says what to provide."""
    with pytest.raises(CouldNotLook, match=r'add calendar = "…" to \[people\]'):
        fetch_calendar(configured, Needs(), NOW, no_file)  # type: ignore[arg-type]
