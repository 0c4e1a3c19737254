"""A verdict as publishers hand it on: its texts, which reports rendered, and what says whether anything changed."""

import hashlib
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Decision

Trust: TypeAlias = Literal["judged", "reported"]
"""Whether this run judged the gate, or only read a report of it that anybody may have written."""


@dataclass(frozen=True, slots=True)
class Message:
    """A verdict to publish."""

    program: str
    milestone: str
    date: str
    """The day of the milestone, as 2027-03-01."""
    as_of: Instant
    decision: Decision
    decision_without_waivers: Decision
    title: str
    """The decision, of what, and when, in one line of plain text."""
    sentence: str
    """Why, in a sentence or some, as plain text."""
    failing: tuple[str, ...]
    """The ids of the blocking rules that fail and are not waived, sorted."""
    unknown: tuple[str, ...]
    """Those that could not be measured, sorted."""
    waived: tuple[str, ...]
    """Those that fail and are waived, sorted."""
    policy_digest: str
    evidence_digest: str
    markdown: str
    """The whole report in GitHub-flavored Markdown, in which texts of others are inert."""
    short: str
    """The same in at most 1,024 characters."""
    trust: Trust = "judged"

    @property
    def state(self) -> str:
        """What people want to hear of when it changes: a digest of the decision, and of which rules block."""
        parts = (self.decision, *self.failing, "", *self.unknown, "", *self.waived)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    @property
    def name(self) -> str:
        """The milestone's name on another system, as in `readiness-gate/go-live`."""
        return f"readiness-gate/{self.milestone}"
