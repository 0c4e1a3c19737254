"""The signal on the pace of fixing: whether more defects than usual were closed lately, a sign of late fixing."""

from collections.abc import Iterable, Sequence
from statistics import median

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.backlog import check_created, of_severity
from readiness_gate.signals.views.counting import SCOPE, SINCE, counting
from readiness_gate.signals.views.flow import created, flow
from readiness_gate.signals.views.issues import Move
from readiness_gate.signals.views.usual import EARLIER_WINDOWS, LATE, LEAST


def _needs(parameters: Parameters, as_of: Instant) -> Needs:
    """Return the issues, with their history in the last window and all windows that it is compared with."""
    start = as_of - (EARLIER_WINDOWS + 1) * parameters.seconds("window")
    return Needs(frozenset({"jira"}), issues_since=start)


def closures_vs_median(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the closures of the last window divided by the usual number: the median of the whole windows before it
    in which there were defects."""
    length, severity = parameters.seconds("window"), parameters.text("severity")
    if length <= 0:
        raise CannotMeasure("nothing is closed in a window of no time: correct the rule")
    asked = counting(facts, as_of, parameters)
    defects = of_severity(asked.defects.defects, severity)
    earlier = _earlier_windows(facts, defects, as_of, parameters)
    closures = _closures(facts, defects, as_of, as_of - (earlier + 1) * length)
    before = [0] * (earlier + 1)
    for move in closures:
        before[(as_of - move.at) // length] += 1
    last, usual = before[0], median(before[1:])
    late = f"{_times(last)} in the {parameters.in_words('window')} to {facts.day(as_of)}"
    if usual == 0:
        raise CannotMeasure(
            f"{late}; the median of the {earlier} windows before is 0, so there is no usual pace to compare with: give "
            "a longer window"
        )
    return Measured(
        last / usual,
        f"{late}; the median of the {earlier} windows before is {usual:g}{asked.said}.",
        _evidence(facts, closures[:last]),
        shortfall=f"{_times(last)} in the last {parameters.in_words('window')}, where {usual:g} are usual",
    )


CLOSURES_VS_MEDIAN = Signal(
    name="defects.closures-vs-median",
    unit="share",
    sources=("jira",),
    meaning="How often defects were closed in the last window, by how often they usually are: the median of the "
    "windows before it.",
    needs=_needs,
    measure=closures_vs_median,
    parameters=(
        LATE,
        LEAST,
        Parameter("severity", "severity", "any", "which severities count"),
        SCOPE,
        SINCE,
    ),
    above_one=True,
    topic="whether more defects are closed than usual",
)


def _earlier_windows(facts: Facts, defects: Sequence[Issue], as_of: Instant, parameters: Parameters) -> int:
    """Return how many whole windows before the last one had defects. Raises CannotMeasure if they are too few."""
    check_created(defects)
    length, least = parameters.seconds("window"), parameters.number("min")
    first = min(created(defects), default=None)
    if first is None:
        raise CannotMeasure(
            f"no such defect had been raised by {facts.day(as_of)}, so there is no usual pace to compare with: ask "
            f"again when some have been, and {least + 1} windows of {parameters.text('window')} have passed since"
        )
    earlier = min((as_of - first) // length - 1, EARLIER_WINDOWS)
    if earlier < least:
        raise CannotMeasure(
            f"the first defect was raised on {facts.day(first)}, which leaves {max(earlier, 0)} whole windows of "
            f"{parameters.text('window')} before the last one: at least {least} are needed to know what is usual; ask "
            f"again from {facts.day(first + (least + 1) * length)} on, or give a shorter window"
        )
    return earlier


def _closures(facts: Facts, defects: Iterable[Issue], as_of: Instant, start: Instant) -> list[Move]:
    """Return the moves since `start` that closed one of the defects, newest first."""
    keys = {defect.key for defect in defects}
    closures = (move for move in flow(facts, as_of, start).closures if move.after.key in keys)
    return sorted(closures, key=lambda move: (-move.at, move.after.key))


def _evidence(facts: Facts, closures: Iterable[Move]) -> tuple[Evidence, ...]:
    return tuple(Evidence("issue", move.after.key, f"closed {facts.day(move.at)}", move.after.url) for move in closures)


def _times(number: int) -> str:
    return f"{counted(number, 'defect')} closed"


SIGNALS = (CLOSURES_VS_MEDIAN,)
