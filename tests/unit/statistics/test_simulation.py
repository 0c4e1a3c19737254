"""Courses of backlogs that are drawn from the weeks that were, against what can be worked out exactly."""

from math import prod
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.statistics.simulation import (
    COURSES,
    HALVED,
    Course,
    Start,
    Stretch,
    chance_of,
    courses,
    drawn,
    factors,
    levels,
    rounded_down,
)

NONE = Stretch(0, 0, (0, 0), (0, 0))


def _start(
    *weeks: Stretch,
    backlogs: tuple[int, ...] = (0, 0),
    ahead: int = 4,
    parts: tuple[Stretch, ...] = (),
    coming: float = 0.0,
    leaving: float = 0.0,
) -> Start:
    steps = ahead + bool(parts)
    return Start(backlogs, weeks, parts, ahead, (coming,) * steps, (leaving,) * steps)


def _week(
    came: tuple[float, float] = (0, 0), left: tuple[float, float] = (0, 0), raised: float = 0, closed: float = 0
) -> Stretch:
    return Stretch(raised, closed, came, left)


def _simulated(start: Start, seed: object = "x", number: int = 200) -> list[Course]:
    return list(courses(start, number, with_flows=True, seed=seed))


def _ends(start: Start, seed: object = "x", number: int = 200) -> set[tuple[int, ...]]:
    return {course.levels[-1] for course in _simulated(start, seed, number)}


@pytest.mark.parametrize(
    ("hits", "share"), [(0, 0), (99, 0), (100, 0.05), (1_599, 0.75), (1_600, 0.8), (1_999, 0.95), (COURSES, 1)]
)
def test_shares_are_rounded_down(hits: int, share: float) -> None:
    """None is lifted to a limit, and one at the limit stays there."""
    assert rounded_down(hits) == share


def test_weeks_that_are_all_alike_leave_nothing_to_chance() -> None:
    """Two more of each leave a week than come; the first stretch is a part of a week where there is one."""
    weeks = (_week((1, 0), (3, 2), raised=4, closed=9),) * 8
    found = _simulated(_start(*weeks, backlogs=(5, 6), ahead=3))
    assert {course.levels for course in found} == {((3, 4), (1, 2), (0, 0))}
    assert {course.flows for course in found} == {((4, 9),) * 3}
    parts = (_week((7, 0), (0, 1), raised=1),) * 8
    found = _simulated(_start(*weeks, backlogs=(5, 6), ahead=1, parts=parts))
    assert {course.levels for course in found} == {((12, 5), (10, 3))}
    assert {course.flows for course in found} == {((1, 0), (4, 9))}


def test_there_are_never_less_than_none() -> None:
    """What could have been closed beyond what was open is not saved up."""
    parts, weeks = (_week((0, 0), (9, 0)),) * 8, (_week((1, 0)),) * 8
    assert _ends(_start(*weeks, backlogs=(1, 0), parts=parts, ahead=1)) == {(1, 0)}


def test_weeks_are_drawn_by_weights_that_differ_from_course_to_course() -> None:
    """One of ten weeks brings a defect that stays. With weights that are on average the same for all, none of eight
    weeks is this one with the probability of a Pólya urn, 9/17; equal weights in every course would make it 43 %. Those
    of neighbors differ little here: the mean over which of the ten it is comes close."""
    exact = prod((9 + number) / (10 + number) for number in range(8))
    assert exact == pytest.approx(9 / 17)
    chance, free = chance_of("urn"), 0
    for course in range(10_000):
        free += course % 10 not in drawn(chance, 10, 8)
    assert free / 10_000 == pytest.approx(exact, abs=0.06)
    assert free / 10_000 > 0.9**8 + 0.03


def test_a_week_eight_weeks_older_is_drawn_half_as_often() -> None:
    """The last one is the most likely."""
    chance = chance_of("age")
    picked = [number for _ in range(20_000) for number in drawn(chance, 26, 1)]
    last, older = picked.count(25), picked.count(25 - HALVED)
    assert older / last == pytest.approx(0.5, abs=0.06)
    assert set(picked) == set(range(26))


def test_a_week_is_drawn_whole() -> None:
    """What came and left in the same week stays together, and so do the two backlogs."""
    both = (*(_week((5, 0), (5, 0)),) * 4, *(NONE,) * 4)
    assert _ends(_start(*both)) == {(0, 0)}
    assert all(first == second for first, second in _ends(_start(*(_week((1, 1)),) * 2, *(NONE,) * 6)))


