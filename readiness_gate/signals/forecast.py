"""The signal on what is to be expected: whether no severe defect will be open, and defects converge, in time.

It asks of a day before the milestone what DEF-01, DEF-02 and DEF-04 ask of today, with the limits that are shipped.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from statistics import fmean, stdev
from typing import TypeAlias
from zoneinfo import ZoneInfo

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.issue_types import of_types
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Parameters
from readiness_gate.model.time import Instant, day_of, iso
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.backlog import evidence
from readiness_gate.signals.views.flow import WEEK, Flow, check_clear, created, flow
from readiness_gate.signals.views.issues import Move, moves
from readiness_gate.signals.views.unmapped import STRICTEST
from readiness_gate.statistics.simulation import KEPT, LOOKED_AT, Shares, Start, Stretch, simulate

_MOST, _LEAST = 26, 8
_GRAVE = ("sev1", "sev2")
_EVEN = 0.5

_Event: TypeAlias = tuple[Instant, str]
_RAISED, _CLOSED, _CAME, _LEFT = "raised", "closed", "came ", "left "


@dataclass(frozen=True, slots=True)
class _Deadline:
    """The instant by which all must hold."""

    at: Instant
    name: str
    """What to call its day."""


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"jira"}), issues_since=as_of - _MOST * WEEK)


def green_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How likely it is that by a day before the milestone no severe defect is open, and defects converge.

    Of that day and later it is no forecast any more: 1 when all of this holds now, else 0.
    """
    deadline = _deadline(facts, parameters)
    ahead = max(deadline.at - as_of, 0)
    past = flow(facts, as_of, as_of - (_MOST if ahead else LOOKED_AT) * WEEK)
    if ahead == 0:
        return _today(past, as_of, deadline)
    weeks = _learnt_from(past, as_of, facts.settings.calendar)
    if ahead // WEEK > _MOST:
        raise CannotMeasure(
            f"{deadline.name} lies {ahead // WEEK} weeks ahead: no forecast is made further ahead than the {_MOST} "
            f"weeks that it is learnt from; ask again from {facts.day(deadline.at - _MOST * WEEK)} on"
        )
    events = _events(facts.require_jira(), past, as_of, facts.settings.defect_types)
    start = _start(past, events, as_of, deadline.at, weeks)
    shares = simulate(start, f"{iso(as_of)} {iso(deadline.at)} {start.weeks} {start.parts}")
    summary = f"{_probability(shares, deadline)} {_learnt(past, as_of, weeks)} {_open(past)}"
    shortfall = f"a chance of {_percent(shares.green)} that no severe defect is open by {deadline.name}"
    return Measured(shares.green, summary, tuple(evidence(issue) for issue in _grave_ones(past)), shortfall=shortfall)


GREEN_SHARE = Signal(
    name="forecast.green-share",
    unit="share",
    sources=("jira",),
    meaning="How likely it is that no severe defect is open, and defects converge, in time before the milestone.",
    needs=_needs,
    measure=green_share,
    parameters=(Parameter("by", "duration", "14d", "how long before the milestone all this must hold"),),
    topic="whether severe defects will be closed in time",
)


def _deadline(facts: Facts, parameters: Parameters) -> _Deadline:
    at = facts.require_milestone_end("day") - parameters.seconds("by")
    return _Deadline(at, f"{facts.day(at)} ({parameters.text('by')} before the milestone)")


def _today(past: Flow, as_of: Instant, deadline: _Deadline) -> Measured:
    """Whether all holds now, as the day by which it should has come."""
    graves = _grave_ones(past)
    kept = sum(week.converges for week in past.weeks(as_of, LOOKED_AT))
    green = not graves and kept >= KEPT
    summary = (
        f"{deadline.name} has come: this is no forecast any more, and what is asked for "
        f"{'holds' if green else 'fails'} now. In {kept} of the last {LOOKED_AT} weeks as many defects were closed as "
        f"raised, or more. {_open(past)}"
    )
    shortfall = f"{counted(len(graves), 'open severe defect')}, and {kept} of {LOOKED_AT} weeks that converge"
    return Measured(float(green), summary, tuple(evidence(issue) for issue in graves), shortfall=shortfall)


