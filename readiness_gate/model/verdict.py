"""The decision of a gate, and everything that it is based on."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.comparison import Comparison
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.policy import ALWAYS_MEASURED, DIMENSIONS, UNWATCHED, Dimension, Outcome, Policy, Rule, Waiver
from readiness_gate.model.reading import Question, Reading
from readiness_gate.model.settings import Milestone
from readiness_gate.model.subject import Subject
from readiness_gate.model.time import Instant

Decision: TypeAlias = Literal["go", "no-go", "undecided"]
WORST_FIRST: tuple[Decision, ...] = ("no-go", "undecided", "go")
"""The order in which gates are shown; the first decision among several gates counts for all."""
WaiverState: TypeAlias = Literal[
    "in-force",
    "expired",
    "not-yet-approved",
    "over-long",
    "self-approved",
    "unknown-approver",
    "not-waivable",
    "superseded",
    "worsened",
    "new-evidence",
    "unmatched",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule with its reading and its outcome."""

    rule: Rule
    outcome: Outcome
    message: str
    reading: Reading | None = None
    """None if the rule does not apply."""
    judged_at: Instant | None = None
    """The instant of the deciding reading: earlier than the verdict's for a rule that must hold for some days."""
    waiver: Waiver | None = None
    """The waiver that covers a failure."""
    other_days: tuple[Reading | None, ...] = ()
    """The readings of the other days on which the rule failed or could not be measured."""

    @property
    def waived(self) -> bool:
        """Whether a failure does not block because a waiver in force covers it."""
        return self.outcome == "fail" and self.waiver is not None


@dataclass(frozen=True, slots=True)
class JudgedWaiver:
    """A waiver with its state in this gate, and why."""

    waiver: Waiver
    state: WaiverState
    why: str


@dataclass(frozen=True, slots=True)
class DimensionOutcome:
    """The worst outcome of a dimension's rules."""

    name: Dimension
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file in the repository of the configuration."""

    path: str
    """The file, relative to the top of the repository."""
    number: int
    """Counted from 1."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision for a milestone, with and without the waivers in force."""

    program: str
    zone: ZoneInfo
    milestone: Milestone
    as_of: Instant
    decision: Decision
    decision_without_waivers: Decision
    sentence: str
    findings: tuple[Finding, ...]
    """Worst first."""
    dimensions: tuple[DimensionOutcome, ...]
    waivers: tuple[JudgedWaiver, ...]
    policy: Policy
    not_measured: Mapping[str, str] = field(default_factory=dict[str, str])
    sources: tuple[Provenance, ...] = ()
    evidence_digest: str = ""
    notes: tuple[str, ...] = ()
    """What every reader must know about how the sources were read, in words."""
    lines: Mapping[str, Line] = field(default_factory=dict[str, Line])
    """Where each rule is in the policy files, by rule id, and where the milestone is, under the key ""; empty unless a
    report needs lines."""
    past: "tuple[Verdict, ...]" = ()
    """The verdicts of the same gate as of earlier instants, by today's policy, oldest first; empty unless a report
    needs them."""
    charted: Mapping[Question, Reading] = field(default_factory=dict[Question, Reading])
    """What else was measured for the charts of such a report, without the evidence."""
    subjects: tuple[Subject, ...] = ()
    """What the verdict is to let through, as named by the caller."""
    compared: Comparison | None = None
    """What changed since an earlier time; None if that was not requested."""
    decision_log: str = ""
    """The digest of the last line of the decision log at that time; empty if there was none."""

    @property
    def not_covered(self) -> tuple[Dimension, ...]:
        """The dimensions without any rule in the gate that nobody left out by name. Adoption is measured when people
        work with the system; a gate that lacks a dimension which no program may leave out may report it as weakened."""
        is_said = any(one.startswith(UNWATCHED) for one in self.policy.weakened)
        known = {
            *(ALWAYS_MEASURED if is_said else ()),
            *self.not_measured,
            "adoption",
            *(finding.rule.dimension for finding in self.findings),
        }
        return tuple(dimension for dimension in DIMENSIONS if dimension not in known)
