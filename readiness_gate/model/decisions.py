"""What a committee decided, beside what the gate said, and which of its conditions are open."""

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
    """Who may record decisions beside those who may approve waivers."""

    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be done by the end of a day for a decision to be right."""

    id: str
    """The number of the decision, and its own: `3.1`."""
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
    """What the gate said."""
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
        """Whether a go was decided that the gate did not give. To wait in spite of a go is against nothing."""
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
    """A line of the decision log that does not count: it closes nothing, and decides nothing. The conditions of such a
    decision are open all the same: nobody can drop one by writing another name beside it."""

    number: int
    at: Instant
    condition: str
    """The id of the condition that it would close; empty for a decision."""
    why: str
    """After "line 3": `is by pm@example.com, who …`."""
    is_early: bool = False
    """Whether it counts once it has landed."""


@dataclass(frozen=True, slots=True)
class Other:
    """A line of the decision log that is another program's, and is left out."""

    number: int
    at: Instant
    program: str
    configuration: str
    """The name of the file that configures it, or did when the line landed."""


def left_out(others: Sequence[Other]) -> str:
    """Which lines are left out, and whose they are, as a sentence; empty for none."""
    named: dict[tuple[str, str], list[int]] = {}
    for one in others:
        named.setdefault((one.program, one.configuration), []).append(one.number)
    which = "; ".join(
        f'{agreeing(len(numbers), "line", "lines")} {listed(map(str, numbers), _MOST)} of "{program}" ({configuration})'
        for (program, configuration), numbers in named.items()
    )
    return f"Left out as another program's: {which}." if which else ""


def known(entries: Iterable[Entry], as_of: Instant) -> list[Entry]:
    """The entries that are known as of an instant. One of that very second was made on what was known before it."""
    return [entry for entry in entries if entry.at < as_of]


def open_conditions(entries: Sequence[Entry]) -> list[tuple[Decided, Condition]]:
    """The conditions that nobody closed, each with its decision. A later decision closes none."""
    closed = {entry.condition for entry in entries if isinstance(entry, Closed)}
    decisions = (entry for entry in entries if isinstance(entry, Decided))
    return [(one, condition) for one in decisions for condition in one.conditions if condition.id not in closed]


def against_gate(entries: Sequence[Entry], milestone: str) -> Decided | None:
    """The last decision for a milestone, if it is against the gate and not all of its conditions are closed. One
    without conditions counts until a later decision replaces it."""
    decisions = [entry for entry in entries if isinstance(entry, Decided) and entry.milestone == milestone]
    last = decisions[-1] if decisions else None
    if last is None or not last.is_against:
        return None
    is_open = not last.conditions or any(one is last for one, _ in open_conditions(entries))
    return last if is_open else None
