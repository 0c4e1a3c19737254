"""How gates developed: recorded verdicts, placed on dates.

A verdict counts for the first date that is not before it, and for no later one: where nothing was recorded since the
date before, nothing is known.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from readiness_gate.history.counting import Gate
from readiness_gate.history.rows import Recorded
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, Seconds


@dataclass(frozen=True, slots=True)
class Series:
    """The verdicts of one gate on some dates, oldest first."""

    program: str
    milestone: str
    verdicts: tuple[Recorded | None, ...]
    """The newest verdict as of a date, or as of a time after the date before; None where none was recorded."""

    @property
    def last(self) -> Recorded | None:
        """The newest verdict of all; None without any."""
        return next((one for one in reversed(self.verdicts) if one is not None), None)

    @property
    def first(self) -> Recorded | None:
        """The oldest verdict of all; None without any."""
        return next((one for one in self.verdicts if one is not None), None)

    @property
    def is_current(self) -> bool:
        """Whether something was recorded for the last date."""
        return bool(self.verdicts) and self.verdicts[-1] is not None


def series_of(recorded: Iterable[Recorded], dates: Sequence[Instant], step: Seconds) -> dict[Gate, Series]:
    """The verdicts of each gate on some dates, in order, each `step` after the one before it. A verdict counts for the
    first date that is not before it; one that is a step or more before the first date, or after the last, is left
    out."""
    placed: Mapping[Gate, dict[int, Recorded]] = defaultdict(dict)
    for one in recorded:
        as_of = one.verdict.as_of
        place = bisect_left(dates, as_of)
        if place == len(dates) or as_of <= dates[place] - step:
            continue
        on = placed[one.verdict.program, one.verdict.milestone]
        on[place] = max(on.get(place, one), one, key=_age)
    return {
        gate: Series(*gate, tuple(on.get(place) for place in range(len(dates)))) for gate, on in sorted(placed.items())
    }


def _age(one: Recorded) -> tuple[Instant, int]:
    return one.verdict.as_of, one.number
