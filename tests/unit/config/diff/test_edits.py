"""Every edit between two gates is named, whether the gate asks for less or for more since."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from support.gates import APPROVER, MILESTONE, gate, rule, waiver

from readiness_gate.config.diff.edits import edits
from readiness_gate.model.policy import Applies, Gate, Limit, SignOff, WaiverTerms
from readiness_gate.model.reading import Parameters
from readiness_gate.model.time import DAY

RULE = rule(parameters=Parameters((("paths", "config"), ("window", "14d"))))
THEN = gate(RULE)


def _edited(**changes: Any) -> list[tuple[str, str, bool]]:
    """The edits of a gate whose only rule has other values now."""
    return _told(THEN, gate(replace(RULE, **changes)))


def _told(then: Gate, now: Gate) -> list[tuple[str, str, bool]]:
    return [(edit.rule, edit.what, edit.loosens) for edit in edits(then, now)]


@pytest.mark.parametrize(
    ("changes", "what", "loosens"),
    [
        ({"limit": Limit("at-most", 2)}, "the limit is at most 2 issues instead of at most 0 issues", True),
        ({"enforcement": "warn"}, "it is enforced as warn instead of block", True),
        ({"waivable": False}, "it can no longer be waived", False),
        ({"held_for": 2 * DAY}, "it must hold for 2 days instead of 0 days", False),
        ({"signal": "other"}, "it measures other instead of signal.R-1", True),
        (
            {"parameters": Parameters((("paths", "code"), ("window", "7d")))},
            "it measures signal.R-1 with another paths and window",
            True,
        ),
        ({"when": Applies(days_to_go_at_most=7)}, "it applies to other milestones or times", True),
        ({"dimension": "change"}, "it counts under change instead of defects", True),
    ],
)
def test_each_edit_of_a_rule(changes: dict[str, Any], what: str, *, loosens: bool) -> None:
    """In words, and whether it may loosen."""
    assert _edited(**changes) == [("R-1", what, loosens)]


def test_what_decides_nothing_is_no_edit() -> None:
    """Neither the same rule nor another remedy."""
    assert _edited() == []
    assert _edited(remedy="Do something else.") == []


def test_a_rule_that_can_be_waived_again() -> None:
    """The reverse of an edit is one, too."""
    fixed = gate(replace(RULE, waivable=False, limit=Limit("at-most", 2)))
    both = "the limit is at most 0 issues instead of at most 2 issues; it can be waived"
    assert _told(fixed, THEN) == [("R-1", both, True)]


def test_rules_come_and_go() -> None:
    """A rule that is removed is one less."""
    assert _told(THEN, gate(rule("R-2"))) == [
        ("R-1", "the rule is removed", True),
        ("R-2", "the rule is added", False),
    ]


def test_waivers_come_and_go() -> None:
    """Those for another milestone are none of this gate."""
    added = waiver(reason="Agreed now")
    now = replace(THEN, waivers=(added, waiver(milestone="elsewhere")))
    words = f"approved by {APPROVER} until {added.expires}"
    assert _told(THEN, now) == [("R-1", f"a waiver is added, {words}", True)]
    [(_, what, loosens)] = _told(now, THEN)
    assert (what, loosens) == (f"a waiver is removed, which {APPROVER} approved until {added.expires}", False)


def test_the_milestone_is_edited() -> None:
    """Its date, and what was not there before."""
    moved = replace(MILESTONE, date=date(2026, 7, 1), freeze=date(2026, 6, 1), tags=frozenset())
    assert _told(THEN, replace(THEN, milestone=moved)) == [
        ("", "milestones.wave-2.date is 2026-07-01 instead of 2026-06-01", True),
        ("", "milestones.wave-2.freeze is 2026-06-01 instead of none", True),
        ("", "milestones.wave-2.tags is none instead of emea", True),
    ]


def test_the_gate_as_a_whole_is_edited() -> None:
    """What is not measured, who approves for how long, who signs, and who signed."""
    signoff = SignOff(MILESTONE.name, "sponsor", "ann", 0, "sha256:0")
    now = replace(
        THEN,
        not_measured={"feedback": "later"},
        terms=WaiverTerms(("boss@example.com",), 60),
        signers={"sponsor": ("ann",)},
        signoffs=(signoff, replace(signoff, milestone="elsewhere")),
    )
    assert _told(THEN, now) == [
        ("", "feedback is no longer measured", True),
        ("", "waivers.approvers also has boss@example.com", True),
        ("", f"waivers.approvers no longer has {APPROVER}", False),
        ("", "waivers.max-days is 60 instead of 30", True),
        ("", "signoffs.approvers also has ann as sponsor", True),
        ("", "a sign-off is added, by ann as sponsor on 1970-01-01T00:00:00Z", True),
    ]
    assert ("", "waivers.max-days is 30 instead of 60", False) in _told(now, THEN)


def test_the_day_of_a_go_live_is_named_once() -> None:
    """As its date; a go-live on another day than the milestone's is named itself."""
    day, later, other = date(2027, 2, 15), date(2027, 3, 1), date(2027, 4, 1)

    def on(of_milestone: date, of_go_live: date) -> Gate:
        return replace(THEN, milestone=replace(MILESTONE, date=of_milestone, go_live=of_go_live))

    moved = "milestones.wave-2.date is 2027-03-01 instead of 2027-02-15"
    assert [what for _, what, _ in _told(on(day, day), on(later, later))] == [moved]
    names = [what.split()[0] for _, what, _ in _told(on(day, other), on(later, later))]
    assert names == ["milestones.wave-2.date", "milestones.wave-2.go-live"]
