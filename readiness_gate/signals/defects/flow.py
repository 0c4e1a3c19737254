"""Signals on how many defects were raised and closed in a window."""

from readiness_gate.model.facts import Facts
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.backlog import needs_window, noted
from readiness_gate.signals.views.flow import Flow, flow

_WINDOW = Parameter("window", "window", "7d", "how far back to look")


def raised(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many defects were raised in a window, whatever happened to them since."""
    seen, start = _flow(facts, as_of, parameters)
    new = [defect for defect in seen.defects if start < (defect.created or 0) <= as_of]
    pieces = tuple(noted(defect, f"raised {facts.day(defect.created or 0)}") for defect in new)
    return _counted(len(new), "raised", pieces, facts, as_of, parameters)


RAISED = Signal(
    name="defects.raised",
    unit="issues",
    sources=("jira",),
    meaning="How many defects were raised in a window.",
    needs=needs_window,
    measure=raised,
    parameters=(_WINDOW,),
    topic="how many defects are raised",
)


def closed(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many times defects were closed in a window; a reopened defect may be closed again."""
    closures = sorted(_flow(facts, as_of, parameters)[0].closures, key=lambda move: (-move.at, move.after.key))
    pieces = tuple(
        Evidence("issue", move.after.key, f"closed {facts.day(move.at)}", move.after.url) for move in closures
    )
    return _counted(len(closures), "closed", pieces, facts, as_of, parameters)


CLOSED = Signal(
    name="defects.closed",
    unit="issues",
    sources=("jira",),
    meaning="How many times defects were closed in a window.",
    needs=needs_window,
    measure=closed,
    parameters=(_WINDOW,),
    topic="how many defects are closed",
)


def _flow(facts: Facts, as_of: Instant, parameters: Parameters) -> tuple[Flow, Instant]:
    start = as_of - parameters.seconds("window")
    return flow(facts, as_of, start), start


def _counted(
    count: int, what: str, pieces: tuple[Evidence, ...], facts: Facts, as_of: Instant, parameters: Parameters
) -> Measured:
    window = parameters.in_words("window")
    summary = f"{counted(count, 'defect')} {what} in the {window} to {facts.day(as_of)}."
    shortfall = f"{counted(count, 'defect')} {what} in {window}"
    return Measured(count, summary, pieces, shortfall=shortfall)


SIGNALS = (RAISED, CLOSED)
