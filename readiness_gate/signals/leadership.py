"""Signals on sponsors, owners and leaders, which no source feeds yet."""

from readiness_gate.signals.declared import declared

_LACKING = "records of sponsors, owners and leaders"

SPONSOR_NAMED = declared(
    name="leadership.sponsor-named",
    unit="boolean",
    meaning="Whether a sponsor is named.",
    lacking=_LACKING,
    topic="who the sponsor is",
)

SPONSOR_DAYS = declared(
    name="leadership.sponsor-days",
    unit="days",
    meaning="Days since the sponsor last acted where people saw it.",
    lacking=_LACKING,
    topic="when the sponsor was last visible",
)

OWNERS = declared(
    name="leadership.owners",
    unit="share",
    meaning="The share of units in which somebody is named who owns the adoption.",
    lacking=_LACKING,
    topic="which units have an adoption owner",
)

LEADERS_TRAINED = declared(
    name="leadership.leaders-trained",
    unit="share",
    meaning="The share of leaders who completed what their role requires.",
    lacking=_LACKING,
    topic="which leaders are trained",
)

SIGNALS = (SPONSOR_NAMED, SPONSOR_DAYS, OWNERS, LEADERS_TRAINED)
