"""The lower bound of a share, as published tables have it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.statistics.proportions import wilson_lower_bound

MANY = 10**9


@pytest.mark.parametrize(("sample", "bound"), [(5, 0.51), (10, 0.60), (20, 0.665), (30, 0.69), (50, 0.72), (100, 0.74)])
def test_four_of_five_are_favourable(sample: int, bound: float) -> None:
    """The more were asked, the nearer the bound is to the share."""
    assert wilson_lower_bound(sample * 4 // 5, sample, MANY) == pytest.approx(bound, abs=0.005)


def test_everybody_was_asked() -> None:
    """The bound is the share."""
    assert wilson_lower_bound(7, 10, 10) == 0.7
    assert wilson_lower_bound(0, 10, 10) == 0


@given(st.data())
def test_a_bound_never_flatters(data: st.DataObject) -> None:
    """It is at most the share, falls with fewer favourable answers, and with a larger population."""
    sample = data.draw(st.integers(2, 200))
    favourable = data.draw(st.integers(1, sample))
    population = data.draw(st.integers(sample, 1000))
    bound = wilson_lower_bound(favourable, sample, population)
    assert 0 <= bound <= favourable / sample + 1e-12
    assert wilson_lower_bound(favourable - 1, sample, population) <= bound
    assert wilson_lower_bound(favourable, sample, population + 1) <= bound + 1e-12


@pytest.mark.parametrize("population", [2, 11, 60])
def test_one_answer_more_never_speaks_the_other_way(population: int) -> None:
    """An unfavorable one never raises the bound, and a favorable one never lowers it."""
    for sample in range(1, population):
        for favourable in range(sample + 1):
            bound = wilson_lower_bound(favourable, sample, population)
            assert wilson_lower_bound(favourable, sample + 1, population) <= bound + 1e-12
            assert wilson_lower_bound(favourable + 1, sample + 1, population) >= bound - 1e-12
