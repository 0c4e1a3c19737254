"""How good forecasts would have been at past dates: each uses only what was known then and is compared with the
outcome."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from statistics import fmean
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.signals.forecast.history import GRADES, LEAST, History, of_grades
from readiness_gate.statistics.scores import Interval, base_rate, brier, crps, holds, paired
from readiness_gate.statistics.simulation import Course, Stretch, chance_of, courses

EVERY = 4
"""The weeks between two replayed dates."""
FEWEST, FEWEST_OF_EACH = 12, 3
"""The fewest dates that allow a statement on skill, and the fewest with each outcome."""
MOST = 26
"""The default number of dates at which forecasts are replayed."""
_COURSES = 100
_USUAL = 12

Flows: TypeAlias = Sequence[tuple[float, float]]
"""What was raised and closed in each week, oldest first."""
Holds: TypeAlias = Callable[[Sequence[int], Flows], bool]
"""Returns whether a condition holds, given the open defects of each grade and the weeks before."""
_Counted: TypeAlias = tuple[list[float], list[float], float]
"""The forecast of a count, the forecast of common tools, and the outcome."""
Skill: TypeAlias = Literal["too-few", "constant", "none", "unclear", "shown"]


@dataclass(frozen=True, slots=True)
class Record:
    """How good the forecast probabilities of a condition were."""

    dates: int
    came_true: int
    """The number of dates at which the condition came true."""
    brier: float
    """The mean squared error of the forecasts."""
    base: float
    """The mean squared error of a forecast that only knows the base rate."""
    better: Interval
    """By how much the forecasts beat the base rate; negative if they were worse."""

    @property
    def skill(self) -> Skill:
        """What the past says about these forecasts: `none` if the base rate is as good, `unclear` if chance may
        explain that it is worse, `constant` if the outcome was always the same."""
        other = min(self.came_true, self.dates - self.came_true)
        if self.dates < FEWEST:
            return "too-few"
        if other < FEWEST_OF_EACH:
            return "too-few" if other else "constant"
        if self.better.mean <= 0:
            return "none"
        return "shown" if self.better.low > 0 else "unclear"


@dataclass(frozen=True, slots=True)
class Counts:
    """How good the forecasts of a count were, such as the number of defects raised."""

    dates: int
    held: int
    """The number of dates at which the outcome was within the 80 % interval."""
    crps: float
    """The mean score (CRPS) of the forecasts: 0 is perfect."""
    usual: float
    """The mean score of common forecasting tools, which draw uniformly from the last 12 weeks."""
    better: Interval


def records(
    known: History,
    ahead: int,
    asked: Mapping[str, Holds],
    grades: Sequence[str] = GRADES,
    *,
    most: int = MOST,
    with_flows: bool = False,
) -> dict[str, Record]:
    """Return how good forecasts `ahead` weeks ahead (at least one) were for each condition on the backlogs of some
    grades and, with `with_flows`, on the weeks; empty if none could be made. Forecasts are made every four weeks, at
    the last `most` dates whose outcome is known."""
    dates = list(_dates(known, ahead, most))
    if not dates:
        return {}
    found: dict[str, list[tuple[float, bool]]] = {name: [] for name in asked}
    for before in dates:
        simulated = _simulated(known, ahead, before, grades, with_flows=with_flows)
        earlier = flows(known.last(LEAST, before))
        came = [*earlier, *flows(known.last(ahead, before - ahead))]
        then = of_grades(known.levels[ahead - before - 1], grades)
        for name, is_so in asked.items():
            hits = sum(is_so(one.levels[-1], [*earlier, *one.flows]) for one in simulated)
            found[name].append((hits / _COURSES, is_so(then, came)))
    return {name: _record(pairs, -(-ahead // EVERY)) for name, pairs in found.items()}


def counts(known: History, ahead: int, most: int = MOST) -> tuple[Counts, Counts] | None:
    """Return how good forecasts `ahead` weeks ahead were for the numbers of defects raised and closed; None if none
    could be made."""
    raised: list[_Counted] = []
    closed: list[_Counted] = []
    for before in _dates(known, ahead, most):
        simulated = _simulated(known, ahead, before, (), with_flows=True)
        came, recent = known.last(ahead, before - ahead), known.last(_USUAL, before)
        chance = chance_of("usual", recent, ahead)
        ups, downs = zip(*(zip(*one.flows, strict=True) for one in simulated), strict=True)
        raised.append((list(map(sum, ups)), _usual([week.raised for week in recent], ahead, chance), _raised(came)))
        closed.append((list(map(sum, downs)), _usual([week.closed for week in recent], ahead, chance), _closed(came)))
    block = -(-ahead // EVERY)
    return (_counts(raised, block), _counts(closed, block)) if raised else None


def flows(weeks: Sequence[Stretch]) -> list[tuple[float, float]]:
    """Return what was raised and closed in each of the weeks."""
    return [(week.raised, week.closed) for week in weeks]


def _dates(known: History, ahead: int, most: int) -> Iterator[int]:
    """Yield the dates whose outcome is known, as weeks before the end of the history, oldest first."""
    return reversed(range(ahead, len(known.weeks) - LEAST + 1, EVERY)[:most])


def _simulated(known: History, ahead: int, before: int, grades: Sequence[str], *, with_flows: bool) -> list[Course]:
    """Return the forecast made `before` weeks before the end of the history."""
    start = known.start(ahead, before=before, grades=grades)
    return list(courses(start, _COURSES, with_flows=with_flows, last_only=True))


def _raised(weeks: Sequence[Stretch]) -> float:
    return sum(week.raised for week in weeks)


def _closed(weeks: Sequence[Stretch]) -> float:
    return sum(week.closed for week in weeks)


def _usual(recent: Sequence[float], ahead: int, chance: Random) -> list[float]:
    """Return what common tools forecast: sums over the weeks ahead, drawn uniformly from the recent ones."""
    return [sum(recent[int(chance.random() * len(recent))] for _ in range(ahead)) for _ in range(_COURSES)]


def _counts(dates: Sequence[_Counted], block: int) -> Counts:
    scores = [crps(sample, came) for sample, _, came in dates]
    usual = [crps(sample, came) for _, sample, came in dates]
    differences = [other - own for own, other in zip(scores, usual, strict=True)]
    held = sum(holds(sample, came) for sample, _, came in dates)
    better = paired(differences, block, chance_of(differences))
    return Counts(len(dates), held, fmean(scores), fmean(usual), better)


def _record(dates: Sequence[tuple[float, bool]], block: int) -> Record:
    came = [is_so for _, is_so in dates]
    own, base = brier([share for share, _ in dates], came), brier(base_rate(came), came)
    differences = [other - score for score, other in zip(own, base, strict=True)]
    better = paired(differences, block, chance_of(differences))
    return Record(len(dates), sum(came), fmean(own), fmean(base), better)
