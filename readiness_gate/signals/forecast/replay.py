"""How good forecasts would have been at past dates: each made from what was known then, and compared with what came."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from statistics import fmean
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.signals.forecast.history import GRADES, LEAST, History, of_grades
from readiness_gate.statistics.scores import Interval, base_rate, brier, crps, holds, paired
from readiness_gate.statistics.simulation import Course, Stretch, chance_of, courses

EVERY = 4
"""How many weeks lie between two dates that are replayed."""
FEWEST, FEWEST_OF_EACH = 12, 3
"""How many dates there must be to speak of skill, and how many of them of either outcome."""
MOST = 26
"""At how many dates forecasts are replayed, unless more are asked for."""
_COURSES = 100
_USUAL = 12

Flows: TypeAlias = Sequence[tuple[float, float]]
"""What was raised and closed in each week, oldest first."""
Holds: TypeAlias = Callable[[Sequence[int], Flows], bool]
"""Whether something is so, by how much is open of each grade, and by the weeks before that."""
_Counted: TypeAlias = tuple[list[float], list[float], float]
"""What was forecast of a count, what usual tools forecast, and what came."""
Skill: TypeAlias = Literal["too-few", "constant", "none", "unclear", "shown"]


@dataclass(frozen=True, slots=True)
class Record:
    """How good the probabilities were that something would be so."""

    dates: int
    came_true: int
    """At how many of the dates it was so in the end."""
    brier: float
    """The mean squared error of the forecasts."""
    base: float
    """The same of one who only knows at how many of the dates it was so."""
    better: Interval
    """By how much the forecasts were better; below zero they were worse."""

    @property
    def skill(self) -> Skill:
        """What the past says of these forecasts: `none` means that the base rate is as good, `unclear` that chance may
        explain why it is worse, `constant` that it was always so, or never."""
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
    """How good the forecasts of a count were, such as of how many defects are raised."""

    dates: int
    held: int
    """At how many of the dates what came was within the 80 % interval."""
    crps: float
    """The mean score of the forecasts: 0 is perfect."""
    usual: float
    """The same of usual forecasting tools, which draw from the last 12 weeks alike."""
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
    """How good forecasts of so many weeks ahead (at least one) were of each thing that is asked of the backlogs of some
    grades and, on demand, of the weeks; nothing where none could be made. They are made every four weeks, the last so
    many of them of which it is known what came."""
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
    """How good forecasts were of how many defects are raised, and of how many are closed, in so many weeks ahead; None
    where none could be made."""
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
    """What was raised and closed in each of some weeks."""
    return [(week.raised, week.closed) for week in weeks]


def _dates(known: History, ahead: int, most: int) -> Iterator[int]:
    """The dates of which it is known what came, as weeks before the end of what is known, the oldest first."""
    return reversed(range(ahead, len(known.weeks) - LEAST + 1, EVERY)[:most])


def _simulated(known: History, ahead: int, before: int, grades: Sequence[str], *, with_flows: bool) -> list[Course]:
    """The forecast that was made so many weeks before the end of what is known."""
    start = known.start(ahead, before=before, grades=grades)
    return list(courses(start, _COURSES, with_flows=with_flows, last_only=True))


def _raised(weeks: Sequence[Stretch]) -> float:
    return sum(week.raised for week in weeks)


def _closed(weeks: Sequence[Stretch]) -> float:
    return sum(week.closed for week in weeks)


def _usual(recent: Sequence[float], ahead: int, chance: Random) -> list[float]:
    """What usual tools forecast: sums of as many weeks as lie ahead, all recent ones as likely."""
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
