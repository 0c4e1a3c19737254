"""Trained people have learned something when they passed their last assessments; who was not assessed has not."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from support.training import EVERYBODY, Program, attended, day

from readiness_gate.model.facts.people import Membership
from readiness_gate.model.facts.records.sessions import Attendance
from readiness_gate.model.levers import Work
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Parameters
from readiness_gate.model.time import When
from readiness_gate.signals import SIGNALS

SIGNAL = "training.pass-share"
PROGRAM = Program(completions=EVERYBODY)


def assess(
    person: str,
    when: float | When,
    *,
    passed: bool | None = True,
    module: str = "quoting",
    score: float | None = None,
) -> Attendance:
    """An assessment."""
    return attended(person, module, when, "assessment", passed=passed, score=score)


def _value(*rows: Attendance, passing: float | None = None, on: float = 100, role: str = "all") -> object:
    return replace(PROGRAM, sessions=rows, passing=passing).value(SIGNAL, on, role=role)


@pytest.mark.parametrize(
    ("role", "value", "summary"),
    [
        ("worst", 0.5, "rep, the lowest of 2 roles: 1 of 2 trained people passed the assessments of their modules"),
        ("all", 2 / 3, "2 of 3 trained people passed the assessments of their modules"),
        ("clerk", 1, "clerk: 1 of 1 trained people passed the assessments of their modules."),
    ],
)
def test_the_share_is_that_of_the_role_asked_for(role: str, value: float, summary: str) -> None:
    """Of the trained people; a module without any assessment is named and not counted."""
    rows = [assess("ann", 60), assess("cai", 60), assess("zoe", 60)]
    found = replace(PROGRAM, sessions=rows).measured(SIGNAL, role=role)
    assert found.value == value
    assert found.summary.startswith(summary)
    assert ("; nobody is assessed in pipeline" in found.summary) is (role != "clerk")


def test_the_evidence_counts_by_role_and_module() -> None:
    """And names nobody."""
    found = replace(PROGRAM, sessions=[assess("ann", 60), assess("bob", 60, passed=False)]).measured(SIGNAL)
    assert found.evidence == (
        Evidence("role", "clerk", "quoting: 0 of 1 trained people passed, 1 not assessed"),
        Evidence("role", "rep", "quoting: 1 of 2 trained people passed; pipeline: no assessments"),
    )
    assert [lever.after for lever in found.levers] == [(0, 1), (0.5, 1)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("rows", "passed"),
    [
        pytest.param([assess("cai", 60, passed=False), assess("cai", 61)], True, id="passed-later"),
        pytest.param([assess("cai", 61, passed=False), assess("cai", 60)], False, id="failed-later"),
        pytest.param([assess("cai", 60, passed=False), assess("cai", 60)], False, id="both-at-once"),
        pytest.param([assess("cai", day(60), passed=False), assess("cai", day(60))], False, id="both-on-a-day"),
        pytest.param([assess("cai", day(60), passed=False), assess("cai", day(61))], True, id="on-the-next-day"),
        pytest.param([assess("cai", 60), assess("cai", 101, passed=False)], True, id="what-is-to-come"),
        pytest.param([assess("cai", 60), assess("cai", day(100), passed=False)], False, id="perhaps-failed-already"),
        pytest.param([assess("cai", day(100))], False, id="perhaps-not-passed-yet"),
        pytest.param([assess("cai", 60), assess("cai", 60)], True, id="twice-the-same"),
        pytest.param([assess("cai", 60, passed=None)], False, id="without-a-result"),
        pytest.param([assess("cai", 60, module="pipeline")], False, id="in-a-module-of-another-role"),
    ],
)
def test_the_last_assessment_counts(rows: Sequence[Attendance], *, passed: bool) -> None:
    """Of two on one day the worse one."""
    assert _value(*rows, on=100.5, role="clerk") == (1 if passed else 0)


@pytest.mark.parametrize(
    ("score", "said", "passed"), [(80, None, 1), (79.9, None, 0), (80, True, 1), (80, False, 0), (79, True, 0)]
)
def test_a_score_passes_from_the_passing_score_on(score: float, *, said: bool | None, passed: float) -> None:
    """And no result says otherwise."""
    assert _value(assess("cai", 60, passed=said, score=score), passing=80, role="clerk") == passed


def test_a_score_without_a_passing_score_is_not_passed() -> None:
    """What it means is unknown."""
    assert _value(assess("cai", 60, passed=None, score=99), role="clerk") == 0


@pytest.mark.parametrize(("scores", "passing"), [((0.4, 0.9), 80), ((50, 85), 0.8), ((90, 140), 80)])
def test_scores_of_another_scale(scores: Sequence[float], passing: float) -> None:
    """Are compared with nothing."""
    rows = [assess("cai", 60, passed=None, score=score) for score in scores]
    why = replace(PROGRAM, sessions=rows, passing=passing).why(SIGNAL)
    assert why.startswith(f"scores up to {max(scores):g} do not fit passing-score = {passing:g} in [people.sessions]")


def test_scores_of_nothing_are_of_any_scale() -> None:
    """0 is 0 of 1, and 0 of 100."""
    assert _value(assess("cai", 60, passed=None, score=0), passing=80, role="clerk") == 0


def test_every_assessed_module_must_be_passed() -> None:
    """In every role that a person holds, for `all`."""
    rows = [assess("ann", 60), assess("bob", 60), assess("cai", 60), assess("ann", 60, module="pipeline")]
    assert _value(*rows) == 2 / 3
    assert _value(*rows, role="worst") == 0.5
    both = replace(PROGRAM, roster=[*PROGRAM.roster, Membership("ann", "clerk")], sessions=rows[1:])
    assert both.value(SIGNAL, role="all") == 1 / 3


def test_a_role_without_assessments_has_passed_nothing() -> None:
    """Though others have some."""
    program = replace(PROGRAM, required={"rep": ("pipeline",), "clerk": ("quoting",)}, sessions=[assess("cai", 60)])
    assert program.value(SIGNAL, role="worst") == 0
    assert program.measured(SIGNAL, role="worst").levers == ()
    assert program.value(SIGNAL, role="clerk") == 1


def test_the_steps_name_the_assessments_of_each_role() -> None:
    """There are none while a role has no assessments, or somebody who failed today may not pass before tomorrow."""
    rows = [assess("ann", 60, module="pipeline"), assess("cai", 60, passed=False)]
    assert [lever.names for lever in _levers(*rows)] == [("quoting",), ("pipeline", "quoting")]
    assert [lever.names for lever in _levers(*rows, role="all")] == [("pipeline", "quoting")]
    assert _levers(rows[0]) == ()
    assert _levers(*rows, assess("cai", day(100), passed=False), on=100.5) == ()
    assert len(_levers(*rows, assess("zoe", day(100), passed=False), on=100.5)) == 2
    assert len(_levers(*rows, assess("cai", 100.1, passed=False), on=100.5)) == 2


def _levers(*rows: Attendance, on: float = 100, role: str = "worst") -> tuple[Work, ...]:
    levers = replace(PROGRAM, sessions=rows).measured(SIGNAL, on, role=role).levers
    return tuple(lever for lever in levers if isinstance(lever, Work))


def test_what_cannot_be_told() -> None:
    """Is unavailable, and says what to do."""
    assert "add the column passed, or the column score with passing-score" in replace(
        PROGRAM, sessions=[attended("ann", "quoting", 60)]
    ).why(SIGNAL)
    assert "nobody is trained by 2026-04-11" in Program(sessions=[assess("ann", 60)]).why(SIGNAL)
    assert "nothing was read" in PROGRAM.why(SIGNAL)
    assert 'nobody in the role "clerk" is trained' in replace(
        PROGRAM, completions=EVERYBODY[:4], sessions=[assess("ann", 60)]
    ).why(SIGNAL, role="clerk")


def test_a_role_in_which_nobody_is_trained_is_named() -> None:
    """It has no share."""
    found = replace(PROGRAM, completions=EVERYBODY[:4], sessions=[assess("ann", 60), assess("bob", 60)]).measured(
        SIGNAL
    )
    assert found.value == 1
    assert found.summary.endswith("; left out, as nobody in them is trained: clerk.")


def test_what_is_needed() -> None:
    """People and sessions."""
    assert SIGNALS[SIGNAL].needs(Parameters(), 1) == Needs(frozenset({"people", "sessions"}))
