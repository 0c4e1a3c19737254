"""Scores of forecasts, against their definitions."""

from itertools import product
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.statistics.scores import base_rate, brier, crps, holds, paired, quantile
from readiness_gate.statistics.simulation import chance_of

SAMPLES = st.lists(st.integers(-50, 50), min_size=1, max_size=30)


@given(SAMPLES, st.integers(-60, 60))
def test_crps_is_what_it_is_defined_as(sample: list[int], came: int) -> None:
    """The mean distance to what came, less half of that between all pairs."""
    apart = fmean(abs(one - other) for one, other in product(sample, repeat=2))
    expected = fmean(abs(one - came) for one in sample) - apart / 2
    assert crps(sample, came) == pytest.approx(expected, abs=1e-9)
    assert crps(sample, came) >= -1e-9


def test_brier_and_the_base_rate() -> None:
    """Squares of distances; who knows only how often it was so always says that."""
    came = [True, False, False, False]
    assert brier([1, 0.5, 0, 1], came) == [0, 0.25, 0, 1]
    assert base_rate(came) == [0.25] * 4


@pytest.mark.parametrize(("share", "value"), [(0.0, 1), (0.1, 1), (0.11, 2), (0.5, 5), (0.95, 10), (1.0, 10)])
def test_quantiles_are_of_the_nearest_rank(share: float, value: int) -> None:
    """Of ten values, 10 % is the first."""
    assert quantile(range(1, 11), share) == value


@given(SAMPLES)
def test_quantiles_are_in_order(sample: list[int]) -> None:
    """A higher share never gives a lower value."""
    ascending = sorted(sample)
    values = [quantile(ascending, share / 20) for share in range(21)]
    assert values == sorted(values)
    assert set(values) <= set(sample)


@pytest.mark.parametrize(("came", "inside"), [(1, False), (2, True), (10, True), (19, True), (20, False)])
def test_the_middle_of_a_sample(came: int, inside: bool) -> None:  # noqa: FBT001
    """Of twenty values, two are beyond it on each side, the outer ones alone."""
    assert holds(range(1, 21), came) == inside
    assert holds([5], 5)


def test_an_interval_of_differences() -> None:
    """What is always the same has no width; whole blocks keep what is alike together, which makes it wider."""
    same = paired([0.5] * 9, 3, chance_of(1))
    assert (same.mean, same.low, same.high) == (0.5, 0.5, 0.5)
    waves = ([1.0] * 8 + [-1.0] * 8) * 4
    alone, together = paired(waves, 1, chance_of(1)), paired(waves, 8, chance_of(1))
    assert alone.mean == together.mean == 0
    assert alone.low < 0 < alone.high
    assert together.high - together.low > 1.5 * (alone.high - alone.low)
    assert paired([3.0], 4, chance_of(1)).high == 3.0
