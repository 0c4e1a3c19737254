"""Signals on the support of users, which no source feeds yet."""

from readiness_gate.signals.declared import declared
from readiness_gate.signals.signal import Parameter

_LACKING = "support tickets and no plan of the support"

READY = declared(
    name="support.ready",
    unit="share",
    meaning=(
        "Of a channel, a roster, articles and written exit criteria of the support after go-live, the share in place."
    ),
    lacking=_LACKING,
    topic="whether support is ready",
)

FIRST_RESPONSE = declared(
    name="support.first-response",
    unit="hours",
    meaning="Hours from a ticket to its first answer, at a percentile of the tickets.",
    lacking=_LACKING,
    parameters=(
        Parameter("priority", "text", None, "the priority of the tickets; left out: any"),
        Parameter("percentile", "percent", 90, "the percentile"),
    ),
    topic="how fast tickets are answered",
)

SLA_SHARE = declared(
    name="support.sla-share",
    unit="share",
    meaning="The share of support tickets that were answered in the time agreed.",
    lacking=_LACKING,
    topic="how many tickets are answered in time",
)

REOPEN_RATE = declared(
    name="support.reopen-rate",
    unit="share",
    meaning="Support tickets that were opened again, by tickets closed.",
    lacking=_LACKING,
    topic="how many tickets are reopened",
)

USERS_PER_SUPER_USER = declared(
    name="support.users-per-super-user",
    unit="people",
    meaning="How many users there are for each super-user.",
    lacking=_LACKING,
    topic="how many super-users there are",
)

SUPER_USERS = declared(
    name="support.super-users",
    unit="people",
    meaning="Super-users of the critical process that has the fewest.",
    lacking=_LACKING,
    topic="which critical processes have super-users",
)

SIGNALS = (READY, FIRST_RESPONSE, SLA_SHARE, REOPEN_RATE, USERS_PER_SUPER_USER, SUPER_USERS)
