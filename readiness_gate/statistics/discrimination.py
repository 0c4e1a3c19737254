"""Whether a number is higher before what went wrong than before what went well.

The intervals take the cases as independent of each other.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import sqrt

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.statistics.estimates import Z90, Estimate, crossing


@dataclass(frozen=True, slots=True)
class Groups:
    """The numbers of the cases of a stratum that went wrong, and of those that went well."""

    wrong: tuple[float, ...]
    well: tuple[float, ...]

    @property
    def pairs(self) -> int:
        """How many pairs there are of one that went wrong with one that went well."""
        return len(self.wrong) * len(self.well)


def higher_pairs(groups: Groups) -> float:
    """In how many pairs the one that went wrong has the higher number; half of those where both have the same.

    Source: H. B. Mann and D. R. Whitney, On a Test of Whether One of Two Random Variables Is Stochastically Larger than
    the Other, Annals of Mathematical Statistics 18 (1947).
    """
    ascending = sorted(groups.well)
    return sum(bisect_left(ascending, one) + bisect_right(ascending, one) for one in groups.wrong) / 2


def auc(strata: Sequence[Groups]) -> Estimate | None:
    """The probability that of a pair from the same stratum, the case that went wrong has the higher number, with ties
    as half: the area under the ROC curve. 0.5 says nothing, 1 tells all apart; None where no stratum has a pair.

    The interval holds each area that is less than 1.645 standard deviations from this one, where the standard deviation
    is that of the area in question; so it has a width where no pair is wrong, too. Over strata, variances are added,
    each times the square of the share of all pairs that are in the stratum.

    Sources: J. A. Hanley and B. J. McNeil, The Meaning and Use of the Area under a Receiver Operating Characteristic
    Curve, Radiology 143 (1982); R. G. Newcombe, Confidence Intervals for an Effect Size Measure Based on the
    Mann-Whitney Statistic, Part 2, Statistics in Medicine 25 (2006), method 5.
    """
    telling = [groups for groups in strata if groups.pairs]
    if not telling:
        return None
    area = sum(map(higher_pairs, telling)) / sum(groups.pairs for groups in telling)
    return Estimate(area, _end(area, telling), 1 - _end(1 - area, telling))


def _end(area: float, strata: Sequence[Groups]) -> float:
    """The lower end of the interval; the upper one is that of the opposite."""
    return crossing(lambda at: area - at > Z90 * _deviation(at, strata), 0.0, area) if area else 0.0


def _deviation(area: float, strata: Sequence[Groups]) -> float:
    """The standard deviation of an estimate of an area, where both groups are spread as much."""
    pairs = sum(groups.pairs for groups in strata)
    return sqrt(sum((groups.pairs / pairs) ** 2 * _variance(area, groups) for groups in strata))


def _variance(area: float, groups: Groups) -> float:
    others = (len(groups.wrong) + len(groups.well)) / 2 - 1
    spread = 1 + others * ((1 - area) / (2 - area) + area / (1 + area))
    return area * (1 - area) * spread / groups.pairs
