"""Resamples in blocks, and results without each stratum."""

from collections.abc import Sequence
from statistics import fmean

from hypothesis import given
from hypothesis import strategies as st
from support.effort import law

from readiness_gate.statistics.resampling import block_bootstrap, without_each
from readiness_gate.statistics.simulation import chance_of

STRATA = st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=8), min_size=1, max_size=3)


def _mean(strata: Sequence[Sequence[float]]) -> float | None:
    cases = [case for stratum in strata for case in stratum]
    return fmean(cases) if cases else None


@given(STRATA, st.integers(1, 10))
@law(50)
def test_resamples_are_of_the_cases(strata: list[list[int]], block: int) -> None:
    """As many of each stratum, each block in its order; so no result lies outside."""

    def checked(drawn: Sequence[Sequence[int]]) -> float | None:
        for stratum, again in zip(strata, drawn, strict=True):
            assert len(again) == len(stratum)
            assert set(again) <= set(stratum)
            length = min(block, len(stratum))
            follow = set(zip(stratum, [*stratum[1:], stratum[0]], strict=True))
            for place in range(len(again) - 1):
                assert (place + 1) % length == 0 or (again[place], again[place + 1]) in follow
        return _mean(drawn)

    found = block_bootstrap(strata, checked, block, chance_of(1), 40)
    assert found is not None
    assert min(map(min, strata)) <= found.low <= found.high <= max(map(max, strata))
    assert found == block_bootstrap(strata, _mean, block, chance_of(1), 40)


def test_what_is_alike_is_drawn_together() -> None:
    """Whole blocks give a wider interval than single cases."""
    waves = [([1.0] * 8 + [0.0] * 8) * 4]
    alone, together = (block_bootstrap(waves, _mean, block, chance_of(1)) for block in (1, 8))
    assert alone is not None
    assert together is not None
    assert together.high - together.low > 1.5 * (alone.high - alone.low)


def test_resamples_without_a_result_are_counted() -> None:
    """And where there is never one, there is no interval."""
    found = block_bootstrap([[1, 0]], lambda one: None if sum(one[0]) == 0 else 1.0, 1, chance_of(1), 100)
    assert found is not None
    assert 10 < found.without < 45
    assert block_bootstrap([[1]], lambda _: None, 1, chance_of(1), 5) is None
    assert block_bootstrap([[]], _mean, 3, chance_of(1), 5) is None


def test_without_each_stratum() -> None:
    """In their order; None where nothing is left."""
    assert without_each([[1], [2, 3], [9]], _mean) == [14 / 3, 5, 2]
    assert without_each([[4]], _mean) == [None]
