"""What people get, what they decided with, and whether they checked the system."""

from typing import Any

from support.exports import people_settings, settings
from support.tables import at, measured, table, why_not

from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.people import Membership, PeopleFacts
from readiness_gate.model.facts.records.benefits import Benefit, BenefitFacts
from readiness_gate.model.facts.records.design_decisions import DesignDecision, DesignDecisionFacts
from readiness_gate.model.facts.records.reality_checks import RealityCheck, RealityCheckFacts

ROSTER = (Membership("E1", "Sales rep"), Membership("E2", "Clerk"))
PEOPLE = PeopleFacts(Provenance("people", "roster.csv", "all", 2), ROSTER, ())
CONFIGURED = settings(people=people_settings())


def test_roles_without_a_statement_of_benefit() -> None:
    """Of the roles on the roster, whatever the case of their names."""
    stated: Any = table(BenefitFacts, "benefits", Benefit("sales-rep", "Faster"), Benefit("Boss", "Reports"))
    reading = measured("process.roles-without-benefit", stated, PEOPLE, configured=CONFIGURED)
    assert reading.value == 1
    assert reading.summary == "1 of 2 roles has no statement of what people get from the system; missing: Clerk."
    whole: Any = table(BenefitFacts, "benefits", Benefit("Sales rep", "Faster"), Benefit("Clerk", "Less typing"))
    reading = measured("process.roles-without-benefit", whole, PEOPLE, configured=CONFIGURED)
    assert (reading.value, reading.summary[-40:]) == (0, "no statement of what people get from the system."[-40:])


def test_decisions_without_users() -> None:
    """Of those that were made; who took part must be known of each."""

    def decisions(*made: DesignDecision, **lacking: str) -> Any:
        return table(DesignDecisionFacts, "design-decisions", *made, lacking=lacking)

    some = (DesignDecision("D-1", at(1), 2), DesignDecision("D-2", at(2), 0), DesignDecision("D-3", None, 0))
    reading = measured("process.decisions-without-users", decisions(*some, DesignDecision("D-4", at(120))))
    assert (reading.value, reading.summary) == (1, "1 of 2 design decisions was made without users.")
    unknown = decisions(*some, DesignDecision("D-4", at(3)))
    assert "who took part in D-4 is unknown" in why_not("process.decisions-without-users", unknown)
    assert "no design decision was made" in why_not("process.decisions-without-users", decisions(some[2]))
    assert why_not("process.decisions-without-users", decisions(*some, users="add it")) == "add it"


def test_reality_checks_of_every_role() -> None:
    """Those that were held."""

    def checks(*held: RealityCheck, **lacking: str) -> Any:
        return table(RealityCheckFacts, "reality-checks", *held, lacking=lacking)

    some = (RealityCheck("R-1", "Clerk", at(1)), RealityCheck("R-2", "Sales rep"))
    reading = measured("process.reality-check-share", checks(*some), PEOPLE, configured=CONFIGURED)
    assert reading.value == 0.5
    assert reading.summary == "In 1 of 2 roles a daily user checked the system; missing: Sales rep."
    unread = checks(*some, held_on="add it")
    assert why_not("process.reality-check-share", unread, PEOPLE, configured=CONFIGURED) == "add it"
