"""The first weeks after go-live: what must be quiet, answered, falling and signed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.after_live import GO_LIVE, MILESTONE, NOBODY_SAID, UNKNOWN, measured, read, shown, why_not
from support.effort import law
from support.tables import MONDAY, at, day, table

from readiness_gate.model.facts.records.handover import HandoverFacts, HandoverItem
from readiness_gate.model.facts.records.tickets import Ticket, TicketFacts
from readiness_gate.model.facts.records.usage import Period, UsageFacts, Use
from readiness_gate.model.levers import Quiet, Work, work
from readiness_gate.model.reading import Measured
from readiness_gate.model.settings.support import SupportSettings
from readiness_gate.model.time import DAY, Instant
from readiness_gate.statistics.trends import chance_of_fall

LAW = law(200)
OPEN, QUIET, SLA = "hypercare.open-p1", "hypercare.quiet-days", "hypercare.sla-share"
FALLING, SIGNED = "hypercare.tickets-falling", "hypercare.handover-signed"
NOW = MONDAY + 60 * DAY


def tickets(*records: Ticket, known: Instant | None = NOW, **lacking: str) -> Any:
    """The facts of some tickets, exported at an instant."""
    made = table(TicketFacts, "tickets", *records, lacking=lacking)
    return replace(made, provenance=replace(made.provenance, observed_at=known))


def test_urgent_tickets_that_are_open() -> None:
    """Those that are not resolved for certain; those of unknown priority count."""
    some = [
        Ticket("T-1", at(1), "P1", link="https://example.com/T-1"),
        Ticket("T-2", at(1), "P1", resolved=at(2)),
        Ticket("T-3", at(1), "P2"),
        Ticket("T-4", at(61), "P1"),
        Ticket("T-5", at(1), "p1", resolved=at(61)),
        Ticket("T-6", at(1)),
    ]
    reading = measured(OPEN, tickets(*some))
    assert reading.value == 3
    assert reading.summary == "3 tickets of priority P1 are open (1 ticket of unknown priority counts)."
    assert reading.shortfall == "3 open P1 tickets"
    assert (reading.evidence[0].id, reading.evidence[0].url) == ("T-1", "https://example.com/T-1")
    assert reading.levers == (work("resolve", "ticket", ("T-1", "T-5", "T-6")),)
    assert measured(OPEN, tickets(*some), priority="P2").value == 2
    assert measured(OPEN, tickets(some[1])).summary == "0 tickets of priority P1 are open."
    assert why_not(OPEN, tickets(*some, resolved="add it")) == "add it"
    assert 'no ticket has the priority "P1"' in why_not(OPEN, tickets(some[2]))
    assert "no support ticket was created by then" in why_not(OPEN, tickets(some[3]))


def test_priorities_by_their_names() -> None:
    """As the configuration says which words mean them: then none is zero."""
    configured = replace(shown(), slices={"support": SupportSettings(priorities={"P1": ("Blocker",), "P2": ("Low",)})})
    assert measured(OPEN, tickets(Ticket("T-1", at(1), "blocker")), configured=configured).value == 1
    assert measured(OPEN, tickets(Ticket("T-1", at(1), "low")), configured=configured).value == 0


@pytest.mark.parametrize("signal", [OPEN, QUIET])
def test_a_priority_that_is_called_otherwise(signal: str) -> None:
    """None of it proves nothing: the urgent tickets have another name."""
    some = tickets(*(Ticket(f"T-{number}", at(number + 40), "Blocker") for number in range(20)))
    for words, shown_word in (("Blocker",), "Blocker"), ((), "Urgent"):
        named = SupportSettings(priorities={"Urgent": words, "Low": ()})
        configured = replace(shown(), slices={"support": named})
        assert why_not(signal, some, configured=configured) == (
            '[support.priorities] has no "P1" (Urgent, Low): name the most urgent priority P1 there, as in '
            f'P1 = ["{shown_word}"], or set with = {{ priority = "Urgent" }} on the rule'
        )
    blocker = replace(shown(), slices={"support": SupportSettings(priorities={"Urgent": ("Blocker",)})})
    assert isinstance(read(signal, some, configured=blocker, priority="urgent"), Measured)


def test_days_without_an_urgent_ticket() -> None:
    """Since the end of the day of the last one."""
    some = [Ticket("T-1", day(40), "P1"), Ticket("T-2", at(20), "P1"), Ticket("T-3", at(59), "P2")]
    reading = measured(QUIET, tickets(*some))
    assert reading.value == (NOW - day(40).end) / DAY
    assert reading.summary == (
        "19 days without a ticket of priority P1 since the last ticket of priority P1 (T-1) on 2027-04-10."
    )
    assert reading.levers == (Quiet("no new P1 ticket", day(40).end),)
    assert reading.shortfall == "the last ticket of priority P1 (T-1) 19 days ago"
    today = measured(QUIET, tickets(Ticket("T-9", day(60), "P1")))
    assert (today.value, today.levers) == (0, (Quiet("no new P1 ticket", day(60).end),))


def test_quiet_begins_with_go_live() -> None:
    """What was quiet before nobody used the system."""
    reading = measured(QUIET, tickets(Ticket("T-1", at(-9), "P1"), Ticket("T-2", at(53.5), "P2")))
    assert reading.value == (NOW - day(0).end) / DAY
    assert reading.summary == "59 days without a ticket of priority P1 since go-live on 2027-03-01."
    configured = replace(shown(), slices={"support": SupportSettings(priorities={"P1": (), "P2": ()})})
    none = measured(QUIET, tickets(Ticket("T-1", at(-9), "P2"), Ticket("T-2", at(3), "P2")), configured=configured)
    assert (none.value, none.evidence) == (reading.value, ())


def test_an_export_of_the_last_days_does_not_know_the_first() -> None:
    """Without an urgent ticket in it, the calm is known from its first ticket on."""
    configured = replace(shown(), slices={"support": SupportSettings(priorities={"P1": (), "P2": ()})})
    late = tickets(Ticket("T-8", at(55), "P2"), Ticket("T-7", at(50), "P2"))
    reading = measured(QUIET, late, configured=configured)
    assert (reading.value, reading.evidence) == (10, ())
    assert reading.summary == (
        "10 days without a ticket of priority P1 since the first ticket of the export (T-7) on 2027-04-20."
    )
    assert reading.shortfall == "the first ticket of the export (T-7) 10 days ago"


def test_an_old_export_is_not_quiet() -> None:
    """Nobody has seen the tickets since, so waiting alone does not help."""
    some = Ticket("T-1", at(40), "P1"), Ticket("T-2", at(54), "P2")
    reading = measured(QUIET, tickets(*some, known=MONDAY + 55 * DAY))
    assert (reading.value, reading.levers) == (15, ())
    assert reading.summary.endswith("on 2027-04-10; tickets are known up to 2027-04-25 only.")
    assert measured(QUIET, tickets(Ticket("T-1", at(40), "P1"), known=None)).value == 20
    assert measured(QUIET, tickets(Ticket("T-1", at(60), "P1"), known=MONDAY + 55 * DAY)).value == 0


def test_an_export_without_any_ticket_lately() -> None:
    """May be one that was cut off at a number of rows: whoever reads of the calm is asked to check that."""
    silent = "; the last ticket of all is of 2027-04-23: check that the export was not cut off."
    for last, known, is_said in ((at(53), NOW, True), (at(53.01), NOW, False), (at(53), None, False)):
        urgent = tickets(Ticket("T-1", at(1), "P1"), Ticket("T-2", last, "P2"), known=known)
        assert measured(QUIET, urgent).summary.endswith(silent) is is_said
    cut_off = measured(FALLING, tickets(*(ticket for ticket in FALL if ticket.created.end < NOW - 8 * DAY)), per="week")
    assert cut_off.value is True
    assert "check that the export was not cut off." in cut_off.summary


@pytest.mark.parametrize("signal", [OPEN, QUIET, SLA, FALLING])
def test_an_export_of_the_first_weeks_is_not_of_now(signal: str) -> None:
    """All that came later is unknown, and so are the figures, whatever the first weeks were."""
    first = [Ticket(f"T-{number}", at(number % 20), "P1", resolved=at(21), met_sla=True) for number in range(40)]
    assert why_not(signal, tickets(*first, known=NOW - 7 * DAY - 1), _use(*[5] * 8)) == (
        "tickets.csv is of 2027-04-23, more than 7 days old, so later tickets are unknown: export it again, or give "
        "its time with exported-at if it is newer than its last row"
    )
    for known in (NOW - 7 * DAY, NOW + DAY, None):
        assert isinstance(read(signal, tickets(*first, known=known), _use(*[5] * 9)), Measured)


@pytest.mark.parametrize("signal", [QUIET, SLA, FALLING])
def test_without_a_day_of_go_live(signal: str) -> None:
    """It is unknown, with what to add; so it is before that day."""
    use = table(UsageFacts, "usage")
    assert why_not(signal, tickets(Ticket("T-1", at(1), "P1")), use, milestone=UNKNOWN) == NOBODY_SAID
    assert "measure this after" in why_not(signal, tickets(Ticket("T-1", at(-2), "P1")), use, days=-1)


def test_tickets_answered_in_time() -> None:
    """Those since go-live; of one that says nothing, the target decides."""
    good = [Ticket(f"T-{number}", at(2), first_response=at(3), met_sla=True) for number in range(18)]
    late = [Ticket(f"L-{number}", day(0), first_response=at(3), met_sla=False) for number in range(2)]
    before = [Ticket(f"B-{number}", at(-3), first_response=at(3), met_sla=False) for number in range(9)]
    reading = measured(SLA, tickets(*good, *late, *before))
    assert (reading.value, reading.summary) == (
        0.9,
        "18 of 20 tickets since go-live were answered in the time agreed.",
    )
    assert reading.shortfall == "2 of 20 tickets since go-live answered late"
    assert [one.id for one in reading.evidence] == ["L-0", "L-1"]
    assert "19 tickets since go-live answered, but at least 20" in why_not(SLA, tickets(*good, *late[:1]))
    assert "no time is agreed" in why_not(SLA, tickets(*good, *late, Ticket("T-99", at(5))))


def _in_weeks(*numbers: int) -> list[Ticket]:
    """So many tickets in each week after go-live."""
    return [
        Ticket(f"T-{week}-{index}", at(7 * week + index / 100))
        for week, count in enumerate(numbers)
        for index in range(count)
    ]


def _use(*numbers: int, whole: bool = True) -> Any:
    """So many people in each week, of an export that has every use."""
    records = [Use(f"E-{index}", at(7 * week + 1)) for week, count in enumerate(numbers) for index in range(count)]
    made = table(UsageFacts, "usage", *records)
    period = Period(day(0).start, day(7 * len(numbers)).start)
    return replace(made, whole=(period,) if whole else ())


FALL, LEVEL = _in_weeks(20, 12, 8, 5, 3, 2, 1, 1), _in_weeks(4, 4, 4, 4, 4, 4, 4, 4)


def test_tickets_that_fall() -> None:
    """By the weeks since go-live, from Monday to Sunday, the last one up to now."""
    reading = measured(FALLING, tickets(*FALL), per="week")
    assert reading.value is True
    assert reading.summary.startswith("Tickets a week fall since go-live: a fall like this has a probability of 0.")
    assert [one.id for one in reading.evidence][:2] == ["2027-03-01", "2027-03-08"]
    assert reading.evidence[0].note == "20 tickets from this day"
    assert len(reading.evidence) == 8
    level = measured(FALLING, tickets(*LEVEL), per="week")
    assert (level.value, level.shortfall) == (False, "tickets a week that do not fall")
    assert level.summary.startswith("Tickets a week do not clearly fall since go-live")


def test_fewer_users_are_no_fall() -> None:
    """As many tickets from each of fewer people, and fewer from each of more."""
    tens = _in_weeks(20, 18, 14, 12, 10, 8, 6, 4)
    assert measured(FALLING, tickets(*tens), per="week").value is True
    shrinking = measured(FALLING, tickets(*tens), _use(20, 18, 14, 12, 10, 8, 6, 4))
    assert shrinking.value is False
    assert shrinking.shortfall == "tickets per active user that do not fall"
    assert measured(FALLING, tickets(*LEVEL), _use(2, 4, 8, 12, 16, 20, 24, 28)).value is True
    assert not any(one.note for one in shrinking.evidence if "people" in one.note)


def test_use_that_is_not_known() -> None:
    """Weeks of which the export does not say that it has every use, and weeks that nobody used the system in."""
    why = why_not(FALLING, tickets(*FALL), _use(5, 5, 5, 5, 5, 5, 5, 5, whole=False))
    assert why.startswith(
        "how many people used the system in the week of 2027-03-01 is unknown: if the export has every use of "
    )
    assert "add whole = true to [people.usage], with from or to if that time begins before its first row" in why
    assert 'with per = "week" on the rule' in why
    assert "in the week of 2027-04-19 is unknown" in why_not(FALLING, tickets(*FALL), _use(5, 5, 5, 5, 5, 5, 5))
    assert "nobody used the system in the week of 2027-03-15" in why_not(
        FALLING, tickets(*FALL), _use(5, 5, 0, 5, 5, 5, 5, 5)
    )
    assert 'nothing was read from the source "usage"' in why_not(FALLING, tickets(*FALL))


def test_use_before_go_live_need_not_be_known() -> None:
    """Where the go-live is not on a Monday, an export that begins with it is enough."""
    use = _use(20, 18, 14, 12, 10, 8, 6, 4)
    of_wednesday = replace(MILESTONE, go_live=GO_LIVE + timedelta(days=2))
    for begin, is_enough in ((day(2).start, True), (day(2).start + 1, False)):
        since = replace(use, whole=(Period(begin, use.whole[0].end),))
        found = read(FALLING, tickets(*FALL), since, milestone=of_wednesday)
        assert isinstance(found, Measured) is is_enough
        assert not isinstance(read(FALLING, tickets(*FALL), since), Measured)


def test_too_little_for_a_trend() -> None:
    """Too few tickets, too few weeks, or tickets that are known up to go-live only."""
    few = why_not(FALLING, tickets(*_in_weeks(5, 4, 3, 2)), per="week")
    assert few.startswith("14 tickets in 8 weeks since go-live, but a trend needs at least 15 tickets and 3 weeks")
    assert "in 2 weeks since go-live" in why_not(FALLING, tickets(*FALL), per="week", days=20)
    assert "0 tickets in 0 weeks" in why_not(FALLING, tickets(*FALL, known=MONDAY - DAY), per="week", days=3)
    assert "0 tickets in 0 weeks" in why_not(FALLING, tickets(*FALL), _use(5), days=3)


def test_what_each_needs() -> None:
    """Use is read only where tickets are compared by users."""
    from readiness_gate.signals import SIGNALS  # noqa: PLC0415

    signal = SIGNALS[FALLING]
    assert signal.needs(signal.with_defaults({}), NOW).sources == {"tickets", "usage"}
    assert signal.needs(signal.with_defaults({"per": "week"}), NOW).sources == {"tickets"}
    assert SIGNALS[SIGNED].needs(SIGNALS[SIGNED].with_defaults({}), NOW).sources == {"handovers"}


@LAW
@given(st.lists(st.integers(0, 12), min_size=8, max_size=8), st.lists(st.integers(1, 9), min_size=8, max_size=8))
def test_the_trend_agrees_with_a_loop(counts: list[int], users: list[int]) -> None:
    """Of whole weeks, as of their end."""
    found = read(FALLING, tickets(*_in_weeks(*counts)), _use(*users), days=(day(55).end - MONDAY) / DAY)
    if sum(counts) < 15:
        assert not isinstance(found, Measured)
        return
    assert isinstance(found, Measured)
    assert found.value == (chance_of_fall(counts, users) < 0.10)


def test_a_hand_over_that_is_signed() -> None:
    """By the receiver of each part."""
    parts = [
        HandoverItem("Support", "Service desk", day(50)),
        HandoverItem("Roles", "IT", day(70)),
        HandoverItem("Data", "IT"),
    ]
    whole = measured(SIGNED, table(HandoverFacts, "handovers", parts[0]))
    assert (whole.value, whole.summary) == (True, "1 of 1 hand-over is signed.")
    reading = measured(SIGNED, table(HandoverFacts, "handovers", *parts))
    assert (reading.value, reading.summary) == (False, "1 of 3 hand-overs is signed; missing: Roles, Data.")
    assert reading.shortfall == "2 hand-overs not signed"
    assert [one.note for one in reading.evidence] == [
        "to Service desk, signed on 2027-04-20",
        "to IT, not signed",
        "to IT, not signed",
    ]
    step = Work("get a signature for", "hand-over", "hand-overs", (False, False, True), ("Roles", "Data"))
    assert reading.levers == (step,)
    lacking = table(HandoverFacts, "handovers", *parts, lacking={"signed_on": "add it"})
    assert why_not(SIGNED, lacking) == "add it"
