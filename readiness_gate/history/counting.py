"""Select the verdict that counts for a gate: the one as of the latest time.

Verdicts can contradict each other. Two may be as of the same time, by different policies or on different evidence; or a
clock was ahead, so that the verdict that was recorded first is as of the later time. It is impossible to determine
which is right, so the worse one counts.
"""

from collections.abc import Iterable, Iterator

from readiness_gate.history.rows import Recorded, VerdictRow
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.verdict import WORST_FIRST, Decision

Gate = tuple[str, str]
"""A program and a milestone, by their recorded names."""
SKEW = 300
"""The seconds by which the clock of the recording machine may be ahead for a verdict other than *go*."""


@dataclass(frozen=True, slots=True)
class Counting:
    """The verdict that counts for a gate."""

    recorded: Recorded
    instead_of: tuple[Recorded, ...] = ()
    """The verdicts with another decision that cannot be shown to be older."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """The contradictions, each with the remark that the worse verdict counts; empty if there are none."""
        return tuple(_remark(self.recorded, other) for other in self.instead_of)


def counting(of_gate: Iterable[Recorded]) -> Counting:
    """Return which verdict counts among those of one gate; there must be at least one."""
    worst, *others = sorted(_newest(list(of_gate)), key=_badness)
    said = decision_of(worst.verdict)
    return Counting(worst, tuple(one for one in others if decision_of(one.verdict) != said))


def of_each_gate(recorded: Iterable[Recorded]) -> dict[Gate, Counting]:
    """Return the verdict that counts for each gate, in the order of the gates."""
    found: dict[Gate, list[Recorded]] = {}
    for one in recorded:
        found.setdefault((one.verdict.program, one.verdict.milestone), []).append(one)
    return {gate: counting(of_gate) for gate, of_gate in sorted(found.items())}


def is_ahead(verdict: VerdictRow, now: Instant) -> bool:
    """Return whether a verdict is as of a future time, so that it is no evidence for the present: a clock is wrong. A
    *go* has no tolerance for clock skew."""
    return verdict.as_of > now + (0 if verdict.decision == "go" else SKEW)


def decision_of(verdict: VerdictRow) -> Decision:
    """Return the recorded decision; undecided for any other text, which is from an edit."""
    for known in WORST_FIRST:
        if known == verdict.decision:
            return known
    return "undecided"


def decision_by_rules(outcomes: Iterable[tuple[str, bool]]) -> Decision:
    """Return the decision by recorded blocking rules, from pairs of outcome and whether a failure was waived. If the
    history has another decision, somebody edited it."""
    counts = {"pass" if is_waived and outcome == "fail" else outcome for outcome, is_waived in outcomes}
    if "fail" in counts:
        return "no-go"
    return "go" if counts and counts <= {"pass", "warn"} else "undecided"


def is_replaced(one: VerdictRow, number: int, other: VerdictRow, other_number: int) -> bool:
    """Return whether `other` replaces `one`: it is as of a later time, and it was not recorded earlier by a clock that
    was ahead. A statement in `statements` expresses the same in SQL."""
    is_by_clock_ahead = other_number < number and other.as_of > one.recorded_at
    return other.as_of > one.as_of and not is_by_clock_ahead


def _newest(of_gate: list[Recorded]) -> Iterator[Recorded]:
    """Yield the verdicts that no other verdict replaces."""
    latest_first = sorted(of_gate, key=lambda one: -one.verdict.as_of)
    for place, one in enumerate(latest_first):
        later = latest_first[:place]
        if not any(is_replaced(one.verdict, one.number, other.verdict, other.number) for other in later):
            yield one


def _badness(one: Recorded) -> tuple[int, Instant, int]:
    """Return the sort key, worst first. Among equals, a verdict from a clock that is not ahead comes first, then the
    one that was recorded last."""
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
