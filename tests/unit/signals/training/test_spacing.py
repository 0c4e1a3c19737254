"""Training is spread when a person's sessions are on days that are some time apart."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.training import EVERYBODY, Program, attended, completed, day, moment

from readiness_gate.model.facts.people import Membership
from readiness_gate.model.facts.records.sessions import Attendance
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Parameters
from readiness_gate.model.time import When
from readiness_gate.signals import SIGNALS

SPACED, DAYS = "training.spaced-share", "training.spacing-days"
PROGRAM = Program(completions=EVERYBODY)
ONE = Program(roster=[Membership("cai", "clerk")], completions=EVERYBODY, required={"clerk": ("quoting",)})


def _of_one(*whens: When, **given: Any) -> object:
    return replace(ONE, sessions=[attended("cai", "quoting", when) for when in whens]).value(SPACED, **given)


@pytest.mark.parametrize(
    ("whens", "spaced"),
    [
        pytest.param([day(60), day(63)], True, id="three-days-apart"),
        pytest.param([day(60), day(62)], False, id="two-days-apart"),
        pytest.param([moment(60.9), moment(63.1)], True, id="days-count-and-not-hours"),
        pytest.param([moment(60.1), moment(62.9)], False, id="fewer-days"),
        pytest.param([day(60)], False, id="once"),
        pytest.param([day(60), day(60)], False, id="twice-on-a-day"),
        pytest.param([day(60), day(62), day(63)], True, id="with-one-between"),
        pytest.param([day(63), day(60)], True, id="in-any-order"),
        pytest.param([day(98), day(100)], False, id="one-that-may-not-be-over"),
        pytest.param([day(96), day(101)], False, id="one-to-come"),
    ],
)
def test_sessions_on_days_that_are_far_apart(whens: Sequence[When], *, spaced: bool) -> None:
    """By the calendar, by the instant."""
    assert _of_one(*whens) == spaced


def test_a_day_of_another_time_zone_is_two_days_here() -> None:
    """The worse of them counts."""
    here = replace(ONE, sessions=[attended("cai", "quoting", when) for when in (day(60), day(63))], zone="Asia/Tokyo")
    assert here.value(SPACED) == 0
    assert here.value(SPACED, gap="2d") == 1


@pytest.mark.parametrize(("sessions", "gap", "spaced"), [(3, "3d", 1), (4, "3d", 0), (3, "4d", 0), (1, "9d", 1)])
def test_as_many_as_asked_for(sessions: int, gap: str, spaced: float) -> None:
    """Each so far after the one before."""
    assert _of_one(day(60), day(63), day(64), day(66), sessions=sessions, gap=gap) == spaced


@given(st.lists(st.integers(40, 60), max_size=7), st.integers(1, 4), st.integers(0, 6))
@law(500)
def test_an_independent_search_agrees(days: list[int], wanted: int, gap: int) -> None:
    """Of all choices of so many sessions, one is spread."""
    spread = any(
        all(later - earlier >= gap for earlier, later in pairwise(chosen))
        for chosen in combinations(sorted(set(days)) if gap else sorted(days), wanted)
    )
    rows = [attended("cai", "quoting", day(each), hours=float(number)) for number, each in enumerate(days)]
    rows.append(attended("zoe", "quoting", day(50)))
    assert replace(ONE, sessions=rows).value(SPACED, sessions=wanted, gap=f"{gap}d") == spread


def test_the_share_is_that_of_the_role_asked_for() -> None:
    """Of the trained people, with the counts of each role, the lowest first."""
    rows = [attended("ann", "quoting", day(60)), attended("ann", "pipeline", day(63)), attended("cai", "quoting", 60)]
    found = replace(PROGRAM, sessions=rows).measured(SPACED)
    assert found.value == 0
    assert found.summary == (
        "clerk, the lowest of 2 roles: 0 of 1 trained people attended 2 sessions on days 3d apart."
    )
    assert found.evidence == (
        Evidence("role", "clerk", "0 of 1 trained people attended 2 sessions on days 3d apart"),
        Evidence("role", "rep", "1 of 2 trained people attended 2 sessions on days 3d apart"),
    )
    assert replace(PROGRAM, sessions=rows).value(SPACED, role="all") == 1 / 3
    assert [lever.after for lever in found.levers] == [(0, 1), (0.5, 1)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("row", "spaced"),
    [
        pytest.param(attended("cai", "quoting", day(70)), True, id="a-session"),
        pytest.param(attended("cai", "quoting", day(70), ""), True, id="of-no-known-kind"),
        pytest.param(attended("cai", "quoting", day(70), "online", passed=True), True, id="with-a-result"),
        pytest.param(attended("cai", "quoting", day(70), "assessment"), False, id="an-assessment"),
        pytest.param(attended("cai", "quoting", day(70), "", passed=True), False, id="perhaps-an-assessment"),
        pytest.param(attended("cai", "pipeline", day(70)), False, id="of-a-module-of-another-role"),
        pytest.param(attended("zoe", "quoting", day(70)), False, id="of-a-stranger"),
    ],
)
def test_what_is_a_session(row: Attendance, *, spaced: bool) -> None:
    """Of a module that the role requires."""
    assert replace(ONE, sessions=[attended("cai", "quoting", day(60)), row]).value(SPACED) == spaced


def test_the_median_of_the_gaps() -> None:
    """Between days with sessions, of people who are trained; too few of them are none."""
    days = (40, 41, 45, 45, 60, 62, 69)
    rows = [attended("cai", "quoting", moment(each + number / 9)) for number, each in enumerate(days)]
    program = replace(ONE, sessions=rows)
    found = program.measured(DAYS)
    assert found.value == 4
    assert found.summary == "From one session to the next, half of 5 gaps are at most 4 days."
    assert "attended only 4 sessions after another one, and 5 are needed" in replace(ONE, sessions=rows[:-1]).why(DAYS)


def test_a_person_of_several_roles_has_each_session_once() -> None:
    """In the median, too."""
    rows = [attended("ann", "quoting", day(50 + 2 * each)) for each in range(6)]
    program = Program(
        roster=[Membership("ann", "rep"), Membership("ann", "clerk")], completions=EVERYBODY, sessions=rows
    )
    assert program.value(DAYS) == 2


@pytest.mark.parametrize("signal", [SPACED, DAYS])
def test_what_cannot_be_told(signal: str) -> None:
    """Is unavailable, and says what to do."""
    tests_alone = [attended("cai", "quoting", 60, "assessment", passed=True)]
    assert "has none that was attended by now" in replace(PROGRAM, sessions=tests_alone).why(signal)
    assert "has none that was attended by now" in replace(PROGRAM, sessions=[attended("cai", "quoting", 200)]).why(
        signal
    )
    assert "nothing was read" in PROGRAM.why(signal)
    late = [completed("cai", "quoting", 200)]
    assert "nobody is trained" in Program(completions=late, sessions=[attended("cai", "quoting", 60)]).why(signal)
    assert SIGNALS[signal].needs(Parameters(), 1) == Needs(frozenset({"people", "sessions"}))
