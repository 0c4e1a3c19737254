"""What a history has: the rows of its tables. None of them has a field for a person, or for a text that people wrote of
a person: who accepted a risk, who owns a rule and what a reading rests on stay out."""

from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant

Cell: TypeAlias = str | int | None
"""What a column holds: the same on every store, to the letter."""


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A rule of a recorded gate, with what was measured and what came of it."""

    rule: str
    title: str
    dimension: str
    enforcement: str
    outcome: str
    waived: int
    """1 for a fail that a waiver covered, else 0."""
    status: str
    """The outcome as reports show it: also `waived` and `info`."""
    result: str
    """What there was instead of what the rule requires, in a few words; empty where nothing was measured."""
    due: str
    """The day by which the owner had to be done."""
    signal: str
    state: str
    """`measured`, `hidden` (of too few people to be shown), `unavailable`, or empty where the rule does not apply."""
    value: str | None
    """The number as JSON, exactly; None unless measured."""
    unit: str | None
    observed_at: Instant | None
    """The instant up to which the facts were known."""
    bound: str
    required: str
    """The value that is allowed or required, as JSON."""
    warning: str | None
    """The value beyond which the rule warns, as JSON."""
    why: str | None = None
    """Why it is unknown, and what to do, in the program's own words, with `…` for everything that a source or a person
    could have said; None where it is known, and in what was recorded before reasons were kept."""


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A recorded verdict."""

    program: str
    milestone: str
    kind: str
    milestone_date: str
    timezone: str
    as_of: Instant
    decision: str
    decision_without_waivers: str
    sentence: str
    policy_digest: str
    evidence_digest: str
    waived: int
    """How many blocking rules failed and were waived."""
    weakened: int
    """In how many places the policy was weakened."""
    tool_version: str
    recorded_at: Instant
    policy_source: str | None = None
    """From where the policy was read: `work-tree`, or the id of the commit that `--policy-ref` named, without the name
    of that ref; None in what was recorded before this was kept."""

    @property
    def key(self) -> tuple[str, str, Instant, str, str]:
        """What makes it one verdict: it is recorded once, however often it is given."""
        return (self.program, self.milestone, self.as_of, self.policy_digest, self.evidence_digest)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A line of a decision log, without who decided, and without what they wrote."""

    program: str
    line: int
    """The number of the line in the log."""
    line_digest: str
    what: str
    """`decision`, or `closing` of a condition."""
    decided_at: Instant
    milestone: str
    """Empty for a closing."""
    choice: str
    """`go`, `no-go` or `postpone`; empty for a closing."""
    gate: str
    """What the gate said; empty for a closing."""
    against: int
    """1 for a go that the gate did not give, else 0."""
    as_of: Instant | None
    policy_digest: str
    evidence_digest: str
    conditions: str
    """The ids of the conditions with the days on which they are due, as JSON: `[["3.1", "2027-02-28"]]`."""
    closes: str
    """The id of the condition that is closed; empty for a decision."""
    revisit: str
    """The day to look again; empty for none."""
    recorded_at: Instant


@dataclass(frozen=True, slots=True)
class Recording:
    """A verdict with its readings, worst first, to be recorded."""

    verdict: VerdictRow
    readings: tuple[ReadingRow, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A verdict as the history has it."""

    number: int
    """Its place among all verdicts of the history, from 1."""
    verdict: VerdictRow
    chain: str
    """The digest over it, its readings, and the verdict before it."""


@dataclass(frozen=True, slots=True)
class Today:
    """What the sources say today of a time that was recorded."""

    decision: str = ""
    """What the gate says of then today; empty where that is unknown."""
    evidence_digest: str = ""
    differs: tuple[str, ...] = ()
    """In what it differs from what was recorded, each as a few words."""
    forgotten: tuple[str, ...] = ()
    """What was known and is unknown today, each as a few words."""
    unknown: str = ""
    """Why nothing is known of it, and what to do."""

    @property
    def holds(self) -> bool | None:
        """Whether the sources still say what was recorded; None where that is unknown."""
        if self.differs:
            return False
        return None if self.unknown or self.forgotten else True