def test_levels_are_those_of_the_normal_distribution() -> None:
    """Whatever the chance: it decides their order only."""
    one, other = levels(chance_of(1), 1_000), levels(chance_of(2), 1_000)
    assert one != other
    assert sorted(one) == sorted(other)
    assert fmean(one) == pytest.approx(0, abs=1e-9)
    assert fmean(level * level for level in one) == pytest.approx(1, abs=0.01)


def test_factors_are_one_on_average() -> None:
    """However wide they are; a level of zero deviations gives 1."""
    assert factors(1.5, (0.0,)) == [1.0]
    drawn_levels = levels(chance_of(1), 4_000)
    for wide in (0.3, 0.8):
        found = [factors(level, (wide,))[0] for level in drawn_levels]
        assert fmean(found) == pytest.approx(1, abs=0.01)
    assert factors(1.0, (0.2, 0.5)) == sorted(factors(1.0, (0.2, 0.5)))


def test_counts_are_kept_on_average() -> None:
    """Levels, and rounding to whole defects, leave them as they are; what comes and what leaves move by themselves."""
    come = _start(*(_week((1, 0), raised=0.3),) * 8, ahead=1, coming=0.5)
    found = _simulated(come, number=4_000)
    assert fmean(course.levels[-1][0] for course in found) == pytest.approx(1, abs=0.04)
    assert fmean(course.flows[-1][0] for course in found) == pytest.approx(0.3, abs=0.04)
    assert len({course.levels[-1] for course in found}) > 1
    go = _start(*(_week((1, 0), (1, 1)),) * 8, backlogs=(9, 9), ahead=1, leaving=0.5)
    found = _simulated(go, number=4_000)
    assert fmean(course.levels[-1][1] for course in found) == pytest.approx(8, abs=0.04)
    assert {course.levels[-1] for course in _simulated(_start(*(_week((1, 1)),) * 8, ahead=1, leaving=0.9))} == {(1, 1)}


WEEKS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=8, max_size=26)


@given(WEEKS, st.integers(0, 9), st.integers(1, 12), st.floats(0, 1))
def test_more_open_or_less_closed_is_never_better(
    counts: list[tuple[int, int]], still_open: int, ahead: int, wide: float
) -> None:
    """In no course and at no time, with the same chance and the same levels."""
    weeks = [_week((came, 0), (left, 0)) for came, left in counts]
    slower = [_week((came, 0), (max(left - 1, 0), 0)) for came, left in counts]

    def reached(happened: list[Stretch], backlog: int) -> list[int]:
        start = _start(*happened, backlogs=(backlog, 0), ahead=ahead, coming=wide, leaving=wide)
        return [level for course in _simulated(start, number=20) for level, _ in course.levels]

    usual = reached(weeks, still_open)
    assert all(more >= less for more, less in zip(reached(weeks, still_open + 1), usual, strict=True))
    assert min(usual) >= 0
    if all(left > 1 for _, left in counts):  # else fewer whole defects are rounded by other draws
        assert all(more >= less for more, less in zip(reached(slower, still_open), usual, strict=True))


def test_the_same_knowledge_gives_the_same_chance_everywhere() -> None:
    """On every Python, and in every process: these are settled."""
    chance = chance_of("a", 1, (2.5, None))
    assert [round(chance.random(), 6) for _ in range(3)] == SETTLED
    weeks = [_week((number % 3, number % 2), (number % 4, 1), number % 5, number % 6) for number in range(26)]
    start = _start(*weeks, backlogs=(3, 2), ahead=6, coming=0.4, leaving=0.3)
    found = [course.levels[-1] for course in _simulated(start, "settled", 400)]
    assert found == [course.levels[-1] for course in _simulated(start, "settled", 400)]
    assert found.count((0, 0)) == EMPTY


SETTLED = [0.804089, 0.978017, 0.982403]
EMPTY = 136


def test_only_the_last_levels_are_kept_where_no_others_are_asked_for() -> None:
    """The same as the last ones of all; other seeds draw otherwise."""
    weeks = [_week((number % 3, 1), (number % 4, 1), number % 5) for number in range(12)]
    start = _start(*weeks, backlogs=(3, 2), ahead=6, coming=0.4, leaving=0.3)
    last = list(courses(start, 50, last_only=True))
    assert [one.levels for one in last] == [one.levels[-1:] for one in courses(start, 50)]
    assert [one.levels for one in last] != [one.levels for one in courses(start, 50, last_only=True, seed="other")]
