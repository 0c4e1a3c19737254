"""Tickets that stay open, and ways around the system."""

from typing import Any

from support.tables import at, measured, table, why_not

from readiness_gate.model.facts.records.tickets import Ticket, TicketFacts
from readiness_gate.model.facts.records.workarounds import Workaround, WorkaroundFacts
from readiness_gate.model.levers import Work


def test_tickets_that_stay_open() -> None:
    """By those that were resolved, and those that are open for longer; a younger one says nothing yet."""

    def tickets(*records: Ticket, **lacking: str) -> Any:
        return table(TicketFacts, "tickets", *records, lacking=lacking)

    done = [Ticket(f"T-{index}", at(1), resolved=at(40)) for index in range(19)]
    aged, young, later = Ticket("T-90", at(80)), Ticket("T-91", at(95)), Ticket("T-92", at(1), resolved=at(120))
    reading = measured("support.aged-share", tickets(*done, aged, young))
    assert reading.value == 0.05
    assert reading.summary == "1 of 20 tickets is open for longer than 14d."
    assert [evidence.note for evidence in reading.evidence] == ["open for 20 days"]
    assert reading.levers == (Work("resolve", "ticket", "tickets", (0.05, 0), ("T-90",)),)
    assert measured("support.aged-share", tickets(*done, later)).value == 0.05
    assert measured("support.aged-share", tickets(*done, aged), age="30d").value == 0
    assert "9 tickets resolved, but at least 10 are needed" in why_not("support.aged-share", tickets(*done[:9], aged))
    assert why_not("support.aged-share", tickets(*done, resolved="add it")) == "add it"


def test_workarounds_without_a_fix() -> None:
    """Those in use."""

    def workarounds(*records: Workaround, **lacking: str) -> Any:
        return table(WorkaroundFacts, "workarounds", *records, lacking=lacking)

    some = (
        Workaround("W-1", at(1)),
        Workaround("W-2", at(1), "CRM-9"),
        Workaround("W-3", at(1), closed=at(2)),
        Workaround("W-4", at(120)),
    )
    reading = measured("support.workarounds-unlinked", workarounds(*some))
    assert reading.value == 1
    assert reading.summary == "1 of 2 workarounds in use has no issue that fixes the cause."
    assert why_not("support.workarounds-unlinked", workarounds(*some, fix="add it")) == "add it"
