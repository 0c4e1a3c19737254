"""Simulated courses of backlogs: what may become of them when the weeks ahead are like the weeks that were.

Every course draws the weeks ahead from those that were, each as it was, so that what came and what left in it stay
together. How likely each of these is to be drawn differs from course to course (the Bayesian bootstrap: weights of a
Dirichlet distribution), and is on average half as high for a week that is eight weeks older. Each course has a level of
its own for what comes, and one for what leaves: a log-normal factor with the mean 1, which is the wider the further
ahead a week is.

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
"""With as many, chance moves a share by at most 2.2 percentage points in 95 % of cases: less than half of a step."""
STEPS = 20
_SHARED = 27
"""How many stretches ahead are drawn at least, so that forecasts of other days share them."""
HALVED = 8
"""A week this much older is half as likely to be drawn."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What happened in a stretch of time: how much was raised and closed of everything, and how much came to and left
    each backlog."""

    raised: float
    closed: float
    came: tuple[float, ...]
    left: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """Where all simulated courses begin."""

    backlogs: tuple[int, ...]
    """How much is open now of each."""
    weeks: tuple[Stretch, ...]
    """The weeks to draw from."""
    parts: tuple[Stretch, ...]
    """The first part of each of these weeks, as long as what lies ahead before the first whole week begins; none when
    whole weeks lie ahead only."""
    ahead: int
    """How many whole weeks follow."""
    coming: tuple[float, ...]
    """How uncertain the level of what comes is in each stretch ahead, the part of a week included: the standard
    deviation of its logarithm."""
    leaving: tuple[float, ...]
    """The same of what leaves."""


@dataclass(frozen=True, slots=True)
class Course:
    """One simulated course: what there is at the end of each stretch ahead."""

    levels: tuple[tuple[int, ...], ...]
    """How much is open of each backlog."""
    flows: tuple[tuple[int, int], ...]
    """How much was raised and closed in each stretch; none where only backlogs are asked for."""


def chance_of(*known: object) -> random.Random:
    """A generator of chance that is the same for the same knowledge, in every process and on every machine."""
    digest = sha256("\n".join(map(repr, known)).encode()).digest()
    return random.Random(int.from_bytes(digest, "big"))  # noqa: S311 - nothing is kept secret with it


def courses(
    start: Start, number: int = COURSES, *, with_flows: bool = False, last_only: bool = False, seed: object = 0
) -> Iterator[Course]:
    """So many simulated courses; with what is raised and closed in them, where that is asked for, and with the last of
    the levels only, where no others are.

    What is drawn depends on nothing but the seed and the number of weeks. So with more that is open, no course has less
    open at any time, and many forecasts share their draws, which are most of the work.
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
    """What chance decides in so many courses: both levels, in standard deviations, and the numbers of the weeks."""
    chance = chance_of("draws", seed)
    coming, leaving = levels(chance, number), levels(chance, number)
    return tuple((rise, fall, tuple(drawn(chance, weeks, steps))) for rise, fall in zip(coming, leaving, strict=True))


@dataclass(frozen=True, slots=True)
class _Moving:
    """A stretch of time, without the backlogs that nothing came to and left in it."""

    backlogs: tuple[tuple[int, float, float], ...]
    """The number of a backlog, how much came to it, and how much left."""
    flow: tuple[float, float] | None
    """What was raised and closed; None where that is not asked for."""


def _moving(stretch: Stretch, *, with_flows: bool) -> _Moving:
    pairs = enumerate(zip(stretch.came, stretch.left, strict=True))
    moving = tuple((place, came, left) for place, (came, left) in pairs if came or left)
    return _Moving(moving, (stretch.raised, stretch.closed) if with_flows else None)


def levels(chance: random.Random, number: int) -> list[float]:
    """So many draws of the standard normal distribution, one from each of as many parts of equal probability, in random
    order: their distribution has no gaps, however few they are."""
    middles = _middles(number)
    keys = [chance.random() for _ in middles]
    return [middles[place] for place in sorted(range(number), key=keys.__getitem__)]


@lru_cache(maxsize=8)
def _middles(number: int) -> tuple[float, ...]:
    normal = NormalDist()
    return tuple(normal.inv_cdf((place + 0.5) / number) for place in range(number))


@lru_cache(maxsize=64)
def _weights(weeks: int) -> tuple[float, ...]:
    """How likely each week is to be drawn on average, the oldest first, as a multiple of the last one."""
    return tuple(0.5 ** (ago / HALVED) for ago in range(weeks - 1, -1, -1))


def factors(level: float, deviations: Sequence[float]) -> list[float]:
    """What the counts of each stretch are multiplied by, for a level in standard deviations: 1 on average."""
    return [exp(level * one - one * one / 2) for one in deviations]


def drawn(chance: random.Random, weeks: int, steps: int) -> list[int]:
    """The numbers of the weeks that a course is made of, each as likely as its weight in this course."""
    ends = list(accumulate(-log(1.0 - chance.random()) * weight for weight in _weights(weeks)))
    return [min(bisect_right(ends, chance.random() * ends[-1]), weeks - 1) for _ in range(steps)]


def rounded_down(hits: int, of: int = COURSES) -> float:
    """The share of so many courses in steps of 5 %: never more than it is, so that rounding lifts none over a limit."""
    return hits * STEPS // of / STEPS


def _course(
    chance: random.Random,
    start: Sequence[int],
    stretches: Sequence[_Moving],
    rise: Sequence[float],
    fall: Sequence[float],
) -> Course:
    """What becomes of the backlogs. Counts become whole, rounded up as often as keeps them, on average, what they are:
    this is the innermost loop of every forecast."""
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
