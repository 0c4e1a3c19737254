"""One rule and its readings make one finding."""

from collections.abc import Mapping

from readiness_gate.judge.wording import sentence
from readiness_gate.model.policy import Gate, Outcome, Rule
from readiness_gate.model.reading import Measured, Question, Reading, Unavailable
from readiness_gate.model.time import DAY, Instant, day_of, iso_day
from readiness_gate.model.verdict import Finding

SEVEREST: tuple[Outcome, ...] = ("fail", "unknown", "warn", "pass", "not-applicable")
_NOT_MEASURED = Unavailable("nothing was measured for this rule")


def questions(gate: Gate, as_of: Instant) -> list[Question]:
    """Everything that must be measured to judge a gate: one question a rule, and one a day for a rule that must hold
    for days; none for rules that do not apply."""
    today = day_of(as_of, gate.zone)
    asked = (question for rule in gate.rules if rule.when.to(gate.milestone, today) for question in _asked(rule, as_of))
    return list(dict.fromkeys(asked))


def finding(rule: Rule, gate: Gate, readings: Mapping[Question, Reading], as_of: Instant) -> Finding:
    """What a rule makes of its readings.

    A rule that must hold for N days fails if it failed at any of `as_of` minus 0 to N days, and is else unknown if it
    was unknown at any; the latest such day is told.
    """
    today = day_of(as_of, gate.zone)
    if not rule.when.to(gate.milestone, today):
        return Finding(rule, "not-applicable", "This rule does not apply to the milestone at this time.")
    held = [_at(rule, readings.get(question, _NOT_MEASURED), question.as_of) for question in _asked(rule, as_of)]
    worst = min(held, key=lambda day: SEVEREST.index(day.outcome))
    if worst is held[0] or worst.outcome not in ("fail", "unknown"):
        return held[0]
    days = rule.held_for // DAY
    return Finding(
        rule,
        worst.outcome,
        f"Must have held for {days} days; {iso_day(worst.judged_at or as_of)} reset it: {worst.message}",
        worst.reading,
        worst.judged_at,
    )


def _asked(rule: Rule, as_of: Instant) -> list[Question]:
    return [Question(rule.signal, as_of - ago * DAY, rule.parameters) for ago in range(rule.held_for // DAY + 1)]


def _at(rule: Rule, reading: Reading, instant: Instant) -> Finding:
    if isinstance(reading, Measured):
        return Finding(rule, rule.limit.judge(reading.value), sentence(rule.limit, reading), reading, instant)
    return Finding(rule, "unknown", f"Could not be measured: {reading.reason}", reading, instant)
