"""Signals on the processes that people work by, which no source feeds yet."""

from readiness_gate.signals.declared import declared
from readiness_gate.signals.signal import Parameter

_LACKING = "descriptions of processes"
_CRITICAL = Parameter("critical", "flag", False, "count only what belongs to a critical process")

MAPPED = declared(
    name="process.mapped",
    unit="share",
    meaning="The share of processes described as they are and as they will be.",
    lacking=_LACKING,
    parameters=(_CRITICAL,),
    topic="which processes are described",
)

INTERVIEWS = declared(
    name="process.interviews",
    unit="count",
    meaning="Interviews on how people work today, of the role with the fewest.",
    lacking=_LACKING,
    topic="how many people were interviewed",
)

BARRIERS_ASSESSED = declared(
    name="process.barriers-assessed",
    unit="count",
    meaning=(
        "Of the six groups of barriers (process, policy, people, communication, incentives, support), those assessed."
    ),
    lacking=_LACKING,
    topic="which barriers to adoption are assessed",
)

SIGNALS = (MAPPED, INTERVIEWS, BARRIERS_ASSESSED)
