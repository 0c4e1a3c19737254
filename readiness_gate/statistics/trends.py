"""Whether counts of events fall, how a level changes, and how many events may come after none came."""

from collections.abc import Sequence
from itertools import accumulate, combinations
from math import erf, log, sqrt
from statistics import median


def chance_of_fall(counts: Sequence[int], exposures: Sequence[float] = ()) -> float:
    """Return the one-sided probability of a fall at least this steep if nothing changes; the counts are oldest first,
    with at least one event.

    u = (mean(t) - 1/2) * sqrt(12 N) with the times t of the N events scaled to [0, 1], divided by the square root of
    variance / mean of the counts if that is above 1; its distribution is nearly normal. With exposures, all positive,
    time runs as fast as these add up, and the dispersion is that of the counts around their shares of the exposure
    (Pearson's chi-squared divided by its degrees of freedom), which is the same for equal exposures. Source: D. R. Cox
    and P. A. W. Lewis, The Statistical Analysis of Series of Events (1966).
    """
    if not exposures:
        exposures = [1.0] * len(counts)
    total, whole = sum(counts), sum(exposures)
    ends = list(accumulate(exposures))
    middles = [(end - width / 2) / whole for end, width in zip(ends, exposures, strict=True)]
    middle = sum(at * count for at, count in zip(middles, counts, strict=True)) / total
    expected = [total * width / whole for width in exposures]
    spread = sum((count - mean) ** 2 / mean for count, mean in zip(counts, expected, strict=True)) / (len(counts) - 1)
    return (1 + erf((middle - 0.5) * sqrt(12 * total) / sqrt(max(1.0, spread)) / sqrt(2))) / 2


def slope(levels: Sequence[int]) -> float:
    """Return how fast a level changes per step: the median of the slopes between any two points.

    Source: H. Theil, A Rank-Invariant Method of Linear and Polynomial Regression Analysis (1950), and P. K. Sen,
    Estimates of the Regression Coefficient Based on Kendall's Tau, Journal of the American Statistical Association 63
    (1968).
    """
    pairs = combinations(range(len(levels)), 2)
    return median((levels[later] - levels[sooner]) / (later - sooner) for sooner, later in pairs)


def most_to_come(without: float, ahead: float, doubt: float = 0.05) -> float:
    """Return an upper bound of the events in the time `ahead` after a time `without` any.

    By a Poisson process, none come in a time T with the probability exp(-rate * T): the rates for which that is less
    likely than the doubt are ruled out. For a doubt of 5 % this is the rule of three. Source: J. A. Hanley and A.
    Lippman-Hand, If Nothing Goes Wrong, Is Everything All Right?, JAMA 249 (1983).
    """
    return -log(doubt) / without * ahead
