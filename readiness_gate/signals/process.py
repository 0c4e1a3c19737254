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
)

INTERVIEWS = declared(
    name="process.interviews",
    unit="count",
    meaning="Interviews on how people work today, of the role with the fewest.",
    lacking=_LACKING,
)

BARRIERS_ASSESSED = declared(
    name="process.barriers-assessed",
    unit="count",
    meaning=(
        "Of the six groups of barriers (process, policy, people, communication, incentives, support), those assessed."
    ),
    lacking=_LACKING,
)

SIGNALS = (MAPPED, INTERVIEWS, BARRIERS_ASSESSED)
