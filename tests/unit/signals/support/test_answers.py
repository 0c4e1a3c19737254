"""How fast support answers, and how many tickets come back."""

import gzip
import json
import math
import os
import statistics
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.exports import settings
from support.tables import MONDAY, at, day, measured, read, table, why_not, with_slices

from readiness_gate.model.facts.records.tickets import Ticket, TicketFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.model.settings.support import SupportSettings, Target
from readiness_gate.model.time import DAY, HOUR, When, instant
from readiness_gate.signals import SIGNALS

_PRIORITIES = {"P1": ("Highest", "1 - Critical"), "P2": ("High",)}
_TARGETS = {"P1": Target(HOUR // 2), "P2": Target(4 * HOUR, is_working_time=True)}
SUPPORT = with_slices(support=SupportSettings(priorities=_PRIORITIES, targets=_TARGETS))
_REAL = Path(os.environ.get("READINESS_REAL_TICKETS", "real-tickets.jsonl.gz"))
"""Tickets of a public tracker, one a line: key, created, and comments with a time and `reporter` or `other`."""


def tickets(*records: Ticket, **lacking: str) -> TicketFacts:
    """The facts of some tickets."""
    found: TicketFacts = table(TicketFacts, "tickets", *records, lacking=lacking)
    return found


def answered(number: int, hours: float = 0.25, priority: str = "P1", first: int = 0) -> list[Ticket]:
    """Tickets that were each answered after so many hours."""
    return [Ticket(f"T-{first + index}", at(index), priority, at(index, hours)) for index in range(number)]


def test_the_percentile_of_the_first_answer() -> None:
    """The value at the nearest rank, and what was slower."""
    records = [*answered(18), *answered(1, 2, first=18), *answered(1, 3, first=19)]
    reading = measured("support.first-response", tickets(*records), priority="P1", days=50)
    assert reading.value == 0.25
    assert reading.summary == (
        "90 % of 20 tickets of priority P1 have their first answer within 0.3 h; 0 of 20 have no answer yet."
    )
    assert [evidence.note for evidence in reading.evidence[:2]] == ["answered after 3 h", "answered after 2 h"]
    assert measured("support.first-response", tickets(*records), percentile=91, days=50).value == 2


def test_tickets_that_wait_count_once_they_wait_as_long() -> None:
    """A ticket of this minute says nothing, one of last week does."""
    fresh = Ticket("T-98", at(50))
    assert measured("support.first-response", tickets(*answered(20), fresh), days=50).value == 0.25
    waiting = [Ticket(f"T-{index}", at(40)) for index in range(90, 93)]
    reading = measured("support.first-response", tickets(*answered(20), *waiting), days=50)
    assert reading.value == 240
    assert "3 of 23 have no answer yet" in reading.summary
    assert reading.evidence[0].note == "no answer for 240 h"


def test_an_answer_that_comes_later_is_none_yet() -> None:
    """Nothing is known of what came after the instant of the question."""
    records = [*answered(20), *(Ticket(f"T-{index}", at(1), "P1", at(60)) for index in range(90, 95))]
    assert measured("support.first-response", tickets(*records), days=50).value == 49 * 24
    later = [*answered(20), Ticket("T-99", at(60), "P1", at(70))]
    assert "of 20 tickets" in measured("support.first-response", tickets(*later), days=50).summary


def test_of_days_the_longer_wait_counts() -> None:
    """From the beginning of the first to the end of the second."""
    records = [Ticket(f"T-{index}", day(index), "P1", day(index)) for index in range(20)]
    assert measured("support.first-response", tickets(*records), days=50).value == pytest.approx(24, abs=0.01)


def test_working_time() -> None:
    """Nights and weekends do not count; without [calendar] nothing is known."""
    records = [Ticket(f"T-{index}", at(4, 7), "P1", at(7, 1)) for index in range(20)]
    assert measured("support.first-response", tickets(*records), time="business").value == 2
    why = why_not("support.first-response", tickets(*records), configured=settings(), time="business")
    assert why.startswith('when people work is not configured: add [calendar] with hours = "09:00-17:00"')


def test_what_a_priority_is_called() -> None:
    """By the configuration, else by itself; one that is unknown is as urgent as the first."""
    records = [*answered(10, priority="Highest"), *answered(10, priority="1 - critical", first=10)]
    reading = measured("support.first-response", tickets(*records), configured=SUPPORT, priority="P1")
    assert "of 20 tickets of priority P1" in reading.summary
    strange = answered(3, 100, priority="Blocker", first=50)
    reading = measured("support.first-response", tickets(*records, *strange), configured=SUPPORT, priority="P1")
    assert (reading.value, "(3 tickets of unknown priority count)" in reading.summary) == (100, True)
    without = answered(3, 100, priority="", first=50)
    assert measured("support.first-response", tickets(*answered(20), *without), priority="p1").value == 100
    why = why_not("support.first-response", tickets(*strange), priority="P1")
    assert why == (
        'no ticket has the priority "P1" (they have Blocker): say which names mean it in [support.priorities], as in '
        'P1 = ["Blocker"]'
    )
    assert "none has a priority" in why_not("support.first-response", tickets(*without), priority="P1")
    milder = [*answered(20, priority="High"), *strange]
    assert measured("support.first-response", tickets(*milder), configured=SUPPORT, priority="P2").value == 0.25


def test_too_few_tickets_show_no_speed() -> None:
    """Answered ones count, and a window leaves the older ones out."""
    waiting = [Ticket(f"T-{index}", at(1)) for index in range(50, 90)]
    why = why_not("support.first-response", tickets(*answered(19), *waiting))
    assert why.startswith("59 tickets, 19 of them answered, but at least 20 answers are needed: test the support")
    assert why_not("support.first-response", tickets(*answered(30)), window="10d", days=35).startswith("4 tickets,")
    assert measured("support.first-response", tickets(*answered(5)), min=5).value == 0.25
    assert why_not("support.first-response", tickets(*answered(3)), days=-1).startswith("no support ticket was created")


def test_first_answers_that_were_not_read() -> None:
    """Are not taken for missing ones."""
    unread = tickets(*answered(30), first_response="tickets.csv has no column first-response: add it")
    assert why_not("support.first-response", unread) == "tickets.csv has no column first-response: add it"


def test_the_share_in_the_time_agreed() -> None:
    """By targets for each priority, in hours by the clock or of working time."""
    slow = Ticket("T-90", at(0), "High", at(0, 5))
    weekend = Ticket("T-91", at(4, 7), "High", at(7, 2))
    open_ = Ticket("T-92", at(99.99), "High")
    reading = measured("support.sla-share", tickets(*answered(20), slow, weekend, open_), configured=SUPPORT)
    assert reading.value == 21 / 22
    assert reading.summary == "21 of 22 tickets were answered in the time agreed."
    assert [evidence.id for evidence in reading.evidence] == ["T-90"]
    unanswered = Ticket("T-93", at(1), "Highest")
    reading = measured("support.sla-share", tickets(*answered(20), unanswered), configured=SUPPORT)
    assert reading.value == 20 / 21


def test_the_ticket_system_knows_best() -> None:
    """What it says of the time agreed counts, of a ticket that is over."""
    records = [Ticket(f"T-{index}", at(1), resolved=at(2), met_sla=index > 0) for index in range(20)]
    running = Ticket("T-90", at(1), met_sla=True)
    assert measured("support.sla-share", tickets(*records, running)).value == 0.95


def test_no_time_is_agreed() -> None:
    """Then nothing was in time."""
    assert "no time is agreed: add met-sla" in why_not("support.sla-share", tickets(*answered(20)))
    agreed = with_slices(support=SupportSettings(targets=_TARGETS))
    strange = tickets(*answered(20, priority="P7"))
    assert 'agreed for tickets of the priority "P7"' in why_not("support.sla-share", strange, configured=agreed)
    without = tickets(*answered(20, priority=""))
    assert measured("support.sla-share", without, configured=agreed).value == 1
    few = tickets(*answered(19), Ticket("T-90", at(1), "P1"))
    assert "19 tickets answered, but at least 20" in why_not("support.sla-share", few, configured=agreed)


def test_tickets_that_come_back() -> None:
    """How often, by those that were resolved."""
    done = [Ticket(f"T-{index}", at(1), resolved=at(2), reopened=0) for index in range(9)]
    back = Ticket("T-90", at(1), reopened=2)
    reading = measured("support.reopen-rate", tickets(*done, back, Ticket("T-91", at(1))))
    assert reading.value == 0.2
    assert reading.summary == "2 reopenings of 10 tickets resolved (1 ticket)."
    assert reading.evidence[0].note == "opened again 2 times"
    assert "9 tickets resolved, but at least 10 are needed" in why_not("support.reopen-rate", tickets(*done))
    unknown = Ticket("T-92", at(1), resolved=at(2))
    why = why_not("support.reopen-rate", tickets(*done, unknown))
    assert why.startswith("how often 1 ticket was opened again is unknown (T-92)")
    assert why_not("support.reopen-rate", tickets(*done, reopened="add it")) == "add it"


@pytest.mark.parametrize("name", ["support.first-response", "support.sla-share", "support.aged-share"])
def test_it_needs_the_tickets(name: str) -> None:
    """And their histories only where they came back."""
    signal = SIGNALS[name]
    assert signal.needs(signal.with_defaults({}), MONDAY) == Needs(frozenset({"tickets"}))
    reopened = SIGNALS["support.reopen-rate"]
    needs = reopened.needs(reopened.with_defaults({}), MONDAY)
    assert needs == Needs(frozenset({"tickets"}), issues_since=MONDAY - 730 * DAY)


_HOURS = st.lists(st.floats(0.01, 3), min_size=18, max_size=30)
_SIGNALS = st.sampled_from([("support.first-response", 1.0), ("support.sla-share", 0.9)])


def _passes(signal: str, limit: float, records: list[Ticket]) -> bool:
    reading = read(signal, tickets(*records), configured=SUPPORT, days=50)
    if isinstance(reading, Unavailable):
        return False
    return reading.value <= limit if signal.endswith("response") else reading.value >= limit


def _tickets(hours: list[float]) -> list[Ticket]:
    return [Ticket(f"T-{index}", at(index), "P1", at(index, wait)) for index, wait in enumerate(hours)]


@law(300)
@given(_SIGNALS, _HOURS, st.floats(0, 50), st.integers(0, 29), st.floats(0, 3))
def test_worse_support_never_passes_where_better_did_not(
    signal: tuple[str, float], hours: list[float], created: float, which: int, later: float
) -> None:
    """A ticket more without an answer, an answer that comes later or not at all, and a smaller sample."""
    records = _tickets(hours)
    index = which % len(records)
    ticket = records[index]
    slower = Ticket(ticket.id, ticket.created, "P1", at(index, hours[index] + later))
    if not _passes(*signal, records):
        assert not _passes(*signal, [*records, Ticket("T-99", at(created), "P1")])
        assert not _passes(*signal, [*records[:index], slower, *records[index + 1 :]])
        assert not _passes(*signal, [*records[:index], Ticket(ticket.id, ticket.created, "P1"), *records[index + 1 :]])
    assert not _passes(*signal, records[:19])


def _hours(ticket: dict[str, list[list[str]]]) -> float | None:
    """An independent computation: hours to the first comment by another since the creation."""
    times = [datetime.strptime(time, "%Y-%m-%dT%H:%M:%S.%f%z") for time, by in ticket["comments"] if by == "other"]
    created = datetime.strptime(str(ticket["created"]), "%Y-%m-%dT%H:%M:%S.%f%z")
    return min(((time - created).total_seconds() / 3_600 for time in times if time >= created), default=None)


@pytest.mark.skipif(not _REAL.exists(), reason="READINESS_REAL_TICKETS does not name the file with the real tickets")
def test_real_tickets() -> None:
    """4,503 tickets of a public tracker: the percentiles of an independent computation, with and without those that
    nobody answered."""
    with gzip.open(_REAL, "rt") as lines:
        rows = [json.loads(line) for line in lines]
    waits = sorted(hours for row in rows if (hours := _hours(row)) is not None)
    assert (len(rows), len(waits)) == (4_503, 4_014)
    records = [_real(row) for row in rows]
    end = instant("2021-12-03T00:00:00Z")
    days = (end - MONDAY) / DAY
    of_answered = tickets(*(ticket for ticket in records if ticket.first_response))
    half, most = (
        measured("support.first-response", of_answered, percentile=percentile, days=days) for percentile in (50, 90)
    )
    assert half.value == pytest.approx(statistics.median_low(waits), abs=0.01) == pytest.approx(33.7, abs=0.1)
    assert most.value == pytest.approx(waits[math.ceil(0.9 * len(waits)) - 1], abs=0.01) == pytest.approx(1_166, abs=1)
    reading = measured("support.first-response", tickets(*records), days=days)
    open_ = sorted((end - ticket.created.end) / HOUR for ticket in records if not ticket.first_response)
    worst = max(sorted([*waits, *open_[-number:]])[math.ceil(0.9 * (4_014 + number)) - 1] for number in range(1, 490))
    assert reading.value == pytest.approx(worst, abs=0.01)
    assert "489 of 4503 have no answer yet" in reading.summary
    assert isinstance(reading, Measured)


def _real(row: dict[str, list[list[str]]]) -> Ticket:
    created = instant(str(row["created"]))
    times = [instant(time) for time, by in row["comments"] if by == "other"]
    first = min((time for time in times if time >= created), default=None)
    return Ticket(str(row["key"]), When(created, created), "", None if first is None else When(first, first))
