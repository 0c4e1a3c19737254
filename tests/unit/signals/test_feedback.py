"""Whether feedback is answered, and since when people can give it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.exports import settings
from support.tables import MONDAY, at, day, measured, read, table, why_not

from readiness_gate.model.facts.records.feedback import FeedbackFacts, FeedbackItem
from readiness_gate.model.levers import Work
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.signals import SIGNALS, Signal


def _feedback(*items: FeedbackItem, **lacking: str) -> FeedbackFacts:
    found: FeedbackFacts = table(FeedbackFacts, "feedback", *items, lacking=lacking)
    return found


def _answered(number: int, days: int = 3) -> list[FeedbackItem]:
    return [FeedbackItem(f"FB-{index}", at(index), at(index + days)) for index in range(number)]


def test_the_share_that_was_answered_in_time() -> None:
    """In business days; what is not due yet counts once it is answered."""
    late, open_, fresh = (
        FeedbackItem("FB-80", at(0), at(15)),
        FeedbackItem("FB-81", at(1)),
        FeedbackItem("FB-82", at(99)),
    )
    reading = measured("feedback.answered-share", _feedback(*_answered(8), late, open_, fresh))
    assert reading.value == 0.8
    assert reading.summary == "8 of 10 pieces of feedback were answered within 10 business days."
    assert [(evidence.id, evidence.note) for evidence in reading.evidence] == [
        ("FB-81", "no answer for 70 business days"),
        ("FB-80", "answered after 11 business days"),
    ]
    assert measured("feedback.answered-share", _feedback(*_answered(8), late), within=11).value == 1


def test_too_little_feedback() -> None:
    """Shows nothing."""
    why = why_not("feedback.answered-share", _feedback(*_answered(4), FeedbackItem("FB-81", at(1))))
    assert why.startswith("4 pieces of feedback answered, of 5: with fewer than 5 no share can be computed")
    assert why_not("feedback.answered-share", _feedback(*_answered(9)), days=-1).startswith("no feedback has come")
    assert why_not("feedback.answered-share", _feedback(*_answered(9), answered="add it")) == "add it"
    assert "add [calendar]" in why_not("feedback.unanswered", _feedback(*_answered(9)), configured=settings())


def test_feedback_that_waits_too_long() -> None:
    """Each is named, and can be answered now."""
    waiting = [FeedbackItem("FB-80", at(1)), FeedbackItem("FB-81", day(2)), FeedbackItem("FB-82", at(95))]
    reading = measured("feedback.unanswered", _feedback(*_answered(2), *waiting))
    assert reading.value == 2
    assert reading.summary == "2 of 5 pieces of feedback have waited longer than 10 business days for an answer."
    assert reading.levers == (Work("answer", "piece of feedback", "pieces of feedback", (2, 1, 0), ("FB-80", "FB-81")),)
    later = FeedbackItem("FB-80", at(1), at(120))
    assert measured("feedback.unanswered", _feedback(later)).value == 1


def test_feedback_that_led_to_a_change() -> None:
    """Of all that came."""
    items = [FeedbackItem(f"FB-{index}", at(index), led_to_change=index == 0 or None) for index in range(5)]
    reading = measured("feedback.changed-share", _feedback(*items))
    assert (reading.value, reading.summary) == (0.2, "1 of 5 pieces of feedback led to a change.")
    assert "4 pieces of feedback came: with fewer than 5" in why_not(
        "feedback.changed-share", _feedback(*items), days=3.5
    )
    assert why_not("feedback.changed-share", _feedback(*items, led_to_change="add it")) == "add it"


def test_what_was_answered_later_had_led_to_nothing() -> None:
    """As of that time, whatever the list says today; on the day of the question it may have."""
    items = [FeedbackItem(f"FB-{index}", at(index), day(20), led_to_change=True) for index in range(5)]
    later = FeedbackItem("FB-9", at(9), at(30), led_to_change=True)
    assert measured("feedback.changed-share", _feedback(*items, later), days=20.3).value == pytest.approx(5 / 6)
    assert measured("feedback.changed-share", _feedback(*items, later), days=31).value == 1
    assert measured("feedback.changed-share", _feedback(*items), days=19).value == 0


def test_since_when_there_is_a_channel() -> None:
    """Since the end of the day of the first feedback."""
    reading = measured("feedback.channel-days", _feedback(FeedbackItem("FB-1", day(60)), FeedbackItem("FB-2", at(70))))
    assert reading.value == pytest.approx(100 - 60 - 14 / 24, abs=0.001)
    assert reading.summary == "The first of 2 pieces of feedback came on 2027-04-30."
    for signal in ("feedback.channel-days", "feedback.unanswered"):
        assert "open the channel" in why_not(signal, _feedback(*_answered(2)), days=-1)


_DAYS = st.lists(st.integers(0, 25), min_size=3, max_size=12)


def _passes(signal: str, items: list[FeedbackItem]) -> bool:
    reading = read(signal, _feedback(*items), days=40)
    if isinstance(reading, Unavailable):
        return False
    return reading.value == 0 if signal == "feedback.unanswered" else reading.value >= 0.8


@law(300)
@given(
    st.sampled_from(["feedback.answered-share", "feedback.unanswered"]), _DAYS, st.integers(0, 39), st.integers(0, 9)
)
def test_worse_answers_never_pass_where_better_did_not(signal: str, waits: list[int], created: int, later: int) -> None:
    """One more without an answer, and an answer that comes later or not at all."""
    items = [FeedbackItem(f"FB-{index}", at(index), at(index + wait)) for index, wait in enumerate(waits)]
    first = items[0]
    if not _passes(signal, items):
        assert not _passes(signal, [*items, FeedbackItem("FB-99", at(created))])
        assert not _passes(signal, [FeedbackItem("FB-0", first.created, at(waits[0] + later)), *items[1:]])
        assert not _passes(signal, [FeedbackItem("FB-0", first.created), *items[1:]])


@pytest.mark.parametrize("signal", [signal for signal in SIGNALS.values() if signal.name.startswith("feedback.")])
def test_it_needs_what_it_reads(signal: Signal) -> None:
    """The table, from wherever it comes."""
    assert signal.needs(signal.with_defaults({}), MONDAY) == Needs(frozenset(signal.sources))
