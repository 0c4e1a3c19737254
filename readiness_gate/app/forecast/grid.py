"""The times of a forecast: the milestone's day, and whole weeks from it on."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.forecast import PERCENTS, WEEKS_AHEAD, NoDate, Outlook
from readiness_gate.model.time import DAY, Instant, Seconds
from readiness_gate.statistics.simulation import STEPS

WEEK = 7 * DAY
Green: TypeAlias = int
"""When something is green in one course, as bits: the lowest one is now, each other one a time of the grid."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Now, and the times ahead: first a part of a week if the milestone's day requires one, then whole weeks."""

    as_of: Instant
    part: Seconds
    target: int | None
    """Which of the times is the end of the milestone's day; None if it has passed, or is too far ahead."""

    @property
    def whole(self) -> int:
        """The number of whole weeks."""
        return WEEKS_AHEAD - bool(self.part)

    @property
    def times(self) -> tuple[Instant, ...]:
        """All times; the first is now."""
        first = self.as_of + (self.part or WEEK)
        return (self.as_of, *(first + number * WEEK for number in range(self.whole + bool(self.part))))


def grid(as_of: Instant, day_ends: Instant) -> Grid:
    """Return the times ahead for a milestone whose day ends at `day_ends`."""
    ahead = day_ends - as_of
    if not 0 < ahead <= WEEKS_AHEAD * WEEK:
        return Grid(as_of, 0, None)
    weeks, part = divmod(ahead, WEEK)
    return Grid(as_of, part, weeks + bool(part))


def all_green(masks: Sequence[Sequence[Green]]) -> list[Green]:
    """Return when everything is green, course by course."""
    together: list[Green] = []
    for of_course in zip(*masks, strict=True):
        green = of_course[0]
        for other in of_course[1:]:
            green &= other
        together.append(green)
    return together


def bits(states: Iterable[bool]) -> Green:
    """Return whether something is green now, and at each time ahead, as bits."""
    return sum(1 << number for number, state in enumerate(states) if state)


def held(green: Green, weeks: int, steps: int) -> Green:
    """Return the bits for a rule that must hold for some weeks: green at a time if it was green at each time before
    it; as long as these reach back before now, it must be green now."""
    if not weeks:
        return green
    states = [bool(green >> number & 1) for number in range(steps + 1)]
    return bits(all(states[max(number - weeks, 0) : number + 1]) for number in range(steps + 1))


def outlook(masks: Sequence[Green], times: Grid, no_date: NoDate | None = None) -> Outlook:
    """Return the outlook from the courses."""
    number = len(masks)
    firsts = sorted((mask & -mask).bit_length() - 1 for mask in masks if mask)
    target = times.target
    by_day = None if target is None else sum(mask >> target & 1 for mask in masks) * STEPS // number / STEPS
    never = -(-(number - len(firsts)) * STEPS // number) / STEPS
    at = times.times
    needed = {percent: -(-percent * number // 100) for percent in PERCENTS}
    within = {one: at[firsts[count - 1]] if count <= len(firsts) else None for one, count in needed.items()}
    return Outlook(by_day, {} if no_date else within, never, no_date)
