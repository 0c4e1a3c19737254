"""Whether a sponsor is named and visible, and who owns the adoption."""

import pytest
from support.tables import at, day, measured, table, why_not

from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.records.sponsor_acts import SponsorAct, SponsorActFacts
from readiness_gate.model.facts.stated import LeadershipFacts
from readiness_gate.model.levers import Work
from readiness_gate.model.settings.leadership import LeadershipSettings


def _stated(*given: object) -> LeadershipFacts:
    return LeadershipFacts(Provenance("leadership", "[leadership]", "all", 1), LeadershipSettings(*given))  # type: ignore[arg-type]


def _acts(*acts: SponsorAct, **lacking: str) -> SponsorActFacts:
    found: SponsorActFacts = table(SponsorActFacts, "sponsor-acts", *acts, lacking=lacking)
    return found


def test_a_sponsor_is_named_or_not() -> None:
    """By the configuration."""
    named = measured("leadership.sponsor-named", _stated("Head of sales"))
    assert (named.value, [lever.after for lever in named.levers]) == (True, [(True,)])  # type: ignore[union-attr]
    reading = measured("leadership.sponsor-named", _stated())
    assert [lever.after for lever in reading.levers] == [(False, True)]  # type: ignore[union-attr]
    assert (reading.value, reading.summary) == (False, "No sponsor is named: add sponsor to [leadership].")


def test_owners_of_units() -> None:
    """Of all units that use the system."""
    reading = measured("leadership.owners", _stated("", {"Sales": "Ann", "Other": "Bob"}, ("Sales", "Service")))
    assert reading.value == 0.5
    assert reading.summary == "1 of 2 units have an adoption owner; without: Service."
    assert reading.levers == (Work("name an owner for", "unit", "units", (0.5, 1.0), ("Service",)),)
    assert measured("leadership.owners", _stated("", {"Sales": "Ann"}, ("Sales",))).value == 1
    assert "add units = […] to [leadership]" in why_not("leadership.owners", _stated("", {"Sales": "Ann"}))


def test_days_since_the_sponsor_was_seen() -> None:
    """Since the beginning of the day; what is planned, or comes later, was not seen."""
    acts = _acts(SponsorAct("A-1", at(1)), SponsorAct("A-2", day(90)), SponsorAct("A-3", at(120)), SponsorAct("A-4"))
    reading = measured("leadership.sponsor-days", acts)
    assert reading.value == pytest.approx(10 + 10 / 24)
    assert reading.summary == "The sponsor was last seen on 2027-05-30 (A-2), 2 times in all."
    assert [evidence.id for evidence in reading.evidence] == ["A-2", "A-1"]
    (lever,) = reading.levers
    assert lever.after == (reading.value, 1)  # type: ignore[union-attr]
    assert why_not("leadership.sponsor-days", _acts(SponsorAct("A-4"))).startswith(
        "nobody has seen the sponsor yet (1 act planned)"
    )
    assert why_not("leadership.sponsor-days", _acts(SponsorAct("A-4"), held_on="add it")) == "add it"
