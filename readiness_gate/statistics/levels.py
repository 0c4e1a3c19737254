"""How far the level of weekly counts drifts: what a forecast must allow for beyond the randomness of single weeks."""

from collections.abc import Sequence
from itertools import pairwise
from math import log, sqrt
from statistics import fmean

SHORTEST = 4
"""Blocks of fewer weeks differ more by chance than by their level."""
LOOKED_BACK = 52
"""The number of weeks that the drift is estimated from."""
_GROWTH = ((4, 0.65), (8, 0.9), (13, 1.15))
"""Factors for the drift this many weeks ahead; linear in between, constant outside."""
_AGAINST_ZEROS = 0.5


def growth(weeks: float) -> float:
    """Return the factor for the drift of the level this many weeks ahead."""
    for (sooner, low), (later, high) in pairwise(_GROWTH):
        if weeks < later:
            return low + (high - low) * max(weeks - sooner, 0) / (later - sooner)
    return _GROWTH[-1][1]


def spread(counts: Sequence[float], block: int) -> float | None:
    """Return how much the sums of successive blocks of weeks differ: the root mean square of the logarithms of their
    ratios, over all pairs of adjacent blocks in the last 52 weeks; None with fewer weeks than two blocks. The oldest
    count is first."""
    recent = counts[-LOOKED_BACK:]
    sums = [sum(recent[first : first + block]) + _AGAINST_ZEROS for first in range(len(recent) - block + 1)]
    ratios = [log(later / sooner) for sooner, later in zip(sums, sums[block:], strict=False)]
    return sqrt(fmean(ratio * ratio for ratio in ratios)) if ratios else None


def deviations(counts: Sequence[float], steps: int, part: float = 0.0) -> tuple[float, ...]:
    """Return the standard deviations of the logarithm of the level one, two, … `steps` weeks ahead; with a `part` of a
    week before the first whole one, the first step is that part.

    If there are no two blocks as long as the time ahead, the last known spread is used.
    """
    known: dict[int, float] = {}
    last = 0.0
    for block in range(SHORTEST, max(steps, SHORTEST) + 1):
        found = spread(counts, block)
        last = last if found is None else found
        known[block] = last
    ahead = [number + (part or 1.0) for number in range(steps)]
    return tuple(growth(weeks) * known[max(SHORTEST, min(int(weeks), steps))] for weeks in ahead)
