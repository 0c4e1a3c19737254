"""Limits judge exactly, conditions hold on the right days, and nothing that is not finite gets in."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from support.gates import MILESTONE, TODAY, rule, waiver

from readiness_gate.model.policy import Applies, Bound, Limit, Outcome, Rule, WaiverTerms
from readiness_gate.model.reading import Value
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import DAY

JUDGED: list[tuple[Limit, Value, Outcome]] = [
    (Limit("at-most", 0), 0, "pass"),
    (Limit("at-most", 0), -0.0, "pass"),
    (Limit("at-most", -0.0), 0, "pass"),
    (Limit("at-most", 0), -1, "pass"),
    (Limit("at-most", 0), 1, "fail"),
    (Limit("at-most", 0), 5e-324, "fail"),
    (Limit("at-most", 0.3), 0.1 + 0.2, "fail"),
    (Limit("at-most", 0.3), 0.3, "pass"),
    (Limit("at-most", 2**53), 2**53 + 1, "fail"),
    (Limit("at-most", float(2**53)), 2**53 + 1, "fail"),
    (Limit("at-most", 10**300), 10**300 + 1, "fail"),
    (Limit("at-most", 0.5, 0.35), 0.35, "pass"),
    (Limit("at-most", 0.5, 0.35), 0.36, "warn"),
    (Limit("at-most", 0.5, 0.35), 0.5, "warn"),
    (Limit("at-most", 0.5, 0.35), 0.51, "fail"),
    (Limit("at-most", 0, -1), -0.5, "warn"),
    (Limit("at-least", 0.9), 0.9, "pass"),
    (Limit("at-least", 0.9), 0.8999999999999999, "fail"),
    (Limit("at-least", 0.9), 1, "pass"),
    (Limit("at-least", 0.9, 0.95), 0.95, "pass"),
    (Limit("at-least", 0.9, 0.95), 0.94, "warn"),
    (Limit("at-least", 0.9, 0.95), 0.9, "warn"),
    (Limit("at-least", 0.9, 0.95), 0.89, "fail"),
    (Limit("at-least", 3), 2, "fail"),
    (Limit("at-least", 2**53 + 1), float(2**53), "fail"),
    (Limit("equals", True), True, "pass"),
    (Limit("equals", True), False, "fail"),
    (Limit("equals", False), False, "pass"),
    (Limit("equals", 3), 3.0, "pass"),
    (Limit("equals", 3), 3.0000000000000004, "fail"),
]


@pytest.mark.parametrize(("limit", "value", "outcome"), JUDGED, ids=str)
def test_a_limit_judges(limit: Limit, value: Value, outcome: Outcome) -> None:
    """A value on the limit is within it; integers and floats compare exactly, however large or near."""
    assert limit.judge(value) == outcome


@pytest.mark.parametrize("bound", ["at-most", "at-least", "equals"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 10**400, "3", None], ids=str)
def test_a_limit_is_finite(bound: Bound, value: Any) -> None:
    """NaN and infinities, which would let everything pass, are no limits."""
    with pytest.raises(ValueError, match=r"^a limit must be a finite number$"):
        Limit(bound, value)


@pytest.mark.parametrize(
    ("bound", "value", "warn_at", "why"),
    [
        ("at-most", 1, math.nan, "finite"),
        ("at-least", 1, math.inf, "finite"),
        ("equals", 1, 0, "^equals has no warning limit$"),
        ("at-most", 1, 1, r"warn-above \(1\) must be less than at-most \(1\)"),
        ("at-most", 1, 2, "must be less than at-most"),
        ("at-least", 1, 1, r"warn-below \(1\) must be more than at-least \(1\)"),
        ("at-least", 1, 0.5, "must be more than at-least"),
    ],
)
def test_a_warning_limit_lies_inside(bound: Bound, value: Value, warn_at: Value, why: str) -> None:
    """A warning limit that could never be told from the limit, or has no side, is refused."""
    with pytest.raises(ValueError, match=why):
        Limit(bound, value, warn_at)


@pytest.mark.parametrize(
    ("when", "today", "applies"),
    [
        (Applies(), TODAY, True),
        (Applies(days_to_go_at_most=61), date(2026, 4, 1), True),
        (Applies(days_to_go_at_most=61), date(2026, 3, 31), False),
        (Applies(days_to_go_at_most=0), date(2026, 6, 1), True),
        (Applies(days_to_go_at_most=0), date(2026, 6, 2), True),
        (Applies(days_to_go_at_most=-1), date(2026, 6, 1), False),
        (Applies(days_to_go_at_least=61), date(2026, 4, 1), True),
        (Applies(days_to_go_at_least=61), date(2026, 4, 2), False),
        (Applies(days_to_go_at_least=0), date(2026, 6, 2), False),
        (Applies(days_to_go_at_least=-1), date(2026, 6, 2), True),
        (Applies(10, 5), date(2026, 5, 22), True),
        (Applies(10, 5), date(2026, 5, 21), False),
        (Applies(10, 5), date(2026, 5, 28), False),
        (Applies(tags=frozenset({"emea", "apac"})), TODAY, True),
        (Applies(tags=frozenset({"apac"})), TODAY, False),
        (Applies(10, tags=frozenset({"emea"})), TODAY, False),
        (Applies(days_to_go_at_most=10**9), date.min, True),
        (Applies(days_to_go_at_least=-(10**9)), date.max, True),
    ],
)
def test_when_a_rule_applies(when: Applies, today: date, *, applies: bool) -> None:
    """Every condition given must hold, on the day itself too; days after the milestone count below zero."""
    assert when.to(MILESTONE, today) is applies


def test_tags_of_a_milestone_without_any() -> None:
    """A rule for tags does not apply to a milestone that has none."""
    assert not Applies(tags=frozenset({"emea"})).to(Milestone("a", "a", TODAY), TODAY)


def test_rules_guard_kinds() -> None:
    """A rule guards the kinds that it names, and every kind when it names none; it blocks unless it says otherwise."""
    named = rule(milestones=frozenset({"go-live"}))
    assert (named.guards("go-live"), named.guards("training-start"), rule().guards("any")) == (True, False, True)
    assert Rule("R", "Title", "data", "a.b", Limit("at-most", 0)).enforcement == "block"


def test_when_the_owner_of_a_rule_must_be_done() -> None:
    """On the milestone's day, or so long before it as the milestone says, or as the rule does."""
    early = replace(MILESTONE, owner_due=14 * DAY)
    assert rule().due(MILESTONE) == date(2026, 6, 1)
    assert rule().due(early) == date(2026, 5, 18)
    assert rule(owner_due=DAY).due(early) == date(2026, 5, 31)
    assert rule(owner_due=0).due(early) == date(2026, 6, 1)


@pytest.mark.parametrize("accepts", [math.nan, math.inf, -math.inf, 10**400, "3"], ids=str)
def test_what_a_waiver_accepts_is_finite(accepts: Any) -> None:
    """No reading is worse than NaN or than an infinity: a waiver that accepts them would accept everything."""
    with pytest.raises(ValueError, match="must be a finite number"):
        waiver(accepts=accepts)


def test_what_a_waiver_may_accept() -> None:
    """Any finite number, and none at all."""
    assert [waiver(accepts=each).accepts for each in (None, 0, 2.5)] == [None, 0, 2.5]
    assert WaiverTerms() == WaiverTerms((), 30)
