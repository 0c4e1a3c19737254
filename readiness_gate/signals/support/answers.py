"""Signals on support tickets: how fast they are answered, and how many are reopened."""

from collections.abc import Iterable, Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.tickets import Ticket
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, HOUR, Instant, Seconds
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.records import by, check_read
from readiness_gate.signals.views.service_levels import Span, answered_in_time, by_the_clock, waited
from readiness_gate.signals.views.tickets import of_unknown_priority, since, tickets
from readiness_gate.signals.views.working_time import working_time
from readiness_gate.statistics.waiting import waiting_percentile

_FAR = 730 * DAY
"""How far back the history of tickets is read."""
_MIN = Parameter("min", "count", 20, "the fewest answered tickets to judge by")
_WINDOW = Parameter("window", "window", None, "only tickets created in that time; left out: all")


def first_response(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return a percentile of the time from a ticket to its first answer, in hours.

    An unanswered ticket counts with its waiting time once that reaches the percentile.
    """
    now = tickets(facts, as_of)
    check_read(now.facts, "first_response")
    priority = parameters.get("priority")
    records, unknown = now.of_priority(None if priority is None else str(priority))
    records = _in_window(records, as_of, parameters)
    span = working_time(facts).seconds_between if parameters.text("time") == "business" else by_the_clock
    answered = [ticket for ticket in records if by(ticket.first_response, as_of)]
    waiting = [ticket for ticket in records if not by(ticket.first_response, as_of)]
    percentile = parameters.number("percentile")
    wait = waiting_percentile(
        (waited(ticket, as_of, span) for ticket in answered),
        (waited(ticket, as_of, span) for ticket in waiting),
        percentile,
    )
    least, of = parameters.number("min"), f" of priority {priority}" if priority is not None else ""
    if wait is None or len(answered) < least:
        raise CannotMeasure(
            f"{counted(len(records), 'ticket')}{of}, {len(answered)} of them answered: with fewer than {least} "
            "answers the speed of the support is not known; test it with more tickets of a pilot or a rehearsal"
        )
    kind = " of working time" if parameters.text("time") == "business" else ""
    return Measured(
        wait.seconds / HOUR,
        f"{percentile} % of {wait.counted} tickets{of} have their first answer within {_hours(wait.seconds)}{kind}; "
        f"{len(waiting)} of {len(records)} {agreeing(len(waiting), 'has', 'have')} no answer yet"
        f"{of_unknown_priority(unknown)}.",
        tuple(_evidence(ticket, as_of, span) for ticket in _slow(waiting, answered, as_of, span, wait.seconds)),
        shortfall=f"{percentile} % of tickets answered within {_hours(wait.seconds)}{kind}",
    )


FIRST_RESPONSE = Signal(
    name="support.first-response",
    unit="hours",
    sources=("tickets",),
    meaning="Hours from a ticket to its first answer, at a percentile of the tickets.",
    needs=all_of("tickets"),
    measure=first_response,
    topic="how fast tickets are answered",
    parameters=(
        Parameter("priority", "text", None, "the priority of the tickets; left out: any"),
        Parameter("percentile", "percent", 90, "the percentile"),
        Parameter("time", "choice", "calendar", "hours by the clock, or of working time", ("calendar", "business")),
        _WINDOW,
        _MIN,
    ),
)


def sla_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of tickets that were answered in the agreed time: as the ticket system reports it, else by
    the target for their priority. A ticket that is not overdue counts only once it is answered."""
    now = tickets(facts, as_of)
    records = _in_window(now.records, as_of, parameters)
    found = answered_in_time(facts, now, records, as_of)
    met, late, number, least = found.met, found.late, found.number, parameters.number("min")
    if found.answers < least:
        raise CannotMeasure(
            f"{counted(found.answers, 'ticket')} answered: with fewer than {least} no share can be computed; test the "
            "support with more tickets of a pilot or a rehearsal"
        )
    return Measured(
        len(met) / number,
        f"{len(met)} of {number} tickets were answered in the time agreed.",
        tuple(Evidence("ticket", ticket.id, "late", ticket.link) for ticket in late),
        shortfall=f"{number - len(met)} of {number} tickets answered late",
    )


SLA_SHARE = Signal(
    name="support.sla-share",
    unit="share",
    sources=("tickets",),
    meaning="The share of support tickets that were answered in the time agreed.",
    needs=all_of("tickets"),
    measure=sla_share,
    topic="how many tickets are answered in time",
    parameters=(_WINDOW, _MIN),
)


def _needs_histories(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"tickets"}), issues_since=as_of - _FAR)


