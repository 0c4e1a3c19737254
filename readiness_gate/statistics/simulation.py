"""Simulated courses of backlogs: what may become of them when the weeks ahead are like the weeks that were.

Every course draws the weeks ahead from those that were, each as it was, so that what came and what left in it stay
together. How likely each of these is to be drawn differs from course to course (the Bayesian bootstrap: weights of a
Dirichlet distribution with all parameters 1), and the levels of what comes and of what leaves drift, each by itself, as
they drifted before (the exponential of a random walk).
"""

import random
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import exp, log, sqrt
from statistics import fmean

from readiness_gate.lean_dataclass import dataclass

COURSES = 2_000
"""With as many, chance moves a share by at most 2.2 percentage points in 95 % of cases: less than half of a step."""
LOOKED_AT = 4
KEPT = 3
_STEPS = 20
_BLOCK = 4
_AGAINST_ZEROS = 0.5


@dataclass(frozen=True, slots=True)
class Stretch:
    """What happened in a stretch of time: how much was raised and closed of everything, and how much came to and left
    each backlog."""

    raised: int
    closed: int
    came: tuple[int, ...]
    left: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """Where all simulated courses begin."""

    backlogs: tuple[int, ...]
    """How much is open now of each."""
    weeks: tuple[Stretch, ...]
    """The weeks to draw from."""
    parts: tuple[Stretch, ...]
    """The first part of each of these weeks, as long as what lies ahead before the first whole week begins."""
    part: float
    """The share of a week that the first part is; 0 when there is none."""
    ahead: int
    """How many whole weeks follow."""
    begun: tuple[int, int]
    """What was raised and closed already in the week that the part ends."""
    kept: tuple[bool, ...]
    """Whether as much was closed as raised in the whole weeks before that, the last one first; four of them."""


@dataclass(frozen=True, slots=True)
class Shares:
    """In how many of all courses everything holds at the end, each backlog is empty, and as much was closed as raised
    in three of the last four weeks; shares, rounded down to 5 %."""

    green: float
    empty: tuple[float, ...]
    converging: float


def simulate(start: Start, seed: str) -> Shares:
    """What becomes of the backlogs; the same for the same seed, which must tell all that is drawn from.

    What is drawn does not depend on how much is open: with more of it, no share is higher.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret with it
    drifts = drift([week.raised for week in start.weeks]), drift([week.closed for week in start.weeks])
    ends = [_course(chance, start, drifts) for _ in range(COURSES)]
    return Shares(
        rounded_down(sum(converging and not any(backlogs) for backlogs, converging in ends)),
        tuple(rounded_down(column.count(0)) for column in zip(*(backlogs for backlogs, _ in ends), strict=True)),
        rounded_down(sum(converging for _, converging in ends)),
    )


def rounded_down(courses: int) -> float:
    """The share of so many courses in steps of 5 %: never more than it is, so that rounding lifts none over a limit."""
    return courses * _STEPS // COURSES / _STEPS


def drift(counts: Sequence[int]) -> float:
    """The standard deviation of a week's step of the walk that the level of some weekly counts goes, the oldest first.

    The changes between blocks of four weeks (logarithms of ratios) are on average as large as the walk makes them, and
    as chance does where the level does not change (Poisson counts). What is left of their mean square without that is
    of four steps.
    """
    ends = range(len(counts), _BLOCK - 1, -_BLOCK)
    blocks = [sum(counts[end - _BLOCK : end]) + _AGAINST_ZEROS for end in ends]
    changes = [log(later / sooner) ** 2 for later, sooner in pairwise(blocks)]
    by_chance = [1 / later + 1 / sooner for later, sooner in pairwise(blocks)]
    return sqrt(max(fmean(changes) - fmean(by_chance), 0.0) / _BLOCK)


def _course(chance: random.Random, start: Start, drifts: tuple[float, float]) -> tuple[list[int], bool]:
    """What is open of each backlog at the end, and whether three of the last four weeks converged."""
    backlogs, kept = list(start.backlogs), list(start.kept)[::-1]
    raised, closed = start.begun
    coming = leaving = 0.0
    drawn = _drawn(chance, start)
    for remaining, (stretch, length) in zip(range(len(drawn), 0, -1), drawn, strict=True):
        coming += chance.gauss(0.0, drifts[0] * sqrt(length))
        leaving += chance.gauss(0.0, drifts[1] * sqrt(length))
        rise, fall = exp(coming), exp(leaving)
        # Parts of a defect are rounded up as often as keeps counts, on average, what they are.
        backlogs = [
            max(0, backlog + int(came * rise + chance.random()) - int(left * fall + chance.random()))
            for backlog, came, left in zip(backlogs, stretch.came, stretch.left, strict=True)
        ]
        if remaining <= LOOKED_AT:
            more, fewer = int(stretch.raised * rise + chance.random()), int(stretch.closed * fall + chance.random())
            kept.append(closed + fewer >= raised + more)
        raised = closed = 0
    return backlogs, sum(kept[-LOOKED_AT:]) >= KEPT


def _drawn(chance: random.Random, start: Start) -> list[tuple[Stretch, float]]:
    """What happens in the stretches of time ahead, with their lengths in weeks."""
    weights = list(accumulate(-log(1.0 - chance.random()) for _ in start.weeks))
    steps = start.ahead + (start.part > 0)
    picked = chance.choices(range(len(start.weeks)), cum_weights=weights, k=steps)
    first = [(start.parts[picked[0]], start.part)] if start.part else []
    return first + [(start.weeks[number], 1.0) for number in picked[len(first) :]]
