"""How well an alarm separates what went wrong from what went well: fourfold tables, and risk ratios.

The intervals treat the cases as independent.
"""

from collections.abc import Sequence
from math import exp, inf, log, sqrt

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.statistics.estimates import Z90, Estimate, anything, crossing

_FURTHEST = 25.0
"""The logarithm of the largest finite ratio considered, far above that of any table."""


@dataclass(frozen=True, slots=True)
class Fourfold:
    """The numbers of cases with and without an alarm, by whether they went wrong or well."""

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
        """The number of cases with an alarm."""
        return self.hits + self.false_alarms

    @property
    def silences(self) -> int:
        """The number of cases without an alarm."""
        return self.misses + self.quiet

    @property
    def wrong(self) -> int:
        """The number of cases that went wrong."""
        return self.hits + self.misses

    @property
    def well(self) -> int:
        """The number of cases that went well."""
        return self.false_alarms + self.quiet

    @property
    def total(self) -> int:
        """The number of cases."""
        return self.wrong + self.well


def risk_ratio(table: Fourfold) -> Estimate | None:
    """Return how many times more often cases with an alarm went wrong; None if there was always an alarm, or never.

    The interval contains each ratio that the score test does not reject. It needs no correction for zero counts:
    without misses it has no upper end, without hits it begins at zero.

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
    """Return by how many standard deviations the risk with an alarm exceeds what the ratio predicts, given the most
    likely pair of risks with this ratio."""
    most = ratio * (table.alarms + table.misses) + table.hits + table.silences
    root = sqrt(max(most * most - 4 * ratio * table.total * table.wrong, 0.0))
    silent = 2 * table.wrong / (most + root)
    alarmed = ratio * silent
    variance = alarmed * (1 - alarmed) / table.alarms + ratio * ratio * silent * (1 - silent) / table.silences
    apart = table.hits / table.alarms - ratio * table.misses / table.silences
    return apart / sqrt(variance) if variance > 0 else 0.0


def pooled_risk_ratio(strata: Sequence[Fourfold]) -> Estimate | None:
    """Return the risk ratio within strata, so that differences between strata do not count. None if no stratum has
    cases with an alarm and cases without.

    The estimate is by Mantel and Haenszel. The interval is computed on the logarithm, with the variance of Greenland
    and Robins; there is none without hits or without misses. If only one stratum is informative, it is the `risk_ratio`
    of that stratum.

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
    """Return a stratum's contribution to the variance of the logarithm, before division by both weighted sums."""
    parts = table.wrong * table.alarms * table.silences - table.hits * table.misses * table.total
    return parts / table.total**2
