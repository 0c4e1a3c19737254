"""A verdict for publishers: its rendered texts, and the state that shows whether anything has changed."""

import hashlib
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Decision

Trust: TypeAlias = Literal["judged", "reported"]
"""Whether this run judged the gate, or only read a report that anybody may have written."""


@dataclass(frozen=True, slots=True)
class Message:
    """A verdict to publish."""

    program: str
    milestone: str
    date: str
    """The milestone's day, `2027-03-01`."""
    as_of: Instant
    decision: Decision
    decision_without_waivers: Decision
    title: str
    """The decision, the milestone and the time, in one line of plain text."""
    sentence: str
    """The reason in a few sentences of plain text."""
    failing: tuple[str, ...]
    """The ids of the blocking rules that fail without a waiver, sorted."""
    unknown: tuple[str, ...]
    """The ids of the blocking rules that could not be measured, sorted."""
    waived: tuple[str, ...]
    """The ids of the blocking rules that fail and are waived, sorted."""
    policy_digest: str
    evidence_digest: str
    markdown: str
    """The whole report in GitHub-flavored Markdown, with foreign texts escaped."""
    short: str
    """The report in at most 1,024 characters."""
    trust: Trust = "judged"

    @property
    def state(self) -> str:
        """A digest of the decision and of the rules that block: readers are notified when it changes."""
        parts = (self.decision, *self.failing, "", *self.unknown, "", *self.waived)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    @property
    def name(self) -> str:
        """The milestone's name on another system, `readiness-gate/go-live`."""
        return f"readiness-gate/{self.milestone}"
