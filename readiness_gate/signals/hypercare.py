"""Signals on the first weeks after go-live: whether the project may hand the system over to operations."""

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.handover import HandoverFacts, HandoverItem
from readiness_gate.model.facts.records.tickets import Ticket
from readiness_gate.model.levers import Quiet, Work, work
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.wording import ago, agreeing, counted, some
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.go_live import live_since
from readiness_gate.signals.views.records import by, check_read
from readiness_gate.signals.views.service_levels import answered_in_time
from readiness_gate.signals.views.ticket_weeks import PER_USER, PER_WEEK, known_until, silence, ticket_weeks
from readiness_gate.signals.views.tickets import of_unknown_priority, recent_tickets, since
from readiness_gate.statistics.trends import chance_of_fall

_PRIORITY = Parameter("priority", "text", "P1", "the priority, as [support.priorities] or the tickets call it")
_LEAST_WEEKS = 3


def open_p1(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many tickets of the highest priority are unresolved."""
    now, priority = recent_tickets(facts, as_of), parameters.text("priority")
    check_read(now.facts, "resolved")
    records, unknown = now.of_priority(priority)
    names = tuple(sorted(ticket.id for ticket in records if not by(ticket.resolved, as_of)))
    links = {ticket.id: ticket.link for ticket in records}
    return Measured(
        len(names),
        f"{counted(len(names), 'ticket')} of priority {priority} {agreeing(len(names), 'is', 'are')} open"
        f"{of_unknown_priority(unknown)}.",
        tuple(Evidence("ticket", name, "open", links[name]) for name in names),
        shortfall=f"{counted(len(names), f'open {priority} ticket')}",
        levers=(work("resolve", "ticket", names),),
    )


OPEN_P1 = Signal(
    name="hypercare.open-p1",
    unit="count",
    sources=("tickets",),
    meaning="Support tickets of the highest priority that are not resolved.",
    needs=all_of("tickets"),
    measure=open_p1,
    parameters=(_PRIORITY,),
    topic="which urgent tickets are open",
)


def quiet_days(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the days since the last ticket of the highest priority, or since go-live if there was none later, up to
    the time until which tickets are known. An export that starts after go-live, such as one of the last 30 days,
    says nothing about the time before its first ticket."""
    live, now, priority = live_since(facts, as_of), recent_tickets(facts, as_of), parameters.text("priority")
    records, unknown = now.of_priority(priority)
    last = max(records, key=_created, default=None)
    first = min(now.records, key=_created)
    begin = max(live.end, (first if last is None else last).created.end)
    until = known_until(now, as_of)
    days = max(until - begin, 0) / DAY
    happened = _last_event(first, last, priority, is_go_live=begin == live.end)
    stale = "" if until == as_of else f"; tickets are known up to {facts.day(until)} only"
    return Measured(
        days,
        f"{int(days)} days without a ticket of priority {priority} since {happened} on {facts.day(begin)}{stale}"
        f"{silence(facts, as_of)}{of_unknown_priority(unknown)}.",
        () if last is None else (Evidence("ticket", last.id, f"of {facts.day(last.created.end)}", last.link),),
        shortfall=f"{happened} {ago(days)}",
        levers=(Quiet(f"no new {priority} ticket", begin),) if until == as_of else (),
    )


QUIET_DAYS = Signal(
    name="hypercare.quiet-days",
    unit="days",
    sources=("tickets",),
    meaning="Days since the last support ticket of the highest priority, after go-live.",
    needs=all_of("tickets"),
    measure=quiet_days,
    parameters=(_PRIORITY,),
    topic="how long ago the last urgent ticket was",
)


def _last_event(first: Ticket, last: Ticket | None, priority: str, *, is_go_live: bool) -> str:
    """Return the event that the quiet period started with."""
    if is_go_live:
        return "go-live"
    if last is None:
        return f"the first ticket of the export ({first.id})"
    return f"the last ticket of priority {priority} ({last.id})"


def _created(ticket: Ticket) -> tuple[Instant, str]:
    return ticket.created.end, ticket.id


def sla_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of tickets since go-live that were answered in the agreed time."""
    live, now = live_since(facts, as_of), recent_tickets(facts, as_of)
    found, least = answered_in_time(facts, now, since(now.records, live.start - 1), as_of), parameters.number("min")
    if found.answers < least:
        raise CannotMeasure(
            f"{counted(found.answers, 'ticket')} since go-live answered: with fewer than {least} no share can be "
            "computed; wait for more tickets, or check that the export has all of them"
        )
    return Measured(
        len(found.met) / found.number,
        f"{len(found.met)} of {found.number} tickets since go-live were answered in the time agreed.",
        tuple(Evidence("ticket", ticket.id, "late", ticket.link) for ticket in found.late),
        shortfall=f"{len(found.late)} of {found.number} tickets since go-live answered late",
    )


SLA_SHARE = Signal(
    name="hypercare.sla-share",
    unit="share",
    sources=("tickets",),
    meaning="The share of support tickets since go-live that were answered in the time agreed.",
    needs=all_of("tickets"),
    measure=sla_share,
    parameters=(Parameter("min", "count", 20, "the fewest answered tickets to judge by"),),
    topic="how many tickets are answered in time after go-live",
)


def _needs_use(parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs(frozenset({"tickets", "usage"}) if parameters.text("per") == PER_USER else frozenset({"tickets"}))


def tickets_falling(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return whether tickets per user are falling since go-live: by the Laplace trend test (Cox and Lewis) on a time
    scale that runs as fast as people use the system, corrected for overdispersion."""
    weeks = ticket_weeks(facts, as_of, per=parameters.text("per"))
    total, least = sum(week.tickets for week in weeks), parameters.number("min")
    if len(weeks) < _LEAST_WEEKS or total < least:
        raise CannotMeasure(
            f"{counted(total, 'ticket')} in {counted(len(weeks), 'week')} since go-live: with fewer than {least} "
            f"tickets or {_LEAST_WEEKS} weeks there is no trend yet: wait for more, or set another min on the rule"
        )
    chance = chance_of_fall([week.tickets for week in weeks], [week.exposure for week in weeks])
    falling, each = (
        chance < parameters.share("alpha"),
        "per active user" if parameters.text("per") == PER_USER else "a week",
    )
    are = "fall" if falling else "do not clearly fall"
    return Measured(
        falling,
        f"Tickets {each} {are} since go-live: a fall like this has a probability of {chance:.1%} when nothing changes"
        f"{silence(facts, as_of)}.",
        tuple(
            Evidence("week", f"{facts.day(week.start)}", f"{counted(week.tickets, 'ticket')} from this day")
            for week in weeks
        ),
        shortfall=f"tickets {each} that do not fall",
    )


TICKETS_FALLING = Signal(
    name="hypercare.tickets-falling",
    unit="boolean",
    sources=("tickets", "usage"),
    meaning="Whether fewer support tickets come since go-live, per person who uses the system.",
    needs=_needs_use,
    measure=tickets_falling,
    parameters=(
        Parameter(
            "per", "choice", PER_USER, "compare tickets by active users, or by weeks alone", (PER_USER, PER_WEEK)
        ),
        Parameter("alpha", "share", 0.10, "how likely a fall by chance may be"),
        Parameter("min", "count", 15, "the fewest tickets to see a trend in"),
    ),
    topic="whether tickets become fewer",
)


def handover_signed(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return whether the receiver of every handover item has signed."""
    read = facts.require("handovers", HandoverFacts)
    check_read(read, "signed_on")
    missing = tuple(item.item for item in read.records if not by(item.signed_on, as_of))
    number, signed = len(read.records), len(read.records) - len(missing)
    return Measured(
        not missing,
        f"{signed} of {counted(number, 'hand-over')} {agreeing(signed, 'is', 'are')} signed"
        f"{f'; missing: {some(missing)}' if missing else ''}.",
        tuple(Evidence("handover", item.item, _state(facts, item, as_of)) for item in read.records),
        shortfall=f"{counted(len(missing), 'hand-over')} not signed",
        levers=(_signing(missing),),
    )


HANDOVER_SIGNED = Signal(
    name="hypercare.handover-signed",
    unit="boolean",
    sources=("handovers",),
    meaning="Whether those who take over the system have signed for every part of it.",
    needs=all_of("handovers"),
    measure=handover_signed,
    topic="whether the hand-over is signed",
)


def _state(facts: Facts, item: HandoverItem, as_of: Instant) -> str:
    if item.signed_on is None or not by(item.signed_on, as_of):
        return f"to {item.receiver}, not signed"
    return f"to {item.receiver}, signed on {facts.day(item.signed_on.end)}"


def _signing(missing: tuple[str, ...]) -> Work:
    """Return the work of getting the signatures."""
    after = (*(False for _ in missing), True)
    return Work("get a signature for", "hand-over", "hand-overs", after, missing)


SIGNALS = (OPEN_P1, QUIET_DAYS, SLA_SHARE, TICKETS_FALLING, HANDOVER_SIGNED)
