"""Files about people are checked in a run that ends before it reads them."""

import pytest
from support.exports import NOW, people_settings, settings

from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.sources.people import wrong_files

GOOD = {
    "roster.csv": b"person,role\nann,Clerk\n",
    "completions.csv": b"person,module,completed-at\n",
    "calendar.csv": b"starts-at,module,role\n2026-03-01,basics,Clerk\n",
}
NO_ROLE, NO_SESSION = b"person,role\nann,\n", b"starts-at,module,role\n"
WRONG_ROSTER = 'roster.csv:2: the cell "role" is empty'
WRONG_CALENDAR = (
    "the calendar calendar.csv has no sessions, so it is unknown when training begins: add them to the file"
)
ALL = people_settings(calendar="calendar.csv")


@pytest.mark.parametrize(
    ("configured", "changed", "wrong"),
    [
        pytest.param(None, {}, [], id="no-people"),
        pytest.param(ALL, {}, [], id="all-good"),
        pytest.param(people_settings(), {"roster.csv": NO_ROLE}, [WRONG_ROSTER], id="roster"),
        pytest.param(people_settings(completions=None), {"roster.csv": NO_ROLE}, [WRONG_ROSTER], id="roster-alone"),
        pytest.param(people_settings(roster=None), {"completions.csv": b""}, [], id="completions-alone-neither"),
        pytest.param(
            people_settings(roster=None, calendar="calendar.csv"),
            {"calendar.csv": NO_SESSION},
            [WRONG_CALENDAR],
            id="calendar-alone",
        ),
        pytest.param(
            ALL, {"roster.csv": NO_ROLE, "calendar.csv": NO_SESSION}, [WRONG_ROSTER, WRONG_CALENDAR], id="both"
        ),
    ],
)
def test_what_is_wrong_with_the_files(
    configured: PeopleSettings | None, changed: dict[str, bytes], wrong: list[str]
) -> None:
    """Of those that are configured, everything."""
    files = {**GOOD, **changed}
    assert list(wrong_files(settings(people=configured), NOW, lambda name, _limit: files.get(name))) == wrong
