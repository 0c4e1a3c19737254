"""A cause is what makes a difference in some world; a change without any does not exist."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.gates import UNKNOWN, measured, rule

from readiness_gate.app.since.causes import ALL_WORLDS, Known, change
from readiness_gate.app.since.rosters import Churn
from readiness_gate.app.since.worlds import NOW, THEN, World
from readiness_gate.model.comparison import CAUSES, Change, Counted, Edit
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.policy import Enforcement, Limit, Outcome
from readiness_gate.model.reading import Evidence, Measured, Reading
from readiness_gate.model.verdict import Finding

EDITS = (Edit("R-1", "the limit is another", loosens=True), Edit("", "the date is another", loosens=True))
COUNTED = (Counted("people", "people", "30 people joined the roster"), Counted("setting", "jira", "jira.projects"))
KNOWN = Known(EDITS, COUNTED, Churn())
LIMIT = Limit("at-most", 2)
Found = Mapping[World, Finding | None]


def _finding(reading: Reading, outcome: Outcome | None = None, limit: Limit = LIMIT) -> Finding:
    judged = limit.judge(reading.value) if isinstance(reading, Measured) else "unknown"
    return Finding(rule(limit=limit), outcome or judged, "", reading)


def _changed(found: Found, known: Known = KNOWN) -> Change | None:
    worlds = {world: {} if finding is None else {"R-1": finding} for world, finding in found.items()}
    return change("R-1", worlds, known)


def _by(value: Mapping[frozenset[str], int], *, limits: Mapping[bool, int] | None = None) -> Found:
    """Findings whose value depends on the causes that act, and their limit on the edits."""
    bounds = limits or {False: 2, True: 2}
    return {
        world: _finding(
            measured(value[world & frozenset().union(*value)]), limit=Limit("at-most", bounds["limits" in world])
        )
        for world in ALL_WORLDS
    }


def _sole(cause: str, then: int, now: int) -> Found:
    return _by({frozenset(): then, frozenset({cause}): now})


READINGS = st.one_of(
    st.just(None),
    st.just(UNKNOWN),
    st.integers(0, 4).map(lambda value: measured(value, *"ABCD"[:value])),
    st.integers(0, 4).map(lambda value: measured(value, hidden=True, people=3)),
)


@law(200)
@given(st.lists(READINGS, min_size=len(ALL_WORLDS), max_size=len(ALL_WORLDS)))
def test_every_change_has_a_cause(readings: list[Reading | None]) -> None:
    """In any eight worlds; and what is the same in all of them has changed nothing."""
    findings = [None if reading is None else _finding(reading) for reading in readings]
    found = dict(zip(ALL_WORLDS, findings, strict=True))
    changed = _changed(found)
    if found[THEN] == found[NOW]:
        assert changed is None
    if changed is not None:
        assert changed.causes
        assert [*changed.causes] == [cause for cause in CAUSES if cause in changed.causes]
        assert {*changed.deciding} <= {*changed.causes}
        assert [cause for cause, _ in changed.without] == [*changed.causes]
        assert changed.only_counted is (changed.causes == ("counted",))
        for state in (changed.then, changed.now, *dict(changed.without).values()):
            assert state is None or not state.hidden or state.value is None
    same: Found = dict.fromkeys(ALL_WORLDS, findings[0])
    assert _changed(same) is None


@law(100)
@given(st.sampled_from(CAUSES), st.integers(0, 5), st.integers(0, 5))
def test_the_one_that_acts_is_named_alone(cause: str, then: int, now: int) -> None:
    """Nothing else is blamed, and its share is known."""
    changed = _changed(_sole(cause, then, now))
    if then == now:
        assert changed is None
        return
    assert changed is not None
    assert (changed.causes, changed.apart) == ((cause,), True)
    assert bool(changed.edits) is (cause == "limits")
    assert bool(changed.counted) is (cause == "counted")


def test_an_edit_that_saves_a_worse_value_is_named() -> None:
    """The facts changed the value, and the edit the outcome; without it the rule fails."""
    changed = _changed(_by({frozenset(): 3, frozenset({"facts"}): 4}, limits={False: 2, True: 4}))
    assert changed is not None
    assert (changed.causes, changed.deciding, changed.apart) == (("facts", "limits"), ("limits",), True)
    without = dict(changed.without)["limits"]
    assert without is not None
    assert (without.outcome, without.value) == ("fail", 4)
    assert changed.edits == EDITS[:1]


def test_shares_that_depend_on_each_other_cannot_be_told_apart() -> None:
    """By one only with the other, and by both alone: neither share is known. Where they add up, both are."""
    both = frozenset({"counted", "facts"})
    one, other = frozenset({"counted"}), frozenset({"facts"})
    product = _changed(_by({frozenset(): 0, one: 0, other: 0, both: 2}))
    either = _changed(_by({frozenset(): 0, one: 3, other: 3, both: 3}))
    added = _changed(_by({frozenset(): 0, one: 1, other: 1, both: 2}))
    assert product is not None
    assert either is not None
    assert added is not None
    assert (product.apart, either.apart, added.apart) == (False, False, True)
    assert product.causes == either.causes == added.causes == ("counted", "facts")


def test_evidence_is_of_the_facts() -> None:
    """What the same gate, counting the same, rests on with the facts of then, is not new. Groups of people are left
    out: one may only have grown large enough to be shown."""
    url = "https://jira.example/browse/B"
    before = measured(3, "A", "C")
    after = replace(
        before,
        evidence=(Evidence("issue", "A"), Evidence("issue", "B", "note", url), Evidence("role", "Clerk", "3 of 4")),
    )
    found = {world: _finding(after if "facts" in world else before) for world in ALL_WORLDS}
    changed = _changed(found)
    assert changed is not None
    assert changed.appeared == (Evidence("issue", "B", "note", url),)
    assert changed.went == (Evidence("issue", "C"),)


def test_other_evidence_of_a_rule_that_passes_is_no_change() -> None:
    """What it rests on changes all the time."""
    found = {world: _finding(measured(1, "A" if "facts" in world else "B")) for world in ALL_WORLDS}
    assert _changed(found) is None


@pytest.mark.parametrize("is_now", [False, True])
def test_a_rule_that_came_or_went(is_now: bool) -> None:  # noqa: FBT001 - of a parameter
    """Then or now it has no state."""
    found = {world: _finding(measured(1)) if ("limits" in world) is is_now else None for world in ALL_WORLDS}
    changed = _changed(found)
    assert changed is not None
    assert (changed.then is None, changed.now is None) == (is_now, not is_now)
    assert changed.causes == ("limits",)


def _members(*numbers: int, role: str = "Clerk") -> dict[tuple[str, str], Membership]:
    return {(f"p{number}", role): Membership(f"p{number}", role, critical=False) for number in numbers}


@pytest.mark.parametrize(
    ("joined", "people", "is_shown"), [(0, 20, True), (1, 21, False), (4, 24, False), (5, 25, True), (30, 50, True)]
)
def test_two_values_do_not_show_what_few_people_did(joined: int, people: int, *, is_shown: bool) -> None:
    """From shares of 20 and of 23 people follows how the three did who joined."""
    churn = Churn(_members(*range(20)), _members(*range(20 + joined)))
    known = Known((), tuple(churn.in_words()), churn)
    before, after = measured(1, people=20), measured(3, people=people)
    changed = _changed({world: _finding(after if "facts" in world else before) for world in ALL_WORLDS}, known)
    assert changed is not None
    assert changed.now is not None
    assert changed.then is not None
    assert changed.now.value == 3
    assert changed.then.value == (1 if is_shown else None)
    assert changed.then.hidden is not is_shown
    assert [state.value for _, state in changed.without if state] == ([1] if is_shown else [None])


@pytest.mark.parametrize(("enforcement", "does"), [("info", "informs"), ("warn", "warns")])
def test_a_rule_that_fails_and_no_longer_blocks_has_changed(enforcement: Enforcement, does: str) -> None:
    """It changes the decision, though outcome and value are the same. One that passes decides nothing either way."""

    def found(value: int) -> Found:
        blocks = _finding(measured(value))
        other = replace(blocks, rule=replace(blocks.rule, enforcement=enforcement))
        return {world: other if "limits" in world else blocks for world in ALL_WORLDS}

    changed = _changed(found(3))
    assert changed is not None
    assert (changed.causes, changed.deciding, changed.edits) == (("limits",), ("limits",), EDITS[:1])
    assert [state.effect for state in (changed.then, changed.now) if state is not None] == ["blocks", does]
    assert _changed(found(1)) is None
