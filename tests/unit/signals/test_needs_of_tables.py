"""What signals on tables of records need."""

import pytest
from support.tables import MONDAY

from readiness_gate.model.time import DAY
from readiness_gate.signals import SIGNALS

_TABLES = (
    "support.ready",
    "support.workarounds-unlinked",
    "leadership.sponsor-named",
    "leadership.sponsor-days",
    "leadership.owners",
    "process.mapped",
    "process.interviews",
    "process.barriers-assessed",
    "process.roles-without-benefit",
    "process.decisions-without-users",
    "process.reality-check-share",
    "training.remedial-without-barrier",
    "phases.in-order",
    "adoption.active-share",
)


@pytest.mark.parametrize("name", _TABLES)
def test_each_needs_what_it_reads(name: str) -> None:
    """Every source that it is about, and the histories of issues only where they say when work began."""
    signal = SIGNALS[name]
    needs = signal.needs(signal.with_defaults({}), MONDAY)
    assert needs.sources == set(signal.sources)
    assert needs.issues_since == (MONDAY - 730 * DAY if name == "phases.in-order" else None)
