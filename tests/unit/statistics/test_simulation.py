"""Courses of backlogs that are drawn from the weeks that were, against what can be worked out exactly."""

from math import exp, prod
from random import Random
from statistics import fmean

import pytest

from readiness_gate.statistics.simulation import (
    COURSES,
    Shares,
    Start,
    Stretch,
    _course,  # pyright: ignore[reportPrivateUsage]
    drift,
    rounded_down,
    simulate,
)

NONE = Stretch(0, 0, (0, 0), (0, 0))
QUIET = (NONE,) * 8


def _start(
    *weeks: Stretch,
    backlogs: tuple[int, ...] = (0, 0),
    ahead: int = 4,
    part: float = 0.0,
    parts: tuple[Stretch, ...] = (),
    begun: tuple[int, int] = (0, 0),
    kept: tuple[bool, ...] = (True,) * 4,
) -> Start:
    return Start(backlogs, weeks, parts, part, ahead, begun, kept)


def _week(came: tuple[int, int] = (0, 0), left: tuple[int, int] = (0, 0), raised: int = 0, closed: int = 0) -> Stretch:
    return Stretch(raised, closed, came, left)


@pytest.mark.parametrize(
    ("courses", "share"), [(0, 0), (99, 0), (100, 0.05), (1_599, 0.75), (1_600, 0.8), (1_999, 0.95), (COURSES, 1)]
)
def test_shares_are_rounded_down(courses: int, share: float) -> None:
    """None is lifted to a limit, and one at the limit stays there."""
    assert rounded_down(courses) == share


def test_weeks_that_are_all_alike_leave_nothing_to_chance() -> None:
    """Two more of each leave a week than come: five are gone after three weeks, and not after two."""
    weeks = (_week((1, 0), (3, 2), raised=4, closed=9),) * 8
    assert simulate(_start(*weeks, backlogs=(5, 6), ahead=3), "x") == Shares(1.0, (1.0, 1.0), 1.0)
    assert simulate(_start(*weeks, backlogs=(5, 4), ahead=2), "x") == Shares(0.0, (0.0, 1.0), 1.0)
    assert simulate(_start(*weeks, backlogs=(0, 7), ahead=3), "x") == Shares(0.0, (1.0, 0.0), 1.0)


def test_there_are_never_less_than_none() -> None:
    """What could have been closed beyond what was open is not saved up."""
    weeks = (_week((0, 0), (9, 0)),) * 8
    after = (_week((1, 0), (0, 0)),) * 8
    assert simulate(_start(*after, backlogs=(1, 0), part=0.5, parts=weeks, ahead=1), "x").empty == (0.0, 1.0)


def test_nothing_ahead_is_what_is_there() -> None:
    """Without any time to come, the backlogs and the weeks that passed decide."""
    assert simulate(_start(*QUIET, ahead=0), "x") == Shares(1.0, (1.0, 1.0), 1.0)
    assert simulate(_start(*QUIET, ahead=0, backlogs=(0, 1)), "x") == Shares(0.0, (1.0, 0.0), 1.0)
    assert simulate(_start(*QUIET, ahead=0, kept=(True, False, False, True)), "x") == Shares(0.0, (1.0, 1.0), 0.0)


@pytest.mark.parametrize(
    ("kept", "ahead", "converging"),
    [
        ((True, True, False, False), 1, 1.0),
        ((True, False, False, True), 1, 0.0),
        ((True, False, True, False), 2, 1.0),
        ((False, False, True, True), 2, 0.0),
        ((False, False, False, False), 3, 1.0),
        ((False, False, False, False), 5, 1.0),
    ],
)
def test_the_last_four_weeks_are_those_before_the_end(kept: tuple[bool, ...], ahead: int, converging: float) -> None:
    """The weeks that passed, of which the last is given first, count as far as they are among the four."""
    assert simulate(_start(*QUIET, kept=kept, ahead=ahead), "x").converging == converging


