"""The decision as the contract words it, written as plainly as can be, to hold the judge against."""

from readiness_gate.model.policy import Gate, Limit, Rule, Waiver
from readiness_gate.model.reading import Measured, Question, Reading, Value
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import Decision
from support.gates import AS_OF, TODAY
from support.strategies import Case


def decision(case: Case, *, waivers: bool = True) -> Decision:
    """Any unwaived blocking fail: no-go; else any blocking unknown: undecided; else go; nothing blocks: undecided."""
    blocking = [rule for rule in case.gate.rules if rule.enforcement == "block" and applies(rule, case.gate)]
    outcomes = {rule.id: outcome(rule, case) for rule in blocking}
    for rule in blocking:
        if outcomes[rule.id] == "fail" and not (waivers and waived(rule, case)):
            return "no-go"
    if not blocking or "unknown" in outcomes.values():
        return "undecided"
    return "go"


def applies(rule: Rule, gate: Gate) -> bool:
    """Whether the rule's `when` is true; the strategies use its first key only."""
    most = rule.when.days_to_go_at_most
    return most is None or (gate.milestone.date - TODAY).days <= most


def outcome(rule: Rule, case: Case) -> str:
    """Any of the days fails: fail; else any is unknown: unknown; else it passes or warns."""
    days = [_outcome(rule.limit, reading) for reading in _days(rule, case)]
    return "fail" if "fail" in days else "unknown" if "unknown" in days else "within"


def waived(rule: Rule, case: Case) -> bool:
    """Whether the newest waivers in force cover every day that failed, and no day is unknown."""
    good = [each for each in case.gate.waivers if each.rule == rule.id and _in_time_and_approved(each, case.gate)]
    newest = [each for each in good if each.approved_on == max(other.approved_on for other in good)]
    bad = [each for each in _days(rule, case) if _outcome(rule.limit, each) != "within"]
    return rule.waivable and bool(newest) and all(_covers(each, rule, day) for each in newest for day in bad)


def _days(rule: Rule, case: Case) -> list[Reading | None]:
    asked = [Question(rule.signal, AS_OF - day * DAY, rule.parameters) for day in range(rule.held_for // DAY + 1)]
    return [case.readings.get(each) for each in asked]


def _outcome(limit: Limit, reading: Reading | None) -> str:
    if not isinstance(reading, Measured) or isinstance(reading.value, bool):
        return "unknown"
    return "within" if _within(reading.value, limit) else "fail"


def _within(value: Value, limit: Limit) -> bool:
    return {"at-most": value <= limit.value, "at-least": value >= limit.value, "equals": value == limit.value}[
        limit.bound
    ]


def _in_time_and_approved(waiver: Waiver, gate: Gate) -> bool:
    approver, requester = (each.strip().casefold() for each in (waiver.approved_by, waiver.requested_by))
    return (
        waiver.milestone in (None, gate.milestone.name)
        and approver in gate.terms.approvers
        and approver != requester
        and (waiver.expires - waiver.approved_on).days <= gate.terms.max_days
        and waiver.approved_on <= TODAY <= waiver.expires
    )


def _covers(waiver: Waiver, rule: Rule, reading: Reading | None) -> bool:
    if not isinstance(reading, Measured) or isinstance(reading.value, bool):
        return False
    if waiver.accepts is not None:
        accepted = Limit(rule.limit.bound, waiver.accepts)
        if rule.limit.bound == "equals" or not _within(reading.value, accepted):
            return False
    ids = {each.id for each in reading.evidence}
    return waiver.evidence is None or (bool(ids) and ids <= waiver.evidence)
