"""How many support tickets came in each calendar week since go-live, and how many people used the system."""

from collections.abc import Iterator
from datetime import date, timedelta

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.usage import UsageFacts
from readiness_gate.model.time import Instant, When, end_of_day
from readiness_gate.signals.views.go_live import live_since
from readiness_gate.signals.views.tickets import Tickets, recent_tickets

PER_USER = "user"
PER_WEEK = "week"
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class TicketWeek:
    """A calendar week from Monday to Sunday. The first one starts with go-live; the last one includes the days after
    it, which are too few for a week of their own."""

    start: Instant
    end: Instant
    """Its last second."""
    tickets: int
    exposure: float
    """Its length in weeks times the people who used the system, which makes weeks comparable."""


def ticket_weeks(facts: Facts, as_of: Instant, *, per: str) -> list[TicketWeek]:
    """Return the weeks from go-live to the time until which tickets are known, oldest first. Raises CannotMeasure if
    the number of users is unknown, or zero in a week."""
    live, now = live_since(facts, as_of), recent_tickets(facts, as_of)
    until = known_until(now, as_of)
    weeks = [week for week in _calendar(facts, live.start, until) if week.end <= until]
    parts = [When(max(week.start, live.start), week.end) for week in weeks]
    if parts:
        parts[-1] = When(parts[-1].start, until)
    users = [1 if per == PER_WEEK else _users(facts, week, live.start) for week in weeks]
    return [_week(now, part, number) for part, number in zip(parts, users, strict=True)]


def known_until(now: Tickets, as_of: Instant) -> Instant:
    """Return until when the tickets are known as of an instant: nobody has seen tickets later than an export."""
    known = now.facts.provenance.observed_at
    return as_of if known is None else min(known, as_of)


def silence(facts: Facts, as_of: Instant) -> str:
    """Return a sentence to add if no ticket at all came in the last week: people may need no help any more, or the
    export was truncated at an unusual number of rows. Nothing else shows which."""
    now = recent_tickets(facts, as_of)
    last = max(ticket.created.end for ticket in now.records)
    is_live = now.facts.provenance.observed_at is None
    if is_live or known_until(now, as_of) - last < _WEEK.total_seconds():
        return ""
    return f"; the last ticket of all is of {facts.day(last)}: check that the export was not cut off"


def _calendar(facts: Facts, start: Instant, until: Instant) -> Iterator[When]:
    """Yield the whole calendar weeks between two instants."""
    day = facts.day(start)
    monday = day - timedelta(days=day.weekday())
    while _end(facts, monday - timedelta(days=1)) < until:
        yield When(_end(facts, monday - timedelta(days=1)) + 1, _end(facts, monday + _WEEK - timedelta(days=1)))
        monday += _WEEK


def _end(facts: Facts, day: date) -> Instant:
    return end_of_day(day, facts.settings.calendar)


def _users(facts: Facts, week: When, live: Instant) -> int:
    """Return how many people used the system in a week, at least one. In the week of go-live, only the days since
    then must be known."""
    read, day = facts.require("usage", UsageFacts), facts.day(week.start)
    first = max(week.start, live)
    if not any(period.start <= first and week.end < period.end for period in read.whole):
        raise CannotMeasure(
            f"how many people used the system in the week of {day} is unknown: if the export has every use of that "
            "week, add whole = true to [people.usage], with from or to if that time begins before its first row, or "
            'ends after its last; or compare by weeks alone, with per = "week" on the rule'
        )
    people = {use.person for use in read.records if use.active and week.start <= use.week.start <= week.end}
    if not people:
        raise CannotMeasure(
            f"nobody used the system in the week of {day}, so there are no tickets per user: check the export of usage"
        )
    return len(people)


def _week(now: Tickets, part: When, users: int) -> TicketWeek:
    """Return a part of a week with its tickets. A ticket with a date only belongs to the week in which that day
    begins."""
    number = sum(part.start <= ticket.created.start <= part.end for ticket in now.records)
    return TicketWeek(part.start, part.end, number, users * (part.end - part.start + 1) / _WEEK.total_seconds())
