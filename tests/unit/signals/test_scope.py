"""What is in the scope of a milestone, and what was taken out of sight."""

from dataclasses import replace
from typing import Any

import pytest
from support.exports import jira_settings
from support.landings import evidence, reason, value
from support.tracker import asked, lived, tracker

from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import answered

SCOPE, LATER = {"versions": frozenset({"1.0"})}, {"versions": frozenset({"1.1"})}
APPROVED = {"labels": frozenset({"approved"})}
STAYED = lived("CRM-1", (1, SCOPE))


def test_open_work_of_the_scope() -> None:
    """Issues of the milestone's version that are open and no defects; others have another say."""
    issues = (
        STAYED,
        lived("CRM-2", (1, SCOPE), kind="Story"),
        lived("CRM-3", (1, {**SCOPE, "done": True}), kind="Story"),
        lived("CRM-4", (1, LATER), kind="Story"),
        lived("CRM-5", (1, SCOPE), (90, {"done": True}), kind="Task"),
    )
    found = asked("scope.open-work", tracker(*issues))
    assert isinstance(found, Measured)
    assert found.summary == '1 of 4 issues with the fix version "1.0" are open, and no defects.'
    assert evidence(found) == [("issue", "CRM-2", "Story: Summary of CRM-2")]
    assert value(asked("scope.open-work", tracker(*issues), 89)) == 2


@pytest.mark.parametrize(
    ("last", "left"),
    [
        (LATER, ["CRM-2"]),
        ({"versions": frozenset[str]()}, ["CRM-2"]),
        ({"versions": frozenset({"1.0", "1.1"})}, []),
        ({**LATER, **APPROVED}, []),
        ({**LATER, "status": "Approved"}, ["CRM-2"]),
    ],
    ids=["later", "none", "both", "approved", "another-status"],
)
def test_what_left_the_scope(last: dict[str, Any], left: list[str]) -> None:
    """In the window, and not back; without approval."""
    found = asked("scope.removed", tracker(STAYED, lived("CRM-2", (1, SCOPE), (80, last), kind="Story")))
    assert [key for _, key, _ in evidence(found)] == left
    defects = asked("defects.moved", tracker(STAYED, lived("CRM-2", (1, SCOPE), (80, last))))
    assert [key for _, key, _ in evidence(defects)] == left


def test_what_left_the_scope_in_words() -> None:
    """When, and where it is now; what was approved is counted beside it."""
    issues = (
        STAYED,
        lived("CRM-2", (1, SCOPE), (80, LATER)),
        lived("CRM-3", (1, SCOPE), (81, {**LATER, **APPROVED})),
        lived("CRM-4", (1, SCOPE), (81, {"versions": frozenset[str]()}), (82, SCOPE), (83, LATER)),
    )
    found = asked("scope.removed", tracker(*issues))
    assert isinstance(found, Measured)
    assert found.summary == (
        '2 issues left the fix version "1.0" in the 28 days to 2026-04-11 without approval; 1 more with approval.'
    )
    assert evidence(found) == [
        ("issue", "CRM-2", "left it 2026-03-22, and is now in 1.1: Summary of CRM-2"),
        ("issue", "CRM-4", "left it 2026-03-25, and is now in 1.1: Summary of CRM-4"),
    ]


NOWHERE = 'no issue ever had the fix version "1.0", so a zero would prove nothing'


@pytest.mark.parametrize("signal", ["scope.removed", "defects.moved"])
@pytest.mark.parametrize(
    ("lives", "known"),
    [
        ([], False),
        ([LATER], False),
        ([{"versions": frozenset({"1.0 "})}], False),
        ([{"versions": frozenset({"v1.0", "1.0.0"})}], False),
        ([SCOPE], True),
        ([{"versions": frozenset({"1.0", "1.1"})}], True),
    ],
    ids=["none", "other", "space", "near", "had", "both"],
)
@pytest.mark.parametrize("before", [True, False], ids=["before", "today"])
def test_a_version_that_no_issue_ever_had(signal: str, lives: list[dict[str, Any]], known: bool, before: bool) -> None:  # noqa: FBT001
    """A zero would prove nothing: the version is misspelled, or the field was not exported."""
    steps = [(1, each) for each in lives] + ([(50, LATER)] if before else [])
    found = asked(signal, tracker(lived("CRM-1", (1, {})), lived("CRM-2", *(steps or [(1, {})]))))
    assert value(found) == 0 if known else NOWHERE in reason(found)


