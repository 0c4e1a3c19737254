"""Defects that the configuration does not name are never missed without a word."""

from typing import Any

import pytest
from support.exports import jira_settings
from support.tracker import asked, lived, tracker

from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.reading import Measured, Unavailable


def _found(facts: JiraFacts, day: float = 100, **changes: Any) -> str:
    reading = asked("defects.open", facts, day, jira=jira_settings(**changes))
    return reading.reason if isinstance(reading, Unavailable) else reading.summary


def _of(key: str, kind: str, **state: Any) -> Issue:
    return lived(key, (1, state), kind=kind)


BUG = _of("CRM-1", "Bug", done=True)


@pytest.mark.parametrize("kind", ["Sub-bug", "Production Bug", "BUG (legacy)", "SubBug", "Bugs", "bug_report"])
def test_a_type_that_contains_a_defect_type_must_be_named(kind: str) -> None:
    """It is a defect or it is not: until the configuration says so, nothing is counted."""
    facts = tracker(BUG, _of("CRM-2", kind))
    assert f"the types {kind} may be defects" in _found(facts)
    assert "1 of 1 open defects" in _found(facts, defect_types=("Bug", kind))
    assert "0 of 0 open defects" in _found(facts, not_defects=(kind,))


@pytest.mark.parametrize("kind", ["Debugging task", "Bugle", "Story", "Ladybug"])
def test_other_types_are_no_defects(kind: str) -> None:
    """A part of a word is not the word."""
    assert "0 of 0 open defects" in _found(tracker(BUG, _of("CRM-2", kind, severity="sev2")))


def test_a_defect_type_of_digits_is_in_no_name() -> None:
    """A name without letters has no words."""
    facts = tracker(BUG, _of("CRM-3", "1"), _of("CRM-2", "Task 1", severity="sev2"))
    assert "1 of 1 open defects" in _found(facts, defect_types=("Bug", "1"))


@pytest.mark.parametrize("kind", ["Fehler", "Anomalie", "Incident"])
def test_each_project_must_have_had_a_defect(kind: str) -> None:
    """A project without any is named with its types, until it is named as one without defects."""
    facts = tracker(BUG, _of("OPS-1", kind))
    told = _found(facts)
    assert f"no issue of the project OPS is of a defect type (Bug); the types seen there are: {kind}" in told
    assert 'no-defects = ["OPS"]' in told
    assert "0 of 0 open defects" in _found(facts, no_defects=("OPS",))
    assert "1 of 1 open defects" in _found(facts, defect_types=("Bug", kind))


def test_an_issue_that_was_a_defect_shows_that_the_project_has_them() -> None:
    """The type of an earlier time counts."""
    assert "0 of 0 open defects" in _found(tracker(BUG, lived("OPS-1", (1, {"type": "Bug"}), (5, {"type": "Task"}))))


def test_severe_open_issues_of_other_types_are_listed() -> None:
    """Their number and types, without those of types that are not defects, closed or less severe."""
    facts = tracker(
        BUG,
        _of("CRM-2", "Crash"),
        _of("CRM-3", "Incident"),
        _of("CRM-4", "Incident", done=True),
        _of("CRM-5", "Task", severity="sev2"),
        _of("CRM-6", "Epic"),
    )
    assert "not counted: 2 open severity 1 issues of types Crash, Incident" in _found(facts, not_defects=("Epic",))


def test_a_status_that_only_histories_name_is_asked_for() -> None:
    """The reason names the issue, the status and the way out; a status of today that lacks one is told otherwise."""
    past = lived("CRM-2", (1, {"done": None, "status": "In Review"}), (50, {"done": True, "status": "Done"}))
    told = _found(tracker(BUG, past), 20)
    assert "the history of 1 defect (CRM-2) names the status In Review" in told
    assert 'statuses = { "In Review" = "indeterminate" }' in told
    assert "have no status category (CRM-3)" in _found(tracker(BUG, _of("CRM-3", "Bug", done=None)))
    assert isinstance(asked("defects.open", tracker(BUG, past), jira=jira_settings()), Measured)
