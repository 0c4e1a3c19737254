"""The gate's score: a logistic regression on readings, fitted within repositories; and forecasts of probabilities."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import fmean

from benchmarks.evidence.cases import Case, Strata, complete, scale
from benchmarks.evidence.design import FIRST_OUTCOME, SCORE

_PENALTY = 1.0
_ROUNDS = 50
_LEAST_PAST = 5


@dataclass(frozen=True)
class Score:
    """The weight of each feature, of a standard deviation within repositories, and that deviation."""

    weights: tuple[float, ...]
    spreads: tuple[float, ...]

    def __call__(self, case: Case) -> float | None:
        """The score of a case; None where one of its features is unknown."""
        known = [case.known[name] for name in SCORE]
        parts = zip(SCORE, known, self.weights, self.spreads, strict=True)
        if any(one is None for one in known):
            return None
        return sum(scale(name, one or 0.0) * weight / spread for name, one, weight, spread in parts)


def fit(strata: Strata) -> Score:
    """The score that fits some repositories, by Newton's method.

    Each feature is less its mean in the repository, and divided by its standard deviation over all; the outcome is
    modeled with the logarithm of each repository's own odds in front, half a case added to either side.
    """
    within = [_centered(cases) for cases in complete(strata, SCORE)]
    rows = [row for block, _, _ in within for row in block]
    spreads = tuple(sqrt(fmean(row[place] ** 2 for row in rows)) or 1.0 for place in range(len(SCORE)))
    scaled = [[one / spread for one, spread in zip(row, spreads, strict=True)] for row in rows]
    offsets = [offset for block, _, offset in within for _ in block]
    came = [one for _, ones, _ in within for one in ones]
    weights = [0.0] * len(SCORE)
    for _ in range(_ROUNDS):
        weights = _step(weights, scaled, offsets, came)
    return Score(tuple(weights), spreads)


def _centered(cases: Sequence[Case]) -> tuple[list[list[float]], list[bool], float]:
    """The features of a repository less their means, its outcomes, and the logarithm of its odds."""
    rows = [[scale(name, case.known[name] or 0.0) for name in SCORE] for case in cases]
    means = [fmean(column) for column in zip(*rows, strict=True)]
    came = [case.came[FIRST_OUTCOME] for case in cases]
    offset = log((sum(came) + 0.5) / (len(came) - sum(came) + 0.5))
    return [[one - mean for one, mean in zip(row, means, strict=True)] for row in rows], came, offset


def _step(
    weights: Sequence[float], rows: Sequence[Sequence[float]], offsets: Sequence[float], came: Sequence[bool]
) -> list[float]:
    number = len(weights)
    slope = [-_PENALTY * weight for weight in weights]
    curve = [[_PENALTY if one == other else 0.0 for other in range(number)] for one in range(number)]
    for row, offset, bad in zip(rows, offsets, came, strict=True):
        chance = probability(offset + sum(weight * one for weight, one in zip(weights, row, strict=True)))
        for place, one in enumerate(row):
            slope[place] += (bad - chance) * one
            for other in range(number):
                curve[place][other] += chance * (1 - chance) * one * row[other]
    return [weight + change for weight, change in zip(weights, _solved(curve, slope), strict=True)]


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """The solution of linear equations with a positive definite matrix, by elimination."""
    rows = [[*row, end] for row, end in zip(matrix, right, strict=True)]
    for place in range(len(rows)):
        pivot = [one / rows[place][place] for one in rows[place]]
        rows[place] = pivot
        for other, row in enumerate(rows):
            if other != place:
                rows[other] = [one - row[place] * at for one, at in zip(row, pivot, strict=True)]
    return [row[-1] for row in rows]


def probability(logit: float) -> float:
    """The probability with some logarithm of its odds."""
    return 1 / (1 + exp(-logit))


def without_own(strata: Strata) -> list[Callable[[Case], float | None]]:
    """For each repository the score that fits the others."""
    return [fit([*strata[:place], *strata[place + 1 :]]) for place in range(len(strata))]


@dataclass(frozen=True)
class Forecast:
    """The probability that the score and the past of a repository give a go-live, that of its past alone, and what
    came."""

    probability: float
    of_the_past: float
    came: bool


def forecasts(strata: Strata, score: Score) -> list[Forecast]:
    """Forecasts of the go-lives that have at least five before them, from nothing but these and the fixed weights: the
    odds of the past, with one case added to either side, times what the score differs from its mean in the past."""
    return [one for cases in complete(strata, SCORE) for one in _forecasts(cases, score)]


def _forecasts(cases: Sequence[Case], score: Score) -> Iterable[Forecast]:
    scores = [score(case) or 0.0 for case in cases]
    for place in range(_LEAST_PAST, len(cases)):
        past = sum(case.came[FIRST_OUTCOME] for case in cases[:place])
        base = (past + 1) / (place + 2)
        logit = log(base / (1 - base)) + scores[place] - fmean(scores[:place])
        yield Forecast(probability(logit), base, cases[place].came[FIRST_OUTCOME])
