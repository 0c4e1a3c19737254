"""Judge one rule by its readings: the result is a finding."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from readiness_gate.model.amounts import sentence
from readiness_gate.model.policy import Gate, Outcome, Rule
from readiness_gate.model.reading import Measured, Question, Reading, Unavailable
from readiness_gate.model.time import DAY, Instant, day_of
from readiness_gate.model.verdict import Finding
from readiness_gate.model.wording import counted

SEVEREST: tuple[Outcome, ...] = ("fail", "unknown", "warn", "pass", "not-applicable")
_NOT_MEASURED = Unavailable("nothing was measured for this rule")


def questions(gate: Gate, as_of: Instant) -> list[Question]:
    """Return everything that must be measured to judge a gate, each question once.

    That is one question for each rule that applies; for a rule that must hold for days, one for each of these days.
    """
    today = day_of(as_of, gate.zone)
    asked = (
        question for rule in gate.rules if rule.when.to(gate.milestone, today) for question in asked_by(rule, as_of)
    )
    return list(dict.fromkeys(asked))


def finding(rule: Rule, gate: Gate, readings: Mapping[Question, Reading], as_of: Instant) -> Finding:
    """Return the finding of a rule, given its readings.

    A rule that must hold for N days fails if it failed at any of `as_of` minus 0 to N days, else is unknown if it was
    unknown at any. The finding names the latest such day; the others are kept for waivers, which must cover them all.
    """
    if not rule.when.to(gate.milestone, day_of(as_of, gate.zone)):
        return Finding(rule, "not-applicable", "This rule does not apply to the milestone at this time.")
    days = {
        question.as_of: _at(rule, readings.get(question, _NOT_MEASURED), question.as_of)
        for question in asked_by(rule, as_of)
    }
    broken = [(instant, day) for instant, day in days.items() if day.outcome in ("fail", "unknown")]
    return _worst_day(broken, gate, as_of) if broken else days[as_of]


def _worst_day(broken: Sequence[tuple[Instant, Finding]], gate: Gate, as_of: Instant) -> Finding:
    """Return the worst finding of the days on which a rule did not hold, the latest of several, with the readings of
    the others."""
    (instant, worst), *others = sorted(broken, key=lambda day: SEVEREST.index(day[1].outcome))
    before = f"Must have held for {counted(worst.rule.held_for // DAY, 'day')}; {day_of(instant, gate.zone)} reset it: "
    return replace(
        worst,
        message=worst.message if instant == as_of else before + worst.message,
        other_days=tuple(day.reading for _, day in others),
    )


def asked_by(rule: Rule, as_of: Instant) -> list[Question]:
    """Return what must be measured to judge a rule; for one that must hold for days, as of each of these days."""
    return [Question(rule.signal, as_of - ago * DAY, rule.parameters) for ago in range(rule.held_for // DAY + 1)]


def _at(rule: Rule, reading: Reading, instant: Instant) -> Finding:
    fitting = _fitting(rule, reading)
    if isinstance(fitting, Measured):
        return Finding(rule, rule.limit.judge(fitting.value), sentence(rule.limit, fitting), fitting, instant)
    return Finding(rule, "unknown", f"Could not be measured: {fitting.reason}", fitting, instant)


def _fitting(rule: Rule, reading: Reading) -> Reading:
    """Return the reading; unavailable if it is a flag and the limit a number, or the reverse, because true would
    equal 1."""
    if isinstance(reading, Measured) and isinstance(reading.value, bool) != isinstance(rule.limit.value, bool):
        return Unavailable(f"{rule.signal} gave {reading.value!r}, which no limit of {rule.limit.value!r} can judge")
    return reading
