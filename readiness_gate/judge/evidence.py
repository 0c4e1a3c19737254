"""What people sign: the findings of a gate, without those that depend on sign-offs, and the accepted risks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from operator import itemgetter

from readiness_gate.model.approval import approved
from readiness_gate.model.digest import digest
from readiness_gate.model.governance import ANSWERED
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Measured
from readiness_gate.model.verdict import Finding

_OF_THE_READ = frozenset({"evidence.age"})
"""Signals whose value is the time of reading the sources, which differs with every read."""


def signed_part(gate: Gate) -> Gate:
    """Return the gate without the rules on sign-offs."""
    return replace(gate, rules=tuple(rule for rule in gate.rules if rule.signal not in ANSWERED))


def evidence_digest(gate: Gate, findings: Iterable[Finding], today: date) -> str:
    """Return the digest of what people sign.

    For each rule it covers the limit, the outcome, the value and the ids of the evidence, without any time, and also
    the waivers that are properly approved on a day. The order and later sign-offs do not change it.
    """
    signed = [_evidence(finding) for finding in findings if finding.rule.signal not in ANSWERED]
    here = [waiver for waiver in gate.waivers if waiver.is_for(gate.milestone.name)]
    accepted = {digest(waiver) for waiver in approved(here, gate.terms, today)}
    return digest((sorted(signed, key=itemgetter(0)), sorted(accepted)))


def _evidence(finding: Finding) -> tuple[object, ...]:
    rule, reading = finding.rule, finding.reading
    asked = rule.id, rule.signal, rule.parameters, rule.limit, rule.held_for, rule.enforcement
    if not isinstance(reading, Measured) or rule.signal in _OF_THE_READ:
        return *asked, finding.outcome
    return (
        *asked,
        finding.outcome,
        None if reading.hidden else reading.value,
        sorted({item.id for item in reading.evidence}),
    )
