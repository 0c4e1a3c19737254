"""Trends of counts and of levels, and what may come after nothing came."""

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.statistics.trends import chance_of_fall, most_to_come, slope


@pytest.mark.parametrize(
    ("levels", "steep"), [([3, 3, 3], 0), ([1, 2, 3, 4], 1), ([10, 8, 6], -2), ([0, 1, 2, 3, 4, 90], 1), ([5, 1], -4)]
)
def test_known_slopes(levels: list[int], steep: float) -> None:
    """Worked by hand; one level that leaps does not decide."""
    assert slope(levels) == steep


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=12), st.integers(-5, 5))
def test_a_steady_change_adds_up(levels: list[int], step: int) -> None:
    """What changes the same from step to step, beside all else, is added to the slope."""
    tilted = [level + step * number for number, level in enumerate(levels)]
    assert slope(tilted) == pytest.approx(slope(levels) + step)


@pytest.mark.parametrize(("counts", "falls"), [([9, 7, 5, 3, 1], True), ([1, 3, 5, 7, 9], False)])
def test_which_way_is_a_fall(counts: list[int], falls: bool) -> None:  # noqa: FBT001
    """A fall is hardly ever chance, and a rise nearly always."""
    assert (chance_of_fall(counts) < 0.1) is falls
    assert chance_of_fall(counts) + chance_of_fall(counts[::-1]) == pytest.approx(1)


def test_as_much_as_before_is_as_likely_as_not() -> None:
    """Without any trend."""
    assert chance_of_fall([4, 4, 4, 4]) == 0.5


@pytest.mark.parametrize(("without", "ahead"), [(1.0, 28.0), (30.0, 28.0), (365.0, 7.0)])
def test_what_may_come_would_have_shown(without: float, ahead: float) -> None:
    """With the highest rate that is not ruled out, none come in the time without any in 5 % of cases."""
    rate = most_to_come(without, ahead) / ahead
    assert exp(-rate * without) == pytest.approx(0.05)
    assert most_to_come(without, ahead) == pytest.approx(3 * ahead / without, rel=0.01)
