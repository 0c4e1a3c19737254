"""How well an alarm tells apart what went wrong and what went well: fourfold tables, and ratios of risks.

The intervals take the cases as independent of each other.
"""

from collections.abc import Sequence
from math import exp, inf, log, sqrt

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.statistics.estimates import Z90, Estimate, anything, crossing

_FURTHEST = 25.0
"""The logarithm of the largest finite ratio that is looked at: no table has one, by far."""


@dataclass(frozen=True, slots=True)
class Fourfold:
    """How many cases there were with and without an alarm, of those that went wrong and of those that went well."""

    hits: int
    """With an alarm, and went wrong."""
    false_alarms: int
    """With an alarm, and went well."""
    misses: int
    """Without an alarm, and went wrong."""
    quiet: int
    """Without an alarm, and went well."""

    @property
    def alarms(self) -> int:
        """How many had an alarm."""
        return self.hits + self.false_alarms

    @property
    def silences(self) -> int:
        """How many had none."""
        return self.misses + self.quiet

    @property
    def wrong(self) -> int:
        """How many went wrong."""
        return self.hits + self.misses

    @property
    def well(self) -> int:
        """How many went well."""
        return self.false_alarms + self.quiet

    @property
    def total(self) -> int:
        """How many cases there are."""
        return self.wrong + self.well


def risk_ratio(table: Fourfold) -> Estimate | None:
    """How many times more often what had an alarm went wrong; None where there was always an alarm, or never.

    The interval holds each ratio that the score test does not reject. It needs no correction where a count is zero:
    with no misses it has no upper end, with no hits it begins at zero.

    Sources: P. A. R. Koopman, Confidence Intervals for the Ratio of Two Binomial Proportions, Biometrics 40 (1984); O.
    Miettinen and M. Nurminen, Comparative Analysis of Two Rates, Statistics in Medicine 4 (1985), for the root.
    """
    if not table.alarms or not table.silences:
        return None
    if not table.wrong:
        return anything(None)
    risk, other = table.hits / table.alarms, table.misses / table.silences
    low = exp(crossing(lambda at: _score(table, exp(at)) > Z90, -_FURTHEST, _FURTHEST)) if table.hits else 0.0
    high = exp(crossing(lambda at: _score(table, exp(at)) > -Z90, -_FURTHEST, _FURTHEST)) if table.misses else inf
    return Estimate(risk / other if other else inf, low, high)


def _score(table: Fourfold, ratio: float) -> float:
    """By how many standard deviations the risk with an alarm is more than the ratio says, where both risks are the most
    likely ones that have the ratio."""
    most = ratio * (table.alarms + table.misses) + table.hits + table.silences
    root = sqrt(max(most * most - 4 * ratio * table.total * table.wrong, 0.0))
    silent = 2 * table.wrong / (most + root)
    alarmed = ratio * silent
    variance = alarmed * (1 - alarmed) / table.alarms + ratio * ratio * silent * (1 - silent) / table.silences
    apart = table.hits / table.alarms - ratio * table.misses / table.silences
    return apart / sqrt(variance) if variance > 0 else 0.0


def pooled_risk_ratio(strata: Sequence[Fourfold]) -> Estimate | None:
    """The ratio of risks within strata: what differs between them does not count. None where no stratum has cases with
    an alarm and cases without.

    The estimate is that of Mantel and Haenszel. The interval is on the logarithm, with the variance of Greenland and
    Robins; it has none where there are no hits or no misses. Where only one stratum tells anything, it is
    `risk_ratio` of that.

    Sources: N. Mantel and W. Haenszel, Statistical Aspects of the Analysis of Data from Retrospective Studies of
    Disease, Journal of the National Cancer Institute 22 (1959); S. Greenland and J. M. Robins, Estimation of a Common
    Effect Parameter from Sparse Follow-Up Data, Biometrics 41 (1985).
    """
    telling = [table for table in strata if table.alarms and table.silences]
    if len(telling) <= 1:
        return risk_ratio(telling[0]) if telling else None
    with_alarm = sum(table.hits * table.silences / table.total for table in telling)
    without = sum(table.misses * table.alarms / table.total for table in telling)
    if not with_alarm or not without:
        return anything(inf if with_alarm else 0.0 if without else None)
    half = Z90 * sqrt(sum(map(_variance, telling)) / (with_alarm * without))
    middle = log(with_alarm / without)
    return Estimate(with_alarm / without, exp(middle - half), exp(middle + half))


def _variance(table: Fourfold) -> float:
    """What a stratum adds to the variance of the logarithm, before it is divided by both weighted sums."""
    parts = table.wrong * table.alarms * table.silences - table.hits * table.misses * table.total
    return parts / table.total**2
