"""Whether support tickets were answered in the agreed time."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.business_time import WorkingTime
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.tickets import Ticket
from readiness_gate.model.settings.support import Target
from readiness_gate.model.time import Instant, Seconds
from readiness_gate.model.wording import folded
from readiness_gate.signals.views.records import by, check_read
from readiness_gate.signals.views.tickets import Tickets
from readiness_gate.signals.views.working_time import working_time

Span: TypeAlias = Callable[[Instant, Instant], Seconds]


@dataclass(frozen=True, slots=True)
class Answered:
    """Tickets by whether they were answered in time; a ticket that is not overdue counts only once it is answered."""

    met: tuple[Ticket, ...]
    late: tuple[Ticket, ...]
    answers: int
    """How many of these are answered or resolved."""

    @property
    def number(self) -> int:
        """The number of tickets that count."""
        return len(self.met) + len(self.late)


def answered_in_time(facts: Facts, now: Tickets, records: Iterable[Ticket], as_of: Instant) -> Answered:
    """Return the tickets by whether they were answered in time, as the ticket system reports it, else by the target
    for their priority. Raises CannotMeasure if no time is agreed."""
    judged = [(ticket, _is_met(facts, now, ticket, as_of)) for ticket in records]
    met = tuple(ticket for ticket, is_met in judged if is_met)
    late = tuple(ticket for ticket, is_met in judged if is_met is False)
    return Answered(met, late, len(met) + sum(_is_over(ticket, as_of) for ticket in late))


def by_the_clock(start: Instant, end: Instant) -> Seconds:
    """Return the time between two instants, including nights and weekends."""
    return end - start


def waited(ticket: Ticket, as_of: Instant, span: Span) -> Seconds:
    """Return the longest that a ticket may have waited for its first answer, or until `as_of` if it has none."""
    end = ticket.first_response.end if ticket.first_response and by(ticket.first_response, as_of) else as_of
    return max(span(ticket.created.start, end), 0)


def _is_met(facts: Facts, now: Tickets, ticket: Ticket, as_of: Instant) -> bool | None:
    """Return whether a ticket was answered in the agreed time; None while that is open. Raises CannotMeasure if no
    time is agreed."""
    if ticket.met_sla is not None:
        return (True if _is_over(ticket, as_of) else None) if ticket.met_sla else False
    target = _target(now, ticket)
    check_read(now.facts, "first_response")
    so_far = waited(ticket, as_of, _span(facts, target))
    if so_far > target.seconds:
        return False
    return True if by(ticket.first_response, as_of) else None


def _is_over(ticket: Ticket, as_of: Instant) -> bool:
    """Return whether a ticket was answered or resolved by an instant."""
    return by(ticket.first_response, as_of) or by(ticket.resolved, as_of)


def _span(facts: Facts, target: Target) -> Span:
    if not target.is_working_time:
        return by_the_clock
    working: WorkingTime = working_time(facts)
    return working.seconds_between


def _target(now: Tickets, ticket: Ticket) -> Target:
    """Return the agreed time for a ticket; the strictest one if its priority is unknown."""
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
