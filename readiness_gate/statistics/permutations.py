"""Whether a result is more than chance: permutations of the outcomes within strata, and correction for multiple
tests."""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import comb, gcd, prod

from readiness_gate.statistics.discrimination import Groups

SHUFFLED = 10_000
"""The number of permutations drawn if there are too many to count: a probability of 5 % is then accurate to 0.5
points."""
_ALL = 10**10
"""Up to this many bit operations, counting all permutations takes less time than drawing some."""


def chance_of_higher(strata: Sequence[Groups], chance: random.Random) -> float:
    """Return the one-sided probability that the cases that went wrong have numbers at least this high if outcomes are
    unrelated to the numbers: the share of the permutations of outcomes within strata with at least as many pairs in
    which the case that went wrong is higher. With numbers 0 and 1 it is Fisher's exact test.

    All permutations count, without randomness, unless there are too many: beyond about 150 cases with different
    numbers, or 500 with numbers 0 and 1. Then 10,000 are drawn.

    Sources: E. J. G. Pitman, Significance Tests Which May Be Applied to Samples from Any Populations (1937); B. Phipson
    and G. K. Smyth, Permutation P-Values Should Never Be Zero, Statistical Applications in Genetics and Molecular
    Biology 9 (2010), for those that are drawn.
    """
    telling = [groups for groups in strata if groups.pairs]
    ranked = _in_steps([_ranks(groups) for groups in telling])
    numbers = [len(groups.wrong) for groups in telling]
    seen = sum(sum(ranks[:number]) for ranks, number in zip(ranked, numbers, strict=True))
    if _bits(ranked, numbers) <= _ALL:
        return _of_all(ranked, numbers, seen)
    drawn = (
        sum(sum(chance.sample(ranks, number)) for ranks, number in zip(ranked, numbers, strict=True))
        for _ in range(SHUFFLED)
    )
    return (1 + sum(one >= seen for one in drawn)) / (1 + SHUFFLED)


def _ranks(groups: Groups) -> list[int]:
    """Return how many numbers are below each, those that went wrong first, with ties as half; doubled, and relative
    to the lowest."""
    numbers = (*groups.wrong, *groups.well)
    ascending = sorted(numbers)
    ranks = [bisect_left(ascending, one) + bisect_right(ascending, one) for one in numbers]
    lowest = min(ranks)
    return [rank - lowest for rank in ranks]


def _in_steps(ranked: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the ranks in the largest unit in which all are whole: comparisons of sums are unchanged, and alarms
    have the ranks 0 and 1."""
    unit = gcd(*(rank for ranks in ranked for rank in ranks)) or 1
    return [[rank // unit for rank in ranks] for ranks in ranked]


def _bits(ranked: Sequence[Sequence[int]], numbers: Sequence[int]) -> int:
    """Return about how many bit operations it takes to count all permutations: the length of the number that holds
    the counts, for each rank that is added to it."""
    width = _total(ranked, numbers).bit_length()
    longest = sum(number * max(ranks) for ranks, number in zip(ranked, numbers, strict=True))
    return longest * width * sum(len(ranks) * number for ranks, number in zip(ranked, numbers, strict=True))


def _total(ranked: Sequence[Sequence[int]], numbers: Sequence[int]) -> int:
    """Return the number of permutations."""
    return prod(comb(len(ranks), number) for ranks, number in zip(ranked, numbers, strict=True))


def _of_all(ranked: Sequence[Sequence[int]], numbers: Sequence[int], seen: int) -> float:
    """Return the share of all choices of `numbers` ranks from each stratum whose sum is at least `seen`.

    The frequencies of the sums are the coefficients of a polynomial. They are stored as the digits of one large number,
    in a base larger than any of them, so that multiplying numbers multiplies polynomials.
    """
    total = _total(ranked, numbers)
    width = total.bit_length()
    counts = prod(_sums(ranks, number, width) for ranks, number in zip(ranked, numbers, strict=True))
    counts >>= width * seen
    above = 0
    while counts:
        above += counts & ((1 << width) - 1)
        counts >>= width
    return above / total


def _sums(ranks: Sequence[int], number: int, width: int) -> int:
    """Return how often each sum of `number` ranks occurs, as digits of `width` bits."""
    of_number = [1] + [0] * number
    for rank in ranks:
        for taken in range(number, 0, -1):
            of_number[taken] += of_number[taken - 1] << (width * rank)
    return of_number[number]


def holm(chances: Sequence[float]) -> list[float]:
    """Return the probabilities of several tests, each increased so that the probability of seeing any below a level by
    chance is at most that level.

    Source: S. Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6
    (1979).
    """
    places = sorted(range(len(chances)), key=chances.__getitem__)
    raised = accumulate(((len(places) - before) * chances[place] for before, place in enumerate(places)), max)
    adjusted = {place: min(one, 1.0) for place, one in zip(places, raised, strict=True)}
    return [adjusted[place] for place in range(len(chances))]
