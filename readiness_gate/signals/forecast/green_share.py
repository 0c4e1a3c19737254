"""The signal on how likely it is that no severe defect will be open in time.

It asks about a day before the milestone what DEF-01 and DEF-02 ask about today, with the shipped limits. DEF-04,
whether defects converge, is left out: no known forecast of that beats its base rate.
"""

from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import fmean, stdev
from typing import Literal, TypeAlias

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.signals.forecast.history import DRAWN, KNOWN, OF_MILESTONE, UNMAPPED, History, history, of_grades
from readiness_gate.signals.forecast.replay import FEWEST, Flows, Record, records
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.backlog import evidence
from readiness_gate.signals.views.counting import Counting, selected
from readiness_gate.signals.views.flow import WEEK
from readiness_gate.signals.views.unmapped import STRICTEST
from readiness_gate.statistics.simulation import courses, rounded_down

_SEVERE = ("sev1", "sev2")
_ASKED = (*_SEVERE, UNMAPPED)
"""The grades that are forecast: a defect without a usable severity counts as severity 1 and 2."""
_EVEN = 0.5

Quality: TypeAlias = Literal["not-converging", "quiet", "hardly-forecastable", "fair"]


@dataclass(frozen=True, slots=True)
class _Deadline:
    """The instant by which no severe defect may be open."""

    at: Instant
    name: str
    """The name of its day."""


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"jira"}), issues_since=as_of - KNOWN * WEEK)


