"""The use of the system as it is read, and of which time a file has all of it."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.exports import BERLIN, NOW, people_settings, settings
from support.policy import PROGRAM, complaints, loaded

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.records.usage import Period, UsageFacts, Use
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.time import DAY, When, day_of, end_of_day, instant
from readiness_gate.sources.people.records.source import fetch_records
from readiness_gate.sources.people.records.usage import USAGE

HEADER = "person,week,active,actions,records,complete,late,minimal,rushed,prompted,features,features-of-role\n"
MONDAY = When(1772406000, 1772492399)
"""2026-03-02 in Berlin."""
LOGINS = "person,week\nE1,2026-03-02\nE1,2026-03-03T08:00:00Z\nE2,2026-03-20T16:00:00+01:00\n"
FROM = instant("2026-03-02T00:00:00+01:00")
TO = instant("2026-03-21T00:00:00+01:00")


def _facts(content: str, name: str = "usage.csv", **changes: Any) -> UsageFacts:
    given: dict[str, Any] = {"zone": BERLIN, **changes}
    file = PeopleFile(name, **given)
    configured = settings(people=people_settings(records={"usage": file}))
    found = fetch_records(USAGE, configured, Needs(), NOW, lambda _name, _limit: content.encode())
    assert isinstance(found, UsageFacts)
    return found


def _why(content: str, name: str = "usage.csv", **changes: Any) -> str:
    with pytest.raises(CouldNotLook) as refused:
        _facts(content, name, **changes)
    return str(refused.value)


def test_each_count_is_read() -> None:
    """Of a row of everything, and of one that says nothing else."""
    rows = "E1,2026-03-02,yes,42,12,11,1,2,3,4,5,8\nE2,2026-03-02,no,,,,,,,,,\n"
    assert _facts(HEADER + rows).records == (
        Use("E1", MONDAY, True, 42, 12, 11, 1, 2, 3, 4, 5, 8),
        Use("E2", MONDAY, active=False),
    )


def test_a_login_is_use() -> None:
    """A row a login: several of one person and week are kept."""
    found = _facts(LOGINS)
    assert [(use.person, use.active, use.actions) for use in found.records] == [
        ("E1", True, None),
        ("E1", True, None),
        ("E2", True, None),
    ]
    assert set(found.lacking) == {column.field for column in USAGE.table.columns if not column.required}
    assert found.whole == ()


@pytest.mark.parametrize(
    ("counts", "active"),
    [("0,,", False), ("0,0,0", False), (",0,", False), ("3,,", True), (",1,", True), ("0,,2", True)],
)
def test_counts_show_use_where_nobody_says_it(counts: str, *, active: bool) -> None:
    """A row of nothing but zeros is no use, as of somebody who has a license only."""
    (use,) = _facts(f"person,week,actions,records,features\nE1,2026-03-02,{counts}\n").records
    assert use.active is active
    (none,) = _facts("person,week,late\nE1,2026-03-02,0\n").records
    (some,) = _facts("person,week,actions,late\nE1,2026-03-02,0,1\n").records
    assert (none.active, some.active) == (False, True)


def test_a_row_without_any_count_is_unknown() -> None:
    """Where the counts are to say who used the system: a table of people by weeks has no zeros."""
    why = _why("person,week,actions,records\nE1,2026-03-02,5,\nE2,2026-03-02,,\nE3,2026-03-02,,\n")
    assert why == (
        "2 rows of 3 in usage.csv have nothing in actions and records, so it is unknown whether the person used the "
        "system: write 0 for no use, add the column active, or, if each row is a use, leave out these columns"
    )
    assert "1 row of 1 in usage.csv has nothing in features, so" in _why("person,week,features\nE1,2026-03-02,\n")
    assert "leave out this column" in _why("person,week,features\nE1,2026-03-02,\n")
    (use,) = _facts("person,week,features-of-role\nE1,2026-03-02,\n").records
    assert use.active


def test_a_status_that_nobody_explained() -> None:
    """May be that of a login that failed, so a column of it is not passed over."""
    assert 'In [people.usage], add active = "Login status" to columns if it says who used the system' in _why(
        "person,week,Login status\nE1,2026-03-02,Failed\n"
    )


def test_an_empty_answer_is_none() -> None:
    """Where a file says whether people used the system, it does so of everybody."""
    assert 'usage.csv:2: the cell "active" is empty' in _why("person,week,active\nE1,2026-03-02,\n")


def test_somebody_who_never_used_the_system() -> None:
    """Is in some lists without a time, as in one of the last logins; that is no row, if somebody says so."""
    rows = "person,week,actions\nE1,,\nE2,2026-03-02,3\nE3,,0\n"
    assert [use.person for use in _facts(rows, empty_week=True).records] == ["E2"]
    assert 'usage.csv:2: the cell "week" is empty: fill it in (2 lines: 2, 4)'.partition(": fill")[0] in _why(rows)
    assert "has no rows below its header" in _why("person,week\nE1,\n", empty_week=True)
    for said in ("E1,,3,\n", "E1,,,yes\n", "E1,,,no\n"):
        assert 'the cell "week" is empty' in _why(f"person,week,actions,active\n{said}", empty_week=True)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("yes,9,3,4,,,,,,", "complete is more than records: correct one of them"),
        ("yes,9,3,,4,,,,,", "late is more than records"),
        ("yes,9,3,,,4,,,,", "minimal is more than records"),
        ("yes,9,3,,,,4,,,", "rushed is more than records"),
        ("yes,9,3,,,,,10,,", "prompted is more than actions"),
        ("yes,9,3,,,,,,9,8", "features is more than features-of-role"),
        ("no,1,,,,,,,,", "active is no, and the row counts some use"),
        ("no,,1,,,,,,,", "active is no, and the row counts some use"),
        ("no,,,,,,,,1,", "active is no, and the row counts some use"),
        ("no,,,,1,,,,,", "active is no, and the row counts some use"),
        ("no,,,,,,,1,,", "active is no, and the row counts some use"),
    ],
)
def test_counts_that_contradict_each_other(row: str, why: str) -> None:
    """Which of them is right is unknown; as many are no contradiction."""
    assert f"usage.csv:2: {why}" in _why(f"{HEADER}E1,2026-03-02,{row}\n")
    assert _facts(f"{HEADER}E1,2026-03-02,yes,3,3,3,3,3,3,3,8,8\nE2,2026-03-02,no,0,0,,,,,,0,\n")


def test_a_whole_file() -> None:
    """Is so from the day of its first row to that of its last one, and never beyond."""
    assert _facts(LOGINS, whole=True).whole == (Period(FROM, TO),)
    assert _facts(LOGINS, whole=True, zone=ZoneInfo("UTC")).whole == (
        Period(instant("2026-03-02T00:00:00Z"), instant("2026-03-21T00:00:00Z")),
    )
    backwards = "person,week\n" + "\n".join(reversed(LOGINS.splitlines()[1:]))
    assert _facts(backwards, whole=True).whole == (Period(FROM, TO),)


def test_a_whole_period_is_what_somebody_says() -> None:
    """Of days before the first row, and after the last one if the file was exported later."""
    march, april = date(2026, 3, 1), date(2026, 3, 31)
    begin = instant("2026-03-01T00:00:00+01:00")
    end = instant("2026-04-01T00:00:00+02:00")
    assert _facts(LOGINS, whole=True, whole_from=march).whole == (Period(begin, TO),)
    exported = instant("2026-04-02T08:00:00Z")
    assert _facts(LOGINS, whole=True, whole_from=march, whole_to=april, exported_at=exported).whole == (
        Period(begin, end),
    )
    assert _facts(LOGINS, "usage-2026-04-01.csv", whole=True, whole_to=april).whole == (Period(FROM, end),)
    less = _facts(LOGINS, whole=True, whole_to=date(2026, 3, 8)).whole
    assert less == (Period(FROM, instant("2026-03-09T00:00:00+01:00")),)


def test_a_file_is_not_whole_after_its_export() -> None:
    """On the day on which it was made, its period ends with that."""
    exported = instant("2026-03-20T15:00:00Z")
    (period,) = _facts(LOGINS, whole=True, exported_at=exported).whole
    assert period == Period(FROM, exported + 1)
    assert _facts("person,week\nE1,2026-03-20\n", whole=True, exported_at=instant("2026-03-19T15:00:00Z")).whole == ()


@pytest.mark.parametrize(
    ("name", "changes", "why"),
    [
        ("usage.csv", {"whole_to": date(2026, 3, 21)}, "and when the file was exported is unknown: add exported-at"),
        (
            "usage-2026-03-25.csv",
            {"whole_to": date(2026, 3, 26)},
            "after usage-2026-03-25.csv was exported (2026-03-25)",
        ),
        ("usage.csv", {"whole_to": date(2026, 3, 1)}, "is whole from 2026-03-02 to 2026-03-01, and its rows are from"),
        ("usage.csv", {"whole_from": date(2026, 3, 21)}, "is whole from 2026-03-21 to 2026-03-20"),
        (
            "usage.csv",
            {"whole_to": date(2026, 3, 26), "exported_at": end_of_day(date(2026, 3, 25), BERLIN)},
            "to in [people.usage] is 2026-03-26, after usage.csv was exported (2026-03-25): export it again",
        ),
        (
            "usage.csv",
            {"whole_to": day_of(NOW, BERLIN).replace(day=28), "exported_at": NOW + DAY},
            "was exported",
        ),
    ],
)
def test_a_file_cannot_be_whole_of_what_it_cannot_know(name: str, changes: dict[str, Any], why: str) -> None:
    """Of a time after its export, and of none."""
    assert why in _why(LOGINS, name, whole=True, **changes)


@law(100)
@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=6),
    st.none() | st.integers(0, 90),
    st.none() | st.integers(0, 90),
    st.none() | st.integers(0, 90),
)
def test_no_period_is_longer_than_its_evidence(
    days: list[int], since: int | None, until: int | None, exported: int | None
) -> None:
    """It ends with the last row, or with what somebody says, and always by the export."""
    first = end_of_day(date(2026, 1, 1), BERLIN)
    moments = [day_of(first + each * DAY, BERLIN) for each in days]
    content = "person,week\n" + "".join(f"E1,{each}\n" for each in moments)
    changes: dict[str, Any] = {
        "whole_from": None if since is None else day_of(first + since * DAY, BERLIN),
        "whole_to": None if until is None else day_of(first + until * DAY, BERLIN),
        "exported_at": None if exported is None else first + exported * DAY,
    }
    try:
        periods = _facts(content, whole=True, **changes).whole
    except CouldNotLook:
        return
    for period in periods:
        ends = [end_of_day(changes["whole_to"] or max(moments), BERLIN), NOW, changes["exported_at"] or NOW]
        assert period.end == min(ends) + 1
        assert day_of(period.start, BERLIN) == (changes["whole_from"] or min(moments))
        assert exported is not None or day_of(period.end - 1, BERLIN) <= max(moments)


def _settings(keys: str, begin: str = PROGRAM) -> PeopleFile:
    people = loaded(f'{begin}[people.usage]\nfile = "usage.csv"\n{keys}').settings.people
    assert people is not None
    return people.records["usage"]


def test_the_keys_of_a_whole_file() -> None:
    """With days and without."""
    assert _settings("") == PeopleFile("usage.csv", zone=BERLIN)
    assert _settings('empty-week = "no-use"\n') == PeopleFile("usage.csv", zone=BERLIN, empty_week=True)
    assert _settings("whole = true\n") == PeopleFile("usage.csv", zone=BERLIN, whole=True)
    given_days = _settings("whole = true\nfrom = 2026-03-01\nto = 2026-03-31\n")
    assert given_days == PeopleFile(
        "usage.csv", zone=BERLIN, whole=True, whole_from=date(2026, 3, 1), whole_to=date(2026, 3, 31)
    )


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("from = 2026-03-01\n", "from says since or until when the file is whole: add whole = true, or remove from"),
        ("whole = false\nto = 2026-03-01\n", "add whole = true, or remove to"),
        ("whole = true\nfrom = 2026-03-02\nto = 2026-03-01\n", "from (2026-03-02) is after to (2026-03-01)"),
        (
            "whole = true\nto = 2026-03-02\nexported-at = 2026-03-01T22:00:00Z\n",
            "to (2026-03-02) is after the export of the file (2026-03-01): correct to or exported-at",
        ),
        ('whole = true\nfrom = "2026-03-02"\n', "from"),
        ('whole = "yes"\n', "whole"),
        ('empty-week = "use"\n', "empty-week"),
        (
            'whole = true\nempty-week = "no-use"\n',
            "a list of the last use of each person has not every use: remove whole",
        ),
    ],
)
def test_keys_that_contradict_each_other(keys: str, why: str) -> None:
    """Are complained about where they are written."""
    told = complaints(f'{PROGRAM}[people.usage]\nfile = "usage.csv"\n{keys}')
    assert any(why in each.what for each in told), told


def test_a_whole_file_has_days_of_some_zone() -> None:
    """Of its own, or of the program."""
    (told,) = complaints('[program]\nname = "P"\n[people.usage]\nfile = "usage.csv"\nwhole = true\n')
    assert "days need a time zone: add timezone here, or in [program]" in told.what
    begin = '[program]\nname = "P"\n'
    assert _settings('whole = true\ntimezone = "Asia/Tokyo"\n', begin).zone == ZoneInfo("Asia/Tokyo")


def test_no_other_table_can_be_whole() -> None:
    """Nor can a preset say it."""
    (told,) = complaints(f'{PROGRAM}[people.entries]\nfile = "e.csv"\nwhole = true\n')
    assert "whole" in told.what
