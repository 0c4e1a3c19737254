"""Signals on open defects: how many, how old, and how long none was raised."""

from bisect import insort
from collections.abc import Iterable

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.issue_types import not_counted
from readiness_gate.model.levers import Quiet, Work, work
from readiness_gate.model.reading import Measured, Parameters
from readiness_gate.model.settings.jira import Marks
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.wording import ago, counted
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.backlog import (
    check_created,
    evidence,
    issues_at,
    keys,
    needs,
    of_severity,
    order,
)
from readiness_gate.signals.views.counting import SCOPE, SINCE, counting
from readiness_gate.signals.views.once import once
from readiness_gate.signals.views.unmapped import STRICTEST, unmapped_in
from readiness_gate.statistics.ranks import nearest_rank
from readiness_gate.statistics.trends import most_to_come

_DAYS_AHEAD = 28
_SEVERITY = Parameter("severity", "severity", STRICTEST, "which severities count")


def open_defects(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many defects of a severity are not in the done category; a defect without a usable severity counts."""
    asked, severity = counting(facts, as_of, parameters), parameters.text("severity")
    defects = asked.defects
    found = defects.open_of(severity)
    unmapped_ones = unmapped_in(found, facts, severity)
    read = len(issues_at(facts, as_of))
    return Measured(
        len(found),
        f"{len(found)} of {len(defects.still_open)} open defects are {_shown(severity)} ({len(defects.defects)} "
        f"defects among {read} issues read){asked.said}{_others(facts, as_of)}.{unmapped_ones.said}",
        tuple(evidence(issue) for issue in found),
        remedy="" if severity == "any" else unmapped_ones.remedy,
        shortfall=counted(len(found), f"open {_graded(severity)}defect"),
        not_counted=asked.not_counted(severity),
        levers=(work("close", "defect", keys(found)),),
    )


OPEN = Signal(
    name="defects.open",
    unit="issues",
    sources=("jira",),
    meaning="Open defects of a severity: issues of a defect type whose status category is not done.",
    needs=needs,
    measure=open_defects,
    parameters=(_SEVERITY, SCOPE, SINCE),
    topic="how many defects are open",
)


@once
def _others(facts: Facts, as_of: Instant) -> str:
    """Return a clause on the severe issues of other types that are open as of an instant."""
    issues, jira = issues_at(facts, as_of), facts.settings.jira
    return "".join(f"; {line}" for line in (not_counted(issues, jira) if jira else ()))


def without_workaround(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many open defects of a severity have no workaround."""
    marks = facts.settings.jira.workaround if facts.settings.jira else Marks()
    if not marks.labels and marks.field is None:
        raise CannotMeasure(
            "what tells that a defect has a workaround is not configured: provide workaround = { labels = […] }, or "
            "{ field = … }, in [jira]"
        )
    severity = parameters.text("severity")
    scope = counting(facts, as_of, parameters)
    asked = scope.defects.open_of(severity)
    left = [defect for defect in asked if not (defect.workaround or defect.labels & marks.labels)]
    unmapped_ones = unmapped_in(left, facts, severity)
    return Measured(
        len(left),
        f"{len(left)} of {counted(len(asked), 'open defect')} ({_shown(severity)}) have no workaround{scope.said}."
        f"{unmapped_ones.said}",
        tuple(evidence(issue) for issue in left),
        remedy="" if severity == "any" else unmapped_ones.remedy,
        shortfall=f"{counted(len(left), f'open {_graded(severity)}defect')} without a workaround",
        levers=(work("document a workaround for", "defect", keys(left)),),
    )


WITHOUT_WORKAROUND = Signal(
    name="defects.without-workaround",
    unit="issues",
    sources=("jira",),
    meaning="Open defects of a severity for which no workaround is known.",
    needs=needs,
    measure=without_workaround,
    parameters=(_SEVERITY, SCOPE, SINCE),
    topic="which defects have a workaround",
)


def unmapped(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many open defects have no severity, or one that is not mapped."""
    scope = counting(facts, as_of, parameters)
    still_open = scope.defects.still_open
    left = sorted((defect for defect in still_open if defect.severity is None), key=order)
    summary = f"{len(left)} of {counted(len(still_open), 'open defect')} have no usable severity{scope.said}."
    levers = (work("map the severity of", "defect", keys(left)),)
    shortfall = f"{counted(len(left), 'open defect')} without a usable severity"
    return Measured(len(left), summary, tuple(evidence(issue) for issue in left), shortfall=shortfall, levers=levers)


UNMAPPED = Signal(
    name="defects.unmapped",
    unit="issues",
    sources=("jira",),
    meaning="Open defects whose severity is not mapped, or missing.",
    needs=needs,
    measure=unmapped,
    parameters=(SCOPE, SINCE),
    topic="how many defects have no usable severity",
)


def age(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the nearest-rank percentile of the ages of open defects of a severity, in days."""
    severity, percentile = parameters.text("severity"), parameters.number("percentile")
    scope = counting(facts, as_of, parameters)
    asked = of_severity(scope.defects.still_open, severity)
    oldest = _oldest_of(asked, percentile)
    if not oldest:
        raise CannotMeasure(f"no open defect is {_shown(severity)}, so there is no age to report")
    check_created(oldest)
    value = (as_of - (_at_rank(oldest, percentile).created or 0)) / DAY
    return Measured(
        value,
        f"{percentile} % of {counted(len(oldest), 'open defect')} ({_shown(severity)}) are at most {value:.1f} days "
        f"old{scope.said}.",
        tuple(evidence(issue) for issue in oldest),
        shortfall=f"open {_graded(severity)}defects up to {value:.0f} days old",
        levers=() if any(defect.severity is None for defect in asked) else _closing(oldest, percentile, as_of),
    )


AGE = Signal(
    name="defects.age",
    unit="days",
    sources=("jira",),
    meaning="How old open defects of a severity are.",
    needs=needs,
    measure=age,
    parameters=(
        _SEVERITY,
        SCOPE,
        SINCE,
        Parameter("percentile", "percent", 50, "the percentile over the open defects"),
    ),
    topic="how old the open defects are",
)


def _oldest_of(defects: Iterable[Issue], percentile: int) -> list[Issue]:
    """Return the defects, oldest first. Defects without a usable severity are included only if they do not lower the
    percentile: a young one must not hide how old the others are."""
    oldest = sorted(defects, key=_raised)
    counting = [defect for defect in oldest if defect.severity is not None]
    for defect in (one for one in oldest if one.severity is None):
        if counting and _raised(defect) > _raised(_at_rank(counting, percentile)):
            break
        insort(counting, defect, key=_raised)
    return counting


def _closing(oldest: list[Issue], percentile: int, as_of: Instant) -> tuple[Work, ...]:
    """Return the work of closing the oldest defects, as long as one is left. Without a usable severity it is unknown
    which defects would count afterwards, so there is no such work then."""
    rest = (oldest[closed:] for closed in range(len(oldest)))
    after = tuple((as_of - (_at_rank(left, percentile).created or 0)) / DAY for left in rest)
    return (Work("close", "defect, the oldest first", "defects, the oldest first", after, keys(oldest), in_order=True),)


def _at_rank(oldest: list[Issue], percentile: int) -> Issue:
    """Return the issue at the nearest rank of a percentile of the ages; `oldest` has the highest ages."""
    return nearest_rank(oldest[::-1], percentile)


def _raised(issue: Issue) -> tuple[Instant, str]:
    return issue.created or 0, issue.key


def quiet_days(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the days since the last defect of a severity was raised; if there never was one, since the first issue."""
    severity = parameters.text("severity")
    scope = counting(facts, as_of, parameters)
    defects = of_severity(scope.defects.defects, severity)
    check_created(defects)
    last = max(defects, key=_raised, default=None)
    since = last.created if last else _first_created(facts, as_of)
    if since is None:
        raise CannotMeasure('no issue has a time of creation: export the field "created"')
    days = (as_of - since) / DAY
    if last:
        summary = f"The last defect that is {_shown(severity)} was raised on {facts.day(since)}"
    else:
        summary = f"No defect is {_shown(severity)} since the first issue of {facts.day(since)}"
    levers = (Quiet(f"no new {_graded(severity, 'or')}defect", since),)
    pieces = (evidence(last),) if last else ()
    began = f"a new {_graded(severity, 'or')}defect" if last else "the first issue"
    shortfall = f"{began} {ago(days)}"
    return Measured(days, f"{summary}{_to_come(days)}{scope.said}.", pieces, shortfall=shortfall, levers=levers)


QUIET_DAYS = Signal(
    name="defects.quiet-days",
    unit="days",
    sources=("jira",),
    meaning="Days since the last defect of a severity was raised.",
    needs=needs,
    measure=quiet_days,
    parameters=(Parameter("severity", "severity", "sev1+sev2", "which severities count"), SCOPE, SINCE),
    topic="when the last severe defect was raised",
)


def _to_come(quiet: float) -> str:
    """Return a clause on how many more may come after this many quiet days."""
    if quiet <= 0:
        return ""
    most = most_to_come(quiet, _DAYS_AHEAD)
    return f"; no more than {most:.1f} are to be expected in the next {_DAYS_AHEAD} days (95 %)"


def _first_created(facts: Facts, as_of: Instant) -> Instant | None:
    """Return when the first issue of any type was raised."""
    times = (issue.created for issue in facts.require_jira().issues)
    return min((moment for moment in times if moment is not None and moment <= as_of), default=None)


def _graded(severity: str, word: str = "and") -> str:
    """Return a severity as an adjective: `severity 1 and 2 `; "" for any."""
    return "" if severity == "any" else f"severity {severity.replace('sev', '').replace('+', f' {word} ')} "


def _shown(severity: str) -> str:
    return "of any severity" if severity == "any" else severity


SIGNALS = (OPEN, WITHOUT_WORKAROUND, QUIET_DAYS, AGE, UNMAPPED)
