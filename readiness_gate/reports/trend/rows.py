"""The rows of a trend: the decision and each rule, with its state as of each date, and how long it was red."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.verdict import Decision, Finding, Verdict
from readiness_gate.reports.trend.stated import series
from readiness_gate.reports.words import LABELS, SYMBOLS, Status, status

State: TypeAlias = Status | Literal["absent"]
"""How a row is shown as of a date; absent for a rule that was not part of the gate."""
STATES: dict[State, tuple[str, str]] = {
    **{name: (SYMBOLS[name], LABELS[name]) for name in SYMBOLS},
    "absent": ("·", "not in the gate"),
}
"""The symbol and the name of each state."""
_OF_DECISION: dict[Decision, Status] = {"go": "pass", "no-go": "fail", "undecided": "unknown"}
DECISIONS: dict[State, str] = {"pass": "GO", "fail": "NO-GO", "unknown": "UNDECIDED"}
"""The names of the decision's states."""
DECISION = "Decision"


@dataclass(frozen=True, slots=True)
class Red:
    """Successive dates as of which a row is red. Between dates nothing is known: it was red for at least that long."""

    first: Instant
    last: Instant
    or_before: bool
    """Whether it may have been red before, because nothing is known about the previous date."""

    @property
    def days(self) -> int:
        """The days from the first of these dates to the last."""
        return (self.last - self.first) // DAY


@dataclass(frozen=True, slots=True)
class Row:
    """The decision, or a rule, as of each date."""

    name: str
    """The id of the rule; `DECISION` for the decision."""
    title: str
    states: tuple[State, ...]
    red: tuple[Red, ...]
    """When it was red: the milestone no-go, or the rule failing without a waiver. Oldest first."""
    now: Red | None
    """The period that lasts until the last date, if any."""

    @property
    def longest(self) -> Red | None:
        """The longest period; of several the last."""
        return max(reversed(self.red), key=lambda red: red.days, default=None)


def rows(verdict: Verdict) -> list[Row]:
    """Return the decision, then the rules: those of the last date in the order of its report, then those that were
    part of the gate before."""
    dated = series(verdict)
    instants = [one.as_of for one in dated]
    found = [{finding.rule.id: finding for finding in one.findings} for one in dated]
    ids = dict.fromkeys(rule for one in reversed(found) for rule in one)
    decisions: list[State] = [_OF_DECISION[one.decision] for one in dated]
    decided = _row(DECISION, "", decisions, instants)
    return [decided, *(_of_rule(rule, found, dated, instants) for rule in ids)]


def _of_rule(
    rule: str, found: Sequence[Mapping[str, Finding]], dated: Sequence[Verdict], instants: Sequence[Instant]
) -> Row:
    title = next(one[rule].rule.title for one in reversed(found) if rule in one)
    states: list[State] = [_state(one.get(rule), verdict) for one, verdict in zip(found, dated, strict=True)]
    return _row(rule, title, states, instants)


def _state(finding: Finding | None, verdict: Verdict) -> State:
    """Return the state of a rule as of a date. If the policy is unknown, so is the rule."""
    if finding is not None:
        return status(finding)
    return "absent" if verdict.policy.is_known else "unknown"


def _row(name: str, title: str, states: Sequence[State], instants: Sequence[Instant]) -> Row:
    red = tuple(_red(states, instants))
    now = red[-1] if red and red[-1].last == instants[-1] else None
    return Row(name, title, tuple(states), red, now)


def _red(states: Sequence[State], instants: Sequence[Instant]) -> Iterator[Red]:
    known = False
    for state, dates in groupby(zip(states, instants, strict=True), key=lambda one: one[0]):
        moments = [moment for _, moment in dates]
        if state == "fail":
            yield Red(moments[0], moments[-1], not known)
        known = state != "unknown"
