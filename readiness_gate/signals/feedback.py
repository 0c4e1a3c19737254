"""Signals on the feedback of users, which no source feeds yet."""

from readiness_gate.signals.declared import declared
from readiness_gate.signals.signal import Parameter

_LACKING = "feedback of users"

ANSWERED_SHARE = declared(
    name="feedback.answered-share",
    unit="share",
    meaning="The share of feedback that was answered in time.",
    lacking=_LACKING,
    parameters=(Parameter("within", "count", 10, "the time for an answer, in business days"),),
    topic="whether feedback is answered in time",
)

CHANNEL_DAYS = declared(
    name="feedback.channel-days",
    unit="days",
    meaning="Days for which people have had a channel for their feedback.",
    lacking=_LACKING,
    topic="how long people have had a channel for feedback",
)

SIGNALS = (ANSWERED_SHARE, CHANNEL_DAYS)
