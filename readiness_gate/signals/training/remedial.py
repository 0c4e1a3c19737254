"""The signal on remedial training for problems that nobody assessed."""

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.remedial_trainings import RemedialTrainingFacts
from readiness_gate.model.levers import work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.signals.signal import Signal, all_of
from readiness_gate.signals.views.records import check_read, perhaps_by


def remedial_without_barrier(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many remedial trainings do not address an assessed barrier."""
    read = facts.require("remedial-trainings", RemedialTrainingFacts)
    check_read(read, "barrier")
    asked = [training for training in read.records if perhaps_by(training.created, as_of)]
    without = tuple(training.id for training in asked if not training.barrier.strip())
    return Measured(
        len(without),
        f"{len(without)} of {counted(len(asked), 'remedial training')} {agreeing(len(without), 'answers', 'answer')} "
        "no barrier that was assessed.",
        tuple(Evidence("training", id_, "no barrier") for id_ in without),
        shortfall=f"{counted(len(without), 'remedial training')} without a barrier",
        levers=(work("assess, and record, the barrier behind", "remedial training", without),),
    )


REMEDIAL_WITHOUT_BARRIER = Signal(
    name="training.remedial-without-barrier",
    unit="count",
    sources=("remedial-trainings",),
    meaning="Trainings that are to solve a problem of adoption, and answer no barrier that was assessed.",
    needs=all_of("remedial-trainings"),
    measure=remedial_without_barrier,
    topic="why remedial trainings are held",
)

SIGNALS = (REMEDIAL_WITHOUT_BARRIER,)
