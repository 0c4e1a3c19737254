"""What people sign: the findings of a gate but for those that sign-offs themselves answer, and the risks accepted."""

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
"""The signals whose value says when the sources were read, which a later read cannot tell again."""


def signed_part(gate: Gate) -> Gate:
    """The gate without the rules that sign-offs answer."""
    return replace(gate, rules=tuple(rule for rule in gate.rules if rule.signal not in ANSWERED))


def evidence_digest(gate: Gate, findings: Iterable[Finding], today: date) -> str:
    """The digest of what people sign: of each rule what it asks for, its outcome, its value and the ids of its
    evidence, without any time; and the waivers that are properly approved on a day. It is the same for the same in any
    order, and for what people have signed since."""
    signed = [_evidence(finding) for finding in findings if finding.rule.signal not in ANSWERED]
    here = [waiver for waiver in gate.waivers if waiver.is_for(gate.milestone.name)]
    accepted = {digest(waiver) for waiver in approved(here, gate.terms, today)}
    return digest((sorted(signed, key=itemgetter(0)), sorted(accepted)))


def _evidence(finding: Finding) -> tuple[object, ...]:
    rule, reading = finding.rule, finding.reading
    asked = rule.id, rule.signal, rule.parameters, rule.limit, rule.held_for, rule.enforcement
    if not isinstance(reading, Measured) or rule.signal in _OF_THE_READ:
        return *asked, finding.outcome
    return *asked, finding.outcome, reading.value, sorted({item.id for item in reading.evidence})
