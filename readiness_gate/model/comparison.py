"""What changed in a verdict since an earlier time, and why."""

from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import Enforcement, Outcome
from readiness_gate.model.reading import Evidence, Unavailable, Unit, Value
from readiness_gate.model.time import Instant

Cause: TypeAlias = Literal["counted", "facts", "limits"]
"""Why a finding changed: the count includes other things, the facts differ, or limits, rules or waivers were edited."""
CAUSES: tuple[Cause, ...] = ("counted", "facts", "limits")
Effect: TypeAlias = Literal["", "blocks", "warns", "informs"]
"""What a rule does to the decision; empty if it passes, does not apply, or is waived."""
_EFFECTS: dict[Enforcement, Effect] = {"block": "blocks", "warn": "warns", "info": "informs"}
CountedKind: TypeAlias = Literal["people", "setting", "smaller"]


@dataclass(frozen=True, slots=True)
class State:
    """The result of a rule at one time."""

    outcome: Outcome
    waived: bool = False
    value: Value | None = None
    """None if nothing was measured, or the value is hidden."""
    unit: Unit = "count"
    hidden: bool = False
    """Whether there is a value that is hidden to protect a small group."""
    enforcement: Enforcement = "block"

    @property
    def effect(self) -> Effect:
        """What the rule did to the decision."""
        return effect(self.outcome, self.enforcement, waived=self.waived)


def effect(outcome: Outcome, enforcement: Enforcement, *, waived: bool) -> Effect:
    """Return what a rule does to the decision: a failure blocks only if the rule is enforced as blocking."""
    if waived or outcome in ("pass", "not-applicable"):
        return ""
    return "warns" if outcome == "warn" and enforcement == "block" else _EFFECTS[enforcement]


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of a limit, a rule or a waiver."""

    rule: str
    """The id of the rule; empty for an edit of the gate as a whole."""
    what: str
    """What was edited, in words: `the limit is at most 2 issues instead of at most 0 issues`."""
    loosens: bool
    """Whether the gate may demand less since."""
    commit: str = ""
    """The landing of the edit; empty if it has not landed, or that is unknown."""
    landed: Instant | None = None
    unknown: str = ""
    """Why it is unknown which landing made the edit; empty if it is known, or nothing has landed."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that is counted now and was not before, or the reverse."""

    kind: CountedKind
    source: str
    """The source that counts it; empty if it concerns all of them."""
    what: str
    """The difference in words: `30 people joined the roster`."""
    commit: str = ""
    """The landing of the edit that caused it; empty if it was not an edit, has not landed, or is unknown."""
    landed: Instant | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """How the finding of a rule changed, and why."""

    rule: str
    title: str
    owner: str
    then: State | None
    """None if the rule was not part of the gate."""
    now: State | None
    """None if the rule is no longer part of the gate."""
    causes: tuple[Cause, ...]
    """Every cause that makes a difference while the others are as before or as now. At least one."""
    deciding: tuple[Cause, ...]
    """The causes that make a difference to the outcome, or to whether a failure is waived."""
    apart: bool
    """Whether the effects of the causes are independent; otherwise their shares in the change are unknown."""
    without: tuple[tuple[Cause, State | None], ...]
    """For each cause, the present state if only that cause were missing."""
    appeared: tuple[Evidence, ...] = ()
    went: tuple[Evidence, ...] = ()
    edits: tuple[Edit, ...] = ()
    counted: tuple[Counted, ...] = ()

    @property
    def only_counted(self) -> bool:
        """Whether the finding changed only because other things are counted."""
        return self.causes == ("counted",)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict compared with that of an earlier time."""

    since: Instant
    decision: Literal["go", "no-go", "undecided"]
    """The decision at the earlier time."""
    changes: tuple[Change, ...]
    """The changed findings, first those that only count other things."""
    edits: tuple[Edit, ...] = ()
    """All edits of the gate's rules and waivers, including those that changed no finding."""
    counted: tuple[Counted, ...] = ()
    """Every difference in what is counted, including those that changed no finding."""
    policy: Unavailable | None = None
    """Why the earlier policy is unknown, so that today's policy judges both times; None if it is known."""
    unknown: tuple[str, ...] = ()
    """What else could not be compared, and why."""
    as_configured_today: bool = False
    """Whether both times are read with today's settings, because the earlier ones named places that are no longer
    named. The effect of edited settings is then unknown."""

    def of(self, rule: str) -> Change | None:
        """Return how the finding of a rule changed; None if it did not."""
        return next((change for change in self.changes if change.rule == rule), None)
