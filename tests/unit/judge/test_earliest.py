"""The first instant at which the rules that wait for a day can pass."""

from dataclasses import replace

from support.gates import AS_OF, UNKNOWN, measured, rule
from support.verdicts import waiver

from readiness_gate.judge.earliest import Earliest, earliest, passes_from, pauses
from readiness_gate.judge.to_pass import Pause
from readiness_gate.model.levers import Quiet, expiry, work
from readiness_gate.model.policy import Limit
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import Finding

CLOSE = work("close", "defect", ("A-1",))
LEAVING = expiry("merge nothing more", "one", "many", (AS_OF + 3 * DAY,))
QUIET = Quiet("merge nothing more", AS_OF - 4 * DAY)

NONE = Limit("at-most", 0)
WORK = Finding(rule("W", limit=NONE), "fail", "", measured(1, levers=(CLOSE,)), AS_OF)
HELD = replace(WORK, rule=rule("H", limit=NONE, held_for=2 * DAY))
WAIT = Finding(rule("L", limit=NONE), "fail", "", measured(1, levers=(LEAVING,)), AS_OF)
LATER = Finding(rule("Q", limit=Limit("at-least", 14)), "fail", "", measured(4, levers=(QUIET,)), AS_OF)
NO_STEPS = Finding(rule("N", limit=NONE), "fail", "", measured(1), AS_OF)
NOT_KNOWN = Finding(rule("U", limit=NONE), "unknown", "", UNKNOWN, AS_OF)
PASSES = Finding(rule("P", limit=NONE), "pass", "", measured(0), AS_OF)


def test_the_last_of_those_that_wait_decides() -> None:
    """Work has no day of its own; a window, quiet days and days to hold have."""
    found = earliest((WORK, WAIT, LATER, HELD, PASSES), AS_OF)
    assert found == Earliest(AS_OF + 10 * DAY, (WAIT, LATER, HELD), (WORK,))
    assert earliest((WAIT,), AS_OF).moment == AS_OF + 3 * DAY
    assert earliest((HELD,), AS_OF).moment == AS_OF + 2 * DAY


def test_there_is_no_day_without_a_rule_that_waits() -> None:
    """Neither where all pass, nor where all that fail need work."""
    assert earliest((PASSES,), AS_OF) == Earliest()
    assert earliest((WORK, PASSES), AS_OF) == Earliest(working=(WORK,))


def test_what_is_unclear_leaves_no_day() -> None:
    """A rule that is unknown, or of which no step is known, could pass later than those that wait."""
    assert earliest((WAIT, NOT_KNOWN), AS_OF) == Earliest(None, (WAIT,), (), (NOT_KNOWN,))
    assert earliest((WAIT, NO_STEPS), AS_OF) == Earliest(None, (WAIT,), (), (NO_STEPS,))


def test_only_what_is_in_the_way_counts() -> None:
    """An accepted risk, and a rule that only warns, delay nothing."""
    accepted = replace(LATER, waiver=waiver("Q"))
    warns = replace(LATER, rule=replace(LATER.rule, enforcement="warn"))
    assert earliest((WAIT, accepted, warns), AS_OF) == Earliest(AS_OF + 3 * DAY, (WAIT,))


def test_pauses_are_the_steps_that_wait() -> None:
    """Work is none, and a rule without known steps has none."""
    assert pauses(WAIT, AS_OF) == (Pause(LEAVING, AS_OF + 3 * DAY, 1, 1),)
    assert pauses(WORK, AS_OF) == ()
    assert pauses(NO_STEPS, AS_OF) == ()


def test_when_a_rule_by_itself_can_pass() -> None:
    """Only one that fails and waits has such an instant."""
    assert passes_from(WAIT, AS_OF) == AS_OF + 3 * DAY
    assert passes_from(replace(WAIT, waiver=waiver("L")), AS_OF) == AS_OF + 3 * DAY
    assert [passes_from(one, AS_OF) for one in (WORK, NO_STEPS, NOT_KNOWN, PASSES)] == [None] * 4
