"""Signals on support tickets: how fast they are answered, and how many come back."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.business_time import WorkingTime
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.tickets import Ticket
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.settings.support import Target
from readiness_gate.model.time import DAY, HOUR, Instant, Seconds
from readiness_gate.model.wording import agreeing, counted, folded
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.records import by, check_read
from readiness_gate.signals.views.tickets import Tickets, of_unknown_priority, since, tickets
from readiness_gate.signals.views.working_time import working_time
from readiness_gate.statistics.waiting import waiting_percentile

_Span: TypeAlias = Callable[[Instant, Instant], Seconds]
_FAR = 730 * DAY
"""How far back the histories of tickets are read."""
_MIN = Parameter("min", "count", 20, "the fewest answered tickets to judge by")
_WINDOW = Parameter("window", "window", None, "only tickets created in that time; left out: all")


def _needs(_parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs(frozenset({"tickets"}))


def first_response(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """The hours at the percentile of the time from a ticket to its first answer.

    A ticket without an answer counts with its time so far, once that is as long as the percentile.
    """
    now = tickets(facts, as_of)
    check_read(now.facts, "first_response")
    priority = parameters.get("priority")
    records, unknown = now.of_priority(None if priority is None else str(priority))
    records = _in_window(records, as_of, parameters)
    span = working_time(facts).seconds_between if parameters.text("time") == "business" else _by_the_clock
    answered = [ticket for ticket in records if by(ticket.first_response, as_of)]
    waiting = [ticket for ticket in records if not by(ticket.first_response, as_of)]
    percentile = parameters.number("percentile")
    wait = waiting_percentile(
        (_wait(ticket, as_of, span) for ticket in answered),
        (_wait(ticket, as_of, span) for ticket in waiting),
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
    needs=_needs,
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
    """The share of tickets that were answered in the time agreed: by the ticket system's own word, else by the target
    for their priority. A ticket whose time is not over counts only once it is answered."""
    now = tickets(facts, as_of)
    records = _in_window(now.records, as_of, parameters)
    judged = [(ticket, _is_met(facts, now, ticket, as_of)) for ticket in records]
    met = [ticket for ticket, is_met in judged if is_met]
    late = [ticket for ticket, is_met in judged if is_met is False]
    number, least = len(met) + len(late), parameters.number("min")
    answered = len(met) + sum(_is_over(ticket, as_of) for ticket in late)
    if answered < least:
        raise CannotMeasure(
            f"{counted(answered, 'ticket')} answered: with fewer than {least} there is no share to take; test the "
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
    needs=_needs,
    measure=sla_share,
    topic="how many tickets are answered in time",
    parameters=(_WINDOW, _MIN),
)


def _needs_histories(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"tickets"}), issues_since=as_of - _FAR)


def reopen_rate(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How often tickets were opened again, by the tickets that were resolved, or opened again."""
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
            f"{counted(len(counting), 'ticket')} resolved: with fewer than {least} there is no rate to take"
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


def _by_the_clock(start: Instant, end: Instant) -> Seconds:
    return end - start


def _in_window(records: Sequence[Ticket], as_of: Instant, parameters: Parameters) -> tuple[Ticket, ...]:
    """The tickets of the window of a question; all without one."""
    if parameters.get("window") is None:
        return tuple(records)
    return tuple(since(records, as_of - parameters.seconds("window")))


def _wait(ticket: Ticket, as_of: Instant, span: _Span) -> Seconds:
    """How long a ticket waited for its first answer at the longest; so far, if it has none by then."""
    end = ticket.first_response.end if ticket.first_response and by(ticket.first_response, as_of) else as_of
    return max(span(ticket.created.start, end), 0)


def _slow(
    waiting: Iterable[Ticket], answered: Iterable[Ticket], as_of: Instant, span: _Span, least: Seconds
) -> list[Ticket]:
    """The tickets without an answer, then those that waited as long as the percentile, each slowest first."""
    late = [ticket for ticket in answered if _wait(ticket, as_of, span) >= least]

    def slowest_first(records: Iterable[Ticket]) -> list[Ticket]:
        return sorted(records, key=lambda ticket: (-_wait(ticket, as_of, span), ticket.id))

    return [*slowest_first(waiting), *slowest_first(late)]


def _evidence(ticket: Ticket, as_of: Instant, span: _Span) -> Evidence:
    hours = _hours(_wait(ticket, as_of, span))
    note = f"answered after {hours}" if by(ticket.first_response, as_of) else f"no answer for {hours}"
    return Evidence("ticket", ticket.id, note, ticket.link)


def _hours(seconds: Seconds) -> str:
    """A time in hours, rounded up to a tenth."""
    return f"{-(-seconds * 10 // HOUR) / 10:g} h"


def _is_met(facts: Facts, now: Tickets, ticket: Ticket, as_of: Instant) -> bool | None:
    """Whether a ticket was answered in the time agreed; None while that is open. Raises CannotMeasure where no time is
    agreed."""
    if ticket.met_sla is not None:
        return (True if _is_over(ticket, as_of) else None) if ticket.met_sla else False
    target = _target(now, ticket)
    check_read(now.facts, "first_response")
    waited = _wait(ticket, as_of, _span(facts, target))
    if waited > target.seconds:
        return False
    return True if by(ticket.first_response, as_of) else None


def _is_over(ticket: Ticket, as_of: Instant) -> bool:
    """Whether a ticket was answered, or resolved, by an instant."""
    return by(ticket.first_response, as_of) or by(ticket.resolved, as_of)


def _span(facts: Facts, target: Target) -> _Span:
    if not target.is_working_time:
        return _by_the_clock
    working: WorkingTime = working_time(facts)
    return working.seconds_between


def _target(now: Tickets, ticket: Ticket) -> Target:
    """The time agreed for a ticket; the strictest one where its priority is unknown."""
    targets = {folded(name): target for name, target in now.support.targets.items()}
    if not targets:
        raise CannotMeasure(
            f"whether {ticket.id} was answered in time is not recorded, and no time is agreed: add met-sla to the "
            "tickets, or [support.targets] with hours for each priority, as in P1 = { hours = 0.5 }"
        )
    name = now.priority(ticket)
    if name is None:
        return next(iter(targets.values()))
    if folded(name) not in targets:
        raise CannotMeasure(
            f'no time is agreed for tickets of the priority "{name}": add it to [support.targets], or name it in '
            "[support.priorities]"
        )
    return targets[folded(name)]


SIGNALS = (FIRST_RESPONSE, SLA_SHARE, REOPEN_RATE)
