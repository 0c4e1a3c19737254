"""The ways around the system that are in use."""

from support.tables import at, measured, table, why_not

from readiness_gate.model.facts.records.workarounds import Workaround, WorkaroundFacts
from readiness_gate.model.levers import work


def test_workarounds_in_use() -> None:
    """With a fix or without, until nobody uses them any more."""
    some = (
        Workaround("W-1", at(1), "CRM-9"),
        Workaround("W-2", at(1), closed=at(2)),
        Workaround("W-3", at(1), closed=at(120)),
        Workaround("W-4", at(120)),
    )
    reading = measured("adoption.workarounds-open", table(WorkaroundFacts, "workarounds", *some))
    assert (reading.value, reading.summary) == (2, "2 of 3 workarounds are in use.")
    assert reading.shortfall == "2 workarounds in use"
    assert reading.levers == (work("close", "workaround", ("W-1", "W-3")),)
    lacking = table(WorkaroundFacts, "workarounds", *some, lacking={"closed": "add it"})
    assert why_not("adoption.workarounds-open", lacking) == "add it"
