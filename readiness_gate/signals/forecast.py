"""The signal on what is to be expected: whether no grave defect will be open, and defects converge, in time.

It asks of a day before the milestone what DEF-01, DEF-02 and DEF-04 ask of today, with the limits that are shipped.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev
from typing import TypeAlias

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.issue_types import of_types
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Parameters
from readiness_gate.model.time import Instant, day_of, end_of_day, iso, iso_day
from readiness_gate.model.wording import counted
from readiness_gate.signals.defects.convergence import WEEK, Flow, check_clear, flow
from readiness_gate.signals.defects.open_defects import evidence, of_severity, order
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.issues import moves
from readiness_gate.signals.views.unmapped import STRICTEST
from readiness_gate.statistics.simulation import KEPT, LOOKED_AT, Shares, Start, Stretch, simulate

_MOST, _LEAST = 26, 8
_GRAVE = ("sev1", "sev2")
_EVEN = 0.5
_NO_MILESTONE = "there is no milestone whose day is meant: configure one, with a date that lies ahead"

_Event: TypeAlias = tuple[Instant, str]
_RAISED, _CLOSED, _CAME, _LEFT = "raised", "closed", "came ", "left "


@dataclass(frozen=True, slots=True)
class _Deadline:
    """The instant by which all must hold, and what to call its day."""

    at: Instant
    told: str


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"jira"}), issues_since=as_of - _MOST * WEEK)


def green_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How likely it is that by a day before the milestone no grave defect is open, and defects converge.

    Of that day and later it is no forecast any more: 1 when all of this holds now, else 0.
    """
    milestone, zone = facts.milestone, facts.settings.zone
    if milestone is None or zone is None:
        raise CannotMeasure(_NO_MILESTONE)
    at = end_of_day(milestone.date, zone) - parameters.seconds("by")
    deadline = _Deadline(at, f"{day_of(at, zone)} ({parameters.text('by')} before the milestone)")
    ahead = max(at - as_of, 0)
    jira, found = facts.require_jira(), flow(facts, as_of, as_of - (_MOST if ahead else LOOKED_AT) * WEEK)
    if ahead == 0:
        return _today(found, as_of, deadline)
    weeks = _learnt_from(found, as_of)
    if ahead // WEEK > _MOST:
        raise CannotMeasure(
            f"{deadline.told} lies {ahead // WEEK} weeks ahead: no forecast is made further ahead than the {_MOST} "
            f"weeks that it is learnt from; ask again from {iso_day(at - _MOST * WEEK)} on"
        )
    events = _events(jira, found, as_of, facts.settings.defect_types)
    start = _start(found, events, as_of, at, weeks)
    shares = simulate(start, f"{iso(as_of)} {iso(at)} {start.weeks} {start.parts}")
    told = f"{_probability(shares, deadline)} {_learnt(found, as_of, weeks)} {_open(found)}"
    return Measured(shares.green, told, tuple(evidence(issue) for issue in _grave_ones(found)))


def _today(found: Flow, as_of: Instant, deadline: _Deadline) -> Measured:
    """Whether all holds now, as the day by which it should has come."""
    graves = _grave_ones(found)
    kept = sum(week.converges for week in found.weeks(as_of, LOOKED_AT))
    green = not graves and kept >= KEPT
    told = (
        f"{deadline.told} has come: this is no forecast any more, and what is asked for "
        f"{'holds' if green else 'fails'} now. In {kept} of the last {LOOKED_AT} weeks as many defects were closed as "
        f"raised, or more. {_open(found)}"
    )
    return Measured(float(green), told, tuple(evidence(issue) for issue in graves))


def _learnt_from(found: Flow, as_of: Instant) -> int:
    """How many weeks there are to learn from: whole ones in which there was a defect already."""
    first = min((issue.created or 0 for issue in found.defects), default=None)
    if first is None:
        raise CannotMeasure(f"no defect had been raised by {iso(as_of)}, so there is nothing to learn a forecast from")
    weeks = (as_of - first) // WEEK
    if weeks < _LEAST:
        raise CannotMeasure(
            f"the first defect was raised on {iso_day(first)}, {counted(weeks, 'whole week')} ago: a forecast is "
            f"learnt from at least {_LEAST}; ask again from {iso_day(first + _LEAST * WEEK)} on"
        )
    return min(weeks, _MOST)


def _events(jira: JiraFacts, found: Flow, as_of: Instant, types: Sequence[str]) -> list[_Event]:
    """What happened in the weeks to learn from: what was raised and closed, as for the weeks that converge, and when an
    issue came to or left the open defects of a grave severity, for whatever reason."""
    start = as_of - _MOST * WEEK
    issues = [issue for issue in jira.issues if issue.created is None or issue.created <= as_of]
    became = moves(issues, jira, start, as_of)
    states = [state for move in became for state in (move.before, move.after)]
    defects = {each.type for each in of_types([*issues, *states], types)}
    check_clear(move for move in became if move.before.type in defects)
    born = ((issue.created, None, issue.past[-1].issue if issue.past else issue) for issue in issues)
    changes = [*born, *((move.at, move.before, move.after) for move in became)]
    events = [(issue.created or 0, _RAISED) for issue in found.defects] + [
        (each.at, _CLOSED) for each in found.closures
    ]
    for at, before, after in changes:
        was, is_ = _grave(before, defects), _grave(after, defects)
        if at is not None and was != is_:
            events += [(at, kind + severity) for kind, severity in ((_LEFT, was), (_CAME, is_)) if severity]
    return events


