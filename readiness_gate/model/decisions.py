"""What a committee decided compared with the gate, and which of its conditions are open."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Decision
from readiness_gate.model.wording import agreeing, listed

Choice: TypeAlias = Literal["go", "no-go", "postpone"]
_MOST = 5


@dataclass(frozen=True, slots=True)
class DecisionSettings:
    """Who may record decisions, besides those who may approve waivers."""

    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be done by the end of a day for a decision to stand."""

    id: str
    """The number of the decision and of the condition: `3.1`."""
    text: str
    due: date
    owner: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A line of the decision log with a decision."""

    number: int
    """The number of the line, from 1."""
    at: Instant
    by: str
    because: str
    milestone: str
    choice: Choice
    gate: Decision
    """The decision of the gate."""
    sentence: str
    evidence: str
    """The digest of the gate's evidence."""
    policy: str
    """The digest of the policy."""
    as_of: Instant
    conditions: tuple[Condition, ...] = ()
    revisit: date | None = None
    program: str = ""

    @property
    def is_against(self) -> bool:
        """Whether the committee decided go and the gate did not. Waiting despite a go is not against the gate."""
        return self.choice == "go" and self.gate != "go"


@dataclass(frozen=True, slots=True)
class Closed:
    """A line of the decision log that closes a condition."""

    number: int
    at: Instant
    by: str
    because: str
    condition: str


Entry: TypeAlias = Decided | Closed


@dataclass(frozen=True, slots=True)
class Ignored:
    """A line of the decision log that does not count: it neither closes nor decides anything. The conditions of such
    a decision are still open: nobody can drop one by adding a line with another name."""

    number: int
    at: Instant
    condition: str
    """The id of the condition that it would close; empty for a decision."""
    why: str
    """The text after "line 3": `is by pm@example.com, who …`."""
    is_early: bool = False
    """Whether it counts once it has landed."""


@dataclass(frozen=True, slots=True)
class Other:
    """A line of the decision log that belongs to another program and is left out."""

    number: int
    at: Instant
    program: str
    configuration: str
    """The name of that program's configuration file, now or when the line landed."""


def left_out(others: Sequence[Other]) -> str:
    """Return a sentence on which lines are left out, and to which programs they belong; "" if there are none."""
    named: dict[tuple[str, str], list[int]] = {}
    for one in others:
        named.setdefault((one.program, one.configuration), []).append(one.number)
    which = "; ".join(
        f'{agreeing(len(numbers), "line", "lines")} {listed(map(str, numbers), _MOST)} of "{program}" ({configuration})'
        for (program, configuration), numbers in named.items()
    )
    return f"Left out as another program's: {which}." if which else ""


def known(entries: Iterable[Entry], as_of: Instant) -> list[Entry]:
    """Return the entries known as of an instant. An entry of that very second was made on what was known before."""
    return [entry for entry in entries if entry.at < as_of]


def open_conditions(entries: Sequence[Entry]) -> list[tuple[Decided, Condition]]:
    """Return the conditions that nobody closed, each with its decision. A later decision does not close any."""
    closed = {entry.condition for entry in entries if isinstance(entry, Closed)}
    decisions = (entry for entry in entries if isinstance(entry, Decided))
    return [(one, condition) for one in decisions for condition in one.conditions if condition.id not in closed]


def against_gate(entries: Sequence[Entry], milestone: str) -> Decided | None:
    """Return the last decision for a milestone if it is against the gate and has open conditions. One without
    conditions counts until a later decision replaces it."""
    decisions = [entry for entry in entries if isinstance(entry, Decided) and entry.milestone == milestone]
    last = decisions[-1] if decisions else None
    if last is None or not last.is_against:
        return None
    is_open = not last.conditions or any(one is last for one, _ in open_conditions(entries))
    return last if is_open else None
