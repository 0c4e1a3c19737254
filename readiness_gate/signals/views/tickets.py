"""Support tickets as of an instant, with their priorities."""

from collections.abc import Iterator, Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.tickets import Ticket, TicketFacts
from readiness_gate.model.settings.support import SupportSettings
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import agreeing, counted, folded, some
from readiness_gate.signals.views.once import once
from readiness_gate.signals.views.records import check_recent, perhaps_by


@dataclass(frozen=True, slots=True)
class Tickets:
    """The tickets that there were as of an instant."""

    facts: TicketFacts
    records: tuple[Ticket, ...]
    support: SupportSettings
    """The configured priorities and targets."""

    def priority(self, ticket: Ticket) -> str | None:
        """Return the priority of a ticket as the configuration names it; None for one that counts as the most
        urgent."""
        given, known = folded(ticket.priority), self.support.priorities
        if not known:
            return ticket.priority.strip() or None
        names = {folded(word): name for name, words in known.items() for word in (name, *words)}
        return names.get(given)

    def of_priority(self, asked: str | None) -> tuple[tuple[Ticket, ...], int]:
        """Return the tickets of a priority, or all, and how many of them count because their priority is unknown.

        Raises CannotMeasure for a priority that the configuration does not name; if it names none, for one that no
        ticket has, because a zero would prove nothing.
        """
        if asked is None:
            return self.records, 0
        if self.support.priorities and folded(asked) not in map(folded, self.support.priorities):
            raise CannotMeasure(self._not_named(asked))
        named = [(ticket, self.priority(ticket)) for ticket in self.records]
        if not self.support.priorities and not any(name and folded(name) == folded(asked) for _, name in named):
            raise CannotMeasure(self._no_such(asked))
        unknown = tuple(ticket for ticket, name in named if name is None) if self._is_strictest(asked) else ()
        meant = tuple(ticket for ticket, name in named if name is not None and folded(name) == folded(asked))
        return (*meant, *unknown), len(unknown)

    def _is_strictest(self, asked: str) -> bool:
        """Return whether unknown priorities count as this one: the first priority, or any if they have no order."""
        return not self.support.priorities or folded(asked) == folded(next(iter(self.support.priorities)))

    def _not_named(self, asked: str) -> str:
        first, words = next(iter(self.support.priorities.items()))
        word = words[0] if words else first
        return (
            f'[support.priorities] has no "{asked}" ({some(tuple(self.support.priorities))}): name the most urgent '
            f'priority {asked} there, as in {asked} = ["{word}"], or set with = {{ priority = "{first}" }} '
            "on the rule"
        )

    def _no_such(self, asked: str) -> str:
        names = sorted({ticket.priority.strip() for ticket in self.records} - {""})
        there = f"they have {some(names)}" if names else "none has a priority"
        return (
            f'no ticket has the priority "{asked}" ({there}): say which names mean it in [support.priorities], as in '
            f'{asked} = ["{names[0] if names else "Highest"}"]'
        )


@once
def tickets(facts: Facts, as_of: Instant) -> Tickets:
    """Return all tickets that may have been created by an instant. Raises CannotMeasure if there are none."""
    read = facts.require("tickets", TicketFacts)
    there = tuple(ticket for ticket in read.records if perhaps_by(ticket.created, as_of))
    if not there:
        raise CannotMeasure("no support ticket was created by then: test the support with a pilot or a rehearsal")
    return Tickets(read, there, facts.settings.of("support", SupportSettings) or SupportSettings())


def recent_tickets(facts: Facts, as_of: Instant) -> Tickets:
    """Return the tickets of a recent export. Raises CannotMeasure for an older one, which would look quiet since
    then."""
    now = tickets(facts, as_of)
    check_recent(facts, now.facts, as_of)
    return now


def since(records: Sequence[Ticket], start: Instant) -> Iterator[Ticket]:
    """Yield the tickets that may have been created after an instant."""
    return (ticket for ticket in records if ticket.created.end > start)


def of_unknown_priority(count: int) -> str:
    """Return a clause on the tickets that count because their priority is unknown."""
    return f" ({counted(count, 'ticket')} of unknown priority {agreeing(count, 'counts', 'count')})" if count else ""
