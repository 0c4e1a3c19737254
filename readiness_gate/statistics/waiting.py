"""Percentiles of waiting times of which some have not ended."""

from bisect import insort
from collections.abc import Iterable

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.statistics.ranks import nearest_rank


@dataclass(frozen=True, slots=True)
class Waiting:
    """A percentile of waiting times."""

    seconds: int
    counted: int
    """How many waiting times it is a percentile of."""


def waiting_percentile(ended: Iterable[int], unended: Iterable[int], percentile: int) -> Waiting | None:
    """Return the nearest-rank percentile of waiting times, both ended and not yet ended; None if there are none.

    A wait that has not ended counts once it is as long as the percentile: until then it could turn out shorter or
    longer, and would make the others look better. So one more such wait never lowers the percentile, and neither does
    one that ends later. Both follow because the longest are added first, and only those that are not shorter.
    """
    known = sorted(ended)
    for wait in sorted(unended, reverse=True):
        if known and wait < nearest_rank(known, percentile):
            break
        insort(known, wait)
    return Waiting(nearest_rank(known, percentile), len(known)) if known else None
