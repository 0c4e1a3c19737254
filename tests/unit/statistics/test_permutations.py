"""Chances by permutation, against every permutation in turn, and the correction for many looks."""

from itertools import combinations, product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law

from readiness_gate.statistics import permutations
from readiness_gate.statistics.discrimination import Groups, higher_pairs
from readiness_gate.statistics.permutations import chance_of_higher, holm
from readiness_gate.statistics.simulation import chance_of

NUMBERS = st.lists(st.integers(-3, 3), min_size=0, max_size=4).map(tuple)
GROUPS = st.builds(Groups, NUMBERS, NUMBERS)


def _choices(groups: Groups) -> list[float]:
    """The higher pairs of every choice of those that go wrong."""
    numbers = (*groups.wrong, *groups.well)
    chosen = combinations(range(len(numbers)), len(groups.wrong))
    return [
        higher_pairs(
            Groups(
                tuple(numbers[place] for place in places),
                tuple(number for place, number in enumerate(numbers) if place not in places),
            )
        )
        for places in chosen
    ]


@given(st.lists(GROUPS, max_size=2))
@law(100)
def test_all_permutations_count(strata: list[Groups]) -> None:
    """As if each were tried, within each stratum."""
    seen = sum(map(higher_pairs, strata))
    sums = [sum(one) for one in product(*map(_choices, strata))]
    expected = sum(one >= seen for one in sums) / len(sums)
    assert chance_of_higher(strata, chance_of(1)) == pytest.approx(expected)


def test_alarms_are_fishers_exact_test() -> None:
    """6 of 8 that went wrong had an alarm, and 3 of 23 that went well: the tail of the hypergeometric distribution."""
    groups = Groups((1,) * 6 + (0,) * 2, (1,) * 3 + (0,) * 20)
    tail = sum(comb(9, hits) * comb(22, 8 - hits) for hits in range(6, 9)) / comb(31, 8)
    assert chance_of_higher([groups], chance_of(1)) == pytest.approx(tail)


def test_of_many_cases_some_permutations_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Near the share of all of them, the same for the same seed, and never zero."""
    groups = [Groups((5, 4, 4, 2), (4, 3, 1, 1, 0)), Groups((3, 1), (2, 1, 1))]
    exact = chance_of_higher(groups, chance_of(1))
    monkeypatch.setattr(permutations, "_ALL", 0)
    drawn = chance_of_higher(groups, chance_of(1))
    assert drawn == pytest.approx(exact, abs=0.01)
    assert drawn == chance_of_higher(groups, chance_of(1)) != chance_of_higher(groups, chance_of(2))
    assert chance_of_higher([Groups((1,) * 30, (0,) * 30)], chance_of(1)) == pytest.approx(1 / 10_001)


def test_holm_by_hand() -> None:
    """The smallest times the number, the next times one less, never below the one before and never above 1."""
    assert holm([0.04, 0.01, 0.03, 0.5]) == pytest.approx([0.09, 0.04, 0.09, 0.5])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
@law(100)
def test_holm_lies_between_none_and_bonferroni(chances: list[float]) -> None:
    """And keeps the order."""
    adjusted = holm(chances)
    for one, other in zip(chances, adjusted, strict=True):
        assert one <= other <= min(1.0, one * len(chances))
    assert [x for _, x in sorted(zip(chances, adjusted, strict=True))] == sorted(adjusted)
