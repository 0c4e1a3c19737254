"""Signals on what people say of the change, which no source feeds yet."""

from readiness_gate.signals.declared import declared
from readiness_gate.signals.signal import Parameter

_LACKING = "surveys"
_ROLE = Parameter("role", "role", "worst", 'the role: "worst" (the lowest), or its name')

FAVOURABLE = declared(
    name="clarity.favourable",
    unit="share",
    meaning=(
        "A lower bound of the share of favourable answers to a survey (Wilson, one-sided, 90 %), of roles with answers "
        "of 30 % of their people, and of 10 at least."
    ),
    lacking=_LACKING,
    parameters=(Parameter("question", "text", None, "the question; left out: the one with the lowest share"), _ROLE),
    topic="whether people know what the system is for",
)

SIGNALS = (FAVOURABLE,)
