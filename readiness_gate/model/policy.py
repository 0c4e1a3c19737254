"""Rules, gates and waivers: what must hold before a milestone, and who accepted which risk until when."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from typing import Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.digest import NEVER, WHEN_GIVEN
from readiness_gate.model.reading import Parameters, Unit, Value, is_finite
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import Instant, Seconds

Enforcement: TypeAlias = Literal["block", "warn", "info"]
Grade: TypeAlias = Literal["measured", "primary", "secondary", "convention"]
Dimension: TypeAlias = Literal[
    "defects",
    "change",
    "documentation",
    "training",
    "tests",
    "data",
    "clarity",
    "process",
    "support",
    "feedback",
    "leadership",
    "adoption",
    "governance",
]
Outcome: TypeAlias = Literal["pass", "warn", "fail", "unknown", "not-applicable"]
Bound: TypeAlias = Literal["at-most", "at-least", "equals"]

ENFORCEMENTS: tuple[Enforcement, ...] = get_args(Enforcement)
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
TECHNICAL: frozenset[Dimension] = frozenset({"defects", "change", "tests", "data"})
"""The dimensions of the system itself; all others except governance are about the people who are to use it."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
ALWAYS_MEASURED: frozenset[Dimension] = frozenset({"defects", "change", "training", "governance"})
UNWATCHED = "no rule of this gate is about "
"""The beginning of the weakness of a policy without rules on one of these."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a value is compared with: exactly one bound, and an optional warning limit inside it.

    `at-most` takes `warn_at` as "warn above", `at-least` as "warn below"; `equals` has none. Raises ValueError for a
    limit that is not finite, or a warning limit at or beyond the bound.
    """

    bound: Bound
    value: Value
    warn_at: Value | None = None

    def __post_init__(self) -> None:
        if not is_finite(self.value) or (self.warn_at is not None and not is_finite(self.warn_at)):
            raise ValueError("a limit must be a finite number")
        if self.warn_at is not None:
            self._check_warning(self.warn_at)

    def _check_warning(self, warn_at: Value) -> None:
        if self.bound == "equals":
            raise ValueError("equals has no warning limit")
        if self.bound == "at-most" and warn_at >= self.value:
            raise ValueError(f"warn-above ({warn_at}) must be less than at-most ({self.value})")
        if self.bound == "at-least" and warn_at <= self.value:
            raise ValueError(f"warn-below ({warn_at}) must be more than at-least ({self.value})")

    def judge(self, value: Value) -> Outcome:
        """Return `pass`, `warn` or `fail` for a finite value, compared exactly."""
        if self.is_worse(value, self.value):
            return "fail"
        return "warn" if self.warn_at is not None and self.is_worse(value, self.warn_at) else "pass"

    def is_worse(self, value: Value, than: Value) -> bool:
        """Return whether a value is further on the wrong side than another: more for `at-most`, less for `at-least`,
        any other for `equals`."""
        if self.bound == "equals":
            return value != than
        return value > than if self.bound == "at-most" else value < than


@dataclass(frozen=True, slots=True)
class Applies:
    """The conditions on a milestone's own data under which a rule applies; all that are given must hold."""

    days_to_go_at_most: int | None = None
    days_to_go_at_least: int | None = None
    tags: frozenset[str] = frozenset()

    def to(self, milestone: Milestone, today: date) -> bool:
        """Return whether the rule applies on a day; days to go are counted in the program's calendar, negative
        afterwards."""
        days_to_go = (milestone.date - today).days
        if self.days_to_go_at_most is not None and days_to_go > self.days_to_go_at_most:
            return False
        if self.days_to_go_at_least is not None and days_to_go < self.days_to_go_at_least:
            return False
        return not self.tags or bool(self.tags & milestone.tags)


