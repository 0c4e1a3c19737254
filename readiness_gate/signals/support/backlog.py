"""The signal on support tickets that stay open."""

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.records import by, check_read
from readiness_gate.signals.views.tickets import tickets


def _needs(_parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs(frozenset({"tickets"}))


def aged_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """The share of tickets that are open for longer than an age. A ticket that is younger, and open, does not count:
    it says nothing yet."""
    now, age, least = tickets(facts, as_of), parameters.text("age"), parameters.number("min")
    check_read(now.facts, "resolved")
    created_before = as_of - parameters.seconds("age")
    resolved = [ticket for ticket in now.records if by(ticket.resolved, as_of)]
    aged = [
        ticket for ticket in now.records if not by(ticket.resolved, as_of) and ticket.created.start < created_before
    ]
    if len(resolved) < least:
        raise CannotMeasure(
            f"{counted(len(resolved), 'ticket')} resolved: with fewer than {least} there is no share to take; test the "
            "support with more tickets of a pilot or a rehearsal"
        )
    number = len(resolved) + len(aged)
    return Measured(
        len(aged) / number,
        f"{len(aged)} of {number} tickets {agreeing(len(aged), 'is', 'are')} open for longer than {age}.",
        tuple(
            Evidence("ticket", ticket.id, f"open for {(as_of - ticket.created.start) // DAY} days", ticket.link)
            for ticket in sorted(aged, key=lambda ticket: (ticket.created.start, ticket.id))
        ),
    )


AGED_SHARE = Signal(
    name="support.aged-share",
    unit="share",
    sources=("tickets",),
    meaning="The share of support tickets that are open for longer than an age.",
    needs=_needs,
    measure=aged_share,
    parameters=(
        Parameter("age", "window", "14d", "how long a ticket may be open"),
        Parameter("min", "count", 10, "the fewest resolved tickets to take a share of"),
    ),
)

SIGNALS = (AGED_SHARE,)
