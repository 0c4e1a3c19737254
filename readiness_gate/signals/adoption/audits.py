"""Signals on the audits after go-live: whether they take place, and whether people are asked what has become harder."""

from collections.abc import Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.audits import Audit, AuditFacts
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, Instant, When
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.go_live import day_after_go_live, go_live, live_since
from readiness_gate.signals.views.records import by, check_read, perhaps_by

AUDIT_DAYS = (7, 30, 60, 90)
"""The days after go-live on which an audit is due."""


@dataclass(frozen=True, slots=True)
class _Due:
    """An audit that is due, and the period in which it must take place."""

    day: int
    open: When
    held: Audit | None
    """The audit that took place in the period; None if there was none."""


def audits_held(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the audits due by `as_of` that took place on time. An audit whose period is not over
    counts only once it has taken place."""
    live_since(facts, as_of)
    read = facts.require("audits", AuditFacts)
    check_read(read, "held_on")
    days = parameters.seconds("within") // DAY
    known = [_due(facts, read.records, day, days, as_of) for day in AUDIT_DAYS]
    due = [one for one in known if one.held or one.open.end < as_of]
    if not due:
        raise CannotMeasure(
            f"the first audit can be held until {facts.day(known[0].open.end)}: hold it, and record the day in audits"
        )
    held = [one for one in due if one.held]
    missed = [one for one in due if not one.held]
    names = ", ".join(f"day {one.day}" for one in missed)
    return Measured(
        len(held) / len(due),
        f"{len(held)} of {counted(len(due), 'audit')} due {agreeing(len(held), 'was', 'were')} held within "
        f"{counted(days, 'day')} of its day{f'; missing: {names}' if names else ''}.",
        tuple(_evidence(facts, one) for one in due),
        shortfall=f"{len(missed)} of {counted(len(due), 'audit')} not held on time ({names})" if missed else "",
    )


AUDITS_HELD = Signal(
    name="adoption.audits-held",
    unit="share",
    sources=("audits",),
    meaning="Of the audits 7, 30, 60 and 90 days after go-live that are due, the share held on time.",
    needs=all_of("audits"),
    measure=audits_held,
    parameters=(Parameter("within", "duration", "7d", "how many days before or after its day an audit is on time"),),
    topic="whether audits are held",
)


def _due(facts: Facts, records: Sequence[Audit], day: int, days: int, as_of: Instant) -> _Due:
    first, last = day_after_go_live(facts, max(day - days, 0)), day_after_go_live(facts, day + days)
    time = When(first.start, last.end)
    held = (audit for audit in records if audit.day == day and _is_held(audit, time, as_of))
    return _Due(day, time, next(held, None))


def _is_held(audit: Audit, time: When, as_of: Instant) -> bool:
    """Return whether an audit certainly took place in a period."""
    held = audit.held_on
    return held is not None and by(held, as_of) and time.start <= held.start and held.end <= time.end


def _evidence(facts: Facts, due: _Due) -> Evidence:
    if due.held is None or due.held.held_on is None:
        return Evidence("audit", f"day {due.day}", f"not held by {facts.day(due.open.end)}")
    return Evidence("audit", f"day {due.day}", f"held on {facts.day(due.held.held_on.end)}", due.held.link)


def harder_asked(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return whether people were asked soon after go-live what has become harder, and every such round has an issue
    for each of its most frequent answers."""
    live_since(facts, as_of)
    read = facts.require("audits", AuditFacts)
    check_read(read, "held_on", "asked_harder", "answers", "answers_with_issue")
    days = parameters.seconds("within") // DAY
    until = day_after_go_live(facts, days).end
    _check_dated(read.records)
    held = [audit for audit in read.records if audit.held_on and perhaps_by(audit.held_on, as_of)]
    since = go_live(facts).start
    soon = [audit for audit in held if audit.held_on and since <= audit.held_on.start and audit.held_on.end <= until]
    _check_known(facts, soon, until, as_of)
    asked = [audit for audit in soon if audit.asked_harder and by(audit.held_on, as_of)]
    missing = sum(_open(audit) for audit in asked)
    return Measured(
        bool(asked) and not missing and all(audit.answers for audit in asked),
        _of_asked(asked, missing, days),
        tuple(Evidence("audit", f"day {audit.day}", _of_answers(audit), audit.link) for audit in asked),
        shortfall=_shortfall(asked, missing),
        levers=_creating(asked, missing),
    )


HARDER_ASKED = Signal(
    name="adoption.harder-asked",
    unit="boolean",
    sources=("audits",),
    meaning=("Whether people were asked within a month what is harder now, and each frequent answer has an issue."),
    needs=all_of("audits"),
    measure=harder_asked,
    parameters=(Parameter("within", "duration", "30d", "how many days after go-live people must have been asked"),),
    topic="whether people were asked what is harder now",
)


def _open(audit: Audit) -> int:
    """Return the number of answers without an issue."""
    return (audit.answers or 0) - (audit.answers_with_issue or 0)


def _check_dated(records: Sequence[Audit]) -> None:
    """Raise CannotMeasure if an audit has answers but no day: it took place, but perhaps not in time."""
    for audit in records:
        if audit.held_on is None and (audit.asked_harder or audit.answers):
            raise CannotMeasure(f"when the audit of day {audit.day} was held is unknown: fill held-on")


def _check_known(facts: Facts, soon: Sequence[Audit], until: Instant, as_of: Instant) -> None:
    """Raise CannotMeasure if it is unknown whether people were asked, or how many answers have an issue; also while
    there is still time to ask."""
    for audit in soon:
        if audit.asked_harder is None:
            raise CannotMeasure(
                f"whether people were asked what is harder at the audit of day {audit.day} is unknown: "
                "fill asked-harder"
            )
        if audit.asked_harder and (audit.answers is None or audit.answers_with_issue is None):
            raise CannotMeasure(
                f"how many answers of the audit of day {audit.day} have an issue is unknown: fill answers and "
                "answers-with-issue"
            )
    if not any(audit.asked_harder for audit in soon) and as_of <= until:
        raise CannotMeasure(
            f"nobody has been asked yet what is harder now: ask by {facts.day(until)}, and record the audit in audits"
        )


def _of_asked(asked: Sequence[Audit], missing: int, days: int) -> str:
    if not asked:
        return f"Nobody was asked within {counted(days, 'day')} of go-live what is harder now."
    answers = sum(audit.answers or 0 for audit in asked)
    noted = f"{answers - missing} of {counted(answers, 'answer')} {agreeing(answers - missing, 'has', 'have')} an issue"
    none = " An audit without any answer noted does not count." if any(not audit.answers for audit in asked) else ""
    return f"People were asked what is harder now; {noted}.{none}"


def _shortfall(asked: Sequence[Audit], missing: int) -> str:
    if not asked:
        return "nobody asked in time what is harder now"
    if not missing:
        return "no answer noted on what is harder now"
    return f"{counted(missing, 'answer')} on what is harder without an issue"


def _of_answers(audit: Audit) -> str:
    return f"{audit.answers_with_issue or 0} of {counted(audit.answers or 0, 'answer')} with an issue"


def _creating(asked: Sequence[Audit], missing: int) -> tuple[Work, ...]:
    """Return the work of creating the missing issues, if nothing else is missing."""
    if not missing or not all(audit.answers for audit in asked):
        return ()
    after = (*(False for _ in range(missing)), True)
    return (Work("create an issue for", "answer on what is harder", "answers on what is harder", after),)


SIGNALS = (AUDITS_HELD, HARDER_ASKED)