@dataclass(frozen=True, slots=True)
class Example:
    """A reading with the outcome that the rule must give it."""

    reading: Value
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Rule:
    """A limit on one signal, with its enforcement, why it exists, what to do if it fails, and who owns it."""

    id: str
    title: str
    dimension: Dimension
    signal: str
    limit: Limit
    unit: Unit = "count"
    parameters: Parameters = field(default_factory=Parameters)
    milestones: frozenset[str] = frozenset()
    when: Applies = field(default_factory=Applies)
    held_for: Seconds = 0
    enforcement: Enforcement = "block"
    waivable: bool = True
    owner: str = ""
    owner_due: Seconds | None = field(default=None, metadata=NEVER)
    """How long before the milestone the owner must be done; None for the milestone's default."""
    why: str = ""
    remedy: str = ""
    source: str = ""
    evidence: Grade = "convention"
    examples: tuple[Example, ...] = ()
    topic: str = field(default="", metadata=NEVER)
    """What is unknown if the rule cannot be measured, from its signal: `how many people are trained`."""

    def guards(self, kind: str) -> bool:
        """Return whether the rule is part of the gates of milestones of that kind."""
        return not self.milestones or kind in self.milestones

    def due(self, milestone: Milestone) -> date:
        """Return the day by which the owner must be done, for a milestone."""
        before = milestone.owner_due if self.owner_due is None else self.owner_due
        return milestone.date - timedelta(seconds=before)


@dataclass(frozen=True, slots=True)
class Pack:
    """A file of rules, and the packs that it includes."""

    name: str
    about: str
    """What the file says about itself."""
    rules: tuple[Rule, ...]
    """The rules in the file itself."""
    includes: tuple[str, ...] = ()
    """The packs whose rules belong to it as well."""
    only: tuple[str, ...] = ()
    """The ids of the included rules that belong to it; empty for all of them."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """An accepted risk: a failing rule does not block while the waiver is in force.

    Raises ValueError for a worst accepted value that is not finite: no reading is worse than NaN.
    """

    rule: str
    reason: str
    requested_by: str
    approved_by: str
    approved_on: date
    expires: date
    milestone: str | None = None
    accepts: Value | None = None
    evidence: frozenset[str] | None = None
    issue: str | None = None

    def is_for(self, milestone: str) -> bool:
        """Return whether it applies to a milestone: it names that one, or none."""
        return self.milestone in (None, milestone)

    def __post_init__(self) -> None:
        if self.accepts is not None and not is_finite(self.accepts):
            raise ValueError("what a waiver accepts must be a finite number")


@dataclass(frozen=True, slots=True)
class WaiverTerms:
    """Who may approve a waiver, and its maximum length in days."""

    approvers: tuple[str, ...] = ()
    max_days: int = 30


@dataclass(frozen=True, slots=True)
class SignOff:
    """Somebody's signature, in a role, on the evidence of a milestone's gate."""

    milestone: str
    role: str
    approver: str
    signed_on: Instant
    """The instant as of which the gate was judged."""
    evidence: str
    """The digest of the evidence, from the report."""


UNKNOWN_POLICY = "unknown"
"""Used in place of a digest if the policy at that time is unknown, which makes the verdict undecided."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The policy that judged."""

    digest: str
    """The digest of everything that decides, or `UNKNOWN_POLICY`."""
    packs: tuple[str, ...] = ()
    ref: str | None = None
    """The ref that it was read from; None for the work tree."""
    weakened: tuple[str, ...] = ()
    """What it loosens compared with its packs, and what the work tree loosens compared with the ref, in words."""
    edit: str = ""
    """For information: what the policy of the work tree would decide."""

    @property
    def is_known(self) -> bool:
        """Whether the policy is known."""
        return self.digest != UNKNOWN_POLICY


@dataclass(frozen=True, slots=True)
class Gate:
    """The rules and waivers that guard one milestone."""

    program: str
    zone: ZoneInfo
    milestone: Milestone
    rules: tuple[Rule, ...]
    policy: Policy
    waivers: tuple[Waiver, ...] = ()
    terms: WaiverTerms = field(default_factory=WaiverTerms)
    not_measured: Mapping[str, str] = field(default_factory=dict[str, str])
    signers: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """The roles that must sign its evidence, each with the people who may sign for it."""
    signoffs: tuple[SignOff, ...] = ()
    earlier: "tuple[Gate, ...]" = field(default=(), metadata=WHEN_GIVEN)
    """The gates of all milestones before this one, directly or indirectly, each before the gates that wait for it.
    These have no earlier gates of their own here: their milestones name what they wait for."""
