"""The old systems that people still use."""

from dataclasses import replace
from typing import Any

from support.after_live import measured, why_not
from support.tables import MONDAY, at, day, table

from readiness_gate.model.facts.records.old_systems import OldSystem, OldSystemFacts
from readiness_gate.model.time import DAY

SIGNAL = "adoption.old-systems-in-use"


def _listed(*systems: OldSystem, days: float | None = 59) -> Any:
    """The facts of a list of so many days after the go-live."""
    facts = table(OldSystemFacts, "old-systems", *systems)
    observed = None if days is None else MONDAY + round(days * DAY)
    return replace(facts, provenance=replace(facts.provenance, observed_at=observed))


def test_systems_in_use() -> None:
    """Those with an entry after the 30th day, or perhaps after it."""
    systems = (
        OldSystem("A", at(29)),
        OldSystem("B", day(30)),
        OldSystem("C", day(31)),
        OldSystem("D", at(55)),
    )
    reading = measured(SIGNAL, _listed(*systems))
    assert (reading.value, [one.id for one in reading.evidence]) == (2, ["C", "D"])
    assert reading.summary == "2 of 4 old systems were used later than 30 days after go-live."
    assert reading.shortfall == "2 old systems still in use"
    assert measured(SIGNAL, _listed(*systems[:3]), days=50).value == 1
    assert why_not(SIGNAL, _listed(*systems), days=50) == (
        "the list has uses of D after 2027-04-20, and no earlier ones, so it is unknown what was used by then: measure "
        "this as of now, or give a list of that day"
    )
    assert measured(SIGNAL, _listed(*systems[:2])).summary == (
        "0 of 2 old systems were used later than 30 days after go-live."
    )


def test_more_days() -> None:
    """A longer time in which people may use the old systems."""
    assert measured(SIGNAL, _listed(OldSystem("A", day(40)), OldSystem("B", day(46))), grace="45d").value == 1


def test_a_list_that_says_nothing() -> None:
    """One from before the day that counts, one that is older than a week, and one of which nobody knows when it was."""
    for days in (30.0, 52.0, None):
        assert "the list of old systems is too old" in why_not(SIGNAL, _listed(OldSystem("A", at(1)), days=days))
    assert measured(SIGNAL, _listed(OldSystem("A", at(1)), days=54)).value == 0


def test_too_early_to_say() -> None:
    """Before the day until which people may use them."""
    assert why_not(SIGNAL, _listed(OldSystem("A", at(1)), days=20), days=20) == (
        "old systems may be used until 2027-03-31: measure this after that day"
    )
