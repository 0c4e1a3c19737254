"""Signals on user feedback: whether it is answered, and how long people have been able to give it."""

from collections.abc import Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.business_time import WorkingTime
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.feedback import FeedbackFacts, FeedbackItem
from readiness_gate.model.levers import Quiet, work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.wording import ago, agreeing, counted
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.records import by, check_read, is_later, perhaps_by
from readiness_gate.signals.views.working_time import working_time

_WITHIN = Parameter("within", "count", 10, "the time for an answer, in business days")


@dataclass(frozen=True, slots=True)
class _Item:
    """A piece of feedback, and its state as of an instant."""

    item: FeedbackItem
    is_answered: bool
    days: int
    """Business days until its answer, or until now without one."""

    @property
    def evidence(self) -> Evidence:
        """The feedback as evidence, with how long it waited."""
        days = counted(self.days, "business day")
        note = f"answered after {days}" if self.is_answered else f"no answer for {days}"
        return Evidence("feedback", self.item.id, note, self.item.link)


def answered_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of feedback that was answered in time. Feedback that is not overdue counts only once it is
    answered."""
    within, least = parameters.number("within"), parameters.number("min")
    items = _items(facts, as_of)
    late = [item for item in items if item.days > within]
    number = sum(item.is_answered or item.days > within for item in items)
    answered = sum(item.is_answered for item in items)
    if answered < least:
        raise CannotMeasure(
            f"{counted(answered, 'piece')} of feedback answered, of {len(items)}: with fewer than {least} no share "
            "can be computed; answer the open ones, and ask users for more"
        )
    in_time = number - len(late)
    return Measured(
        in_time / number,
        f"{in_time} of {number} pieces of feedback were answered within {counted(within, 'business day')}.",
        tuple(item.evidence for item in late),
        shortfall=f"{number - in_time} of {number} pieces of feedback not answered in time",
    )


ANSWERED_SHARE = Signal(
    name="feedback.answered-share",
    unit="share",
    sources=("feedback",),
    meaning="The share of feedback that was answered in time.",
    needs=all_of("feedback"),
    measure=answered_share,
    topic="how much feedback is answered",
    parameters=(_WITHIN, Parameter("min", "count", 5, "the fewest answers to take a share of")),
)


def unanswered(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many pieces of feedback have waited too long for an answer."""
    within = parameters.number("within")
    items = _items(facts, as_of)
    late = [item for item in items if not item.is_answered and item.days > within]
    return Measured(
        len(late),
        f"{len(late)} of {counted(len(items), 'piece')} of feedback {agreeing(len(late), 'has', 'have')} waited longer "
        f"than {counted(within, 'business day')} for an answer.",
        tuple(item.evidence for item in late),
        shortfall=f"{counted(len(late), 'piece')} of feedback without an answer",
        levers=(work("answer", "piece of feedback", tuple(item.item.id for item in late), many="pieces of feedback"),),
    )


UNANSWERED = Signal(
    name="feedback.unanswered",
    unit="count",
    sources=("feedback",),
    meaning="Feedback that has waited too long for an answer.",
    needs=all_of("feedback"),
    measure=unanswered,
    topic="which feedback waits for an answer",
    parameters=(_WITHIN,),
)


def changed_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of feedback that led to a change. Feedback answered after `as_of` had not led to any yet."""
    read, least = facts.require("feedback", FeedbackFacts), parameters.number("min")
    check_read(read, "led_to_change")
    there = [item for item in read.records if perhaps_by(item.created, as_of)]
    if len(there) < least:
        raise CannotMeasure(
            f"{counted(len(there), 'piece')} of feedback came: with fewer than {least} no share can be computed; ask "
            "users for more"
        )
    changed = [item for item in there if item.led_to_change and not is_later(item.answered, as_of)]
    return Measured(
        len(changed) / len(there),
        f"{len(changed)} of {len(there)} pieces of feedback led to a change.",
        tuple(Evidence("feedback", item.id, "led to a change", item.link) for item in changed),
        shortfall=f"{len(there) - len(changed)} of {len(there)} pieces of feedback led to no change",
    )


CHANGED_SHARE = Signal(
    name="feedback.changed-share",
    unit="share",
    sources=("feedback",),
    meaning="The share of feedback because of which something was changed.",
    needs=all_of("feedback"),
    measure=changed_share,
    topic="what feedback led to",
    parameters=(Parameter("min", "count", 5, "the fewest pieces of feedback to take a share of"),),
)


def channel_days(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the days since the first feedback: the channel was open by then."""
    read = facts.require("feedback", FeedbackFacts)
    there = [item for item in read.records if by(item.created, as_of)]
    if not there:
        raise CannotMeasure("no feedback has come by then: open the channel, and announce it to everyone")
    first = min(there, key=lambda item: (item.created.end, item.id))
    return Measured(
        (as_of - first.created.end) / DAY,
        f"The first of {counted(len(there), 'piece')} of feedback came on {facts.day(first.created.end)}.",
        (Evidence("feedback", first.id, f"the first, of {facts.day(first.created.end)}", first.link),),
        shortfall=f"the first feedback {ago((as_of - first.created.end) / DAY)}",
        levers=(Quiet("keep the channel open", first.created.end),),
    )


CHANNEL_DAYS = Signal(
    name="feedback.channel-days",
    unit="days",
    sources=("feedback",),
    meaning="Days for which people have had a channel for their feedback, by the first that came.",
    needs=all_of("feedback"),
    measure=channel_days,
    topic="since when people can give feedback",
)


def _items(facts: Facts, as_of: Instant) -> Sequence[_Item]:
    """Return all feedback that may have come by `as_of`, the longest wait first. Raises CannotMeasure if there is
    none."""
    read = facts.require("feedback", FeedbackFacts)
    check_read(read, "answered")
    working = working_time(facts)
    there = [_item(item, as_of, working) for item in read.records if perhaps_by(item.created, as_of)]
    if not there:
        raise CannotMeasure("no feedback has come by then: open the channel, and announce it to everyone")
    return sorted(there, key=lambda item: (-item.days, item.item.id))


def _item(item: FeedbackItem, as_of: Instant, working: WorkingTime) -> _Item:
    is_answered = item.answered is not None and by(item.answered, as_of)
    end = item.answered.end if item.answered is not None and is_answered else as_of
    return _Item(item, is_answered, working.days_between(item.created.start, end))


SIGNALS = (ANSWERED_SHARE, UNANSWERED, CHANGED_SHARE, CHANNEL_DAYS)
