"""The development of gates: recorded verdicts, assigned to dates.

A verdict counts for the first date that is not before it, and for no later date: if nothing was recorded since the
previous date, the state is unknown.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from readiness_gate.history.counting import Counting, Gate, counting
from readiness_gate.history.rows import Recorded
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, Seconds


@dataclass(frozen=True, slots=True)
class Series:
    """The verdicts of one gate on some dates, oldest first."""

    program: str
    milestone: str
    counting: tuple[Counting | None, ...]
    """The verdict that counts for each date, among those as of the date or as of a time after the previous date; None
    if none was recorded."""

    @property
    def verdicts(self) -> tuple[Recorded | None, ...]:
        """The verdict that counts on each date."""
        return tuple(None if one is None else one.recorded for one in self.counting)

    @property
    def last(self) -> Recorded | None:
        """The newest of all verdicts; None if there is none."""
        return next((one for one in reversed(self.verdicts) if one is not None), None)

    @property
    def first(self) -> Recorded | None:
        """The oldest of all verdicts; None if there is none."""
        return next((one for one in self.verdicts if one is not None), None)

    @property
    def is_current(self) -> bool:
        """Whether a verdict was recorded for the last date."""
        return bool(self.verdicts) and self.verdicts[-1] is not None


def series_of(recorded: Iterable[Recorded], dates: Sequence[Instant], step: Seconds) -> dict[Gate, Series]:
    """Return the verdicts of each gate on the given dates, which are in order and `step` apart. A verdict counts for
    the first date that is not before it. Verdicts after the last date are left out, as are those that are a step or
    more before the first."""
    placed: Mapping[Gate, dict[int, list[Recorded]]] = defaultdict(lambda: defaultdict(list))
    for one in recorded:
        as_of = one.verdict.as_of
        place = bisect_left(dates, as_of)
        if place == len(dates) or as_of <= dates[place] - step:
            continue
        placed[one.verdict.program, one.verdict.milestone][place].append(one)
    places = range(len(dates))
    return {
        gate: Series(*gate, tuple(counting(on[place]) if place in on else None for place in places))
        for gate, on in sorted(placed.items())
    }
