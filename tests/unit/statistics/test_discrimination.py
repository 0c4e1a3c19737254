"""The area under the ROC curve, against its definition, and how often its interval holds the truth."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law

from readiness_gate.statistics.discrimination import Groups, auc, higher_pairs
from readiness_gate.statistics.simulation import chance_of

NUMBERS = st.lists(st.integers(-4, 4), min_size=0, max_size=9).map(tuple)
GROUPS = st.builds(Groups, NUMBERS, NUMBERS)


def _by_hand(groups: Groups) -> float:
    pairs = product(groups.wrong, groups.well)
    return sum(1.0 if wrong > well else 0.5 if wrong == well else 0.0 for wrong, well in pairs)


@given(st.lists(GROUPS, max_size=4))
@law(200)
def test_it_is_the_share_of_pairs(strata: list[Groups]) -> None:
    """Of each pair within a stratum, one by one; ties are half. Its interval holds it."""
    found = auc(strata)
    pairs = sum(groups.pairs for groups in strata)
    if not pairs:
        assert found is None
        return
    assert found is not None
    assert found.value == pytest.approx(sum(map(_by_hand, strata)) / pairs)
    assert found.value is not None
    assert -1e-9 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1 + 1e-9


@given(GROUPS)
@law(100)
def test_the_opposite_is_the_rest(groups: Groups) -> None:
    """Exchanging the groups gives 1 less the area, and 1 less its ends."""
    found, swapped = auc([groups]), auc([Groups(groups.well, groups.wrong)])
    if found is None or swapped is None:
        assert found is swapped
        return
    assert found.value is not None
    assert swapped.value == pytest.approx(1 - found.value)
    assert swapped.low == pytest.approx(1 - found.high)


def test_what_is_told_apart_is_not_certain() -> None:
    """Three of three are not as much as thirty of thirty, and strata without pairs add nothing."""
    few, many = auc([Groups((2, 2, 2), (1, 1, 1))]), auc([Groups((2,) * 30, (1,) * 30)])
    assert few is not None
    assert many is not None
    assert few.value == many.value == 1
    assert few.high == many.high == 1
    assert few.low < 0.8
    assert many.low > 0.9
    assert auc([Groups((2, 2, 2), (1, 1, 1)), Groups((5,), ())]) == few
    assert higher_pairs(Groups((), (1,))) == 0
    assert auc([Groups((), (1,))]) is None


def test_strata_are_compared_with_themselves() -> None:
    """Between programs the numbers differ; within them they tell nothing."""
    apart = [Groups((9, 9, 9), (9,)), Groups((1,), (1, 1, 1))]
    found = auc(apart)
    assert found is not None
    assert found.value == 0.5
    together = auc([Groups((9, 9, 9, 1), (9, 1, 1, 1))])
    assert together is not None
    assert together.value == 0.75


@pytest.mark.parametrize(("shift", "truth"), [(0.0, 0.5), (1.0, 0.76025)])
def test_the_interval_holds_the_truth_as_often_as_it_says(shift: float, truth: float) -> None:
    """In about 90 % of simulated programs, with one stratum or three; the truth is that of normal distributions."""
    chance = chance_of("coverage", shift)

    def group() -> Groups:
        return Groups(tuple(chance.gauss(shift, 1) for _ in range(6)), tuple(chance.gauss(0, 1) for _ in range(10)))

    for strata in (1, 3):
        found = [auc([group() for _ in range(strata)]) for _ in range(300)]
        held = sum(one is not None and not one.rules_out(truth) for one in found)
        assert 0.84 * 300 < held < 0.97 * 300
