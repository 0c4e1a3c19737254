"""The percentile at the nearest rank."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.statistics.ranks import nearest_rank


@pytest.mark.parametrize(
    ("ascending", "percentile", "item"),
    [
        ([15, 20, 35, 40, 50], 5, 15),
        ([15, 20, 35, 40, 50], 30, 20),
        ([15, 20, 35, 40, 50], 40, 20),
        ([15, 20, 35, 40, 50], 50, 35),
        ([15, 20, 35, 40, 50], 100, 50),
        ([7], 1, 7),
        ([10, 30], 50, 10),
        ([10, 30], 51, 30),
    ],
)
def test_known_ranks(ascending: list[int], percentile: int, item: int) -> None:
    """Worked by hand."""
    assert nearest_rank(ascending, percentile) == item


@given(st.lists(st.integers(), min_size=1, max_size=40), st.integers(1, 100))
def test_it_is_the_smallest_that_is_not_exceeded_by_that_share(items: list[int], percentile: int) -> None:
    """At least that share of the items is not larger, which of no smaller item is true."""
    ascending = sorted(items)
    item, share = nearest_rank(ascending, percentile), Fraction(percentile, 100)
    assert Fraction(sum(one <= item for one in items), len(items)) >= share
    assert Fraction(sum(one < item for one in items), len(items)) < share
