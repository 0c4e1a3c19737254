"""A defect counts for a milestone unless it is known to belong elsewhere; what does not count is reported."""

from typing import Any

import pytest
from support.forecasts import facts_of
from support.git import instant
from support.landings import evidence, reason, value
from support.tracker import READ_AT, asked, lived, tracker

from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.reading import Measured
from readiness_gate.signals.views.counting import Selection, selector

ONE, OTHER, NONE = frozenset({"1.0"}), frozenset({"1.1"}), frozenset[str]()
OURS = lived("CRM-1", (1, {"versions": ONE, "affected": NONE, "components": NONE}))


def _defect(number: int, **state: Any) -> Issue:
    return lived(f"CRM-{number}", (1, {"affected": NONE, "components": NONE, **state}))


def _counted(*issues: Issue, signal: str = "defects.open", **given: Any) -> list[str]:
    given = {"later_versions": ("Icebox",), **given}
    return [key for _, key, _ in evidence(asked(signal, tracker(*issues), scope="milestone", **given))]


def _summary(*issues: Issue, **given: Any) -> str:
    found = asked("defects.open", tracker(*issues), scope="milestone", **given)
    assert isinstance(found, Measured)
    return found.summary


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        pytest.param({"versions": ONE}, True, id="to-be-fixed-in-it"),
        pytest.param({"affected": ONE}, True, id="affected"),
        pytest.param({"versions": OTHER, "affected": ONE}, True, id="affected-and-moved-to-another"),
        pytest.param({"versions": OTHER | ONE}, True, id="to-be-fixed-in-both"),
        pytest.param({}, True, id="of-no-version"),
        pytest.param({"components": frozenset({"Billing"})}, True, id="of-no-version-and-some-component"),
        pytest.param({"versions": OTHER, "affected": None}, True, id="whose-affected-versions-are-unknown"),
        pytest.param({"affected": OTHER}, True, id="found-in-another"),
        pytest.param({"versions": frozenset({"0.9"})}, True, id="planned-for-an-earlier-one"),
        pytest.param({"versions": frozenset({" 1.0 "})}, True, id="with-blanks"),
        pytest.param({"versions": frozenset({"Backlog"})}, True, id="planned-for-nobody-knows-when"),
        pytest.param({"versions": frozenset({"1.1", "0.9"})}, True, id="planned-for-an-earlier-one-and-a-later-one"),
        pytest.param({"versions": OTHER}, False, id="planned-for-a-later-one"),
        pytest.param({"versions": frozenset({"1.1", "2"})}, False, id="planned-for-later-ones"),
        pytest.param({"versions": frozenset({"icebox"})}, False, id="planned-for-one-that-is-said-to-be-later"),
    ],
)
def test_which_defects_are_of_a_milestone(state: dict[str, Any], *, counts: bool) -> None:
    """Those of its version, and those that may be."""
    assert _counted(OURS, _defect(2, **state)) == ["CRM-1", *(["CRM-2"] if counts else [])]


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        pytest.param({"components": frozenset({"Quoting", "Billing"})}, True, id="of-its-component"),
        pytest.param({"components": frozenset({"Quoting"}), "versions": OTHER}, True, id="of-another-version"),
        pytest.param({"components": frozenset({"Billing"}), "affected": ONE}, True, id="of-another-component"),
        pytest.param({}, True, id="of-neither"),
        pytest.param({"components": None}, True, id="whose-component-is-unknown"),
        pytest.param({"components": None, "versions": OTHER}, True, id="of-another-version-and-unknown"),
        pytest.param({"components": frozenset({"Billing"})}, True, id="of-another-component-only"),
        pytest.param({"components": frozenset({"Billing"}), "versions": OTHER}, False, id="of-neither-and-later"),
    ],
)
def test_which_defects_are_of_a_milestone_with_components(state: dict[str, Any], *, counts: bool) -> None:
    """A component is a reason to belong to it, and none to belong elsewhere."""
    found = _counted(OURS, _defect(2, **state), components=("Quoting",))
    assert found == ["CRM-1", *(["CRM-2"] if counts else [])]


def test_components_alone_say_what_belongs_to_a_milestone_without_a_version() -> None:
    """Those without any may."""
    billing = _defect(2, components=frozenset({"Billing"}))
    quoting = _defect(1, components=frozenset({"quoting"}))
    assert _counted(quoting, billing, _defect(3), version=None, components=("Quoting",)) == ["CRM-1", "CRM-3"]


