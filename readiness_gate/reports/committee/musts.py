"""What must become true, graded as gateway reviews grade their recommendations."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import day_of
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.committee.since_then import became
from readiness_gate.reports.page import Requirement, with_reasons_once

Urgency: TypeAlias = Literal["critical", "essential", "recommended"]
URGENCIES: dict[Urgency, str] = {
    "critical": "do now",
    "essential": "do by the date",
    "recommended": "should be done",
}
"""The grades, most urgent first, each with what it demands."""
_SOON = 7
"""A failing rule is critical if its owner must be done within this many days."""


@dataclass(frozen=True, slots=True)
class Must:
    """An unmet requirement, and how urgent it is."""

    urgency: Urgency
    requirement: Requirement
    became: str = ""
    """Its development since the last meeting: `open`, `new`, `overdue`; empty without a comparison."""


def musts(verdict: Verdict, requirements: Sequence[Requirement]) -> tuple[Must, ...]:
    """Return the unmet requirements that nobody accepted, most urgent first; the reason for several is given once."""
    found = list(_graded(verdict, requirements))
    ordered = [must for urgency in URGENCIES for must in found if must.urgency == urgency]
    once = with_reasons_once(must.requirement for must in ordered)
    return tuple(replace(must, requirement=requirement) for must, requirement in zip(ordered, once, strict=True))


def _graded(verdict: Verdict, requirements: Sequence[Requirement]) -> Iterator[Must]:
    for finding, requirement in zip(verdict.findings, requirements, strict=True):
        urgency = _urgency(finding, verdict)
        if urgency is not None:
            yield Must(urgency, requirement, became(finding, verdict))


def _urgency(finding: Finding, verdict: Verdict) -> Urgency | None:
    """Return how urgent it is that a rule passes; None if it does, only informs, or its risk is accepted."""
    rule = finding.rule
    if finding.waived or rule.enforcement == "info" or finding.outcome in ("pass", "not-applicable"):
        return None
    if rule.enforcement == "warn" or finding.outcome == "warn":
        return "recommended"
    days = (rule.due(verdict.milestone) - day_of(verdict.as_of, verdict.zone)).days
    return "critical" if finding.outcome == "fail" and days <= _SOON else "essential"
