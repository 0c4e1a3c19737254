"""The time that a file about people is known to be of."""

from zoneinfo import ZoneInfo

import pytest

from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.time import instant
from readiness_gate.sources.people.age import dated, named

BERLIN = ZoneInfo("Europe/Berlin")
END = instant("2027-02-14T22:59:59Z")


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("roster-2027-02-14.csv", END),
        ("people/roster_20270214.xlsx", END),
        ("2027.02.14 roster.csv", END),
        ("2027-02-14-to-2027-02-14.csv", END),
        ("2027-02-14/roster.csv", None),
        ("roster.csv", None),
        ("roster-2027-02-30.csv", None),
        ("roster-2027-13-01.csv", None),
        ("roster-2027-0214.csv", None),
        ("roster-120270214.csv", None),
        ("2027-02-13-2027-02-14.csv", None),
    ],
)
def test_the_only_day_in_a_name_is_that_of_the_file(name: str, moment: int | None) -> None:
    """Its end; a folder, a day that is none, and one of several say nothing."""
    assert dated([PeopleFile(name)], BERLIN, END) == ({} if moment is None else {name: moment})


def test_what_somebody_says_comes_first() -> None:
    """Before a name, which needs a zone: the file's own, or the program's."""
    name = "roster-2027-02-14.csv"
    assert dated([PeopleFile(name, exported_at=7)], BERLIN, END) == {name: 7}
    assert dated([PeopleFile(name)], None, END) == {}
    assert dated([PeopleFile(name, zone=ZoneInfo("UTC"))], BERLIN, END) == {name: END + 3600}


@pytest.mark.parametrize(
    ("name", "hours", "known"),
    [
        ("roster-2027-02-14.csv", 0, True),
        ("roster-2027-02-14.csv", -24, True),
        ("roster-2027-02-14.csv", -25, False),
        ("roster-for-20280214.csv", 24 * 363, False),
        ("go-live 2027.12.01 staff.csv", 0, False),
    ],
)
def test_a_day_to_come_is_not_that_of_an_export(name: str, hours: int, *, known: bool) -> None:
    """It is the day of a go-live, or mistyped; today may not be over yet."""
    assert bool(dated([PeopleFile(name)], BERLIN, END + hours * 3600)) is known


def test_a_file_is_called_with_the_time_that_an_option_gave() -> None:
    """A time in the configuration is there to be read."""
    assert named(PeopleFile("r.csv")) == "r.csv"
    assert named(PeopleFile("r.csv", exported_at=END)) == "r.csv"
    given = PeopleFile("r.csv", exported_at=END, said_by="--exported-at")
    assert named(given) == "r.csv (exported 2027-02-14T22:59:59Z, by --exported-at)"
