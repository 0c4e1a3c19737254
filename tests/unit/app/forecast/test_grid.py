"""The times of a forecast, and what simulated courses say of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.app.forecast.grid import WEEK, Grid, all_green, bits, grid, held, outlook
from readiness_gate.model.time import DAY

NOW = 1_000 * WEEK
GREEN = st.integers(0, 2**27 - 1)


@pytest.mark.parametrize(
    ("ahead", "part", "target"),
    [
        (-DAY, 0, None),
        (0, 0, None),
        (1, 1, 1),
        (3 * DAY, 3 * DAY, 1),
        (WEEK, 0, 1),
        (2 * WEEK + DAY, DAY, 3),
        (26 * WEEK, 0, 26),
        (26 * WEEK + 1, 0, None),
    ],
)
def test_one_of_the_times_is_the_end_of_the_day(ahead: int, part: int, target: int | None) -> None:
    """Unless it has passed, or lies more than 26 weeks ahead; no time does."""
    found = grid(NOW, NOW + ahead)
    assert (found.part, found.target) == (part, target)
    assert found.times[0] == NOW
    assert target is None or found.times[target] == NOW + ahead
    assert NOW + 25 * WEEK < found.times[-1] <= NOW + 26 * WEEK
    assert len(found.times) == found.whole + bool(part) + 1


def test_bits_are_the_states_of_times() -> None:
    """The lowest one is now; everything is green when all are."""
    assert bits([True, False, True, True]) == 0b1101
    assert all_green([[0b1101, 0b11], [0b0101, 0b10], [0b0111, 0b10]]) == [0b0101, 0b10]


@pytest.mark.parametrize(
    ("green", "weeks", "expected"),
    [(0b1011, 0, 0b1011), (0b1111, 2, 0b1111), (0b1110, 1, 0b1100), (0b1110, 2, 0b1000), (0b1011, 1, 0b0011)],
)
def test_a_rule_must_have_held(green: int, weeks: int, expected: int) -> None:
    """At each time in as many weeks before; now counts as these."""
    assert held(green, weeks, 3) == expected


def test_what_courses_say() -> None:
    """Shares are rounded towards not ready; dates are those of the first time."""
    times = Grid(NOW, 0, 2)
    masks = [0b1] * 3 + [0b100] * 30 + [0b1100] * 30 + [0b1000] * 30 + [0b0] * 7
    found = outlook(masks, times)
    assert found.by_day == 0.6
    assert found.never == 0.1
    at = times.times
    assert found.within == {10: at[2], 50: at[2], 80: at[3], 95: None}
    assert outlook([0b1] * 7, times).within[95] == NOW
    assert outlook(masks, Grid(NOW, 0, None)).by_day is None
    without = outlook(masks, times, "not-converging")
    assert (without.within, without.no_date, without.never) == ({}, "not-converging", 0.1)


@given(st.lists(GREEN, min_size=1, max_size=60), st.integers(1, 26))
def test_probabilities_and_the_order_of_dates(masks: list[int], target: int) -> None:
    """All in [0, 1]; a higher percentage is never earlier; more green is never later or less likely."""
    times = Grid(NOW, 0, target)
    found = outlook(masks, times)
    assert 0 <= (found.by_day or 0) <= 1 - found.never + 0.1
    ordered = [float("inf") if at is None else at for at in found.within.values()]
    assert ordered == sorted(ordered)
    more = outlook([mask | 1 << target for mask in masks], times)
    assert more.by_day == 1
    assert more.never <= found.never
    for percent, at in found.within.items():
        sooner = more.within[percent]
        assert at is None or (sooner is not None and sooner <= at)
