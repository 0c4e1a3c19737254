"""Percentiles of waits of which some have not ended."""

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law

from readiness_gate.statistics.waiting import Waiting, waiting_percentile

_WAITS = st.lists(st.integers(0, 30), max_size=25)
_PERCENTILE = st.integers(1, 100)


@pytest.mark.parametrize(
    ("ended", "unended", "percentile", "wait"),
    [
        ([1, 2, 3, 4], [], 50, Waiting(2, 4)),
        ([1, 2, 3, 4], [9], 50, Waiting(3, 5)),
        ([1, 2, 3, 4], [1, 1, 1], 50, Waiting(2, 4)),
        ([1, 2], [9, 9, 0], 90, Waiting(9, 4)),
        ([], [5, 7], 50, Waiting(7, 1)),
        ([], [], 50, None),
    ],
)
def test_known_waits(ended: list[int], unended: list[int], percentile: int, wait: Waiting | None) -> None:
    """Worked by hand: what is shorter than the percentile, and has not ended, does not count."""
    assert waiting_percentile(ended, unended, percentile) == wait


def _naive(waits: list[int], percentile: int) -> int:
    return sorted(waits)[ceil(percentile * len(waits) / 100) - 1]


@law(250)
@given(_WAITS, _WAITS, _PERCENTILE)
def test_it_is_the_worst_that_waits_can_make_of_it(ended: list[int], unended: list[int], percentile: int) -> None:
    """Of every number of the longest waits that have not ended, the highest percentile."""
    longest = sorted(unended, reverse=True)
    possible = [
        _naive([*ended, *longest[:number]], percentile) for number in range(len(unended) + 1) if ended or number
    ]
    wait = waiting_percentile(ended, unended, percentile)
    assert (None if wait is None else wait.seconds) == max(possible, default=None)


@law(250)
@given(_WAITS, _WAITS, _PERCENTILE, st.integers(0, 40))
def test_one_more_wait_that_has_not_ended_makes_it_no_better(
    ended: list[int], unended: list[int], percentile: int, more: int
) -> None:
    """Nobody passes by leaving tickets unanswered."""
    before, after = (waiting_percentile(ended, waits, percentile) for waits in (unended, [*unended, more]))
    assert after is not None
    assert before is None or after.seconds >= before.seconds


@law(250)
@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=25),
    _WAITS,
    _PERCENTILE,
    st.integers(0, 40),
    st.sampled_from("+-"),
)
def test_a_later_end_makes_it_no_better(
    ended: list[int], unended: list[int], percentile: int, later: int, ends: str
) -> None:
    """Nor one that has not come yet."""
    first, *others = ended
    longer = first + later
    before = waiting_percentile(ended, unended, percentile)
    changed = ([longer, *others], unended) if ends == "+" else (others, [longer, *unended])
    after = waiting_percentile(*changed, percentile)
    assert before is not None
    assert after is not None
    assert after.seconds >= before.seconds
