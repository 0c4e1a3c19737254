"""Rules, gates, waivers and readings for tests of the judge: a test names what it is about, the rest is chosen here."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from readiness_gate.judge import judge
from readiness_gate.model.policy import Gate, Limit, Policy, Rule, Waiver, WaiverTerms
from readiness_gate.model.reading import Evidence, Measured, Question, Reading, Unavailable, Value
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import DAY, Instant, instant
from readiness_gate.model.verdict import Finding, Verdict
from support.reports import rendered

ZONE = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 4, 1)
AS_OF: Instant = instant("2026-04-01T12:00:00Z")
REQUESTER, APPROVER = "pm@example.com", "sponsor@example.com"
MILESTONE = Milestone("wave-2", "go-live", date(2026, 6, 1), tags=frozenset({"emea"}))
TERMS = WaiverTerms((APPROVER,), 30)
NONE_OPEN = Limit("at-most", 0)
UNKNOWN = Unavailable("the server did not answer")


def rule(id_: str = "R-1", limit: Limit = NONE_OPEN, **fields: Any) -> Rule:
    """A blocking rule on a signal of its own, in issues."""
    return replace(Rule(id_, f"Title of {id_}", "defects", f"signal.{id_}", limit, "issues"), **fields)


def gate(*rules: Rule, **fields: Any) -> Gate:
    """The gate of a milestone in two months."""
    return replace(Gate("Program", ZONE, MILESTONE, rules, Policy("sha256:0"), terms=TERMS), **fields)


def waiver(rule_id: str = "R-1", **fields: Any) -> Waiver:
    """A waiver that is in force on the day that the tests judge."""
    return replace(
        Waiver(rule_id, "Agreed", REQUESTER, APPROVER, date(2026, 3, 20), date(2026, 4, 10)),
        **fields,
    )


def measured(value: Value, *ids: str, **fields: Any) -> Measured:
    """A reading in issues, with evidence of these ids."""
    evidence = tuple(Evidence("issue", each) for each in ids)
    return replace(Measured(value, "As counted.", evidence, "issues"), **fields)


def answered(rules: Iterable[Rule], given: Mapping[str, Reading | Sequence[Reading]]) -> dict[Question, Reading]:
    """Readings by the rules' ids: one as of now, or one for each day back from now."""
    found: dict[Question, Reading] = {}
    for each in rules:
        of_rule = given.get(each.id, ())
        days = of_rule if isinstance(of_rule, Sequence) else (of_rule,)
        for ago, reading in enumerate(days):
            found[Question(each.signal, AS_OF - ago * DAY, each.parameters)] = reading
    return found


def judged(of: Gate, given: Mapping[str, Reading | Sequence[Reading]], as_of: Instant = AS_OF) -> Verdict:
    """The verdict of a gate on readings by its rules' ids."""
    readings = {
        replace(asked, as_of=asked.as_of - AS_OF + as_of): found for asked, found in answered(of.rules, given).items()
    }
    return judge(of, readings, as_of)


def finding_of(verdict: Verdict, rule_id: str = "R-1") -> Finding:
    """The finding of one rule."""
    return next(each for each in verdict.findings if each.rule.id == rule_id)


def reported(verdict: Verdict) -> str:
    """The verdict as its JSON report."""
    return rendered("json", verdict)


def reported_without_order_of_evidence(verdict: Verdict) -> Any:
    """The JSON report with each reading's evidence sorted: its order is the signal's to choose."""
    report: Any = json.loads(reported(verdict))
    for each in report["findings"]:
        reading = each["reading"]
        if reading and "evidence" in reading:
            reading["evidence"].sort(key=str)
    return report