def green_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how likely it is that no severe defect is open by a day before the milestone.

    From that day on it is not a forecast any more: 1 if none is open now, else 0.
    """
    deadline = _deadline(facts, parameters)
    ahead = deadline.at - as_of
    if ahead <= 0:
        return _today(selected(facts, as_of, OF_MILESTONE), deadline)
    known = history(facts, as_of)
    if ahead // WEEK > DRAWN:
        raise CannotMeasure(
            f"{deadline.name} is {ahead // WEEK} weeks ahead, but forecasts reach {DRAWN} weeks: try again from "
            f"{facts.day(deadline.at - DRAWN * WEEK)} on"
        )
    learned = _learned(known)
    record = _record(known, ahead)
    start = known.start(*divmod(deadline.at - known.as_of, WEEK), grades=_ASKED)
    ends = [course.levels[-1] for course in courses(start, last_only=True)]
    green = rounded_down(sum(not any(end) for end in ends))
    alone = [rounded_down(sum(not end[place] and not end[-1] for end in ends)) for place in range(len(_SEVERE))]
    asked = selected(facts, as_of, OF_MILESTONE)
    said = (_probability(green, alone, deadline), learned, _tried(record), _open(asked))
    return Measured(
        green,
        " ".join(filter(None, said)),
        tuple(evidence(issue) for issue in asked.defects.open_of("+".join(_SEVERE))),
        shortfall=f"a chance of {_percent(green)} that no severe defect is open by {deadline.name}",
    )


GREEN_SHARE = Signal(
    name="forecast.green-share",
    unit="share",
    sources=("jira",),
    meaning="How likely it is that no severe defect is open in time before the milestone.",
    needs=_needs,
    measure=green_share,
    parameters=(Parameter("by", "duration", "14d", "how long before the milestone all this must hold"),),
    topic="whether severe defects will be closed in time",
)


def quality(came: Sequence[float], left: Sequence[float], *, still_open: bool, tested: bool) -> Quality:
    """Return how good a forecast of a backlog is that was learned from these weeks, at least two; `tested` says whether
    any defect was raised in them.

    The net outflow says little if its mean is less than its standard error, which is the standard deviation of the
    weeks divided by the square root of their number.
    """
    net = [went - more for went, more in zip(left, came, strict=True)]
    if still_open and sum(net) <= 0:
        return "not-converging"
    if not tested:
        return "quiet"
    if still_open and fmean(net) < stdev(net) / sqrt(len(net)):
        return "hardly-forecastable"
    return "fair"


_QUALITIES: Mapping[Quality, str] = {
    "not-converging": ": not converging",
    "hardly-forecastable": ": hardly forecastable, as chance alone may make up that difference",
    "fair": "",
}


def _deadline(facts: Facts, parameters: Parameters) -> _Deadline:
    at = facts.require_milestone_end("day") - parameters.seconds("by")
    return _Deadline(at, f"{facts.day(at)} ({parameters.text('by')} before the milestone)")


def _today(now: Counting, deadline: _Deadline) -> Measured:
    """Return whether the condition holds now, once its day has come."""
    severe = now.defects.open_of("+".join(_SEVERE))
    state = "fails" if severe else "holds"
    return Measured(
        float(not severe),
        f"{deadline.name} has passed, so this is not a forecast: the requirement {state} now. {_open(now)}",
        tuple(evidence(issue) for issue in severe),
        shortfall=counted(len(severe), "open severe defect"),
    )


def _none_open(levels: Sequence[int], _flows: Flows) -> bool:
    return not any(levels)


def _record(known: History, ahead: int) -> Record | None:
    """Return how good such forecasts were at past dates; None if too little is known. Raises CannotMeasure if the
    forecasts are no better than the base rate."""
    record = records(known, max(round(ahead / WEEK), 1), {"green": _none_open}, _ASKED).get("green")
    if record is not None and record.skill == "none":
        raise CannotMeasure(
            f"on the program's own past such a forecast is no better than its base rate: at {record.dates} past dates "
            f"its mean squared error was {record.brier:.3f}, and that of always saying "
            f"{_percent(record.came_true / record.dates)} {record.base:.3f}; go by how many severe defects are open "
            "(DEF-01, DEF-02), or turn this rule off"
        )
    return record


_TOO_FEW = "Too little of the past is known to say how good such forecasts are here."


def _tried(record: Record | None) -> str:
    """Return a sentence on how good such forecasts were."""
    if record is None or record.dates < FEWEST:
        return _TOO_FEW
    dates = counted(record.dates, "past date")
    if record.skill == "too-few":
        return f"Of {dates}, it was so at {record.came_true} in the end: too alike to say how good forecasts are here."
    if record.skill == "constant":
        always = "always" if record.came_true else "never"
        return f"At {dates}, it was {always} so in the end, which says little about how good such forecasts are here."
    better = "better than the base rate" if record.skill == "shown" else "a little better, perhaps by chance"
    return f"At {dates}, such forecasts were {better} (Brier {record.brier:.3f} against {record.base:.3f})."


def _probability(green: float, alone: Sequence[float], deadline: _Deadline) -> str:
    """Return what to expect, and which part of it is least likely."""
    unlikely = ": less likely than not" if green < _EVEN else ""
    parts = [f"no {severity} {_percent(share)}" for severity, share in zip(_SEVERE, alone, strict=True)]
    return (
        f"The probability is {_percent(green)} that by {deadline.name} no sev1 and no sev2 is open{unlikely}. Each by "
        f"itself: {', '.join(parts)} (rounded down to 5 %)."
    )


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %" if share else "less than 5 %"


def _learned(known: History) -> str:
    """Return what the forecast was learned from, and how good that is. Raises CannotMeasure if the weeks were too
    quiet to learn from."""
    weeks = known.last(DRAWN)
    came = [sum(of_grades(week.came, _ASKED)) for week in weeks]
    left = [sum(of_grades(week.left, _ASKED)) for week in weeks]
    still_open = any(of_grades(known.levels[-1], _ASKED))
    what = quality(came, left, still_open=still_open, tested=known.is_tested)
    if what == "quiet":
        raise CannotMeasure(known.quiet)
    return (
        f"Learned from {len(weeks)} weeks, in which {sum(came)} severe defects came and {sum(left)} "
        f"left{_QUALITIES[what]}."
    )


def _open(now: Counting) -> str:
    """Return what is open now, in words."""
    still_open = now.defects.still_open
    unmapped = sum(issue.severity is None for issue in still_open)
    strict = f" ({unmapped} without a usable severity, counted as {STRICTEST})" if unmapped else ""
    of = {severity: sum(issue.severity == severity for issue in still_open) for severity in _SEVERE}
    of[STRICTEST] += unmapped
    parts = [f"{count} {severity}" for severity, count in of.items()]
    return f"Open now: {', '.join(parts)}{strict}, {counted(len(still_open), 'defect')} in all."


SIGNALS = (GREEN_SHARE,)
