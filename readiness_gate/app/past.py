"""How a gate was judged in the weeks before."""

from collections.abc import Sequence
from dataclasses import replace

from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.verdict import Verdict

WEEKS = 26
"""As of how many weekly dates a report shows how the gate was judged before: half a year."""


def weeks_before(as_of: Instant, weeks: int = WEEKS) -> tuple[Instant, ...]:
    """The instants that lie whole weeks before another one, oldest first and without it."""
    return tuple(as_of - number * 7 * DAY for number in range(weeks, 0, -1))


def joined(verdicts: Sequence[Verdict]) -> Verdict:
    """The last of some verdicts of a gate, oldest first, with those before it."""
    *past, verdict = verdicts
    return replace(verdict, past=tuple(past))
