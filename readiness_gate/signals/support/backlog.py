"""Signals on what stays open: support tickets and workarounds."""

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.workarounds import WorkaroundFacts
from readiness_gate.model.levers import Work, work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.records import by, check_read, perhaps_by
from readiness_gate.signals.views.tickets import tickets


def aged_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of tickets that have been open longer than an age. A younger open ticket does not count: it
    is too early to say."""
    now, age, least = tickets(facts, as_of), parameters.text("age"), parameters.number("min")
    check_read(now.facts, "resolved")
    created_before = as_of - parameters.seconds("age")
    resolved = [ticket for ticket in now.records if by(ticket.resolved, as_of)]
    there = sorted(now.records, key=lambda ticket: (ticket.created.start, ticket.id))
    aged = [ticket for ticket in there if not by(ticket.resolved, as_of) and ticket.created.start < created_before]
    if len(resolved) < least:
        raise CannotMeasure(
            f"{counted(len(resolved), 'ticket')} resolved: with fewer than {least} no share can be computed; test the "
            "support with more tickets of a pilot or a rehearsal"
        )
    number = len(resolved) + len(aged)
    return Measured(
        len(aged) / number,
        f"{len(aged)} of {number} tickets {agreeing(len(aged), 'is', 'are')} open for longer than {age}.",
        tuple(
            Evidence("ticket", ticket.id, f"open for {(as_of - ticket.created.start) // DAY} days", ticket.link)
            for ticket in aged
        ),
        shortfall=f"{len(aged)} of {counted(number, 'ticket')} open for longer than {age}",
        levers=(_resolving(tuple(ticket.id for ticket in aged), number),),
    )


AGED_SHARE = Signal(
    name="support.aged-share",
    unit="share",
    sources=("tickets",),
    meaning="The share of support tickets that are open for longer than an age.",
    needs=all_of("tickets"),
    measure=aged_share,
    topic="how long tickets stay open",
    parameters=(
        Parameter("age", "window", "14d", "how long a ticket may be open"),
        Parameter("min", "count", 10, "the fewest resolved tickets to take a share of"),
    ),
)


def _resolving(aged: tuple[str, ...], number: int) -> Work:
    """Return the work of resolving tickets, as the share of those that stay open."""
    after = tuple(left / number for left in range(len(aged), -1, -1))
    return Work("resolve", "ticket", "tickets", after, aged)


def workarounds_unlinked(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many workarounds in use have no issue that fixes their cause."""
    read = facts.require("workarounds", WorkaroundFacts)
    check_read(read, "fix", "closed")
    there = [one for one in read.records if perhaps_by(one.created, as_of) and not by(one.closed, as_of)]
    without = tuple(one.id for one in there if not one.fix.strip())
    return Measured(
        len(without),
        f"{len(without)} of {counted(len(there), 'workaround')} in use {agreeing(len(without), 'has', 'have')} no "
        "issue that fixes the cause.",
        tuple(Evidence("workaround", id_, "no fix") for id_ in without),
        shortfall=f"{counted(len(without), 'workaround')} without a fix",
        levers=(work("link an issue that fixes the cause of", "workaround", without),),
    )


WORKAROUNDS_UNLINKED = Signal(
    name="support.workarounds-unlinked",
    unit="count",
    sources=("workarounds",),
    meaning="Ways around the system that people use, and whose cause no issue fixes.",
    needs=all_of("workarounds"),
    measure=workarounds_unlinked,
    topic="which workarounds wait for a fix",
)

SIGNALS = (AGED_SHARE, WORKAROUNDS_UNLINKED)
