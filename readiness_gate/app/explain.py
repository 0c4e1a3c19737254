"""Explain a rule: its text, and its results in a gate over the last weeks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from readiness_gate import judge
from readiness_gate.app.decided import with_decisions
from readiness_gate.app.edits import worse_version
from readiness_gate.app.session import Session
from readiness_gate.config.packs.catalog import shipped_rules
from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.rule_ids import canonical
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.run import evaluate_series
from readiness_gate.signals import Signal, SignalTable
from readiness_gate.toml.problems import did_you_mean

_WEEK = 7 * DAY
_WEEKS = 8


@dataclass(frozen=True, slots=True)
class KnownRule:
    """A rule found by its id."""

    rule: Rule
    signal: Signal
    packs: tuple[str, ...]
    """The shipped packs that have a rule with that id."""


@dataclass(frozen=True, slots=True)
class Course:
    """The result of a rule in a gate, today and before."""

    verdict: Verdict
    finding: Finding
    weeks: Sequence[tuple[Instant, Finding]]
    """Its findings as of now and of each of the weeks before, newest first."""


def known_rule(rule_id: str, signals: SignalTable, session: Session | None) -> KnownRule:
    """Return a rule by its id, in any case: that of the configuration, else the shipped one.

    Raises BadUse if there is none.
    """
    packs = shipped_rules(signals)
    known = {rule.id: rule for rule in (*chain.from_iterable(packs.values()), *_gate_rules(session))}
    rule = known.get(canonical(rule_id, known))
    if rule is None:
        raise BadUse(f'no rule is called "{rule_id}"{did_you_mean(rule_id, known)}')
    packed = tuple(name for name, of_pack in packs.items() if any(other.id == rule.id for other in of_pack))
    return KnownRule(rule, signals[rule.signal], packed)


def _gate_rules(session: Session | None) -> Iterator[Rule]:
    """Yield the rules of the configuration's gates."""
    if session is not None:
        for gate in session.configuration.gates.values():
            yield from gate.rules


def course(session: Session, rule_id: str, milestone: str, as_of: Instant) -> Course:
    """Return the results of a rule in the gate of a milestone, from the version of edited files that counts in `check`.
    Raises BadUse if that gate has no such rule."""
    gate = session.gate(milestone, as_of)
    rule = _rule_of_gate(gate, rule_id)
    found, which = worse_version(session, lambda one: _course(one, gate, rule, as_of), lambda one: one.verdict)
    return replace(found, verdict=replace(found.verdict, notes=(*found.verdict.notes, *which)))


def _course(session: Session, gate: Gate, rule: Rule, as_of: Instant) -> Course:
    weeks = [as_of - number * _WEEK for number in range(_WEEKS + 1)]
    asked = chain.from_iterable(judge.asked_by(rule, week) for week in weeks)
    series = evaluate_series(session.program, gate, (as_of,), asked)
    past = [(week, judge.finding(rule, gate, series.readings, week)) for week in weeks]
    verdict = with_decisions(session, replace(series.verdicts[-1], notes=session.notes))
    return Course(verdict, next(finding for finding in verdict.findings if finding.rule.id == rule.id), past)


def _rule_of_gate(gate: Gate, rule_id: str) -> Rule:
    rule = next((rule for rule in gate.rules if rule.id == rule_id), None)
    if rule is None:
        name, kind, packs = gate.milestone.name, gate.milestone.kind, ", ".join(gate.policy.packs) or "none"
        raise BadUse(f"the gate of {name} (kind {kind}, packs {packs}) has no rule {rule_id}")
    return rule
