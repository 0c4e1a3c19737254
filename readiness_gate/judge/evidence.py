"""What people sign: the findings of a gate but for those that sign-offs themselves answer, and the digest of these."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from readiness_gate.judge.findings import finding
from readiness_gate.model.digest import digest
from readiness_gate.model.governance import ANSWERED, Standing
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Measured, Question, Reading
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Finding

_OF_THE_READ = frozenset({"evidence.age"})
"""The signals whose value says when the sources were read, which a later read cannot tell again."""


def signed_part(gate: Gate) -> Gate:
    """The gate without the rules that sign-offs answer."""
    return replace(gate, rules=tuple(rule for rule in gate.rules if rule.signal not in ANSWERED))


def standing(gate: Gate, readings: Mapping[Question, Reading], as_of: Instant) -> Standing:
    """How the part of a gate that people sign stood as of an instant."""
    found = tuple(finding(rule, gate, readings, as_of) for rule in signed_part(gate).rules)
    return Standing(found, evidence_digest(found))


def evidence_digest(findings: Iterable[Finding]) -> str:
    """The digest of what people sign: of each rule its outcome, its value and the ids of its evidence, without any
    time. It is the same for the same findings in any order."""
    signed = {_evidence(each) for each in findings if each.rule.signal not in ANSWERED}
    return digest(sorted(signed, key=repr))


def _evidence(each: Finding) -> tuple[object, ...]:
    reading = each.reading
    if not isinstance(reading, Measured) or each.rule.signal in _OF_THE_READ:
        return each.rule.id, each.outcome, None, ()
    return each.rule.id, each.outcome, reading.value, tuple(sorted({item.id for item in reading.evidence}))