@pytest.mark.parametrize(
    ("window", "day", "count"), [("28d", 100, 1), ("20d", 100, 0), ("481h", 100, 1), ("28d", 79, 0), ("28d", 80, 1)]
)
def test_the_window_of_what_left(window: str, day: float, count: int) -> None:
    """What left at its very beginning left before it."""
    moved = lived("CRM-2", (1, SCOPE), (80, LATER))
    assert value(asked("scope.removed", tracker(STAYED, moved), day, window=window)) == count


@pytest.mark.parametrize(
    ("change", "count"),
    [({"severity": "sev3"}, 0), ({"done": True}, 0), ({"severity": None}, 1), ({"severity": "sev2"}, 1)],
)
def test_only_grave_defects_that_are_open_were_moved(change: dict[str, Any], count: int) -> None:
    """Others have rules of their own; what nobody mapped is grave."""
    moved = lived("CRM-2", (1, SCOPE), (80, {**LATER, **change}))
    assert value(asked("defects.moved", tracker(STAYED, moved))) == count


@pytest.mark.parametrize(
    ("life", "lowered"),
    [
        ([{"severity": "sev3"}], "from sev1 to sev3"),
        ([{"severity": "sev2"}], "from sev1 to sev2"),
        ([{"severity": "sev3"}, {"severity": "sev1"}], None),
        ([{"severity": "sev4"}, {"severity": "sev1"}, {"severity": "sev2"}], "from sev1 to sev2"),
        ([{"severity": "sev3", **APPROVED}], None),
        ([{"severity": None}], None),
        ([{"severity": "sev3", "done": True}], "from sev1 to sev3"),
        ([{"done": True}], None),
    ],
)
def test_defects_that_were_lowered(life: list[dict[str, Any]], lowered: str | None) -> None:
    """From the gravest that they were in the window, if that was severity 1 or 2; back again is no lowering."""
    issue = lived("CRM-2", (1, {}), *((80 + number, change) for number, change in enumerate(life)))
    notes = [note for _, _, note in evidence(asked("severity.downgrades", tracker(STAYED, issue)))]
    assert notes == ([f"{lowered}: Summary of CRM-2"] if lowered else [])


def test_a_grave_defect_that_became_something_else_was_lowered() -> None:
    """Another type takes it out of every rule on defects; so does a detour by a severity that nobody mapped."""
    retyped = lived("CRM-2", (1, {}), (80, {"type": "Task"}))
    found = asked("severity.downgrades", tracker(STAYED, retyped))
    assert evidence(found) == [("issue", "CRM-2", "from sev1 to Task: Summary of CRM-2")]
    by_detour = lived("CRM-3", (1, {"severity": "sev2"}), (60, {"severity": None}), (80, {"severity": "sev4"}))
    assert [note for _, _, note in evidence(asked("severity.downgrades", tracker(STAYED, by_detour)))] == [
        "from sev2 to sev4: Summary of CRM-3"
    ]
    story = lived("CRM-4", (1, {}), (80, {"severity": "sev4"}), kind="Story")
    assert value(asked("severity.downgrades", tracker(STAYED, story))) == 0


def test_what_was_never_grave_was_not_lowered() -> None:
    """Nor what was mapped at last, nor what was lowered before the window."""
    issues = (
        lived("CRM-2", (1, {"severity": "sev3"}), (80, {"severity": "sev4"})),
        lived("CRM-3", (1, {"severity": None}), (80, {"severity": "sev4"})),
        lived("CRM-4", (1, {}), (70, {"severity": "sev4"})),
    )
    assert value(asked("severity.downgrades", tracker(STAYED, *issues))) == 0
    assert value(asked("severity.downgrades", tracker(STAYED, *issues), window="31d")) == 1


EVERY = ["scope.open-work", "scope.removed", "defects.moved", "severity.downgrades"]


@pytest.mark.parametrize("signal", EVERY)
def test_without_issues_there_is_no_reading(signal: str) -> None:
    """Nor where their life is not known."""
    assert reason(asked(signal, Unavailable("no export"))) == "no export"
    hidden = lived("CRM-2", (1, SCOPE), (90, LATER), known=False)
    assert "is unknown (CRM-2): the export has no histories" in reason(asked(signal, tracker(STAYED, hidden), 89))


