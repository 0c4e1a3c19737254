"""The facts that need no source: what was written about a gate, and what the gates of earlier milestones decided."""

from collections.abc import Iterable

from readiness_gate import judge
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.governance import EarlierDecision, EarlierFacts, PolicyFacts
from readiness_gate.model.policy import Gate, SignOff
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict

POLICY = "policy"
EARLIER = "milestones"
GATE_SOURCES = frozenset({POLICY, EARLIER})
"""The source names under which signals ask for these facts."""
NO_GATE = Unavailable("this is measured of a milestone's gate: name a milestone, or configure one")
_HERE = "as it is here"


def policy_facts(gate: Gate | None, now: Instant) -> PolicyFacts | Unavailable:
    """Return what was written about a gate."""
    if gate is None:
        return NO_GATE
    name = gate.milestone.name
    waivers = tuple(waiver for waiver in dict.fromkeys(gate.waivers) if waiver.is_for(name))
    signed = signoffs(gate)
    asked, records = f"the waivers and sign-offs for {name}", len(waivers) + len(signed)
    provenance = Provenance(POLICY, gate.policy.ref or _HERE, asked, records, now)
    return PolicyFacts(provenance, waivers, gate.terms, gate.zone, gate.signers, signed)


def signoffs(gate: Gate) -> tuple[SignOff, ...]:
    """Return the sign-offs of a gate's own milestone."""
    return tuple(signoff for signoff in dict.fromkeys(gate.signoffs) if signoff.milestone == gate.milestone.name)


def earlier_facts(gate: Gate, verdicts: Iterable[Verdict], now: Instant) -> EarlierFacts:
    """Return what the gates of the directly preceding milestones decided."""
    names = gate.milestone.after
    decisions = tuple(_decision(verdict) for verdict in verdicts if verdict.milestone.name in names)
    asked = f"the gates of {', '.join(names)}" if names else "the gates of earlier milestones"
    return EarlierFacts(Provenance(EARLIER, gate.policy.ref or _HERE, asked, len(names), now), decisions)


def _decision(verdict: Verdict) -> EarlierDecision:
    why = () if verdict.decision == "go" else judge.in_the_way(verdict)
    waived = tuple(sorted(finding.rule.id for finding in verdict.findings if finding.waived))
    return EarlierDecision(verdict.milestone.name, verdict.as_of, verdict.decision, why, waived)
