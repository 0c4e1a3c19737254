"""Signals on whether defects converge: whether more are closed than raised, and fewer are raised than before.

Week k is the interval (as_of - 7k d, as_of - 7(k-1) d], so that the first is the last one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import erf, sqrt
from statistics import fmean, median, variance

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, Instant, iso_day
from readiness_gate.model.wording import counted
from readiness_gate.signals.defects.open_defects import check_created, defects_at, needs, needs_window
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.issues import Move, moves

WEEK = 7 * DAY
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Flow:
    """The defects as of an instant, and how their status changed in a stretch of time before it."""

    defects: list[Issue]
    moves: list[Move]

    @property
    def closures(self) -> list[Move]:
        """The moves into the category done."""
        return [move for move in self.moves if move.after.done and not move.before.done]

    @property
    def reopenings(self) -> list[Move]:
        """The moves out of it."""
        return [move for move in self.moves if move.before.done and not move.after.done]

    def weeks(self, end: Instant, number: int) -> list["Week"]:
        """The last weeks to an instant, the last of them first."""
        raised = _by_week([issue.created or 0 for issue in self.defects], end, number)
        closed = _by_week([move.at for move in self.closures], end, number)
        first = min((issue.created or 0 for issue in self.defects), default=end)
        ends = [end - ago * WEEK for ago in range(number)]
        return [
            Week(last, came, out, begun=first <= last - WEEK)
            for last, came, out in zip(ends, raised, closed, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Week:
    """How many defects were raised and closed in the week to an instant; `begun` when there was one before it."""

    end: Instant
    raised: int
    closed: int
    begun: bool

    @property
    def converges(self) -> bool:
        """Whether as many were closed as raised, or more. A week in which there was no defect yet says nothing."""
        return self.closed >= self.raised and (self.begun or self.closed > 0)


def _needs_weeks(parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"jira"}), issues_since=as_of - parameters.number("weeks") * WEEK)


def converging_weeks(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """In how many of the last weeks as many defects were closed as raised, or more."""
    weeks = parameters.number("weeks")
    found = flow(facts, as_of, as_of - weeks * WEEK)
    each = found.weeks(as_of, weeks)
    value = sum(week.converges for week in each)
    told = f"In {value} of the last {counted(weeks, 'week')} as many defects were closed as raised, or more."
    return Measured(value, told, tuple(_week(week) for week in each))


def backlog_slope(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How fast the number of open defects changes: the median of the slopes between any two of the ends of the last
    weeks (Theil and Sen), in defects a week."""
    weeks = parameters.number("weeks")
    if weeks < _LEAST:
        raise CannotMeasure("a slope needs at least two weeks: correct the rule")
    backlog: list[int] = []
    for number in reversed(range(weeks)):
        defects = defects_at(facts, as_of - number * WEEK)
        backlog.append(sum(not issue.done for issue in defects))
    slopes = [(backlog[later] - backlog[sooner]) / (later - sooner) for sooner, later in combinations(range(weeks), 2)]
    value = median(slopes)
    told = (
        f"The open defects changed by {value:+.1f} a week; at the ends of the last {weeks} weeks they were {backlog}."
    )
    return Measured(value, told)


