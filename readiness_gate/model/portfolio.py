"""Several programs together: what is asked of each, and what its gates decided."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import WORST_FIRST, Decision
from readiness_gate.model.wording import counted


@dataclass(frozen=True, slots=True)
class Member:
    """A program of a portfolio, as the portfolio's file names it."""

    name: str
    checkout: str
    """The folder with all its files, as written: relative to the portfolio's file, or absolute."""
    config: str
    """Its configuration, relative to the checkout."""
    milestones: tuple[str, ...] = ()
    """The milestones to judge; empty for the next one by date."""
    policy_ref: str = ""
    """The git ref that the policy is read from; empty for the work tree."""
    tags: frozenset[str] = frozenset()
    after: tuple[str, ...] = ()
    """The programs that are earlier waves of the same rollout."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The programs of a portfolio, in the order of the file."""

    name: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class OpenRule:
    """A blocking rule that keeps a gate from being go: it fails, or is unknown."""

    rule: str
    title: str
    outcome: Literal["fail", "unknown"]
    message: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class GateState:
    """What one gate of a program decided, or why it decided nothing."""

    program: str
    """The name of the program in the portfolio."""
    milestone: str
    """Empty for the next one by date if the program could not be evaluated."""
    decision: Decision
    sentence: str
    """For people: the reason for the decision; for a gate without a verdict, the reason and what to do."""
    date: str = ""
    kind: str = ""
    as_of: str = ""
    open: tuple[OpenRule, ...] = ()
    waived: tuple[str, ...] = ()
    """The ids of the failing rules that a waiver covers."""
    passed: int = 0
    """How many blocking rules pass."""
    weakened: int | None = 0
    """In how many places its policy demands less, besides what is not measured; None if an older report does not
    say."""
    adoption: Literal["", "pass", "fail", "unknown"] = ""
    """The worst outcome of its blocking rules on adoption, waived or not; empty without any."""
    policy_digest: str = ""
    evidence_digest: str = ""
    notes: tuple[str, ...] = ()

    @property
    def has_verdict(self) -> bool:
        """Whether the gate was evaluated at all."""
        return bool(self.evidence_digest)

    @property
    def decision_without_waivers(self) -> Decision:
        """What it would have decided without waivers."""
        return "no-go" if self.waived else self.decision

    @property
    def reservations(self) -> tuple[str, ...]:
        """Why its verdict is weaker than it seems, in a few words each."""
        return reservations(self.weakened, len(self.waived), self.decision) if self.has_verdict else ()


def reservations(weakened: int | None, waived: int, decision: Decision) -> tuple[str, ...]:
    """Return why a decision is weaker than it seems, given the number of weakened places in its policy (None if
    unknown) and of waived failures."""
    return tuple(_reservations(weakened, waived, decision))


def _reservations(weakened: int | None, waived: int, decision: Decision) -> Iterator[str]:
    if weakened is None:
        yield "not known whether its policy is weakened"
    elif weakened:
        yield f"policy weakened in {counted(weakened, 'place')}"
    if waived:
        without = " (no-go without waivers)" if decision != "no-go" else ""
        yield f"{counted(waived, 'accepted risk')}{without}"


Week: TypeAlias = str
"""The Monday of a week, as an ISO date."""


@dataclass(frozen=True, slots=True)
class RoleLoad:
    """The load on the people of one role of one program: counts by week, without naming anybody."""

    role: str
    unit: str
    """Empty if the roster has no units: then it is the whole role."""
    go_lives: Mapping[Week, int] = field(default_factory=dict[Week, int])
    sessions: Mapping[Week, int] = field(default_factory=dict[Week, int])
    minutes: Mapping[Week, int] = field(default_factory=dict[Week, int])
    """The total length of the sessions whose length is known."""
    changes: Mapping[Week, int] = field(default_factory=dict[Week, int])
    """How many landings in the last four weeks touched what the role's training modules depend on."""


@dataclass(frozen=True, slots=True)
class ChangedThing:
    """Configuration that a program changed, with the commit of each change."""

    name: str
    """The name of the component, or else the path."""
    landed: tuple[tuple[Instant, str], ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What a program asks of people, for comparing programs; or why that is unknown."""

    roles: tuple[RoleLoad, ...] = ()
    """By role, and also by role and unit if the roster has units; only groups that may be shown."""
    hidden: int = 0
    """How many groups are too small to be shown."""
    super_users: frozenset[str] = frozenset()
    """Pseudonyms that are the same in all programs of one run, and in no other run."""
    approvers: frozenset[str] = frozenset()
    frozen: tuple[Instant, Instant] | None = None
    """From when until when the program is frozen; None if it is not, or that is unknown."""
    things: tuple[ChangedThing, ...] = ()
    """The configuration that it changed since the freeze began, and in the last four weeks."""
    unknown: tuple[str, ...] = ()
    """What is not known about it, and what to do."""


@dataclass(frozen=True, slots=True)
class MemberState:
    """A program with the state of each of its requested gates."""

    member: Member
    gates: tuple[GateState, ...]
    load: Load = field(default_factory=Load)


SignalName: TypeAlias = Literal[
    "portfolio.change-load", "portfolio.same-configuration", "portfolio.shared-people", "portfolio.earlier-wave"
]


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that only several programs together show; it warns, and decides no gate."""

    signal: SignalName
    programs: tuple[str, ...]
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class SinceThen:
    """How the portfolio and its gates changed since an earlier report."""

    earlier: str
    """When the earlier report was made, as an ISO time."""
    joined: tuple[str, ...]
    left: tuple[str, ...]
    stopped: tuple[str, ...]
    """Gates that had a verdict then and have none now: `program, milestone`."""
    worse: tuple[str, ...]
    better: tuple[str, ...]
    moved: tuple[str, ...] = ()
    """Programs whose checkout or configuration changed, so that their gates are not compared."""
    started: tuple[str, ...] = ()
    """Gates of programs that existed then, which had no verdict then and have one now, or are new."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A portfolio with the states of all its gates."""

    name: str
    evaluated_at: Instant
    states: tuple[MemberState, ...]
    """The programs in the order of the portfolio's file."""
    tags: tuple[str, ...] = ()
    """Only programs with one of these tags were evaluated; empty for all programs."""
    left_out: tuple[str, ...] = ()
    """The programs that were left out because they have none of the tags."""
    warnings: tuple[Concern, ...] = ()
    unknown: tuple[str, ...] = ()
    """What the warnings cannot know, and what to do."""
    since: SinceThen | None = None
    days_ago: int = 0
    """How many days ago it was evaluated, if an old report is shown again; else 0."""

    @property
    def gates(self) -> tuple[GateState, ...]:
        """All gates, worst first; within a decision by date and name."""
        every = (gate for state in self.states for gate in state.gates)
        return tuple(sorted(every, key=lambda one: (WORST_FIRST.index(one.decision), one.date, one.program.casefold())))

    @property
    def decision(self) -> Decision:
        """The decision of the worst gate; undecided if there is none."""
        gates = self.gates
        return gates[0].decision if gates else "undecided"

    def with_decision(self, decision: Decision) -> tuple[GateState, ...]:
        """Return the gates with this decision."""
        return tuple(gate for gate in self.gates if gate.decision == decision)
