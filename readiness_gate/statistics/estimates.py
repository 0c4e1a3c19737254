"""Estimates with their 90 % intervals, whose ends are found by bisection."""

from collections.abc import Callable
from math import inf

from readiness_gate.lean_dataclass import dataclass

Z90 = 1.6448536269514722
"""The 95 % quantile of the standard normal distribution: 90 % of it lie between this and its opposite."""
_HALVINGS = 100


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 90 % interval. Both ends belong to it; one that nothing is known of is as far out as can be."""

    value: float | None
    """None where it is zero divided by zero; infinite where it is more than zero divided by zero."""
    low: float
    high: float

    def rules_out(self, value: float) -> bool:
        """Whether a value is beyond the interval."""
        return not self.low <= value <= self.high


def anything(value: float | None) -> Estimate:
    """An estimate of a ratio of which nothing is known but this."""
    return Estimate(value, 0.0, inf)


def crossing(is_before: Callable[[float], bool], low: float, high: float) -> float:
    """Where a condition that holds from `low` on ends to hold, before `high`."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_before(middle) else (low, middle)
    return (low + high) / 2
