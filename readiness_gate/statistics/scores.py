"""How good forecasts were, against what came: scores, and whether one is better than another beyond chance."""

import random
from collections.abc import Sequence
from statistics import fmean

from readiness_gate.lean_dataclass import dataclass

_RESAMPLED = 1_000
_TAIL = 0.05


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean difference, and the 90 % interval of it."""

    mean: float
    low: float
    high: float


def crps(sample: Sequence[float], came: float) -> float:
    """The continuous ranked probability score of a forecast that is a sample, at least one value: the mean distance to
    what came, less half of the mean distance between two values of the sample. 0 is perfect.

    Source: T. Gneiting and A. E. Raftery, Strictly Proper Scoring Rules, Prediction, and Estimation, Journal of the
    American Statistical Association 102 (2007).
    """
    ascending = sorted(sample)
    number = len(ascending)
    apart = sum((2 * place - number + 1) * value for place, value in enumerate(ascending))
    return fmean(abs(value - came) for value in ascending) - apart / (number * number)


def brier(forecasts: Sequence[float], came: Sequence[bool]) -> list[float]:
    """The squared distance of each probability to what came, 1 or 0."""
    return [(share - is_so) ** 2 for share, is_so in zip(forecasts, came, strict=True)]


def base_rate(came: Sequence[bool]) -> list[float]:
    """The forecast of somebody who knows only how often it was so at all of these times."""
    return [fmean(came)] * len(came)


def quantile(ascending: Sequence[float], share: float) -> float:
    """The value at a share of a sample in ascending order, by the nearest rank: of 200, that of 10 % is the 20th."""
    return ascending[max(0, min(len(ascending), -int(-share * len(ascending) // 1)) - 1)]


def holds(sample: Sequence[float], came: float) -> bool:
    """Whether what came lies within the middle 80 % of a sample, both ends included."""
    ascending = sorted(sample)
    tail = len(ascending) // 10
    return ascending[max(tail - 1, 0)] <= came <= ascending[-max(tail, 1)]


def paired(differences: Sequence[float], block: int, chance: random.Random) -> Interval:
    """The mean of differences of scores in the order of time, at least one, with its 90 % interval.

    The interval is of 1,000 resamples of whole blocks, as forecasts whose times overlap are alike (the circular block
    bootstrap).

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
