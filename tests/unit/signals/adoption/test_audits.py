"""The audits after go-live, and what is harder than before."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.after_live import NOBODY_SAID, UNKNOWN, measured, read, why_not
from support.effort import law
from support.tables import MONDAY, at, day, table

from readiness_gate.model.facts.records.audits import Audit, AuditFacts
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.model.time import DAY

LAW = law(300)
HELD, HARDER = "adoption.audits-held", "adoption.harder-asked"
ASKED = Audit(7, day(7), asked_harder=True, answers=3, answers_with_issue=3, link="https://example.com/7")


def audits(*records: Audit, **lacking: str) -> Any:
    """The facts of some audits."""
    return table(AuditFacts, "audits", *records, lacking=lacking)


def test_audits_on_time() -> None:
    """Each within a week of its day; one whose time is not over counts once it is held."""
    held = [ASKED, Audit(30, day(34))]
    reading = measured(HELD, audits(*held))
    assert (reading.value, reading.summary) == (1, "2 of 2 audits due were held within 7 days of its day.")
    assert reading.shortfall == ""
    assert [(one.id, one.note, one.url) for one in reading.evidence] == [
        ("day 7", "held on 2027-03-08", "https://example.com/7"),
        ("day 30", "held on 2027-04-04", ""),
    ]
    third = Audit(60, day(58))
    assert measured(HELD, audits(*held, third)).value == 1
    late = measured(HELD, audits(*held), days=70)
    assert late.value == 2 / 3
    assert late.summary == "2 of 3 audits due were held within 7 days of its day; missing: day 60."
    assert late.shortfall == "1 of 3 audits not held on time (day 60)"
    assert late.evidence[-1].note == "not held by 2027-05-07"


@pytest.mark.parametrize(
    ("record", "value"),
    [
        (Audit(7, day(0)), 1),
        (Audit(7, day(-1)), 0),
        (Audit(7, day(14)), 1),
        (Audit(7, day(15)), 0),
        (Audit(7), 0),
        (Audit(8, day(7)), 0),
    ],
)
def test_what_is_on_time(record: Audit, value: float) -> None:
    """Not before go-live, and not later than a week after its day."""
    assert measured(HELD, audits(record), days=20).value == value


def test_before_the_first_audit_nothing_is_due() -> None:
    """Unknown, with the day until which it can be held."""
    why = why_not(HELD, audits(Audit(7)), days=10)
    assert why == "the first audit can be held until 2027-03-15: hold it, and record the day in audits"
    assert measured(HELD, audits(Audit(7)), days=10, within="1d").value == 0
    assert why_not(HELD, audits(ASKED, held_on="add it")) == "add it"


@pytest.mark.parametrize("signal", [HELD, HARDER])
def test_without_a_day_of_go_live(signal: str) -> None:
    """It is unknown, with what to add; so it is before that day."""
    assert why_not(signal, audits(ASKED), milestone=UNKNOWN) == NOBODY_SAID
    why = why_not(signal, audits(ASKED), days=-1)
    assert why == "people use the system from 2027-03-01 on: measure this after that day"
    why = why_not(signal, audits(ASKED), milestone=None)
    assert "there is no milestone to take the go-live from" in why
    assert why.endswith("on the same day, name it with --milestone")


def test_what_is_harder_was_asked() -> None:
    """In the first month, and every frequent answer has an issue."""
    reading = measured(HARDER, audits(ASKED, Audit(30)))
    assert reading.value is True
    assert reading.summary == "People were asked what is harder now; 3 of 3 answers have an issue."
    assert reading.levers == ()
    assert [one.note for one in reading.evidence] == ["3 of 3 answers with an issue"]


def test_answers_without_an_issue() -> None:
    """Each needs one, at every audit at which people were asked."""
    second = replace(ASKED, day=30, held_on=day(29), answers=2, answers_with_issue=0)
    reading = measured(HARDER, audits(ASKED, second))
    assert reading.value is False
    assert reading.summary == "People were asked what is harder now; 3 of 5 answers have an issue."
    assert reading.shortfall == "2 answers on what is harder without an issue"
    one, many = "answer on what is harder", "answers on what is harder"
    assert reading.levers == (Work("create an issue for", one, many, (False, False, True)),)


def test_an_audit_without_answers_proves_nothing() -> None:
    """Nobody says that nothing is harder."""
    reading = measured(HARDER, audits(replace(ASKED, answers=0, answers_with_issue=0)))
    assert reading.value is False
    assert reading.summary.endswith("0 of 0 answers have an issue. An audit without any answer noted does not count.")
    assert reading.shortfall == "no answer noted on what is harder now"
    assert reading.levers == ()


@pytest.mark.parametrize(
    "record",
    [
        replace(ASKED, held_on=day(31)),
        replace(ASKED, held_on=day(-1)),
        Audit(7),
        replace(ASKED, asked_harder=False),
    ],
)
def test_nobody_was_asked_in_time(record: Audit) -> None:
    """False once the time is over, and unknown before that."""
    reading = measured(HARDER, audits(record))
    assert reading.value is False
    assert reading.summary == "Nobody was asked within 30 days of go-live what is harder now."
    assert reading.shortfall == "nobody asked in time what is harder now"
    why = why_not(HARDER, audits(record), days=20)
    assert why == "nobody has been asked yet what is harder now: ask by 2027-03-31, and record the audit in audits"


def test_what_is_not_known() -> None:
    """Whether people were asked, and how many answers have an issue."""
    why = why_not(HARDER, audits(ASKED, replace(ASKED, day=30, held_on=None)))
    assert why == "when the audit of day 30 was held is unknown: fill held-on"
    assert "fill asked-harder" in why_not(HARDER, audits(replace(ASKED, asked_harder=None)))
    assert "fill answers and answers-with-issue" in why_not(HARDER, audits(replace(ASKED, answers=None)))
    assert "fill answers" in why_not(HARDER, audits(replace(ASKED, answers_with_issue=None)))
    assert why_not(HARDER, audits(ASKED, asked_harder="add it")) == "add it"


RECORDS = st.lists(
    st.builds(
        Audit,
        st.sampled_from((7, 30, 60, 90)),
        st.one_of(st.none(), st.integers(0, 100).map(day), st.integers(0, 100).map(at)),
        st.sampled_from((True, False, None)),
        st.sampled_from((None, 0, 2, 3)),
        st.sampled_from((None, 0, 2)),
    ),
    max_size=6,
)


@LAW
@given(RECORDS, st.integers(8, 120))
def test_held_agrees_with_a_loop(records: list[Audit], days: int) -> None:
    """Of audits on any days."""
    held = due = 0
    for number in (7, 30, 60, 90):
        first, last = day(max(number - 7, 0)).start, day(number + 7).end
        good = False
        for record in records:
            when = record.held_on
            if record.day == number and when and first <= when.start and when.end <= min(last, MONDAY + days * DAY):
                good = True
        held += good
        due += good or last < MONDAY + days * DAY
    reading = read(HELD, audits(*records), days=days)
    assert (reading.value if isinstance(reading, Measured) else None) == (held / due if due else None)


@LAW
@given(st.sampled_from((HELD, HARDER)), RECORDS, st.integers(0, 5), st.integers(8, 120))
def test_less_evidence_never_helps(signal: str, records: list[Audit], which: int, days: int) -> None:
    """A day, an answer or a whole audit that is not known."""
    before = read(signal, audits(*records), days=days)
    if not records or not isinstance(before, Measured):
        return
    index = which % len(records)
    for poorer in (
        [replace(record, held_on=None) if number == index else record for number, record in enumerate(records)],
        [replace(record, answers=None) if number == index else record for number, record in enumerate(records)],
    ):
        after = read(signal, audits(*poorer), days=days)
        if signal == HELD:
            assert isinstance(after, Unavailable) or after.value <= before.value
        else:
            assert isinstance(after, Unavailable) or before.value or not after.value
