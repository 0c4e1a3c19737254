"""What rules on the policy itself read: what was written about a gate."""

from collections.abc import Mapping
from dataclasses import field
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.policy import SignOff, Waiver, WaiverTerms
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Decision

ANSWERED = frozenset({"governance.signoffs-missing", "governance.signoffs-early", "policy.edits-after-lock"})
"""The signals that sign-offs affect: what they read cannot be part of what is signed."""


@dataclass(frozen=True, slots=True)
class PolicyFacts(SourceFacts):
    """What was written about the milestone's own gate: its waivers, who may approve them, and whose calendar counts;
    its sign-offs, and who must sign in which role."""

    waivers: tuple[Waiver, ...]
    terms: WaiverTerms
    zone: ZoneInfo
    signers: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    signoffs: tuple[SignOff, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierDecision:
    """What the gate of an earlier milestone decided."""

    milestone: str
    as_of: Instant
    decision: Decision
    why: tuple[str, ...]
    """What is in the way there, in words; empty if it is go."""
    waived: tuple[str, ...] = ()
    """The ids of the rules that fail there and are waived."""


@dataclass(frozen=True, slots=True)
class EarlierFacts(SourceFacts):
    """What the gates of the milestones directly before the judged one decided, as of each requested instant."""

    decisions: tuple[EarlierDecision, ...]
