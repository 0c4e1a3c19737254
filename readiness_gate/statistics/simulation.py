"""Simulated courses of backlogs: how they may develop if the weeks ahead are like past weeks.

Every course draws the weeks ahead from past weeks, each as a whole, so that what came and what left in it stay
together. The probability of each past week differs from course to course (the Bayesian bootstrap: weights from a
Dirichlet distribution), and halves on average for every eight weeks of age. Each course has one level for what comes
and one for what leaves: a log-normal factor with mean 1, whose spread grows with the distance of the week.

Sources: D. B. Rubin, The Bayesian Bootstrap, The Annals of Statistics 9 (1981); the levels were measured on the issue
trackers that `benchmarks/evidence` reads.
"""

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate
from math import exp, log
from statistics import NormalDist

from readiness_gate.lean_dataclass import dataclass

COURSES = 2_000
"""With this many, chance moves a share by at most 2.2 percentage points in 95 % of cases: less than half of a step."""
STEPS = 20
_SHARED = 27
"""The least number of stretches ahead that are drawn, so that forecasts for different days share them."""
HALVED = 8
"""A week this much older is half as likely to be drawn."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What happened in a stretch of time: how much was raised and closed overall, and how much came to and left each
    backlog."""

    raised: float
    closed: float
    came: tuple[float, ...]
    left: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """The starting point of all simulated courses."""

    backlogs: tuple[int, ...]
    """The present level of each backlog."""
    weeks: tuple[Stretch, ...]
    """The weeks to draw from."""
    parts: tuple[Stretch, ...]
    """The first part of each of these weeks, as long as the time before the first whole week ahead; empty if there
    are only whole weeks ahead."""
    ahead: int
    """How many whole weeks follow."""
    coming: tuple[float, ...]
    """The uncertainty of the level of what comes in each stretch ahead, including the partial week: the standard
    deviation of its logarithm."""
    leaving: tuple[float, ...]
    """The same for what leaves."""


@dataclass(frozen=True, slots=True)
class Course:
    """One simulated course: the state at the end of each stretch ahead."""

    levels: tuple[tuple[int, ...], ...]
    """The level of each backlog."""
    flows: tuple[tuple[int, int], ...]
    """How much was raised and closed in each stretch; empty if only backlogs were requested."""


def chance_of(*known: object) -> random.Random:
    """Return a random generator seeded by the arguments, so that it is the same in every process and on every
    machine."""
    digest = sha256("\n".join(map(repr, known)).encode()).digest()
    return random.Random(int.from_bytes(digest, "big"))  # noqa: S311 - nothing is kept secret with it


def courses(
    start: Start, number: int = COURSES, *, with_flows: bool = False, last_only: bool = False, seed: object = 0
) -> Iterator[Course]:
    """Yield simulated courses, optionally with what is raised and closed in them (`with_flows`), and optionally with
    only the last levels (`last_only`).

    The random draws depend only on the seed and the number of weeks. So a higher starting level never gives a course a
    lower level at any time, and many forecasts share their draws, which are most of the work.
    """
    steps = start.ahead + bool(start.parts)
    weeks = [_moving(week, with_flows=with_flows) for week in start.weeks]
    parts = [_moving(part, with_flows=with_flows) for part in start.parts]
    chance = chance_of("roundings", seed)
    for rise, fall, picked in _draws(len(weeks), max(steps, _SHARED), number, seed):
        stretches = [weeks[place] for place in picked[:steps]]
        if parts:
            stretches[0] = parts[picked[0]]
        made = _course(chance, start.backlogs, stretches, factors(rise, start.coming), factors(fall, start.leaving))
        yield Course(made.levels[-1:], made.flows) if last_only else made


@lru_cache(maxsize=8)
def _draws(weeks: int, steps: int, number: int, seed: object) -> tuple[tuple[float, float, tuple[int, ...]], ...]:
    """Return the random part of the courses: both levels in standard deviations, and the numbers of the weeks."""
    chance = chance_of("draws", seed)
    coming, leaving = levels(chance, number), levels(chance, number)
    return tuple((rise, fall, tuple(drawn(chance, weeks, steps))) for rise, fall in zip(coming, leaving, strict=True))


@dataclass(frozen=True, slots=True)
class _Moving:
    """A stretch of time, without the backlogs that did not change in it."""

    backlogs: tuple[tuple[int, float, float], ...]
    """The number of a backlog, how much came to it, and how much left."""
    flow: tuple[float, float] | None
    """What was raised and closed; None if it was not requested."""


def _moving(stretch: Stretch, *, with_flows: bool) -> _Moving:
    pairs = enumerate(zip(stretch.came, stretch.left, strict=True))
    moving = tuple((place, came, left) for place, (came, left) in pairs if came or left)
    return _Moving(moving, (stretch.raised, stretch.closed) if with_flows else None)


def levels(chance: random.Random, number: int) -> list[float]:
    """Return draws of the standard normal distribution, one from each of `number` parts of equal probability, in
    random order: they cover the distribution evenly, however few they are."""
    middles = _middles(number)
    keys = [chance.random() for _ in middles]
    return [middles[place] for place in sorted(range(number), key=keys.__getitem__)]


@lru_cache(maxsize=8)
def _middles(number: int) -> tuple[float, ...]:
    normal = NormalDist()
    return tuple(normal.inv_cdf((place + 0.5) / number) for place in range(number))


@lru_cache(maxsize=64)
def _weights(weeks: int) -> tuple[float, ...]:
    """Return the average probability of each week, oldest first, as a multiple of the last one's."""
    return tuple(0.5 ** (ago / HALVED) for ago in range(weeks - 1, -1, -1))


def factors(level: float, deviations: Sequence[float]) -> list[float]:
    """Return the factors for the counts of each stretch, for a level in standard deviations; their mean is 1."""
    return [exp(level * one - one * one / 2) for one in deviations]


def drawn(chance: random.Random, weeks: int, steps: int) -> list[int]:
    """Return the numbers of the weeks of a course, each drawn with its weight in this course."""
    ends = list(accumulate(-log(1.0 - chance.random()) * weight for weight in _weights(weeks)))
    return [min(bisect_right(ends, chance.random() * ends[-1]), weeks - 1) for _ in range(steps)]


def rounded_down(hits: int, of: int = COURSES) -> float:
    """Return the share of the courses, rounded down to 5 % so that rounding never lifts a share over a limit."""
    return hits * STEPS // of / STEPS


def _course(
    chance: random.Random,
    start: Sequence[int],
    stretches: Sequence[_Moving],
    rise: Sequence[float],
    fall: Sequence[float],
) -> Course:
    """Return how the backlogs develop. Counts are rounded to whole numbers at random so that their mean is
    preserved. This is the innermost loop of every forecast."""
    some, backlogs = chance.random, list(start)
    reached: list[tuple[int, ...]] = []
    flows: list[tuple[int, int]] = []
    for stretch, more, fewer in zip(stretches, rise, fall, strict=True):
        for place, came, left in stretch.backlogs:
            level = backlogs[place] + int(came * more + some()) - int(left * fewer + some())
            backlogs[place] = level if level > 0 else 0  # noqa: FURB136 - a call of max takes twice as long
        reached.append(tuple(backlogs))
        if stretch.flow:
            raised, closed = stretch.flow
            flows.append((int(raised * more + some()), int(closed * fewer + some())))
    return Course(tuple(reached), tuple(flows))