@pytest.mark.parametrize(
    ("begun", "more", "fewer", "ahead", "converging"),
    [
        ((0, 0), 0, 1, 0, 1.0),
        ((1, 0), 0, 1, 0, 1.0),
        ((3, 1), 0, 1, 0, 0.0),
        ((3, 1), 0, 1, 3, 1.0),
        ((3, 1), 0, 1, 4, 1.0),
        ((0, 1), 1, 0, 0, 1.0),
        ((0, 0), 1, 0, 0, 0.0),
    ],
)
def test_a_week_that_has_begun_counts_with_what_happened_already(
    begun: tuple[int, int], more: int, fewer: int, ahead: int, converging: float
) -> None:
    """The part ahead ends it: what was raised and closed in both decides, and no later week has any of it."""
    parts = (_week(raised=more, closed=fewer),) * 8
    start = _start(*QUIET, part=0.5, parts=parts, begun=begun, ahead=ahead, kept=(True, False, True, True))
    assert simulate(start, "x").converging == converging


def test_weeks_are_drawn_by_weights_that_differ_from_course_to_course() -> None:
    """One of ten weeks brings a defect that stays. That none of eight weeks is this one has the probability of a Pólya
    urn, 9/17, which equal weights would take for 43 %."""
    weeks = (_week((1, 0)), *(NONE,) * 9)
    exact = prod((9 + drawn) / (10 + drawn) for drawn in range(8))
    assert exact == pytest.approx(9 / 17)
    found = [simulate(_start(*weeks, ahead=8), str(seed)).empty[0] for seed in range(10)]
    assert set(found) <= {0.5, 0.55}
    assert fmean(found) == pytest.approx(exact, abs=0.05)


def test_a_week_is_drawn_whole() -> None:
    """What came and left in the same week stays together, and so do the two backlogs."""
    both = (*(_week((5, 0), (5, 0)),) * 4, *(NONE,) * 4)
    assert simulate(_start(*both), "x").empty == (1.0, 1.0)
    together = simulate(_start(*(_week((1, 1)),) * 2, *(NONE,) * 6), "x")
    assert 0 < together.green == together.empty[0] == together.empty[1] < 1


@pytest.mark.parametrize(
    ("counts", "step"),
    [
        ((5,) * 8, 0.0),
        ((0,) * 26, 0.0),
        ((2, 2, 2, 2, 3, 3, 3, 3), 0.0),
        ((0, 0, 0, 0, 10, 10, 10, 10), 2.078_9),
        ((99, 0, 0, 0, 0, 10, 10, 10, 10), 2.078_9),
        ((10, 10, 10, 10, 20, 20, 20, 20, 40, 40, 40, 40), 0.334_0),
    ],
    ids=["even", "none", "a-little", "begins", "whole-blocks", "doubles"],
)
def test_how_levels_drift(counts: tuple[int, ...], step: float) -> None:
    """By what blocks of four weeks differ, beyond chance; worked out by hand. What grows steadily drifts, too."""
    assert drift(counts) == pytest.approx(step, abs=1e-4)


@pytest.mark.masses
def test_counts_are_kept_on_average() -> None:
    """A drift of half a logarithm makes 1 into 1.13 on average, and rounding leaves that as it is; a part of a week
    drifts less."""
    chance, come = Random(1), (_week((1, 0)),) * 8  # noqa: S311 - no secret
    whole = [_course(chance, _start(*come, ahead=1), (0.5, 0.0))[0][0] for _ in range(40_000)]
    assert fmean(whole) == pytest.approx(exp(0.5**2 / 2), abs=0.02)
    part = _start(*QUIET, part=0.25, parts=come, ahead=0)
    assert fmean(_course(chance, part, (0.5, 0.0))[0][0] for _ in range(40_000)) == pytest.approx(
        exp(0.25 * 0.5**2 / 2), abs=0.02
    )
    go = _start(*(_week((0, 0), (1, 0)),) * 8, backlogs=(9, 0), ahead=1)
    assert fmean(9 - _course(chance, go, (0.0, 0.5))[0][0] for _ in range(40_000)) == pytest.approx(
        exp(0.5**2 / 2), abs=0.02
    )


def test_the_same_seed_gives_the_same_shares_everywhere() -> None:
    """On every Python, and in every process: these are settled."""
    chance = Random(7)  # noqa: S311 - no secret
    below = chance.randrange
    weeks = [Stretch(below(9), below(9), (below(3), below(4)), (below(3), below(4))) for _ in range(26)]
    start = _start(*weeks, backlogs=(1, 2), part=3 / 7, parts=tuple(weeks[::-1]), ahead=6)
    assert simulate(start, "a seed") == simulate(start, "a seed") == Shares(0.1, (0.3, 0.35), 0.5)
