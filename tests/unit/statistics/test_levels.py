"""How far levels move, worked out by hand."""

from math import log, sqrt

import pytest

from readiness_gate.statistics.levels import deviations, growth, spread


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [(0.5, 0.65), (1, 0.65), (4, 0.65), (6, 0.775), (8, 0.9), (10, 1.0), (13, 1.15), (26, 1.15)],
)
def test_the_movement_grows_with_the_weeks_ahead(weeks: float, expected: float) -> None:
    """Linear between 4, 8 and 13 weeks, and constant outside."""
    assert growth(weeks) == pytest.approx(expected)


def test_what_never_changes_does_not_move() -> None:
    """Nor do zeros."""
    assert spread((5,) * 20, 4) == 0
    assert spread((0,) * 20, 4) == 0


def test_a_level_that_doubles_moves_by_its_logarithm() -> None:
    """Of two adjacent blocks there is one ratio, of 41 halves to 21, whichever is first."""
    expected = log(20.5 / 10.5)
    assert spread((5, 5, 10, 10), 2) == pytest.approx(expected)
    assert spread((10, 10, 5, 5), 2) == pytest.approx(expected)
    ratios = [log(15.5 / 10.5), log(20.5 / 10.5), log(20.5 / 15.5)]
    assert spread((5, 5, 5, 10, 10, 10), 2) == pytest.approx(sqrt(sum(ratio**2 for ratio in ratios) / 3))


def test_only_the_last_year_counts() -> None:
    """What was before that is too long ago."""
    assert spread((900, *(5,) * 52), 4) == 0
    assert spread((900, *(5,) * 51), 4) != 0


def test_two_blocks_are_needed() -> None:
    """With fewer weeks nothing is known of how they differ."""
    assert spread((1,) * 7, 4) is None
    assert spread((1,) * 8, 4) == 0


COUNTS = (1, 7, 3, 9, 2, 8, 4, 12, 6, 5, 11, 3)


def test_each_step_has_the_spread_of_blocks_as_long() -> None:
    """Those of fewer than four weeks have that of four, and those that are too long for the weeks the last known."""
    four, five, six = (spread(COUNTS, block) or 0 for block in (4, 5, 6))
    found = deviations(COUNTS, 8)
    assert found[:4] == pytest.approx([growth(1) * four] * 4)
    assert found[4:] == pytest.approx([growth(5) * five, growth(6) * six, growth(7) * six, growth(8) * six])
    assert deviations((1, 2), 2) == (0.0, 0.0)


def test_a_part_of_a_week_comes_first() -> None:
    """The steps then end so much sooner."""
    five = spread(COUNTS, 5) or 0
    found = deviations(COUNTS, 6, 0.5)
    assert len(found) == 6
    assert found[4] == pytest.approx(growth(4.5) * (spread(COUNTS, 4) or 0))
    assert found[5] == pytest.approx(growth(5.5) * five)
