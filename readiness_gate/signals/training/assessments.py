"""Signals on assessments and attendance, which no source feeds yet."""

from readiness_gate.signals.declared import declared
from readiness_gate.signals.signal import Parameter

_LACKING = "results of assessments and no attendance of sessions"
_ALWAYS = 'set enforcement = "info" for the rule in [[rules]], or use the pack starter'
"""What to do, as training is no dimension that can be left out."""

PASS_SHARE = declared(
    name="training.pass-share",
    unit="share",
    meaning="The share of trained people who passed an assessment.",
    lacking=_LACKING,
    instead=_ALWAYS,
    topic="how many people passed the assessment",
)

SPACED_SHARE = declared(
    name="training.spaced-share",
    unit="share",
    meaning="The share of trained people whose sessions were spread over several days.",
    lacking=_LACKING,
    parameters=(
        Parameter("sessions", "count", 2, "how many sessions"),
        Parameter("gap", "duration", "3d", "how far apart they are at least"),
    ),
    instead=_ALWAYS,
    topic="whether training is spread over several days",
)

SIGNALS = (PASS_SHARE, SPACED_SHARE)
