"""Signals on acceptance tests, which no source feeds yet."""

from readiness_gate.signals.declared import declared
from readiness_gate.signals.signal import Parameter

_LACKING = "results of acceptance tests"
_CRITICAL = Parameter("critical", "flag", False, "count only what belongs to a critical process")
_ROLE = Parameter("role", "role", "worst", 'the role: "worst" (the lowest), or its name')

UAT_EXECUTED = declared(
    name="tests.uat-executed",
    unit="share",
    meaning="The share of planned acceptance tests that were run.",
    lacking=_LACKING,
    parameters=(_CRITICAL,),
    topic="how many acceptance tests were run",
)

UAT_PASSED = declared(
    name="tests.uat-passed",
    unit="share",
    meaning="The share of acceptance tests run that passed.",
    lacking=_LACKING,
    parameters=(_CRITICAL,),
    topic="how many acceptance tests passed",
)

UAT_ROLES = declared(
    name="tests.uat-roles",
    unit="share",
    meaning="The share of roles of which business users tested with migrated data and their true security roles.",
    lacking=_LACKING,
    topic="which roles tested with migrated data",
)

UNAIDED = declared(
    name="tests.unaided",
    unit="share",
    meaning="The share of real tasks that people finished without help.",
    lacking=_LACKING,
    parameters=(_ROLE,),
    topic="how many people work without help",
)

FALLBACK = declared(
    name="tests.fallback",
    unit="share",
    meaning="The share of real tasks in which people went back to their old ways.",
    lacking=_LACKING,
    topic="how often people fall back to the old way of working",
)

SIGNALS = (UAT_EXECUTED, UAT_PASSED, UAT_ROLES, UNAIDED, FALLBACK)
