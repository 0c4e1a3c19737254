"""How issues stood, and what became of them."""

from dataclasses import replace

import pytest
from support.git import instant
from support.tracker import keys, lived, tracker

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.settings.jira import Marks
from readiness_gate.signals.views.issues import approved, is_marked, issues_as_of, moves

ONE = lived("CRM-1", (10, {}), (20, {"done": True}), (30, {"done": False, "status": "Again"}))
TWO = lived("CRM-2", (25, {"severity": "sev3"}))
HIDDEN = lived("CRM-3", (5, {}), (40, {"done": True}), known=False)
UNBORN = replace(TWO, key="CRM-4", created=None, known_since=None)


def _stood(day: float, *issues: Issue) -> list[tuple[str, bool | None, str]]:
    found = issues_as_of(tracker(*issues), instant(day))
    return [(issue.key, issue.done, issue.status) for issue in found]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (9, []),
        (10, [("CRM-1", False, "Open")]),
        (19.9, [("CRM-1", False, "Open")]),
        (20, [("CRM-1", True, "Open")]),
        (25, [("CRM-1", True, "Open"), ("CRM-2", False, "Open")]),
        (29.9, [("CRM-1", True, "Open"), ("CRM-2", False, "Open")]),
        (30, [("CRM-1", False, "Again"), ("CRM-2", False, "Open")]),
        (99, [("CRM-1", False, "Again"), ("CRM-2", False, "Open")]),
        (100, [("CRM-1", False, "Again"), ("CRM-2", False, "Open")]),
    ],
)
def test_issues_stand_as_they_stood(day: float, expected: list[tuple[str, bool | None, str]]) -> None:
    """From the instant of a change on as it left them; before they were raised there are none."""
    assert _stood(day, ONE, TWO) == expected


def test_what_is_not_known_is_no_issue_that_stood_so() -> None:
    """An issue whose life is not known says so, except before it was raised, and since it stands as it does."""
    assert [key for key, _, _ in _stood(4, HIDDEN, ONE)] == []
    assert [key for key, _, _ in _stood(100, HIDDEN, ONE)] == ["CRM-3", "CRM-1"]
    with pytest.raises(
        CannotMeasure, match=r"\(CRM-3\): the export has no histories, and shows .*; export them with their changelogs"
    ):
        issues_as_of(tracker(HIDDEN, ONE), instant(99))
    broken = replace(HIDDEN, known_since=None, why_unknown="its history is inconsistent")
    with pytest.raises(CannotMeasure) as why:
        issues_as_of(tracker(broken, ONE), instant(29))
    assert str(why.value) == (
        "the state of 1 issue at 2026-01-30T00:00:00Z is unknown (CRM-3): its history is inconsistent"
    )
    with pytest.raises(CannotMeasure):
        issues_as_of(tracker(UNBORN, ONE), instant(29))


@pytest.mark.parametrize(
    ("start", "end", "days"), [(0, 99, [30, 20]), (20, 30, [30]), (19.9, 29.9, [20]), (30, 99, []), (0, 19, [])]
)
def test_moves_lie_in_the_interval(start: float, end: float, days: list[int]) -> None:
    """Later than its start and not later than its end, newest first, with both states."""
    found = moves([ONE, TWO], tracker(ONE, TWO), instant(start), instant(end))
    assert [(move.at - instant(0)) // 86_400 for move in found] == days
    assert all(move.before.done != move.after.done for move in found)


def test_moves_that_are_not_known() -> None:
    """Without its history nobody can tell what became of an issue, unless it had not been raised."""
    with pytest.raises(CannotMeasure):
        moves([HIDDEN], tracker(HIDDEN), instant(50), instant(99))
    assert moves([TWO], tracker(TWO), instant(0), instant(99)) == []
    with pytest.raises(CannotMeasure):
        moves([UNBORN], tracker(UNBORN, ONE), instant(0), instant(99))


def test_marks() -> None:
    """Any of the labels, or any of the statuses."""
    marks = Marks(labels=frozenset({"a"}), statuses=frozenset({"Approved"}))
    assert is_marked(replace(ONE, labels=frozenset({"a", "b"})), marks)
    assert is_marked(replace(ONE, status="Approved"), marks)
    assert not is_marked(replace(ONE, labels=frozenset({"b"})), marks)
    with pytest.raises(CannotMeasure, match="what marks an approved change is not configured"):
        approved(None)
    assert keys([ONE]) == ["CRM-1"]
