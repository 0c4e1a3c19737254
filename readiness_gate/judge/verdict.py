"""Findings and waivers make the decision.

Any blocking rule that fails and is not waived: no-go; else any blocking rule that could not be measured: undecided;
else go. A gate without a blocking rule that applies is undecided: it has nothing to say yes with.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from readiness_gate.judge.evidence import evidence_digest
from readiness_gate.judge.findings import SEVEREST, finding
from readiness_gate.judge.waivers import judge_waivers
from readiness_gate.model.digest import digest
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.policy import DIMENSIONS, ENFORCEMENTS, TECHNICAL, Dimension, Gate, Outcome, Rule
from readiness_gate.model.reading import Question, Reading
from readiness_gate.model.time import Instant, day_of
from readiness_gate.model.verdict import Decision, DimensionOutcome, Finding, Verdict


def judge(
    gate: Gate,
    readings: Mapping[Question, Reading],
    as_of: Instant,
    sources: Iterable[Provenance] = (),
) -> Verdict:
    """The verdict of a gate on readings; a question without a reading counts as unknown.

    Raises ValueError for two different rules of one id.
    """
    found = [finding(rule, gate, readings, as_of) for rule in _distinct(gate.rules)]
    waivers = judge_waivers(gate, found, day_of(as_of, gate.zone))
    in_force = {each.waiver.rule: each.waiver for each in waivers if each.state == "in-force"}
    findings = sorted((replace(each, waiver=in_force.get(each.rule.id)) for each in found), key=_worst_first)
    decision = _decide(findings)
    return Verdict(
        program=gate.program,
        zone=gate.zone,
        milestone=gate.milestone,
        as_of=as_of,
        decision=decision,
        decision_without_waivers=_decide(found),
        sentence=_sentence(decision, findings, has_come=day_of(as_of, gate.zone) > gate.milestone.date),
        findings=tuple(findings),
        dimensions=_dimensions(findings),
        waivers=tuple(waivers),
        policy=gate.policy,
        not_measured=gate.not_measured,
        sources=tuple(sorted(set(sources), key=lambda each: (each.source, repr(each)))),
        evidence_digest=evidence_digest(gate, found, day_of(as_of, gate.zone)),
    )


def _distinct(rules: Iterable[Rule]) -> list[Rule]:
    """Each rule once; a waiver names a rule by its id, and must not cover another one of that id."""
    by_id: dict[str, Rule] = {}
    for rule in rules:
        known = by_id.setdefault(rule.id, rule)
        if known is not rule and digest(known) != digest(rule):
            raise ValueError(f"two different rules are called {rule.id}")
    return list(by_id.values())


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of the blocking rules that apply."""
    return [each for each in findings if each.rule.enforcement == "block" and each.outcome != "not-applicable"]


def _decide(findings: Iterable[Finding]) -> Decision:
    outcomes = {each.outcome for each in blocking(findings) if not each.waived}
    if "fail" in outcomes:
        return "no-go"
    if "unknown" in outcomes or not blocking(findings):
        return "undecided"
    return "go"


def _dimensions(findings: Sequence[Finding]) -> tuple[DimensionOutcome, ...]:
    counted: dict[Dimension, list[Outcome]] = {}
    for each in findings:
        if each.rule.enforcement != "info":
            counted.setdefault(each.rule.dimension, []).append(_counted(each))
    return tuple(
        DimensionOutcome(name, min(counted[name], key=SEVEREST.index)) for name in DIMENSIONS if name in counted
    )


def _counted(each: Finding) -> Outcome:
    """A rule that only warns counts at most as a warning."""
    return "warn" if each.rule.enforcement == "warn" and each.outcome in ("fail", "unknown") else each.outcome


def _worst_first(each: Finding) -> tuple[int, bool, int, str]:
    outcome = "warn" if each.rule.enforcement == "info" and each.outcome != "pass" else _counted(each)
    return SEVEREST.index(outcome), each.waived, ENFORCEMENTS.index(each.rule.enforcement), each.rule.id


def _sentence(decision: Decision, findings: Sequence[Finding], *, has_come: bool) -> str:
    block = blocking(findings)
    if not block:
        return "Undecided: no blocking rule applies to this milestone."
    open_ = [each for each in block if not each.waived]
    said = [
        _said([each for each in open_ if each.outcome == "fail"], "fails", "fail"),
        _said([each for each in block if each.outcome == "unknown"], "could not be measured", "could not be measured"),
        _said([each for each in block if each.waived], "is an accepted risk", "are accepted risks"),
    ]
    passing = sum(each.outcome in ("pass", "warn") for each in block)
    parts = [*filter(None, said), f"{passing} pass{'es' if passing == 1 else ''}"]
    number, _, rest = parts[0].partition(" ")
    parts[0] = f"{number} of {len(block)} blocking rule{'s' if len(block) > 1 else ''} {rest}"
    warned = [each for each in findings if each.rule.enforcement != "info" and _counted(each) == "warn"]
    warnings = f"; {_said(warned, 'warning', 'warnings')}" if warned else ""
    only = _only_technically(block)
    gap = f"technically {'live' if has_come else 'ready'}, business not ready: " if only else ""
    return f"{decision.capitalize()}: {gap}{', '.join(parts)}{warnings}."


def _only_technically(block: Sequence[Finding]) -> bool:
    """Whether the system is ready and its people are not: every blocking rule on the former passes, and one on the
    latter fails. A go-live is then a technical milestone, and no business one."""
    technical = [each for each in block if each.rule.dimension in TECHNICAL]
    people = [each for each in block if each.rule.dimension not in TECHNICAL and each.rule.dimension != "governance"]
    ready = all(each.outcome in ("pass", "warn") for each in technical)
    return bool(technical) and ready and any(each.outcome == "fail" and not each.waived for each in people)


def _said(findings: Sequence[Finding], one: str, many: str) -> str:
    ids = ", ".join(each.rule.id for each in findings)
    return f"{len(findings)} {one if len(findings) == 1 else many} ({ids})" if findings else ""
