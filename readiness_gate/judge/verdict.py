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
from readiness_gate.model.wording import agreeing, counted


def judge(
    gate: Gate,
    readings: Mapping[Question, Reading],
    as_of: Instant,
    sources: Iterable[Provenance] = (),
) -> Verdict:
    """The verdict of a gate on readings; a question without a reading counts as unknown.

    Raises ValueError for two different rules of one id.
    """
    today = day_of(as_of, gate.zone)
    without_waivers = [finding(rule, gate, readings, as_of) for rule in _distinct(gate.rules)]
    waivers = judge_waivers(gate, without_waivers, today)
    in_force = {judged.waiver.rule: judged.waiver for judged in waivers if judged.state == "in-force"}
    findings = sorted(
        (replace(finding, waiver=in_force.get(finding.rule.id)) for finding in without_waivers), key=_worst_first
    )
    decision = _decide(findings)
    return Verdict(
        program=gate.program,
        zone=gate.zone,
        milestone=gate.milestone,
        as_of=as_of,
        decision=decision,
        decision_without_waivers=_decide(without_waivers),
        sentence=_sentence(decision, findings, has_come=today > gate.milestone.date),
        findings=tuple(findings),
        dimensions=_dimensions(findings),
        waivers=tuple(waivers),
        policy=gate.policy,
        not_measured=gate.not_measured,
        sources=tuple(sorted(set(sources), key=lambda provenance: (provenance.source, repr(provenance)))),
        evidence_digest=evidence_digest(gate, without_waivers, today),
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
    return [one for one in findings if one.rule.enforcement == "block" and one.outcome != "not-applicable"]


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
    """The outcome as it counts: a rule that only warns counts at most as a warning."""
    is_warning = finding.rule.enforcement == "warn" and finding.outcome in ("fail", "unknown")
    return "warn" if is_warning else finding.outcome


def _worst_first(finding: Finding) -> tuple[int, bool, int, str]:
    """What findings are in the order of."""
    rule = finding.rule
    outcome = "warn" if rule.enforcement == "info" and finding.outcome != "pass" else _counting(finding)
    return SEVEREST.index(outcome), finding.waived, ENFORCEMENTS.index(rule.enforcement), rule.id


def _sentence(decision: Decision, findings: Sequence[Finding], *, has_come: bool) -> str:
    block = blocking(findings)
    if not block:
        return "Undecided: no blocking rule applies to this milestone."
    warnings = [one for one in findings if one.rule.enforcement != "info" and _counting(one) == "warn"]
    warned = f"; {counted(len(warnings), 'warning')} {_ids(warnings)}" if warnings else ""
    only = f"technically {'live' if has_come else 'ready'}, business not ready: " if _only_technically(block) else ""
    return f"{decision.capitalize()}: {only}{_tally(block)}{warned}."


def _tally(block: Sequence[Finding]) -> str:
    """How many of the blocking rules do what, the gravest first; the first number says of how many."""
    groups = [
        ([finding for finding in block if _fails(finding)], "fails", "fail"),
        ([finding for finding in block if finding.outcome == "unknown"], "could not be measured", ""),
        ([finding for finding in block if finding.waived], "is an accepted risk", "are accepted risks"),
    ]
    passing = sum(_passes(finding) for finding in block)
    parts = [
        (len(members), f"{agreeing(len(members), one, several or one)} {_ids(members)}")
        for members, one, several in groups
        if members
    ]
    (number, first), *others = [*parts, (passing, agreeing(passing, "passes", "pass"))]
    of = counted(len(block), "blocking rule")
    return ", ".join([f"{number} of {of} {first}", *(f"{amount} {words}" for amount, words in others)])


def _only_technically(block: Sequence[Finding]) -> bool:
    """Whether the system is ready and its people are not: every blocking rule on the former passes, and one on the
    latter fails. A go-live is then a technical milestone, and no business one."""
    technical = [finding for finding in block if finding.rule.dimension in TECHNICAL]
    people = [finding for finding in block if finding.rule.dimension not in (*TECHNICAL, "governance")]
    ready = all(_passes(finding) for finding in technical)
    return bool(technical) and ready and any(_fails(finding) for finding in people)


def _passes(finding: Finding) -> bool:
    return finding.outcome in ("pass", "warn")


def _fails(finding: Finding) -> bool:
    return finding.outcome == "fail" and not finding.waived


def _ids(findings: Iterable[Finding]) -> str:
    return f"({', '.join(finding.rule.id for finding in findings)})"
