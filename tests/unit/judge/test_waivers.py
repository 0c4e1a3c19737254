"""What a verdict says of its waivers."""

from datetime import date
from typing import Any

import pytest
from support.gates import APPROVER, TODAY, UNKNOWN, finding_of, gate, judged, measured, rule, waiver

from readiness_gate.judge.waivers import flaw
from readiness_gate.model.policy import Limit
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import JudgedWaiver

WHY: dict[str, tuple[dict[str, Any], str]] = {
    "in force": ({}, "accepted by sponsor@example.com until 2026-04-10"),
    "self-approved": ({"requested_by": APPROVER}, "sponsor@example.com approved their own request"),
    "unclear requester": (
        {"requested_by": "pm@example.com (Anna)"},
        (
            '"pm@example.com (Anna)" is not a plain address, so it is unknown whether somebody else approved: write '
            "one address, such as name@example.com"
        ),
    ),
    "unknown approver": ({"approved_by": "boss@example.com"}, "boss@example.com is not one of waivers.approvers"),
    "over-long": ({"approved_on": date(2026, 3, 10)}, "it would last 31 days; at most 30 are allowed"),
    "not yet": ({"approved_on": date(2026, 4, 2)}, "it is not approved before 2026-04-02"),
    "expired": ({"expires": date(2026, 3, 31)}, "it expired at the end of 2026-03-31"),
    "milestone": ({"milestone": "wave-1"}, 'it is for the milestone "wave-1"'),
    "rule": ({"rule": "R-9"}, "no rule R-9 guards this milestone"),
    "worsened": ({"accepts": 2}, "it accepts 2, and the reading is 7"),
    "new evidence": ({"evidence": frozenset({"C-2"})}, "it does not cover C-1, C-3, C-4, C-5, C-6"),
}


@pytest.mark.parametrize(("fields", "why"), WHY.values(), ids=WHY)
def test_why(fields: dict[str, Any], why: str) -> None:
    """The state of a waiver comes with its reason in words; of much new evidence the first few are named."""
    of = gate(rule(), waivers=(waiver(**fields),))
    verdict = judged(of, {"R-1": measured(7, *(f"C-{number}" for number in range(7, 0, -1)))})
    assert [each.why for each in verdict.waivers] == [why]


@pytest.mark.parametrize(("fields", "why"), WHY.values(), ids=WHY)
def test_what_the_gate_alone_tells(fields: dict[str, Any], why: str) -> None:
    """A waiver that is void whatever is measured is told to be so as by the verdict; of another nothing is known."""
    found = flaw(waiver(**fields), gate(rule()), TODAY)
    assert (found.why if found else None) == (None if {"accepts", "evidence"} & {*fields} or not fields else why)
    assert flaw(waiver(), gate(rule(waivable=False)), TODAY) == JudgedWaiver(
        waiver(), "not-waivable", "R-1 cannot be waived"
    )


@pytest.mark.parametrize(
    ("of", "reading", "why"),
    [
        (rule(), UNKNOWN, "a waiver covers a failing rule, not one that could not be measured"),
        (rule(), measured(0), "the rule does not fail (it is: pass)"),
        (rule(limit=Limit("at-most", 9, 1)), measured(5), "the rule does not fail (it is: warn)"),
        (rule(waivable=False), measured(9), "R-1 cannot be waived"),
        (
            rule(held_for=DAY),
            [measured(9), UNKNOWN],
            "a waiver covers a failing rule, not one that could not be measured",
        ),
    ],
)
def test_why_there_is_nothing_to_cover(of: Any, reading: Any, why: str) -> None:
    """A waiver on a rule that does not fail, or cannot be waived, says so."""
    verdict = judged(gate(of, waivers=(waiver(),)), {"R-1": reading})
    assert [each.why for each in verdict.waivers] == [why]


def test_why_another_counts() -> None:
    """A waiver that gives way names what it gives way to."""
    old, new, vain = waiver(), waiver(approved_on=date(2026, 3, 21)), waiver(accepts=1)
    verdict = judged(gate(rule(), waivers=(old, new)), {"R-1": measured(2)})
    assert {each.waiver: each.why for each in verdict.waivers}[old] == "a waiver of 2026-03-21 on this rule is newer"
    assert finding_of(verdict).waiver == new
    verdict = judged(gate(rule(), waivers=(old, vain)), {"R-1": measured(2)})
    assert {each.waiver: each.why for each in verdict.waivers}[old] == (
        "another waiver of the same day on this rule no longer covers it"
    )


def test_waivers_are_listed_in_one_order() -> None:
    """By rule, state and day, each once, whatever the order they were written in."""
    waivers = (
        waiver("R-2"),
        waiver("R-1", expires=date(2026, 3, 30)),
        waiver("R-1", expires=date(2026, 3, 29)),
        waiver("R-1"),
        waiver("R-2"),
    )
    listed = [
        [each.waiver for each in judged(gate(rule(), waivers=order), {"R-1": measured(1)}).waivers]
        for order in (waivers, waivers[::-1])
    ]
    assert listed == [[waivers[2], waivers[1], waivers[3], waivers[0]]] * 2


def test_a_waiver_of_one_rule_covers_no_other() -> None:
    """Each fail needs a waiver of its own."""
    given = {"R-1": measured(1), "R-2": measured(1)}
    rules = (rule("R-1"), rule("R-2"))
    assert judged(gate(*rules, waivers=(waiver("R-1"),)), given).decision == "no-go"
    assert judged(gate(*rules, waivers=(waiver("R-1"), waiver("R-2"))), given).decision == "go"
