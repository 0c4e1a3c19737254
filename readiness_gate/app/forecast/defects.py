"""The outlook of rules on defects, from simulated weeks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from statistics import fmean

from readiness_gate.app.forecast.grid import WEEK, Green, Grid, bits
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.forecast import NoDate
from readiness_gate.model.policy import Rule
from readiness_gate.model.time import Instant, Seconds
from readiness_gate.model.wording import counted
from readiness_gate.signals.forecast.green_share import quality
from readiness_gate.signals.forecast.history import DRAWN, GRADES, UNMAPPED, History, of_grades
from readiness_gate.signals.forecast.replay import Flows, Holds
from readiness_gate.statistics.simulation import Course, Start, Stretch, courses

OPEN, CONVERGING = "defects.open", "defects.converging-weeks"
_SURE, _TRIED, _MOST = 0.8, 400, 1_000


@dataclass(frozen=True, slots=True)
class Simulated:
    """The courses on which all rules on defects are judged."""

    known: History
    first: "_First"
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class _First:
    """How to get from the last known instant, which may precede the forecast, to the times ahead."""

    part: Seconds
    """The length of the first stretch, if it is not a whole week."""
    before: int
    """How many stretches end before the first of the times."""


def _first(known: History, times: Grid) -> _First:
    weeks, part = divmod(times.times[1] - known.as_of, WEEK)
    return _First(part, weeks if part else weeks - 1)


def simulated(known: History, times: Grid) -> Simulated:
    """Return the courses of all backlogs, with what is raised and closed."""
    first = _first(known, times)
    start = known.start(_whole_weeks(first, len(times.times) - 1), first.part)
    return Simulated(known, first, tuple(courses(start, with_flows=True)))


def _whole_weeks(first: _First, number: int) -> int:
    """Return how many whole weeks lead to this many times ahead."""
    return number + first.before - bool(first.part)


def masks(rule: Rule, now: bool, of: Simulated) -> list[Green]:  # noqa: FBT001 - whether it passes now
    """Return when a rule is green, course by course."""
    before = of.first.before
    if rule.signal == OPEN:
        grades = _grades(rule)
        places = [GRADES.index(grade) for grade in grades]
        passes = _cached_limit(rule)
        return [
            bits((now, *(passes(sum(map(level.__getitem__, places))) for level in one.levels[before:])))
            for one in of.courses
        ]
    number = rule.parameters.number("weeks")
    weeks, begun = _weeks_before(of, number)
    return [bits((now, *_converging(rule, weeks, begun, one.flows, number)[before:])) for one in of.courses]


def open_by_day(rule: Rule, of: Simulated, times: Grid) -> tuple[int, int] | None:
    """Return the range of open defects at the end of the milestone's day in the middle 80 % of the courses."""
    if rule.signal != OPEN or times.target is None:
        return None
    places = [GRADES.index(grade) for grade in _grades(rule)]
    at = of.first.before + times.target - 1
    ends = sorted(sum(map(one.levels[at].__getitem__, places)) for one in of.courses)
    outside = len(ends) // 10
    return ends[outside], ends[-outside - 1]


def _cached_limit(rule: Rule) -> Callable[[int], bool]:
    """Return a cached test of whether a number is within the limit."""
    known: dict[int, bool] = {}

    def passes(value: int) -> bool:
        if value not in known:
            known[value] = rule.limit.judge(value) != "fail"
        return known[value]

    return passes


def _grades(rule: Rule) -> tuple[str, ...]:
    """Return the backlogs that a rule on open defects counts: a defect without a usable severity may have any."""
    severity = rule.parameters.text("severity")
    return GRADES if severity == "any" else (*severity.split("+"), UNMAPPED)


def _weeks_before(of: Simulated, number: int) -> tuple[list[bool], tuple[int, int]]:
    """Return whether each of the weeks that end before the first stretch does converged, oldest first; and what was
    already raised and closed in the week that ends then."""
    known, part = of.known, of.first.part
    end = known.as_of + part - (WEEK if part else 0)
    before = [_between(known, end - ago * WEEK - WEEK, end - ago * WEEK) for ago in reversed(range(number))]
    begun = _between(known, end, known.as_of) if part else (0, 0)
    return [closed >= raised for raised, closed in before], begun


def _between(known: History, since: Instant, until: Instant) -> tuple[int, int]:
    happened = [what for at, what in known.events if since < at <= until]
    return happened.count("raised"), happened.count("closed")


