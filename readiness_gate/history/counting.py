"""Which of the verdicts of a gate counts: the one as of the latest time.

Two may contradict each other: both are as of one time, by another policy or on other evidence; or a clock was ahead, so
the one that was recorded first is as of a time that is later. Which is right nobody can know, so the worse one counts.
"""

from collections.abc import Iterable, Iterator

from readiness_gate.history.rows import Recorded, VerdictRow
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.verdict import WORST_FIRST, Decision

Gate = tuple[str, str]
"""A program and a milestone, as a history has them."""
SKEW = 300
"""So many seconds may the clock be ahead of whoever recorded a verdict that is no *go*."""


@dataclass(frozen=True, slots=True)
class Counting:
    """The verdict of a gate that counts."""

    recorded: Recorded
    instead_of: tuple[Recorded, ...] = ()
    """Those that decided something else, of which nobody can know that they are older."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What it contradicts, and that it counts as the worse one; none where it contradicts nothing."""
        return tuple(_remark(self.recorded, other) for other in self.instead_of)


def counting(of_gate: Iterable[Recorded]) -> Counting:
    """The verdict that counts of those of one gate, of which there must be one at least."""
    worst, *others = sorted(_newest(list(of_gate)), key=_badness)
    said = decision_of(worst.verdict)
    return Counting(worst, tuple(one for one in others if decision_of(one.verdict) != said))


def of_each_gate(recorded: Iterable[Recorded]) -> dict[Gate, Counting]:
    """The verdict that counts of each gate, in their order."""
    found: dict[Gate, list[Recorded]] = {}
    for one in recorded:
        found.setdefault((one.verdict.program, one.verdict.milestone), []).append(one)
    return {gate: counting(of_gate) for gate, of_gate in sorted(found.items())}


def is_ahead(verdict: VerdictRow, now: Instant) -> bool:
    """Whether a verdict is as of a time that lies ahead, so that it says nothing of now: a clock is wrong. A *go* may
    not be ahead at all."""
    return verdict.as_of > now + (0 if verdict.decision == "go" else SKEW)


def decision_of(verdict: VerdictRow) -> Decision:
    """The decision as recorded; whatever is none is undecided: somebody edited the history."""
    for known in WORST_FIRST:
        if known == verdict.decision:
            return known
    return "undecided"


def decision_by_rules(outcomes: Iterable[tuple[str, bool]]) -> Decision:
    """The decision that recorded blocking rules give, by their outcomes and whether a fail was waived; any other one
    that a history has was put there by somebody."""
    counts = {"pass" if is_waived and outcome == "fail" else outcome for outcome, is_waived in outcomes}
    if "fail" in counts:
        return "no-go"
    return "go" if counts and counts <= {"pass", "warn"} else "undecided"


def is_replaced(one: VerdictRow, number: int, other: VerdictRow, other_number: int) -> bool:
    """Whether a verdict no longer counts for another one: that is as of a later time, and was not recorded before it
    by a clock that is ahead. A statement of `statements` says the same in SQL."""
    is_by_clock_ahead = other_number < number and other.as_of > one.recorded_at
    return other.as_of > one.as_of and not is_by_clock_ahead


def _newest(of_gate: list[Recorded]) -> Iterator[Recorded]:
    """Those that no other one replaces."""
    latest_first = sorted(of_gate, key=lambda one: -one.verdict.as_of)
    for place, one in enumerate(latest_first):
        later = latest_first[:place]
        if not any(is_replaced(one.verdict, one.number, other.verdict, other.number) for other in later):
            yield one


def _badness(one: Recorded) -> tuple[int, Instant, int]:
    """Its order, the worst first; of equal ones the one that is not by a clock that is ahead, and then the one that
    was recorded last."""
    return WORST_FIRST.index(decision_of(one.verdict)), one.verdict.as_of, -one.number


def _remark(counts: Recorded, other: Recorded) -> str:
    one, two = counts.verdict, other.verdict
    if one.as_of == two.as_of:
        by = "by another policy" if one.policy_digest != two.policy_digest else "on other evidence"
        return f"judged twice as of {iso(one.as_of)}: {one.decision}, and {two.decision} {by}. The worse one counts"
    first, then = sorted((counts, other), key=lambda each: each.number)
    return (
        f"a clock was wrong: {first.verdict.decision} as of {iso(first.verdict.as_of)} was recorded before "
        f"{then.verdict.decision} as of {iso(then.verdict.as_of)}. The worse one counts"
    )
