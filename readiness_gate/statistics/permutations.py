"""Whether what was seen is more than chance: permutations of the outcomes within strata, and many looks at once."""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import comb, gcd, prod

from readiness_gate.statistics.discrimination import Groups

SHUFFLED = 10_000
"""So many permutations are drawn where all are too many: a probability of 5 % is then right within 0.5 points."""
_ALL = 10**10
"""Up to so many bits are moved to count all permutations, which takes less time than drawing some."""


def chance_of_higher(strata: Sequence[Groups], chance: random.Random) -> float:
    """The one-sided probability that those that went wrong have numbers as high as these, or higher, where outcomes
    have nothing to do with the numbers: the share of the permutations of outcomes within strata with as many pairs in
    which the one that went wrong is higher. With numbers that are 0 or 1 it is Fisher's exact test.

    All permutations count, and chance plays no part, unless they are too many: of 150 cases with different numbers, or
    500 with numbers that are 0 or 1. Then 10,000 count that are drawn.

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
    """How many numbers are below each, those that went wrong first, with half of those that are the same; times two,
    and beyond the lowest."""
    numbers = (*groups.wrong, *groups.well)
    ascending = sorted(numbers)
    ranks = [bisect_left(ascending, one) + bisect_right(ascending, one) for one in numbers]
    lowest = min(ranks)
    return [rank - lowest for rank in ranks]


def _in_steps(ranked: Sequence[Sequence[int]]) -> list[list[int]]:
    """The ranks in the largest unit in which all are whole: sums are as high as others exactly as before, and alarms
    have the ranks 0 and 1."""
    unit = gcd(*(rank for ranks in ranked for rank in ranks)) or 1
    return [[rank // unit for rank in ranks] for ranks in ranked]


def _bits(ranked: Sequence[Sequence[int]], numbers: Sequence[int]) -> int:
    """About how many bits are moved to count all permutations: the length of the number with the counts, each time that
    a rank is added to it."""
    width = _total(ranked, numbers).bit_length()
    longest = sum(number * max(ranks) for ranks, number in zip(ranked, numbers, strict=True))
    return longest * width * sum(len(ranks) * number for ranks, number in zip(ranked, numbers, strict=True))


def _total(ranked: Sequence[Sequence[int]], numbers: Sequence[int]) -> int:
    """How many permutations there are."""
    return prod(comb(len(ranks), number) for ranks, number in zip(ranked, numbers, strict=True))


def _of_all(ranked: Sequence[Sequence[int]], numbers: Sequence[int], seen: int) -> float:
    """The share of all choices of so many ranks of each stratum whose sum is at least the one that was seen.

    How often there is each sum are the coefficients of a polynomial. They are the digits of one large number, in a base
    that none of them reaches; so polynomials are multiplied by multiplying numbers.
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
    """How often each sum of so many ranks comes, as digits of so many bits."""
    of_number = [1] + [0] * number
    for rank in ranks:
        for taken in range(number, 0, -1):
            of_number[taken] += of_number[taken - 1] << (width * rank)
    return of_number[number]


def holm(chances: Sequence[float]) -> list[float]:
    """Probabilities of which several were looked at, each made so much larger that the one of seeing any below a level
    by chance is at most that level.

    Source: S. Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6
    (1979).
    """
    places = sorted(range(len(chances)), key=chances.__getitem__)
    raised = accumulate(((len(places) - before) * chances[place] for before, place in enumerate(places)), max)
    adjusted = {place: min(one, 1.0) for place, one in zip(places, raised, strict=True)}
    return [adjusted[place] for place in range(len(chances))]
