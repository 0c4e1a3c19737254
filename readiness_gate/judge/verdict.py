"""Combine findings and waivers into the decision.

Any blocking rule that fails without a waiver: no-go; else any blocking rule that could not be measured: undecided; else
go. A gate without an applicable blocking rule is undecided: nothing supports a yes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from readiness_gate.judge.evidence import evidence_digest
from readiness_gate.judge.findings import SEVEREST, finding
from readiness_gate.judge.sentence import blocking, parts
from readiness_gate.judge.waivers import judge_waivers
from readiness_gate.model.digest import digest
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.policy import DIMENSIONS, ENFORCEMENTS, Dimension, Gate, Outcome, Rule
from readiness_gate.model.reading import Question, Reading
from readiness_gate.model.time import Instant, day_of
from readiness_gate.model.verdict import Decision, DimensionOutcome, Finding, Verdict


def judge(
    gate: Gate,
    readings: Mapping[Question, Reading],
    as_of: Instant,
    sources: Iterable[Provenance] = (),
) -> Verdict:
    """Return the verdict of a gate on readings; a question without a reading counts as unknown.

    Raises ValueError for two different rules with the same id.
    """
    today = day_of(as_of, gate.zone)
    without_waivers = [finding(rule, gate, readings, as_of) for rule in _distinct(gate.rules)]
    waivers = judge_waivers(gate, without_waivers, today)
    in_force = {judged.waiver.rule: judged.waiver for judged in waivers if judged.state == "in-force"}
    findings = sorted(
        (replace(finding, waiver=in_force.get(finding.rule.id)) for finding in without_waivers), key=_worst_first
    )
    verdict = Verdict(
        program=gate.program,
        zone=gate.zone,
        milestone=gate.milestone,
        as_of=as_of,
        decision=_decide(findings),
        decision_without_waivers=_decide(without_waivers),
        sentence="",
        findings=tuple(findings),
        dimensions=_dimensions(findings),
        waivers=tuple(waivers),
        policy=gate.policy,
        not_measured=gate.not_measured,
        sources=tuple(sorted(set(sources), key=lambda provenance: (provenance.source, repr(provenance)))),
        evidence_digest=evidence_digest(gate, without_waivers, today),
    )
    return replace(verdict, sentence=" ".join(parts(verdict)))


def _distinct(rules: Iterable[Rule]) -> list[Rule]:
    """Return each rule once. A waiver names a rule by its id and must not cover another rule with that id."""
    by_id: dict[str, Rule] = {}
    for rule in rules:
        known = by_id.setdefault(rule.id, rule)
        if known is not rule and digest(known) != digest(rule):
            raise ValueError(f"two different rules are called {rule.id}")
    return list(by_id.values())


def _decide(findings: Iterable[Finding]) -> Decision:
    block = blocking(findings)
    outcomes = {finding.outcome for finding in block if not finding.waived}
    if "fail" in outcomes:
        return "no-go"
    return "undecided" if "unknown" in outcomes or not block else "go"


def _dimensions(findings: Sequence[Finding]) -> tuple[DimensionOutcome, ...]:
    outcomes: dict[Dimension, list[Outcome]] = {}
    for one in findings:
        if one.rule.enforcement != "info":
            outcomes.setdefault(one.rule.dimension, []).append(_counting(one))
    return tuple(
        DimensionOutcome(name, min(outcomes[name], key=SEVEREST.index)) for name in DIMENSIONS if name in outcomes
    )


def _counting(finding: Finding) -> Outcome:
    """Return the outcome as it counts: a rule that only warns counts at most as a warning."""
    is_warning = finding.rule.enforcement == "warn" and finding.outcome in ("fail", "unknown")
    return "warn" if is_warning else finding.outcome


def _worst_first(finding: Finding) -> tuple[int, bool, int, str]:
    """Return the sort key of findings, worst first."""
    rule = finding.rule
    outcome = "warn" if rule.enforcement == "info" and finding.outcome != "pass" else _counting(finding)
    return SEVEREST.index(outcome), finding.waived, ENFORCEMENTS.index(rule.enforcement), rule.id
