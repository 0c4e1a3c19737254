"""The sessions that people attended, as they are read."""

from typing import Any

import pytest
from support.exports import NOW, people_settings, settings
from support.workbooks import book

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.records.sessions import Attendance, SessionFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.time import When
from readiness_gate.sources.people.records.sessions import SESSIONS
from readiness_gate.sources.people.records.source import fetch_records

HEADER = "person,module,when,kind,passed,hours\n"
DAY = When(1772319600, 1772405999)


def _read(content: str | bytes, **changes: Any) -> tuple[Attendance, ...]:
    data = content.encode() if isinstance(content, str) else content
    configured = settings(people=people_settings(records={"sessions": PeopleFile("sessions.csv", **changes)}))
    found = fetch_records(SESSIONS, configured, Needs(), NOW, lambda _name, _limit: data)
    assert isinstance(found, SessionFacts)
    return found.records


def _why(content: str, **changes: Any) -> str:
    with pytest.raises(CouldNotLook) as refused:
        _read(content, **changes)
    return str(refused.value)


def test_every_cell_is_read_as_its_column_is_declared() -> None:
    """Optional ones may be empty, or missing; rows that come twice are kept."""
    row = "E1,Quoting,2026-03-01,On job,,1.5\n"
    assert _read(f"{HEADER}{row}{row}E2,Quoting,2026-03-02T10:00:00Z,,no,\n") == (
        Attendance("E1", "Quoting", DAY, "on-job", None, None, 1.5),
        Attendance("E1", "Quoting", DAY, "on-job", None, None, 1.5),
        Attendance("E2", "Quoting", When(1772445600, 1772445600), "", passed=False),
    )
    assert _read("person,module,when\nE1,Quoting,2026-03-01\n") == (Attendance("E1", "Quoting", DAY),)


def test_the_examples_are_read() -> None:
    """As they are shown."""
    names = ",".join(column.name for column in SESSIONS.table.columns)
    rows = [",".join(example) for example in SESSIONS.table.examples]
    found = _read("\n".join([names, *rows]), passing_score=80)
    assert [(each.kind, each.is_session, each.is_assessment) for each in found] == [
        ("classroom", True, False),
        ("sandbox", True, False),
        ("assessment", False, True),
    ]


def test_the_words_of_a_file_for_kinds_and_results() -> None:
    """As configured."""
    values = {"kind": {"classroom": ("ILT",), "online": ("WBT",)}, "passed": {"yes": ("bestanden",)}}
    found = _read(f"{HEADER}E1,Quoting,2026-03-01,ilt,Bestanden,\n", values=values)
    assert [(each.kind, each.passed) for each in found] == [("classroom", True)]


def test_scores_need_the_score_that_passes() -> None:
    """And the reverse."""
    text = "person,module,when,score\nE1,Quoting,2026-03-01,85 %\n"
    assert [each.score for each in _read(text.replace("85 %", "85"), passing_score=80)] == [85]
    assert 'the column "score" has scores: add passing-score to [people.sessions]' in _why(text)
    without = f"{HEADER}E1,Quoting,2026-03-01,,,\n"
    assert "passing-score is set, and no column has a score" in _why(without, passing_score=80)


def test_a_workbook_is_read() -> None:
    """With numbers as they are."""
    content = book(("person", "module", "when", "hours"), ("E1", "Quoting", "2026-03-01", 2))
    assert _read(content) == (Attendance("E1", "Quoting", DAY, hours=2),)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",Quoting,2026-03-01,,,", 'sessions.csv:2: the cell "person" is empty'),
        ("E1,,2026-03-01,,,", 'the cell "module" is empty'),
        ("E1,Quoting,,,,", 'the cell "when" is empty'),
        ("E1,Quoting,1970-01-01,,,", 'the cell "when" is a placeholder for no date'),
        ("E1,Quoting,2026-03-01,webinar,,", 'the cell "kind" is none of classroom, online, in-app, sandbox, on-job'),
        ("E1,Quoting,2026-03-01,,maybe,", 'the cell "passed" is none of yes, no'),
        ("E1,Quoting,2026-03-01,,,long", 'the cell "hours" is not a number'),
        ("E1,Quoting,2026-03-01,,,-1", "sessions.csv:2: the session took less than no time: correct the hours"),
    ],
)
def test_a_row_that_cannot_be_relied_on(row: str, why: str) -> None:
    """Is named with its line, and nothing of the file counts."""
    assert why in _why(f"{HEADER}{row}\n")


def test_a_list_without_rows() -> None:
    """Is not one of no sessions."""
    assert "sessions.csv has no rows below its header" in _why(HEADER)


@pytest.mark.parametrize(
    ("kind", "passed", "is_session", "is_assessment"),
    [
        ("", None, True, False),
        ("", True, False, True),
        ("online", None, True, False),
        ("online", False, True, True),
        ("assessment", None, False, True),
    ],
)
def test_what_a_row_is(kind: str, *, passed: bool | None, is_session: bool, is_assessment: bool) -> None:
    """A result of no known kind may be of a test alone."""
    row = Attendance("E1", "Quoting", DAY, kind, passed)
    assert (row.is_session, row.is_assessment) == (is_session, is_assessment)
    assert Attendance("E1", "Quoting", DAY, "", None, 85.0).is_assessment
