"""Support tickets, each with its first answer."""

from readiness_gate.model.facts.records.tickets import Ticket, TicketFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.order import first_before
from readiness_gate.sources.people.records.record_table import RecordTable


def _problem(ticket: Ticket) -> str | None:
    """Return a problem if something happened before the ticket was created."""
    return first_before(ticket.created, {"first-response": ticket.first_response, "resolved": ticket.resolved})


TICKETS = RecordTable(
    Table(
        "tickets",
        "a list of support tickets",
        "which ticket was created or answered when",
        (
            Column(
                "id",
                "the number or key of the ticket",
                "id",
                required=True,
                aliases="id number ticket ticketid ticketnumber key issuekey incident casenumber requestid",
            ),
            Column(
                "created",
                "when somebody asked for help",
                "when",
                required=True,
                aliases="created createdat createdon opened openedat openedon reported reportedon submitted",
            ),
            Column(
                "priority",
                "how urgent it is; an empty one counts as the most urgent",
                "text",
                aliases="priority urgency severity",
            ),
            Column(
                "first-response",
                "when somebody else than the reporter answered first; empty: not yet",
                "when",
                aliases="firstresponse firstresponseat firstrespondedat firstresponsedate firstreply initialresponse",
            ),
            Column(
                "resolved",
                "when it was resolved; empty: not yet",
                "when",
                aliases="resolved resolvedat resolvedon resolutiondate solvedat solved closed closedat",
            ),
            Column(
                "reopened",
                "how often it was opened again",
                "count",
                aliases="reopened reopencount reopens timesreopened",
            ),
            Column(
                "met-sla",
                "whether it was answered in the time agreed",
                "flag",
                aliases="metsla madesla withinsla slamet slaachieved",
            ),
        ),
        examples=(
            ("INC0010001", "2026-01-11T09:02:00+01:00", "P1", "2026-01-11T09:20:00+01:00", "2026-01-11", "0", "yes"),
            ("INC0010002", "2026-01-12T14:40:00+01:00", "P3", "", "", "", ""),
        ),
        unique=("id",),
    ),
    Ticket,
    TicketFacts,
    _problem,
)
