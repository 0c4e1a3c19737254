"""Whether a number is higher before go-lives that went wrong than before those that went well.

The intervals treat the cases as independent.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import sqrt

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.statistics.estimates import Z90, Estimate, crossing


@dataclass(frozen=True, slots=True)
class Groups:
    """The numbers of a stratum's cases that went wrong, and of those that went well."""

    wrong: tuple[float, ...]
    well: tuple[float, ...]

    @property
    def pairs(self) -> int:
        """The number of pairs of one case that went wrong and one that went well."""
        return len(self.wrong) * len(self.well)


def higher_pairs(groups: Groups) -> float:
    """Return in how many pairs the case that went wrong has the higher number; ties count half.

    Source: H. B. Mann and D. R. Whitney, On a Test of Whether One of Two Random Variables Is Stochastically Larger than
    the Other, Annals of Mathematical Statistics 18 (1947).
    """
    ascending = sorted(groups.well)
    return sum(bisect_left(ascending, one) + bisect_right(ascending, one) for one in groups.wrong) / 2


def auc(strata: Sequence[Groups]) -> Estimate | None:
    """Return the probability that in a pair from one stratum, the case that went wrong has the higher number, with ties
    as half: the area under the ROC curve. 0.5 means no discrimination, 1 perfect discrimination; None if no stratum has
    a pair.

    The interval contains each area less than 1.645 standard deviations from this one, where the standard deviation is
    that of the area in question, so it has a width even if no pair is wrong. Over strata, variances are added, each
    multiplied by the square of the stratum's share of all pairs.

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
    """Return the lower end of the interval; the upper one follows by symmetry."""
    return crossing(lambda at: area - at > Z90 * _deviation(at, strata), 0.0, area) if area else 0.0


def _deviation(area: float, strata: Sequence[Groups]) -> float:
    """Return the standard deviation of an estimated area if both groups have the same spread."""
    pairs = sum(groups.pairs for groups in strata)
    return sqrt(sum((groups.pairs / pairs) ** 2 * _variance(area, groups) for groups in strata))


def _variance(area: float, groups: Groups) -> float:
    others = (len(groups.wrong) + len(groups.well)) / 2 - 1
    spread = 1 + others * ((1 - area) / (2 - area) + area / (1 + area))
    return area * (1 - area) * spread / groups.pairs
