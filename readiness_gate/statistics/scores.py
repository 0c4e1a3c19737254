"""How good forecasts were compared with the outcomes: scores, and whether one is better than another beyond chance."""

import random
from collections.abc import Sequence
from statistics import fmean

from readiness_gate.lean_dataclass import dataclass

_RESAMPLED = 1_000
_TAIL = 0.05


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean difference and its 90 % interval."""

    mean: float
    low: float
    high: float


def crps(sample: Sequence[float], came: float) -> float:
    """Return the continuous ranked probability score of a forecast given as a sample of at least one value: the mean
    distance to the outcome, minus half the mean distance between two values of the sample. 0 is perfect.

    Source: T. Gneiting and A. E. Raftery, Strictly Proper Scoring Rules, Prediction, and Estimation, Journal of the
    American Statistical Association 102 (2007).
    """
    ascending = sorted(sample)
    number = len(ascending)
    apart = sum((2 * place - number + 1) * value for place, value in enumerate(ascending))
    return fmean(abs(value - came) for value in ascending) - apart / (number * number)


def brier(forecasts: Sequence[float], came: Sequence[bool]) -> list[float]:
    """Return the squared distance of each probability to the outcome, 1 or 0."""
    return [(share - is_so) ** 2 for share, is_so in zip(forecasts, came, strict=True)]


def base_rate(came: Sequence[bool]) -> list[float]:
    """Return the forecasts of somebody who only knows how often the outcome was true overall."""
    return [fmean(came)] * len(came)


def quantile(ascending: Sequence[float], share: float) -> float:
    """Return the value at a share of a sample in ascending order, by nearest rank: of 200 values, 10 % is the 20th."""
    return ascending[max(0, min(len(ascending), -int(-share * len(ascending) // 1)) - 1)]


def holds(sample: Sequence[float], came: float) -> bool:
    """Return whether the outcome is within the middle 80 % of a sample, both ends included."""
    ascending = sorted(sample)
    tail = len(ascending) // 10
    return ascending[max(tail - 1, 0)] <= came <= ascending[-max(tail, 1)]


def paired(differences: Sequence[float], block: int, chance: random.Random) -> Interval:
    """Return the mean of score differences in order of time, at least one, with its 90 % interval.

    The interval comes from 1,000 resamples of whole blocks (the circular block bootstrap), because forecasts for
    overlapping times are similar.

    Source: D. N. Politis and J. P. Romano, A Circular Block-Resampling Procedure for Stationary Data (1992).
    """
    number = len(differences)
    length = max(1, min(block, number))
    around = [*differences, *differences[: length - 1]]
    sums = [sum(around[first : first + length]) for first in range(number)]
    blocks = -(-number // length)
    means = sorted(
        fmean(sums[int(chance.random() * number)] for _ in range(blocks)) / length for _ in range(_RESAMPLED)
    )
    return Interval(fmean(differences), quantile(means, _TAIL), quantile(means, 1 - _TAIL))