def _converging(
    rule: Rule, before: Sequence[bool], begun: tuple[int, int], flows: Sequence[tuple[int, int]], number: int
) -> list[bool]:
    """Return whether enough of the last weeks converge, at each time ahead."""
    weeks = list(before)
    more, fewer = begun
    states: list[bool] = []
    for raised, closed in flows:
        weeks.append(closed + fewer >= raised + more)
        more = fewer = 0
        states.append(rule.limit.judge(sum(weeks[-number:])) != "fail")
    return states


def asked(rule: Rule) -> tuple[Holds, tuple[str, ...]]:
    """Return the condition that a replay tests for such a rule, and its backlogs."""
    if rule.signal == OPEN:
        return _Within(rule), _grades(rule)
    return _Converges(rule), ()


@dataclass(frozen=True, slots=True)
class _Within:
    """Tests whether a rule allows this many open defects."""

    rule: Rule

    def __call__(self, levels: Sequence[int], _flows: Flows) -> bool:
        return self.rule.limit.judge(sum(levels)) != "fail"


@dataclass(frozen=True, slots=True)
class _Converges:
    """Tests whether as many of the last weeks converge as a rule requires."""

    rule: Rule

    def __call__(self, _levels: Sequence[int], flows: Flows) -> bool:
        last = flows[-self.rule.parameters.number("weeks") :]
        return self.rule.limit.judge(sum(closed >= raised for raised, closed in last)) != "fail"


def came_and_left(rule: Rule, known: History) -> tuple[list[int], list[int]]:
    """Return how many of the defects that a rule counts came and left in each of the weeks that are drawn from."""
    grades, weeks = _grades(rule), known.last(DRAWN)
    return [sum(of_grades(one.came, grades)) for one in weeks], [sum(of_grades(one.left, grades)) for one in weeks]


def is_quiet(rule: Rule, known: History, *, fails: bool) -> bool:
    """Return whether so little happened that nothing can be learned from it, even if defects stay open because
    nobody raises or closes any."""
    if rule.signal != OPEN:
        return not known.is_tested
    came, left = came_and_left(rule, known)
    idle = not (known.is_tested or any(came) or any(left))
    return idle or quality(came, left, still_open=fails, tested=known.is_tested) == "quiet"


def no_date(rule: Rule, known: History) -> NoDate | None:
    """Return why no date is given for a rule that fails now; None if one can be."""
    if rule.signal != OPEN:
        return None
    came, left = came_and_left(rule, known)
    reasons: Mapping[str, NoDate] = {
        "not-converging": "not-converging",
        "hardly-forecastable": "hardly-forecastable",
    }
    return reasons.get(quality(came, left, still_open=True, tested=True))


def faster(rule: Rule, known: History, times: Grid) -> str:
    """Return, in words, how many defects a week must be closed for the rule to be green on the milestone's day with
    80 %; "" if no number suffices."""
    if rule.signal != OPEN or times.target is None:
        return ""
    came, left = came_and_left(rule, known)
    first = _first(known, times)
    start = known.start(_whole_weeks(first, times.target), first.part, grades=_grades(rule))
    low, high = 0, 1
    while high < _MOST and not _is_sure(rule, start, first.part, high):
        low, high = high, 2 * high
    if high >= _MOST:
        return ""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _is_sure(rule, start, first.part, middle) else (middle, high)
    usual, arriving = fmean(left), fmean(came)
    return (
        f"close {_a_week(usual + high)} a week instead of {_a_week(usual)} (in the last {counted(len(left), 'week')}, "
        f"{_a_week(arriving)} a week came)"
    )


def _a_week(number: float) -> str:
    """Return a number of defects a week, to a tenth: with few defects, half a one matters."""
    return f"{number:.1f}".removesuffix(".0")


def _is_sure(rule: Rule, start: Start, part: Seconds, more: int) -> bool:
    """Return whether the rule is green at the end of 80 % of the courses if `more` defects leave each week."""
    one = replace(
        start,
        backlogs=(sum(start.backlogs),),
        weeks=tuple(_merged(week, more) for week in start.weeks),
        parts=tuple(_merged(stretch, more * part / WEEK) for stretch in start.parts),
    )
    found = [rule.limit.judge(course.levels[-1][0]) != "fail" for course in courses(one, _TRIED, last_only=True)]
    return sum(found) >= _SURE * len(found)


def _merged(stretch: Stretch, more: float) -> Stretch:
    """Return all backlogs as one, of which `more` leave."""
    return Stretch(stretch.raised, stretch.closed, (sum(stretch.came),), (sum(stretch.left) + more,))
