"""Signals on migrated data, which no source feeds yet."""

from readiness_gate.signals.declared import declared

_LACKING = "reports on migrated data"

RECONCILED = declared(
    name="data.reconciled",
    unit="share",
    meaning="The share of migrated records that agree with where they came from.",
    lacking=_LACKING,
    topic="whether the migrated data matches its source",
)

UNEXPLAINED = declared(
    name="data.unexplained",
    unit="count",
    meaning="Financial differences after the migration that are not explained.",
    lacking=_LACKING,
    topic="which financial differences are explained",
)

REHEARSALS = declared(
    name="data.rehearsals",
    unit="count",
    meaning="Rehearsals of the whole cutover that left no severe defect open.",
    lacking=_LACKING,
    topic="how often the cutover was rehearsed",
)

REHEARSAL_AGE = declared(
    name="data.rehearsal-age",
    unit="days",
    meaning="Days since the last rehearsal of the whole cutover.",
    lacking=_LACKING,
    topic="when the cutover was rehearsed last",
)

SIGNALS = (RECONCILED, UNEXPLAINED, REHEARSALS, REHEARSAL_AGE)
