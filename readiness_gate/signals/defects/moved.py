"""The signal on severe defects that were moved out of a milestone's scope."""

from functools import partial

from readiness_gate.model.facts import Facts
from readiness_gate.model.reading import Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.signals.signal import Signal
from readiness_gate.signals.views.backlog import backlog, needs_window, of_severity
from readiness_gate.signals.views.counting import left
from readiness_gate.signals.views.scope import WINDOW, left_scope


def moved(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many severe defects that are still open were moved out of the scope in a window without approval."""
    grave = of_severity(backlog(facts, as_of).still_open, "sev1+sev2")
    milestone = facts.require_milestone("scope")
    return left_scope(facts, grave, as_of, parameters, "open severe defect", partial(left, milestone))


MOVED = Signal(
    name="defects.moved",
    unit="issues",
    sources=("jira",),
    meaning="Open defects of severity 1 and 2 that left the milestone's version in a window, without approval.",
    needs=needs_window,
    measure=moved,
    parameters=(WINDOW,),
    topic="which severe defects were moved to a later release",
)


SIGNALS = (MOVED,)
