"""What an attestation of a verdict says, what it must say to let something through, and whether it does."""

import re

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.subject import Subject
from readiness_gate.model.time import DAY, Instant, Seconds
from readiness_gate.model.verdict import Decision

VALID_FOR: Seconds = DAY
"""How long a go stays valid without another check: readiness decays even without commits."""
VALID = "READINESS_GATE_VALID_FOR_1_DAY"
_GO, _WAIVED = "READINESS_GATE_GO_", "READINESS_GATE_GO_WITH_WAIVERS_"
_NO_NAME = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """The content of one of our attestations."""

    digests: frozenset[tuple[str, str]]
    """Its subjects, as pairs of algorithm and digest."""
    created: Instant
    holds_until: Instant
    properties: tuple[str, ...]
    program: str
    milestone: str
    decision: Decision
    without_waivers: Decision
    policy: str
    """The digest of the policy: `sha256:…`."""
    weakened: int
    verifier: str
    sealed: bool
    """Whether it is unchanged since it was written."""
    decision_log: str = ""
    """The digest of the last line of the decision log; empty if it names none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an attestation must say to let something through."""

    subjects: tuple[Subject, ...]
    now: Instant
    max_age: Seconds
    milestone: str | None = None
    policy: str | None = None
    """The digest of the policy, as in the verdict: `sha256:…`."""
    waivers: bool = False
    """Whether a go that depends on waivers is enough."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The result of verifying an attestation: it holds if there is nothing against it."""

    statement: Statement
    against: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether it lets the subjects through."""
        return not self.against


def properties(milestone: str, decision: Decision, without_waivers: Decision) -> list[str]:
    """Return what a verdict proves about a milestone: nothing unless it is go, and less if it depends on waivers."""
    if decision != "go":
        return []
    prefix = _GO if without_waivers == "go" else _WAIVED
    return [prefix + _NO_NAME.sub("_", milestone.upper()).strip("_"), VALID]