def _learnt_from(past: Flow, as_of: Instant, zone: ZoneInfo) -> int:
    """How many weeks there are to learn from: whole ones in which there was a defect already."""
    first = min(created(past.defects), default=None)
    if first is None:
        raise CannotMeasure(f"no defect had been raised by {iso(as_of)}, so there is nothing to learn a forecast from")
    weeks = (as_of - first) // WEEK
    if weeks < _LEAST:
        raise CannotMeasure(
            f"the first defect was raised on {day_of(first, zone)}, {counted(weeks, 'whole week')} ago: a forecast is "
            f"learnt from at least {_LEAST}; ask again from {day_of(first + _LEAST * WEEK, zone)} on"
        )
    return min(weeks, _MOST)


def _events(jira: JiraFacts, past: Flow, as_of: Instant, types: Sequence[str]) -> list[_Event]:
    """What happened in the weeks to learn from: what was raised and closed, as for the weeks that converge, and when an
    issue came to or left the open defects of a grave severity, for whatever reason."""
    issues = [issue for issue in jira.issues if issue.created is None or issue.created <= as_of]
    since = as_of - _MOST * WEEK
    changes = moves(issues, jira, since, as_of)
    states = [state for move in changes for state in (move.before, move.after)]
    defects = {state.type for state in of_types([*issues, *states], types)}
    check_clear(move for move in changes if move.before.type in defects)
    raised = [(moment, _RAISED) for moment in created(past.defects) if moment > since]
    closed = [(move.at, _CLOSED) for move in past.closures]
    new = [(issue.created, issue) for issue in issues if issue.created is not None and issue.created > since]
    return [*raised, *closed, *_passages(new, changes, defects)]


def _passages(raised: Iterable[tuple[Instant, Issue]], changes: Iterable[Move], defects: set[str]) -> Iterator[_Event]:
    """When issues came to and left the open defects of a grave severity; they may be raised as such."""
    for created_at, issue in raised:
        yield from _passage(created_at, None, issue.past[-1].issue if issue.past else issue, defects)
    for move in changes:
        yield from _passage(move.at, move.before, move.after, defects)


def _passage(at: Instant, before: Issue | None, after: Issue, defects: set[str]) -> Iterator[_Event]:
    """Whether an issue left, and came to, the open defects of a grave severity."""
    left, came = _grave(before, defects), _grave(after, defects)
    if left != came:
        yield from ((at, kind + severity) for kind, severity in ((_LEFT, left), (_CAME, came)) if severity)


def _grave(issue: Issue | None, defects: set[str]) -> str:
    """The grave severity that an issue is an open defect of; nothing when it is none."""
    if issue is None or issue.done or issue.type not in defects:
        return ""
    severity = issue.severity or STRICTEST
    return severity if severity in _GRAVE else ""


def _start(past: Flow, events: Iterable[_Event], as_of: Instant, deadline: Instant, weeks: int) -> Start:
    """Where the forecast begins. The weeks that must converge are counted back from the deadline, so that the first of
    those ahead may have begun already."""
    happened = list(events)
    ahead, part = divmod(deadline - as_of, WEEK)
    before = past.weeks(deadline, ahead + 1 + LOOKED_AT)[ahead:]
    begun, kept = (before[0], before[1:]) if part else (None, before[:LOOKED_AT])
    first = as_of - weeks * WEEK
    return Start(
        backlogs=_by_severity(past.backlog.still_open),
        weeks=tuple(_stretches(happened, first, weeks, WEEK)),
        parts=tuple(_stretches(happened, first, weeks, part)),
        part=part / WEEK,
        ahead=ahead,
        begun=(begun.raised, begun.closed) if begun else (0, 0),
        kept=tuple(week.converges for week in kept),
    )


