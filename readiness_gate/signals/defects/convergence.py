"""Signals on whether defects converge: whether more are closed than raised, and fewer are raised than before."""

from itertools import pairwise
from zoneinfo import ZoneInfo

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant, day_of
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.backlog import backlog, check_created, needs, needs_window
from readiness_gate.signals.views.flow import WEEK, Week, by_week, created, flow
from readiness_gate.statistics.trends import chance_of_fall, slope

_LEAST = 2


def _weeks(default: int) -> Parameter:
    return Parameter("weeks", "count", default, "how many weeks back")


def _needs_weeks(parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"jira"}), issues_since=as_of - parameters.number("weeks") * WEEK)


def converging_weeks(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return in how many of the last weeks at least as many defects were closed as raised."""
    number = parameters.number("weeks")
    weeks = flow(facts, as_of, as_of - number * WEEK).weeks(as_of, number)
    value = sum(week.converges for week in weeks)
    summary = f"In {value} of the last {counted(number, 'week')} as many defects were closed as raised, or more."
    shortfall = f"defects closed as fast as raised in {value} of {counted(number, 'week')}"
    return Measured(value, summary, tuple(_week(week, facts.settings.calendar) for week in weeks), shortfall=shortfall)


CONVERGING_WEEKS = Signal(
    name="defects.converging-weeks",
    unit="count",
    sources=("jira",),
    meaning="In how many of the last weeks as many defects were closed as raised, or more.",
    needs=_needs_weeks,
    measure=converging_weeks,
    parameters=(_weeks(4),),
    topic="whether defects are closed as fast as they are raised",
)


def _week(week: Week, zone: ZoneInfo) -> Evidence:
    return Evidence("week", f"{day_of(week.end, zone)}", f"to this day: {week.raised} raised, {week.closed} closed")


def backlog_slope(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the trend of the number of open defects at the ends of the last weeks, in defects per week."""
    weeks = parameters.number("weeks")
    if weeks < _LEAST:
        raise CannotMeasure("a slope needs at least two weeks: correct the rule")
    levels = [len(backlog(facts, as_of - number * WEEK).still_open) for number in reversed(range(weeks))]
    value = slope(levels)
    summary = (
        f"The open defects changed by {value:+.1f} a week; at the ends of the last {weeks} weeks they were {levels}."
    )
    return Measured(value, summary, shortfall=f"{value:+.1f} open defects a week")


BACKLOG_SLOPE = Signal(
    name="defects.backlog-slope",
    unit="issues-per-week",
    sources=("jira",),
    meaning="How fast the number of open defects changes, by the ends of the last weeks.",
    needs=_needs_weeks,
    measure=backlog_slope,
    parameters=(_weeks(8),),
    topic="whether the number of open defects grows",
)


def arrivals_falling(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return whether fewer defects are raised than before: by the Laplace trend test (Cox and Lewis), corrected for
    overdispersion, or because the last two weeks had far fewer than the two with the most."""
    weeks, least = parameters.number("weeks"), parameters.number("min")
    if weeks < _LEAST:
        raise CannotMeasure("a trend needs at least two weeks: correct the rule")
    defects = backlog(facts, as_of).defects
    check_created(defects)
    counts = by_week(created(defects), as_of, weeks)[::-1]
    if sum(counts) < least:
        raise CannotMeasure(
            f"{counted(sum(counts), 'defect')} raised in the last {weeks} weeks: fewer than {least} show no trend"
        )
    chance = chance_of_fall(counts)
    fortnights = [one + other for one, other in pairwise(counts)]
    few = fortnights[-1] <= parameters.share("peak-share") * max(fortnights)
    summary = (
        f"Defects raised in the last {weeks} weeks, oldest first: {counts}. As much of a fall comes about by chance in "
        f"{chance:.0%} of cases; the last 14 days brought {fortnights[-1]}, the 14 days with most {max(fortnights)}."
    )
    shortfall = f"{counted(sum(counts), 'new defect')} in {weeks} weeks, and no fewer lately"
    return Measured(chance < parameters.share("alpha") or few, summary, shortfall=shortfall)


ARRIVALS_FALLING = Signal(
    name="defects.arrivals-falling",
    unit="boolean",
    sources=("jira",),
    meaning="Whether fewer defects are raised than before.",
    needs=needs,
    measure=arrivals_falling,
    parameters=(
        _weeks(8),
        Parameter("alpha", "share", 0.10, "how likely a fall by chance may be"),
        Parameter("peak-share", "share", 0.5, "the last 14 days by the 14 days with most"),
        Parameter("min", "count", 15, "the fewest defects that show a trend"),
    ),
    topic="whether fewer defects are raised than before",
)


def reopen_rate(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return reopenings divided by closures, for the defects closed in a window."""
    window, least = parameters.in_words("window"), parameters.number("min")
    since = flow(facts, as_of, as_of - parameters.seconds("window"))
    closed, reopened, today = len(since.closures), since.reopenings, facts.day(as_of)
    if closed < least:
        raise CannotMeasure(
            f"{counted(closed, 'defect')} closed in the {window} to {today}: with fewer than {least} no rate can "
            "be computed"
        )
    return Measured(
        len(reopened) / closed,
        f"{counted(len(reopened), 'defect')} opened again, {closed} closed in the {window} to {today}.",
        tuple(
            Evidence("issue", move.after.key, f"opened again {facts.day(move.at)}", move.after.url) for move in reopened
        ),
        shortfall=f"{len(reopened)} of {counted(closed, 'closed defect')} opened again",
    )


REOPEN_RATE = Signal(
    name="defects.reopen-rate",
    unit="share",
    sources=("jira",),
    meaning="How many of the defects that were closed in a window were opened again.",
    needs=needs_window,
    measure=reopen_rate,
    parameters=(
        Parameter("window", "window", "28d", "how far back to look"),
        Parameter("min", "count", 10, "the fewest closed defects to take a share of"),
    ),
    above_one=True,
    topic="how many defects are reopened",
)


SIGNALS = (CONVERGING_WEEKS, BACKLOG_SLOPE, ARRIVALS_FALLING, REOPEN_RATE)
