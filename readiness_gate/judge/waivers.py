"""Which waivers count, for which findings, and why the others do not.

A waiver covers a fail, never an unknown, and never a rule that is not waivable. If there are several for one rule, only
the newest that is properly approved and in time counts: they never add up, and an older one is no fallback.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from readiness_gate.model.approval import approved, why_not_approved
from readiness_gate.model.digest import digest
from readiness_gate.model.policy import Gate, Limit, Rule, Waiver
from readiness_gate.model.reading import Measured, Reading
from readiness_gate.model.verdict import Finding, JudgedWaiver, WaiverState

_NOT_MEASURED = "a waiver covers a failing rule, not one that could not be measured"


def judge_waivers(gate: Gate, findings: Sequence[Finding], today: date) -> list[JudgedWaiver]:
    """Return every waiver of a gate with its state on a day of the program's calendar, sorted by rule id."""
    by_rule = {finding.rule.id: finding for finding in findings}
    waivers = list(dict.fromkeys(gate.waivers))
    newest = _newest(gate, waivers, today)
    judged = [_judge(waiver, gate, by_rule.get(waiver.rule), newest, today) for waiver in waivers]
    voided = {one.waiver.rule for one in judged if one.state in ("worsened", "new-evidence")}
    return sorted((_without_rival(one, voided) for one in judged), key=_sort_key)


def _newest(gate: Gate, waivers: Iterable[Waiver], today: date) -> dict[str, date]:
    """Return, for each rule, the day of its newest waiver that is properly approved, in time, and for this gate."""
    newest: dict[str, date] = {}
    for waiver in approved(waivers, gate.terms, today):
        if waiver.is_for(gate.milestone.name):
            newest[waiver.rule] = max(waiver.approved_on, newest.get(waiver.rule, waiver.approved_on))
    return newest


def flaw(waiver: Waiver, gate: Gate, today: date) -> JudgedWaiver | None:
    """Return the waiver as void if the gate and the day are enough to say so; None if that depends on the readings."""
    rule = next((rule for rule in gate.rules if rule.id == waiver.rule), None)
    void = _why_out_of_reach(waiver, gate, rule) or why_not_approved(waiver, gate.terms, today)
    return JudgedWaiver(waiver, *void) if void is not None else None


def _without_rival(judged: JudgedWaiver, voided: set[str]) -> JudgedWaiver:
    """Return the judged waiver; of two waivers for one rule on the same day, neither counts unless both cover the
    finding."""
    if judged.state == "in-force" and judged.waiver.rule in voided:
        return JudgedWaiver(
            judged.waiver, "superseded", "another waiver of the same day on this rule no longer covers it"
        )
    return judged


def _judge(waiver: Waiver, gate: Gate, finding: Finding | None, newest: dict[str, date], today: date) -> JudgedWaiver:
    void = _why_not_matching(waiver, gate, finding) or why_not_approved(waiver, gate.terms, today)
    if void is None and waiver.approved_on < newest[waiver.rule]:
        void = "superseded", f"a waiver of {newest[waiver.rule]} on this rule is newer"
    if void is None and finding is not None:
        void = _why_not_covering(waiver, finding)
    return JudgedWaiver(waiver, *(void or ("in-force", f"accepted by {waiver.approved_by} until {waiver.expires}")))


_Void = tuple[WaiverState, str] | None


def _why_out_of_reach(waiver: Waiver, gate: Gate, rule: Rule | None) -> _Void:
    """Return why a waiver cannot cover anything in a gate; `rule` is the gate's rule that it names."""
    if not waiver.is_for(gate.milestone.name):
        return "unmatched", f'it is for the milestone "{waiver.milestone}"'
    if rule is None:
        return "unmatched", f"no rule {waiver.rule} guards this milestone"
    return None if rule.waivable else ("not-waivable", f"{waiver.rule} cannot be waived")


def _why_not_matching(waiver: Waiver, gate: Gate, finding: Finding | None) -> _Void:
    """Return why a waiver does not fit the finding of its rule, whatever was measured."""
    void = _why_out_of_reach(waiver, gate, finding.rule if finding else None)
    return void if void is not None or finding is None else _why_not_failing(finding)


def _why_not_failing(finding: Finding) -> _Void:
    if finding.outcome == "unknown":
        return "unmatched", _NOT_MEASURED
    return None if finding.outcome == "fail" else ("unmatched", f"the rule does not fail (it is: {finding.outcome})")


def _why_not_covering(waiver: Waiver, finding: Finding) -> _Void:
    """Return why a waiver does not cover a failure on any of the days on which the rule must have held."""
    voids = (
        _why_reading_not_covered(waiver, finding.rule.limit, reading)
        for reading in (finding.reading, *finding.other_days)
    )
    return next((void for void in voids if void is not None), None)


def _why_reading_not_covered(waiver: Waiver, limit: Limit, reading: Reading | None) -> _Void:
    """Return why a waiver does not cover one reading."""
    if not isinstance(reading, Measured):
        return "unmatched", _NOT_MEASURED
    if _is_worse_than_accepted(waiver.accepts, limit, reading):
        now = "worse" if reading.hidden else reading.value
        return "worsened", f"it accepts {waiver.accepts}, and the reading is {now}"
    return None if waiver.evidence is None else _why_evidence_not_covered(waiver.evidence, reading)


def _is_worse_than_accepted(accepts: float | None, limit: Limit, reading: Measured) -> bool:
    """Return whether a reading is worse than a waiver accepts; for `equals` no order is known."""
    return accepts is not None and (limit.bound == "equals" or limit.is_worse(reading.value, accepts))


def _why_evidence_not_covered(accepted: frozenset[str], reading: Measured) -> _Void:
    """Return why a waiver of specific evidence does not cover the evidence of a reading."""
    named = {item.id for item in reading.evidence}
    if not named:
        return "new-evidence", "it covers certain evidence only, and the reading names none"
    new = sorted(named - accepted)
    return ("new-evidence", f"it does not cover {', '.join(new[:5])}") if new else None


def _sort_key(judged: JudgedWaiver) -> tuple[str, ...]:
    waiver = judged.waiver
    return (waiver.rule, judged.state, str(waiver.approved_on), str(waiver.expires), waiver.approved_by, digest(waiver))
