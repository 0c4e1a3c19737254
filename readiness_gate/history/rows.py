"""The rows of a history's tables. No field is about a person, or for text that people wrote about a person: who
accepted a risk, who owns a rule and the evidence of a reading are not stored."""

from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant

Cell: TypeAlias = str | int | None
"""A value in a column, identical in every store."""


READ_FROM_SOURCES = "sources"
"""The source of facts that were read from the sources themselves."""


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A rule of a recorded gate, with its measurement and its outcome."""

    rule: str
    title: str
    dimension: str
    enforcement: str
    outcome: str
    waived: int
    """1 for a failure that a waiver covered, else 0."""
    status: str
    """The outcome as reports show it, including `waived` and `info`."""
    result: str
    """The actual result in contrast to the requirement, in a few words; empty if nothing was measured."""
    due: str
    """The owner's due date."""
    signal: str
    state: str
    """`measured`, `hidden` (the group is too small to be shown), `unavailable`, or empty if the rule does not apply."""
    value: str | None
    """The exact number as JSON; None unless measured."""
    unit: str | None
    observed_at: Instant | None
    """The time up to which the facts are known."""
    bound: str
    required: str
    """The allowed or required value, as JSON."""
    warning: str | None
    """The value beyond which the rule warns, as JSON."""
    why: str | None = None
    """Why it is unknown and what to do, in the program's own words, with `…` in place of anything that a source or a
    person may have written. None if it is known, and in older records without reasons."""


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
    """The number of blocking rules that failed and were waived."""
    weakened: int
    """The number of places where the policy was weakened."""
    tool_version: str
    recorded_at: Instant
    policy_source: str | None = None
    """The source of the policy: `work-tree`, or the id of the commit that `--policy-ref` selected, without the name of
    that ref. None in older records without it."""
    facts_source: str | None = None
    """The source of the facts: `sources`, or the SHA-256 of the file that `--facts` named, as `sha256:` and 64 digits.
    None in older records without it."""

    @property
    def is_of_saved_facts(self) -> bool:
        """Whether it was judged from a file of facts, which could be edited, so that no source was read."""
        return self.facts_source is not None and self.facts_source != READ_FROM_SOURCES

    @property
    def key(self) -> tuple[str, str, Instant, str, str]:
        """The identity of the verdict, which is recorded once, however often it is given."""
        return (self.program, self.milestone, self.as_of, self.policy_digest, self.evidence_digest)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A line of a decision log, without who decided and without what they wrote."""

    program: str
    line: int
    """The line number in the log."""
    line_digest: str
    what: str
    """`decision`, or `close` for a closed condition; earlier versions wrote `closing`."""
    decided_at: Instant
    milestone: str
    """The milestone; empty for a closed condition."""
    choice: str
    """`go`, `no-go` or `postpone`; empty for a closed condition."""
    gate: str
    """The decision of the gate; empty for a closed condition."""
    against: int
    """1 for a go against the gate, else 0."""
    as_of: Instant | None
    policy_digest: str
    evidence_digest: str
    conditions: str
    """The ids of the conditions with their due dates, as JSON: `[["3.1", "2027-02-28"]]`."""
    closes: str
    """The id of the closed condition; empty for a decision."""
    revisit: str
    """The day to revisit the decision; empty if there is none."""
    recorded_at: Instant

    @property
    def kind(self) -> str:
        """The kind of the line, in the word of the log: `decision` or `close`."""
        return "close" if self.what == "closing" else self.what


@dataclass(frozen=True, slots=True)
class Recording:
    """A verdict with its readings, worst first, to be recorded."""

    verdict: VerdictRow
    readings: tuple[ReadingRow, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded verdict with its number and its digest."""

    number: int
    """Its position among all verdicts of the history, from 1."""
    verdict: VerdictRow
    chain: str
    """The digest of the verdict, its readings, and the previous verdict."""


@dataclass(frozen=True, slots=True)
class Today:
    """What the sources now report about a recorded time."""

    decision: str = ""
    """The decision as of that time by today's sources; empty if it is unknown."""
    evidence_digest: str = ""
    differs: tuple[str, ...] = ()
    """The differences from the record, each in a few words."""
    forgotten: tuple[str, ...] = ()
    """Facts that were known and are now unknown, each in a few words."""
    unknown: str = ""
    """Why the result is unknown, and what to do."""

    @property
    def holds(self) -> bool | None:
        """Whether the sources still agree with the record; None if that is unknown."""
        if self.differs:
            return False
        return None if self.unknown or self.forgotten else True
