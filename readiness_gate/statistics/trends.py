"""Whether counts of events fall, how a level changes, and how many events may come when none came."""

from collections.abc import Sequence
from itertools import combinations
from math import erf, log, sqrt
from statistics import fmean, median, variance


def chance_of_fall(counts: Sequence[int]) -> float:
    """The one-sided probability of a fall like this, or a steeper one, when nothing changes; the oldest count first.

    u = (mean(t) - 1/2) * sqrt(12 N) with the times t of the N events scaled to [0, 1], divided by the square root of
    variance / mean of the counts where that is above 1; its distribution is nearly the normal one. Source: D. R. Cox
    and P. A. W. Lewis, The Statistical Analysis of Series of Events (1966).
    """
    total, length = sum(counts), len(counts)
    middle = sum((number + 0.5) / length * count for number, count in enumerate(counts)) / total
    spread = max(1.0, variance(counts) / fmean(counts))
    return (1 + erf((middle - 0.5) * sqrt(12 * total) / sqrt(spread) / sqrt(2))) / 2


def slope(levels: Sequence[int]) -> float:
    """How fast a level changes from one step to the next: the median of the slopes between any two of them.

    Source: H. Theil, A Rank-Invariant Method of Linear and Polynomial Regression Analysis (1950), and P. K. Sen,
    Estimates of the Regression Coefficient Based on Kendall's Tau, Journal of the American Statistical Association 63
    (1968).
    """
    pairs = combinations(range(len(levels)), 2)
    return median((levels[later] - levels[sooner]) / (later - sooner) for sooner, later in pairs)


def most_to_come(without: float, ahead: float, doubt: float = 0.05) -> float:
    """How many events are to be expected at most in the time ahead, when none came in a time so long.

    By a Poisson process, none come in a time T with the probability exp(-rate * T): the rates for which that is less
    likely than the doubt are ruled out. For a doubt of 5 % this is the rule of three. Source: J. A. Hanley and A.
    Lippman-Hand, If Nothing Goes Wrong, Is Everything All Right?, JAMA 249 (1983).
    """
    return -log(doubt) / without * ahead
