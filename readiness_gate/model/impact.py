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
    """What it is to land on, as it was named; empty where nobody named it and its repository cannot be read."""
    head: str
    base_commit: str
    head_commit: str
    commit: str = ""
    """The landing, which is in no repository that remains."""
    commits: int = 0
    """How many of its commits the base has not."""
    files: int = 0
    """How many paths it changes."""
    seen: int = 0
    """How many of these the gate reads: configuration, code, documents, what else its rules and covers name, and the
    files below."""
    read: tuple[str, ...] = ()
    """The people files, exports and files of the policy that it edits."""
    repository: str = ""
    """What the repository that has the change is called, where there are several."""


@dataclass(frozen=True, slots=True)
class Retraining:
    """The trained people of a role whose training the change makes stale."""

    role: str
    again: int
    """How many people must be trained again, and need not without the change."""
    trained: int
    """How many people of the role are trained."""
    modules: tuple[str, ...]
    """The modules that they must repeat."""


@dataclass(frozen=True, slots=True)
class Training:
    """Whose training the change makes stale."""

    roles: tuple[Retraining, ...] = ()
    """Those of whom somebody must be trained again, those with the most people first."""
    already: int | None = None
    """How many trained people must be trained again without the change, too; None where that is not shown."""
    hidden: bool = False
    """Whether roles are left out that are too small to be shown. It does not say that the change affects them."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents that the change makes stale, and those that it makes current, by their paths. One that is stale and
    only moves is none of these."""

    behind: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    """Those that are stale without the change, and not judged with it: it deletes them, or all that they describe."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A number of days without something, which the change ends."""

    rule: str
    """The rule that asks for it; empty where none does."""
    title: str
    signal: str
    held: float
    """For how many days it has held without the change; 0 where that is not counted."""
    after: float
    """For how many days it has held with the change."""
    required: float | None = None
    """For how many days it must hold; None where no rule says."""


@dataclass(frozen=True, slots=True)
class Delay:
    """A blocking rule that can pass only later with the change."""

    rule: str
    title: str
    before: Instant | None
    """When it can pass without the change, at the earliest; None where it passes now."""
    after: Instant


@dataclass(frozen=True, slots=True)
class Effect:
    """A rule that has another outcome or value with the change."""

    rule: Rule
    before: State
    after: State
    message: str
    """What the finding with the change says."""
    worse: str = ""
    """Why it counts as worse; empty where it does not."""
    unknown: str = ""
    """Why it cannot be measured with the change; empty where it can."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What the change does to the policy itself. Both verdicts are by the policy of the base all the same."""

    loosens: tuple[str, ...] = ()
    """What it asks for less, in words."""
    decision: str = ""
    """What it would decide, in a sentence; empty where it decides by the same rules."""


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
    """The rules that have another outcome or value, in the order of the verdict with the change."""
    undetermined: tuple[Effect, ...] = ()
    """The blocking rules that cannot be measured with the change or without it, though it may matter to them."""
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
    """The gate that judges: that of the base's policy, where that is known."""
    as_of: Instant
    """When it would land."""
    measured: Measures | Unavailable
    """Why it is unknown what the change does, if it is."""
    notes: Sequence[str] = ()

    @property
    def judgement(self) -> Judgement:
        """Whether the change makes a blocking rule worse, or the decision."""
        if isinstance(self.measured, Unavailable):
            return "unknown"
        if self.measured.decides_worse or any(effect.worse for effect in self.measured.effects):
            return "worse"
        return "unknown" if self.measured.undetermined else "not-worse"