def _stretches(events: Iterable[_Event], first: Instant, weeks: int, length: int) -> list[Stretch]:
    """What happened in the first part, so many seconds long, of each of the weeks that follow an instant."""
    happened: list[Counter[str]] = [Counter() for _ in range(weeks)]
    for at, kind in events:
        week, second = divmod(at - first - 1, WEEK)
        if 0 <= week < weeks and second < length:
            happened[week][kind] += 1
    return [
        Stretch(counts[_RAISED], counts[_CLOSED], _of_graves(counts, _CAME), _of_graves(counts, _LEFT))
        for counts in happened
    ]


def _of_graves(happened: Mapping[str, int], kind: str) -> tuple[int, ...]:
    return tuple(happened[kind + severity] for severity in _GRAVE)


def _by_severity(defects: Iterable[Issue]) -> tuple[int, ...]:
    """How many defects are of each grave severity, those that are not mapped among the strictest."""
    counts = Counter[str](defect.severity or STRICTEST for defect in defects)
    return tuple(counts[severity] for severity in _GRAVE)


def _grave_ones(past: Flow) -> list[Issue]:
    return past.backlog.open_of("+".join(_GRAVE))


def _probability(shares: Shares, deadline: _Deadline) -> str:
    """What is to be expected, and which part of it is least likely."""
    unlikely = ": less likely than not" if shares.green < _EVEN else ""
    parts = [f"no {severity} {_percent(share)}" for severity, share in zip(_GRAVE, shares.empty, strict=True)]
    return (
        f"The probability is {_percent(shares.green)} that by {deadline.name} no sev1 and no sev2 is open, and in "
        f"at least {KEPT} of the last {LOOKED_AT} weeks as many defects were closed as raised{unlikely}. Each by "
        f"itself: {', '.join(parts)}, the weeks {_percent(shares.converging)} (rounded down to 5 %)."
    )


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %" if share else "less than 5 %"


def _learnt(past: Flow, as_of: Instant, number: int) -> str:
    """What the forecast was learnt from, and what is to be thought of it."""
    weeks = past.weeks(as_of, number)
    reopened = [(as_of - move.at) // WEEK for move in past.reopenings]
    came = [week.raised + reopened.count(ago) for ago, week in enumerate(weeks)]
    closed = [week.closed for week in weeks]
    quality = _quality(came, closed, still_open=bool(past.backlog.still_open))
    return (
        f"Learnt from {number} weeks, in which {sum(came)} were raised or opened again and {sum(closed)} "
        f"closed{quality}."
    )


def _quality(came: Sequence[int], closed: Sequence[int], *, still_open: bool) -> str:
    """What to think of a forecast that was learnt from such weeks, for the end of a sentence.

    The mean of what went beyond what came tells little where it is less than its standard error, the standard
    deviation of the weeks divided by the square root of their number.
    """
    net = [went - more for went, more in zip(closed, came, strict=True)]
    if sum(net) <= 0 and still_open:
        return ": not converging"
    if not any(came):
        return ": quiet, which proves nothing where nothing is tested"
    if fmean(net) < stdev(net) / sqrt(len(net)):
        return ": hardly forecastable, as chance alone may make up that difference"
    return ""


def _open(past: Flow) -> str:
    """What is open now."""
    graves, still_open = _grave_ones(past), past.backlog.still_open
    unmapped = sum(issue.severity is None for issue in graves)
    strict = f" ({unmapped} without a usable severity, counted as {STRICTEST})" if unmapped else ""
    parts = [f"{count} {severity}" for severity, count in zip(_GRAVE, _by_severity(graves), strict=True)]
    return f"Open now: {', '.join(parts)}{strict}, {counted(len(still_open), 'defect')} in all."


SIGNALS = (GREEN_SHARE,)
