"""What changed in a verdict since an earlier time, and why."""

from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import Enforcement, Outcome
from readiness_gate.model.reading import Evidence, Unavailable, Unit, Value
from readiness_gate.model.time import Instant

Cause: TypeAlias = Literal["counted", "facts", "limits"]
"""Why a finding changed: something else is counted, the facts are others, or limits, rules or waivers were edited."""
CAUSES: tuple[Cause, ...] = ("counted", "facts", "limits")
Effect: TypeAlias = Literal["", "blocks", "warns", "informs"]
"""What a rule does to the decision; nothing where it passes, does not apply, or is waived."""
_EFFECTS: dict[Enforcement, Effect] = {"block": "blocks", "warn": "warns", "info": "informs"}
CountedKind: TypeAlias = Literal["people", "setting", "smaller"]


@dataclass(frozen=True, slots=True)
class State:
    """What a rule made of its reading at one time."""

    outcome: Outcome
    waived: bool = False
    value: Value | None = None
    """None where nothing was measured, and where the value is not shown."""
    unit: Unit = "count"
    hidden: bool = False
    """Whether there is a value that is not shown, to protect a small group."""
    enforcement: Enforcement = "block"

    @property
    def effect(self) -> Effect:
        """What the rule did to the decision."""
        return effect(self.outcome, self.enforcement, waived=self.waived)


def effect(outcome: Outcome, enforcement: Enforcement, *, waived: bool) -> Effect:
    """What a rule does to the decision: one that fails blocks only where it is enforced so."""
    if waived or outcome in ("pass", "not-applicable"):
        return ""
    return "warns" if outcome == "warn" and enforcement == "block" else _EFFECTS[enforcement]


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of a limit, a rule or a waiver."""

    rule: str
    """The id of the rule; empty for an edit that concerns the gate as a whole."""
    what: str
    """What was edited, in words: `the limit is at most 2 issues instead of at most 0 issues`."""
    loosens: bool
    """Whether the gate may ask for less since."""
    commit: str = ""
    """The landing that brought it; empty where it has not landed, or where that is unknown."""
    landed: Instant | None = None
    unknown: str = ""
    """Why it is unknown which landing brought it; empty where it is known, or where nothing has landed."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that is counted now and was not, or the reverse."""

    kind: CountedKind
    source: str
    """The source that counts it; empty where it concerns all of them."""
    what: str
    """In words: `30 people joined the roster`."""
    commit: str = ""
    """The landing of the edit that did it; empty where that is no edit, has not landed, or is unknown."""
    landed: Instant | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """How the finding of a rule changed, and what changed it."""

    rule: str
    title: str
    owner: str
    then: State | None
    """None where the rule was not part of the gate."""
    now: State | None
    """None where the rule is no longer part of the gate."""
    causes: tuple[Cause, ...]
    """Each one that makes a difference, while the others are as then or as now. At least one."""
    deciding: tuple[Cause, ...]
    """Those of them that make a difference to the outcome, or to whether a fail is waived."""
    apart: bool
    """Whether the causes change different things, or each the same whatever the others are; else their shares in the
    change are unknown."""
    without: tuple[tuple[Cause, State | None], ...]
    """What there would be now without one of the causes, for each of them."""
    appeared: tuple[Evidence, ...] = ()
    went: tuple[Evidence, ...] = ()
    edits: tuple[Edit, ...] = ()
    counted: tuple[Counted, ...] = ()

    @property
    def only_counted(self) -> bool:
        """Whether the finding changed only because something else is counted."""
        return self.causes == ("counted",)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict beside that of an earlier time."""

    since: Instant
    decision: Literal["go", "no-go", "undecided"]
    """What the gate decided at that time."""
    changes: tuple[Change, ...]
    """The findings that changed, those first that only count something else."""
    edits: tuple[Edit, ...] = ()
    """All edits of the gate's rules and waivers, also those that changed no finding."""
    counted: tuple[Counted, ...] = ()
    """All that is counted otherwise, also where it changed no finding."""
    policy: Unavailable | None = None
    """Why the policy of that time is unknown; the policy of today then judges both times. None where it is known."""
    unknown: tuple[str, ...] = ()
    """What else could not be compared, and why."""
    as_configured_today: bool = False
    """Whether both times are read by the settings of today, because those of then named places that are no longer
    named. What came of edited settings is then unknown."""

    def of(self, rule: str) -> Change | None:
        """How the finding of a rule changed; None where it did not."""
        return next((change for change in self.changes if change.rule == rule), None)