def reopen_rate(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return reopenings divided by the tickets that were resolved or reopened."""
    now = tickets(facts, as_of)
    check_read(now.facts, "resolved", "reopened")
    records = _in_window(now.records, as_of, parameters)
    counting = [ticket for ticket in records if by(ticket.resolved, as_of) or ticket.reopened]
    unknown = [ticket.id for ticket in records if ticket.reopened is None and ticket in counting]
    if unknown:
        raise CannotMeasure(
            f"how often {counted(len(unknown), 'ticket')} {agreeing(len(unknown), 'was', 'were')} opened again is "
            f"unknown ({unknown[0]}): give each row a number in reopened, or export issues with their changelogs"
        )
    least = parameters.number("min")
    if len(counting) < least:
        raise CannotMeasure(
            f"{counted(len(counting), 'ticket')} resolved: with fewer than {least} no rate can be computed"
        )
    reopened = [ticket for ticket in counting if ticket.reopened]
    times = sum(ticket.reopened or 0 for ticket in reopened)
    return Measured(
        times / len(counting),
        f"{counted(times, 'reopening')} of {len(counting)} tickets resolved ({counted(len(reopened), 'ticket')}).",
        tuple(
            Evidence("ticket", ticket.id, f"opened again {counted(ticket.reopened or 0, 'time')}", ticket.link)
            for ticket in reopened
        ),
        shortfall=f"{counted(times, 'reopening')} of {counted(len(counting), 'ticket')}",
    )


REOPEN_RATE = Signal(
    name="support.reopen-rate",
    unit="share",
    sources=("tickets",),
    meaning="How often support tickets were opened again, by the tickets resolved.",
    needs=_needs_histories,
    measure=reopen_rate,
    topic="how many tickets are reopened",
    parameters=(_WINDOW, Parameter("min", "count", 10, "the fewest resolved tickets to take a rate of")),
    above_one=True,
)


def _in_window(records: Sequence[Ticket], as_of: Instant, parameters: Parameters) -> tuple[Ticket, ...]:
    """Return the tickets of a question's window; all of them without a window."""
    if parameters.get("window") is None:
        return tuple(records)
    return tuple(since(records, as_of - parameters.seconds("window")))


def _slow(
    waiting: Iterable[Ticket], answered: Iterable[Ticket], as_of: Instant, span: Span, least: Seconds
) -> list[Ticket]:
    """Return the unanswered tickets, then those that waited at least as long as the percentile, each slowest first."""
    late = [ticket for ticket in answered if waited(ticket, as_of, span) >= least]

    def slowest_first(records: Iterable[Ticket]) -> list[Ticket]:
        return sorted(records, key=lambda ticket: (-waited(ticket, as_of, span), ticket.id))

    return [*slowest_first(waiting), *slowest_first(late)]


def _evidence(ticket: Ticket, as_of: Instant, span: Span) -> Evidence:
    hours = _hours(waited(ticket, as_of, span))
    note = f"answered after {hours}" if by(ticket.first_response, as_of) else f"no answer for {hours}"
    return Evidence("ticket", ticket.id, note, ticket.link)


def _hours(seconds: Seconds) -> str:
    """Return a duration in hours, rounded up to a tenth."""
    return f"{-(-seconds * 10 // HOUR) / 10:g} h"


SIGNALS = (FIRST_RESPONSE, SLA_SHARE, REOPEN_RATE)