@pytest.mark.parametrize("signal", ["scope.removed", "defects.moved", "severity.downgrades"])
def test_what_became_of_issues_needs_their_histories(signal: str) -> None:
    """How they stand now does not tell."""
    hidden = lived("CRM-2", (1, LATER), (90, {}), known=False)
    assert "is unknown (CRM-2): the export has no histories" in reason(asked(signal, tracker(STAYED, hidden)))
    window = SIGNALS[signal].needs(SIGNALS[signal].with_defaults({}), 10**9)
    assert window == Needs(frozenset({"jira"}), issues_since=10**9 - 28 * 86_400)


@pytest.mark.parametrize("signal", ["defects.moved", "severity.downgrades"])
def test_without_defects_there_is_no_reading(signal: str) -> None:
    """Their types may be misspelt."""
    assert "is of a type in jira.defect-types" in reason(asked(signal, tracker(lived("CRM-2", (1, {}), kind="Story"))))


@pytest.mark.parametrize("signal", ["scope.removed", "defects.moved", "severity.downgrades"])
def test_what_is_to_be_configured(signal: str) -> None:
    """The reason says it."""
    found = tracker(STAYED)
    assert "provide approved = { labels = […] } in [jira]" in reason(asked(signal, found, jira=jira_settings()))
    if signal != "severity.downgrades":
        assert "provide version = … in [milestones.wave-2]" in reason(asked(signal, found, version=None))
        without = Facts(asked_settings(), None, {"jira": found})
        measured = answered(SIGNALS[signal], without, 10**9 * 2, SIGNALS[signal].with_defaults({}))
        assert "there is no milestone to take the scope from" in reason(measured)


def asked_settings() -> Any:
    """Settings without a milestone."""
    return replace(jira_only(), jira=jira_settings())


def jira_only() -> Any:
    """Settings of a program."""
    from support.exports import settings  # noqa: PLC0415

    return settings(jira=jira_settings())


def test_a_scope_without_issues_proves_nothing() -> None:
    """The version may be misspelt; a status without a category tells nothing either."""
    assert 'no issue has the fix version "2.0"' in reason(asked("scope.open-work", tracker(STAYED), version="2.0"))
    odd = lived("CRM-2", (1, {**SCOPE, "done": None}))
    assert "it is unknown whether CRM-2 is open" in reason(asked("scope.open-work", tracker(odd)))
    assert "provide version" in reason(asked("scope.open-work", tracker(odd), version=None))


def test_the_share_of_the_scope_that_helps_users() -> None:
    """Of the issues that are labeled as for users, or as for reports only."""
    issues = (
        lived("CRM-1", (1, {**SCOPE, "labels": frozenset({"user-benefit", "x"})}), kind="Story"),
        lived("CRM-2", (1, {**SCOPE, "labels": frozenset({"reporting-only"})}), kind="Story"),
        lived("CRM-3", (1, SCOPE), kind="Story"),
        lived("CRM-4", (1, {**LATER, "labels": frozenset({"user-benefit"})}), kind="Story"),
    )
    found = asked("scope.benefit-share", tracker(*issues))
    assert isinstance(found, Measured)
    assert (found.value, found.summary) == (0.5, "1 of 2 labeled issues of the scope help users in their own work.")
    assert [each.id for each in found.evidence] == ["CRM-2"]
    assert "has the label user-benefit or reporting-only: label" in reason(
        asked("scope.benefit-share", tracker(STAYED))
    )


@pytest.mark.parametrize(
    ("before", "now", "left"),
    [
        pytest.param({"versions": frozenset[str]()}, LATER, True, id="no-version-to-a-later-one"),
        pytest.param(
            {**LATER, "affected": frozenset({"1.0"})}, {"affected": frozenset[str]()}, True, id="not-affected"
        ),
        pytest.param({"versions": frozenset({"0.9"})}, LATER, True, id="an-earlier-one-to-a-later-one"),
        pytest.param({"versions": frozenset[str]()}, {**LATER, **APPROVED}, False, id="approved"),
        pytest.param({"versions": frozenset[str]()}, {"versions": frozenset({"0.9"})}, False, id="still-counted"),
        pytest.param(LATER, {"versions": frozenset({"1.2"})}, False, id="was-outside"),
    ],
)
def test_every_way_out_of_what_is_counted_is_seen(before: dict[str, Any], now: dict[str, Any], *, left: bool) -> None:
    """A severe defect that counted and does not count any more, whichever field says so."""
    known = {"affected": frozenset[str](), "components": frozenset[str]()}
    found = asked("defects.moved", tracker(STAYED, lived("CRM-2", (1, {**known, **before}), (80, now))))
    assert [key for _, key, _ in evidence(found)] == (["CRM-2"] if left else [])
