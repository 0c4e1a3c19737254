"""What a change does to the readiness for a milestone, before it lands."""

from collections.abc import Sequence
from dataclasses import field
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.comparison import State
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Decision, Verdict

Judgement: TypeAlias = Literal["worse", "unknown", "not-worse"]
"""What a change does to the blocking rules. An unknown one may be either."""
_BEST_FIRST: tuple[Decision, ...] = ("go", "undecided", "no-go")


@dataclass(frozen=True, slots=True)
class Landing:
    """The change as it would land."""

    base: str
    """What it is to land on, as it was named; empty if it was not named and its repository cannot be read."""
    head: str
    base_commit: str
    head_commit: str
    commit: str = ""
    """The landing, which exists only in a temporary repository."""
    commits: int = 0
    """How many of its commits are not in the base."""
    files: int = 0
    """How many paths it changes."""
    seen: int = 0
    """How many of these the gate reads: configuration, code, documents, other paths in its rules and covers, and the
    files below."""
    read: tuple[str, ...] = ()
    """The people files, exports and policy files that it edits."""
    repository: str = ""
    """The name of the changed repository, if there are several."""


@dataclass(frozen=True, slots=True)
class Retraining:
    """The trained people of a role whose training becomes stale by the change."""

    role: str
    again: int
    """How many people must be trained again because of the change."""
    trained: int
    """How many people of the role are trained."""
    modules: tuple[str, ...]
    """The modules that they must repeat."""


@dataclass(frozen=True, slots=True)
class Training:
    """Whose training becomes stale by the change."""

    roles: tuple[Retraining, ...] = ()
    """The roles in which somebody must be trained again, those with the most people first."""
    already: int | None = None
    """How many trained people must be trained again without the change, too; None if hidden."""
    hidden: bool = False
    """Whether roles are left out because they are too small to be shown. It does not mean that the change affects
    them."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The paths of the documents that the change makes stale, and of those that it makes current. A stale one that
    only moves is neither."""

    behind: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    """Documents that are stale without the change and not judged with it, because it deletes them or everything they
    describe."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A number of days without something, which the change resets."""

    rule: str
    """The rule that requires it; empty if none does."""
    title: str
    signal: str
    held: float
    """For how many days it has held without the change; 0 if that is not counted."""
    after: float
    """For how many days it has held with the change."""
    required: float | None = None
    """For how many days it must hold; None if no rule says."""


@dataclass(frozen=True, slots=True)
class Delay:
    """A blocking rule that the change delays."""

    rule: str
    title: str
    before: Instant | None
    """When it can pass without the change, at the earliest; None if it passes now."""
    after: Instant


@dataclass(frozen=True, slots=True)
class Effect:
    """A rule with another outcome or value because of the change."""

    rule: Rule
    before: State
    after: State
    message: str
    """The message of the finding with the change."""
    worse: str = ""
    """Why it counts as worse; empty if it does not."""
    unknown: str = ""
    """Why it cannot be measured with the change; empty if it can."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What the change does to the policy itself. Both verdicts use the policy of the base all the same."""

    loosens: tuple[str, ...] = ()
    """Where it demands less, in words."""
    decision: str = ""
    """What it would decide, in a sentence; empty if its rules are the same."""


@dataclass(frozen=True, slots=True)
class Measures:
    """The two verdicts, and what differs."""

    before: Verdict
    after: Verdict
    training: Training | Unavailable
    documents: Documents | Unavailable
    clocks: tuple[Clock, ...] = ()
    delays: tuple[Delay, ...] = ()
    effects: tuple[Effect, ...] = ()
    """The rules with another outcome or value, in the order of the verdict with the change."""
    undetermined: tuple[Effect, ...] = ()
    """The blocking rules that cannot be measured with or without the change, though it may affect them."""
    edited: Edited = field(default_factory=Edited)

    @property
    def decides_worse(self) -> bool:
        """Whether the decision with the change is worse."""
        return _BEST_FIRST.index(self.after.decision) > _BEST_FIRST.index(self.before.decision)


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change does."""

    landing: Landing
    gate: Gate
    """The gate that judges: by the base's policy, if that is known."""
    as_of: Instant
    """When it would land."""
    measured: Measures | Unavailable
    """The measures, or why the effect of the change is unknown."""
    notes: Sequence[str] = ()

    @property
    def judgement(self) -> Judgement:
        """Whether the change makes a blocking rule or the decision worse."""
        if isinstance(self.measured, Unavailable):
            return "unknown"
        if self.measured.decides_worse or any(effect.worse for effect in self.measured.effects):
            return "worse"
        return "unknown" if self.measured.undetermined else "not-worse"
