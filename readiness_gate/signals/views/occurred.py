"""What occurred by an instant, where a file may give a day only: what speaks for a go counts from the end of its day,
and what speaks against it from the start."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from readiness_gate.model.time import Instant, When

_Row = TypeVar("_Row")


def has_occurred(when: When, as_of: Instant, *, is_good: bool) -> bool:
    """Whether it occurred by an instant, in doubt in the way that is worse for a go."""
    return (when.end if is_good else when.start) <= as_of


def maybe_newest(rows: Sequence[_Row], when: Callable[[_Row], When], as_of: Instant) -> list[_Row]:
    """Those of some rows that may be the newest by an instant; none where it is unknown whether any occurred.

    The order of rows on one day is unknown, and so is whether one of today was before the instant.
    """
    newest = max((when(row).start for row in rows if when(row).end <= as_of), default=None)
    if newest is None:
        return []
    return [row for row in rows if when(row).start <= as_of and when(row).end >= newest]