def _grave(issue: Issue | None, defects: set[str]) -> str:
    """The grave severity that an issue is an open defect of; nothing when it is none."""
    if issue is None or issue.done or issue.type not in defects:
        return ""
    severity = issue.severity or STRICTEST
    return severity if severity in _GRAVE else ""


def _start(found: Flow, events: Iterable[_Event], as_of: Instant, deadline: Instant, weeks: int) -> Start:
    """Where the forecast begins. The weeks that must converge are counted back from the deadline, so that the first of
    those ahead may have begun already."""
    listed = list(events)
    ahead, part = divmod(deadline - as_of, WEEK)
    before = found.weeks(deadline, ahead + 1 + LOOKED_AT)[ahead:]
    begun, kept = (before[0], before[1:]) if part else (None, before[:LOOKED_AT])
    first = as_of - weeks * WEEK
    return Start(
        _by_severity(_still_open(found)),
        tuple(_stretches(listed, first, weeks, WEEK)),
        tuple(_stretches(listed, first, weeks, part)),
        part / WEEK,
        ahead,
        (begun.raised, begun.closed) if begun else (0, 0),
        tuple(week.converges for week in kept),
    )


def _stretches(events: Iterable[_Event], first: Instant, weeks: int, length: int) -> list[Stretch]:
    """What happened in the first part, so many seconds long, of each of the weeks that follow an instant."""
    happened: list[Counter[str]] = [Counter() for _ in range(weeks)]
    for at, kind in events:
        week, second = divmod(at - first - 1, WEEK)
        if 0 <= week < weeks and second < length:
            happened[week][kind] += 1
    return [
        Stretch(each[_RAISED], each[_CLOSED], _of_graves(each, _CAME), _of_graves(each, _LEFT)) for each in happened
    ]


def _of_graves(happened: Mapping[str, int], kind: str) -> tuple[int, ...]:
    return tuple(happened[kind + severity] for severity in _GRAVE)


def _still_open(found: Flow) -> list[Issue]:
    return [issue for issue in found.defects if not issue.done]


def _by_severity(defects: Iterable[Issue]) -> tuple[int, ...]:
    """How many defects are of each grave severity, those that nobody mapped among the strictest."""
    counts = Counter[str](issue.severity or STRICTEST for issue in defects)
    return tuple(counts[severity] for severity in _GRAVE)


def _grave_ones(found: Flow) -> list[Issue]:
    return sorted(of_severity(_still_open(found), "+".join(_GRAVE)), key=order)


def _probability(shares: Shares, deadline: _Deadline) -> str:
    """What is to be expected, and which part of it is least likely."""
    unlikely = ": less likely than not" if shares.green < _EVEN else ""
    parts = [f"no {severity} {_percent(share)}" for severity, share in zip(_GRAVE, shares.empty, strict=True)]
    return (
        f"The probability is {_percent(shares.green)} that by {deadline.told} no sev1 and no sev2 is open, and in "
        f"at least {KEPT} of the last {LOOKED_AT} weeks as many defects were closed as raised{unlikely}. Each by "
        f"itself: {', '.join(parts)}, the weeks {_percent(shares.converging)} (rounded down to 5 %)."
    )


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %" if share else "less than 5 %"


def _learnt(found: Flow, as_of: Instant, weeks: int) -> str:
    """What the forecast was learnt from, and what is to be thought of it."""
    each = found.weeks(as_of, weeks)
    again = [(as_of - move.at) // WEEK for move in found.reopenings]
    came = [week.raised + again.count(number) for number, week in enumerate(each)]
    net = [week.closed - more for week, more in zip(each, came, strict=True)]
    trend = ""
    if sum(net) <= 0 and _still_open(found):
        trend = ": not converging"
    elif not any(came):
        trend = ": quiet, which proves nothing where nothing is tested"
    elif fmean(net) < stdev(net) / sqrt(weeks):
        trend = ": hardly forecastable, as chance alone may make up that difference"
    return (
        f"Learnt from {weeks} weeks, in which {sum(came)} were raised or opened again and "
        f"{sum(week.closed for week in each)} closed{trend}."
    )


def _open(found: Flow) -> str:
    """What is open now."""
    graves, still_open = _grave_ones(found), _still_open(found)
    unmapped = sum(issue.severity is None for issue in graves)
    strict = f" ({unmapped} without a usable severity, counted as {STRICTEST})" if unmapped else ""
    parts = [f"{count} {severity}" for severity, count in zip(_GRAVE, _by_severity(graves), strict=True)]
    return f"Open now: {', '.join(parts)}{strict}, {counted(len(still_open), 'defect')} in all."


SIGNALS = (
    Signal(
        "forecast.green-share",
        "share",
        ("jira",),
        "How likely it is that no grave defect is open, and defects converge, in time before the milestone.",
        _needs,
        green_share,
        (Parameter("by", "duration", "14d", "how long before the milestone all this must hold"),),
    ),
)