def arrivals_falling(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Whether fewer defects are raised than before: by the trend test of Laplace (Cox and Lewis), corrected for
    overdispersion, or because the last two weeks brought so much less than the two that brought most."""
    weeks, least = parameters.number("weeks"), parameters.number("min")
    alpha, share = parameters.share("alpha"), parameters.share("peak-share")
    if weeks < _LEAST:
        raise CannotMeasure("a trend needs at least two weeks: correct the rule")
    defects = defects_at(facts, as_of)
    check_created(defects)
    newest_first = _by_week([issue.created or 0 for issue in defects], as_of, weeks)
    counts = newest_first[::-1]
    total = sum(counts)
    if total < least:
        raise CannotMeasure(
            f"{counted(total, 'defect')} raised in the last {weeks} weeks: fewer than {least} show no trend"
        )
    chance = _laplace(counts)
    fortnights = [one + other for one, other in pairwise(counts)]
    few = fortnights[-1] <= share * max(fortnights)
    told = (
        f"Defects raised in the last {weeks} weeks, oldest first: {counts}. As much of a fall comes about by chance in "
        f"{chance:.0%} of cases; the last 14 days brought {fortnights[-1]}, the 14 days with most {max(fortnights)}."
    )
    return Measured(chance < alpha or few, told)


def _laplace(counts: Sequence[int]) -> float:
    """The one-sided probability of a fall like this, or a steeper one, when nothing changes.

    u = (mean(t) - 1/2) * sqrt(12 N) with the times t of the N events scaled to [0, 1], divided by the square root of
    variance / mean of the counts where that is above 1; its distribution is nearly the normal one. Source: D. R. Cox
    and P. A. W. Lewis, The Statistical Analysis of Series of Events (1966).
    """
    total, length = sum(counts), len(counts)
    middle = sum((number + 0.5) / length * count for number, count in enumerate(counts)) / total
    spread = max(1.0, variance(counts) / fmean(counts))
    return (1 + erf((middle - 0.5) * sqrt(12 * total) / sqrt(spread) / sqrt(2))) / 2


def reopen_rate(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How many of the defects that were closed in a window were opened again: reopenings by closures."""
    least = parameters.number("min")
    found = flow(facts, as_of, as_of - parameters.seconds("window"))
    closed, opened = len(found.closures), found.reopenings
    if closed < least:
        raise CannotMeasure(
            f"{counted(closed, 'defect')} closed in the {parameters.text('window')} to {iso_day(as_of)}: with fewer "
            f"than {least} there is no rate to tell"
        )
    told = f"{counted(len(opened), 'defect')} opened again, {closed} closed in the {parameters.text('window')} to "
    again = tuple(
        Evidence("issue", each.after.key, f"opened again {iso_day(each.at)}", each.after.url) for each in opened
    )
    return Measured(len(opened) / closed, f"{told}{iso_day(as_of)}.", again)


def flow(facts: Facts, as_of: Instant, start: Instant) -> Flow:
    """The defects as of an instant, and all that became of them since another."""
    jira, defects = facts.require_jira(), defects_at(facts, as_of)
    check_created(defects)
    became = moves(_as_read(jira, defects), jira, start, as_of)
    check_clear(became)
    return Flow(defects, became)


def check_clear(became: Iterable[Move]) -> None:
    """Raises CannotMeasure where nobody can tell which moves closed or opened something."""
    for move in became:
        if move.before.done is None:
            raise CannotMeasure(
                f'nobody can tell whether the status "{move.before.status}", in which {move.before.key} stood, is of '
                "the category done, as no issue stands in it today: read Jira live, which tells, or export an issue of "
                "that status, too"
            )


def _as_read(jira: JiraFacts, issues: Sequence[Issue]) -> list[Issue]:
    """The issues as they were read, with all their past, of some as they stood."""
    keys = {issue.key for issue in issues}
    return [issue for issue in jira.issues if issue.key in keys]


def _by_week(times: Sequence[Instant], as_of: Instant, weeks: int) -> list[int]:
    """How many of the times lie in each of the last weeks, the last week first."""
    ages = [(as_of - moment) // WEEK for moment in times if moment <= as_of]
    return [ages.count(number) for number in range(weeks)]


def _week(week: Week) -> Evidence:
    return Evidence("week", iso_day(week.end), f"to this day: {week.raised} raised, {week.closed} closed")


def _weeks(default: int) -> Parameter:
    return Parameter("weeks", "count", default, "how many weeks back")


SIGNALS = (
    Signal(
        "defects.converging-weeks",
        "count",
        ("jira",),
        "In how many of the last weeks as many defects were closed as raised, or more.",
        _needs_weeks,
        converging_weeks,
        (_weeks(4),),
    ),
    Signal(
        "defects.backlog-slope",
        "issues-per-week",
        ("jira",),
        "How fast the number of open defects changes, by the ends of the last weeks.",
        _needs_weeks,
        backlog_slope,
        (_weeks(8),),
    ),
    Signal(
        "defects.arrivals-falling",
        "boolean",
        ("jira",),
        "Whether fewer defects are raised than before.",
        needs,
        arrivals_falling,
        (
            _weeks(8),
            Parameter("alpha", "share", 0.10, "how likely a fall by chance may be"),
            Parameter("peak-share", "share", 0.5, "the last 14 days by the 14 days with most"),
            Parameter("min", "count", 15, "the fewest defects that show a trend"),
        ),
    ),
    Signal(
        "defects.reopen-rate",
        "share",
        ("jira",),
        "How many of the defects that were closed in a window were opened again.",
        needs_window,
        reopen_rate,
        (
            Parameter("window", "window", "28d", "how far back to look"),
            Parameter("min", "count", 10, "the fewest closed defects to take a share of"),
        ),
        above_one=True,
    ),
)