def test_what_does_not_count_is_reported() -> None:
    """Open defects of that severity that are planned for later, by their keys; and why others count."""
    others = (_defect(2, versions=OTHER), _defect(3, versions=OTHER, done=True), _defect(4))
    minor = _defect(5, versions=OTHER, severity="sev3")
    found = asked("defects.open", tracker(OURS, *others, minor), scope="milestone")
    assert isinstance(found, Measured)
    assert found.summary == (
        "2 of 2 open defects are sev1 (2 defects among 5 issues read); 1 without a version counts, too."
    )
    assert found.not_counted == "1 more open defect is planned for later and not counted: CRM-2 (1.1)."
    assert _summary(OURS, _defect(2, versions=frozenset({"0.9"})), _defect(4)).endswith(
        "; 1 of other versions that are not known to be later and 1 without a version count, too."
    )
    unread = _defect(2, versions=OTHER, affected=None)
    assert _summary(OURS, unread).endswith(
        '; 1 may not be of version "1.0" and count, because not all fields that say so were read: export the fix '
        "versions, the affected versions and the components."
    )


def test_everything_counts_where_nothing_says_what_belongs_to_it() -> None:
    """A milestone without a version, none at all, or a version that no issue has."""
    others = (_defect(2, versions=OTHER), _defect(3, versions=OTHER))
    assert _counted(OURS, *others, version=None) == ["CRM-1", "CRM-2", "CRM-3"]
    assert _summary(OURS, version=None).endswith("; all defects count, because milestones.wave-2 has no version.")
    assert _summary(*others).endswith('; all defects count, because no issue is of version "1.0".')
    assert _summary(*others, components=("A", "B")).endswith(
        'because no issue is of version "1.0" or component A or component B.'
    )
    found = asked("defects.open", tracker(OURS), milestone=False, scope="milestone")
    assert isinstance(found, Measured)
    assert found.summary.endswith("; all defects count, because no milestone is asked about.")


@pytest.mark.parametrize(
    "signal", ["defects.without-workaround", "defects.unmapped", "defects.age", "defects.quiet-days"]
)
def test_other_signals_have_a_scope(signal: str) -> None:
    """Only what counts is in their evidence."""
    ours = lived("CRM-1", (1, {"versions": ONE, "affected": NONE, "severity": None}))
    found = asked(signal, tracker(ours, lived("CRM-2", (2, {"versions": OTHER, "affected": NONE}))), scope="milestone")
    assert [key for _, key, _ in evidence(found)] == ["CRM-1"]


def test_only_new_defects() -> None:
    """Raised after a day, in the program's time zone; a defect of unknown age is new."""
    old, new = lived("CRM-1", (9, {})), lived("CRM-2", (10.5, {}))
    undated = lived("CRM-3", (1, {"created": None}))
    found = asked("defects.open", tracker(old, new), since="2026-01-10")
    assert isinstance(found, Measured)
    assert [key for _, key, _ in evidence(found)] == ["CRM-2"]
    assert found.summary == (
        "1 of 1 open defects are sev1 (1 defects among 2 issues read); only those raised after 2026-01-10 count."
    )
    assert value(asked("defects.open", tracker(old, new, undated), since="2026-01-11")) == 1
    assert "no open defect" in reason(asked("defects.age", tracker(old), since="2026-01-10"))


def test_the_fields_of_then_decide() -> None:
    """As of a day, a defect belongs where it belonged on that day."""
    moved = lived("CRM-2", (1, {"versions": ONE, "affected": NONE}), (50, {"versions": OTHER}))
    assert value(asked("defects.open", tracker(OURS, moved), 49, scope="milestone")) == 2
    assert value(asked("defects.open", tracker(OURS, moved), 51, scope="milestone")) == 1


def test_an_issue_counts_as_it_was() -> None:
    """A selector says it of any state, by what decides at its instant."""
    moved = lived("CRM-2", (1, {"versions": ONE, "affected": NONE}), (50, {"versions": OTHER}))
    ours = facts_of(tracker(OURS, moved), 200, version="1.0")
    counts = selector(ours, instant(READ_AT), Selection(of_milestone=True))
    assert not counts(moved)
    assert counts(moved.past[0].issue)
    everything = selector(facts_of(tracker(moved), 200), instant(READ_AT), Selection(of_milestone=True))
    assert everything(moved)
    new = selector(ours, instant(READ_AT), Selection(since="2026-01-01"))
    assert new(lived("CRM-3", (1.5, {})))
    assert not new(lived("CRM-3", (0.5, {})))
