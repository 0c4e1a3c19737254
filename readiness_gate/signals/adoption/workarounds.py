"""The signal on the workarounds that people use instead of the system."""

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.workarounds import WorkaroundFacts
from readiness_gate.model.levers import work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.signals.signal import Signal, all_of
from readiness_gate.signals.views.records import by, check_read, perhaps_by


def workarounds_open(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the number of workarounds that people may still use."""
    read = facts.require("workarounds", WorkaroundFacts)
    check_read(read, "closed")
    there = [one for one in read.records if perhaps_by(one.created, as_of)]
    names = tuple(one.id for one in there if not by(one.closed, as_of))
    return Measured(
        len(names),
        f"{len(names)} of {counted(len(there), 'workaround')} {agreeing(len(names), 'is', 'are')} in use.",
        tuple(Evidence("workaround", name, "in use") for name in names),
        shortfall=f"{counted(len(names), 'workaround')} in use",
        levers=(work("close", "workaround", names),),
    )


WORKAROUNDS_OPEN = Signal(
    name="adoption.workarounds-open",
    unit="count",
    sources=("workarounds",),
    meaning="Ways around the system that people use.",
    needs=all_of("workarounds"),
    measure=workarounds_open,
    topic="which workarounds people use",
)

SIGNALS = (WORKAROUNDS_OPEN,)
