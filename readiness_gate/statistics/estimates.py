"""Estimates with their 90 % intervals, whose ends are found by bisection."""

from collections.abc import Callable
from math import inf

from readiness_gate.lean_dataclass import dataclass

Z90 = 1.6448536269514722
"""The 95 % quantile of the standard normal distribution: 90 % of it is between this and its negative."""
_HALVINGS = 100


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 90 % interval, which includes both ends; an end about which nothing is known is as far out as
    possible."""

    value: float | None
    """None for zero divided by zero; infinite for a positive number divided by zero."""
    low: float
    high: float

    def rules_out(self, value: float) -> bool:
        """Return whether a value is outside the interval."""
        return not self.low <= value <= self.high


def anything(value: float | None) -> Estimate:
    """Return an estimate of a ratio about which nothing else is known."""
    return Estimate(value, 0.0, inf)


def crossing(is_before: Callable[[float], bool], low: float, high: float) -> float:
    """Return where between `low` and `high` a condition that holds at `low` stops holding."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_before(middle) else (low, middle)
    return (low + high) / 2
