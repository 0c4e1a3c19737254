"""Shares of a population, estimated from a sample."""

from math import sqrt

ONE_SIDED_90 = 1.2815515655446004
"""The 90 % quantile of the standard normal distribution."""


def wilson_lower_bound(favourable: int, sample: int, population: int, z: float = ONE_SIDED_90) -> float:
    """Return the lower bound of a share in a population, given a sample of at least one; from 0 to 1.

    This is Wilson's score interval with the effective sample size in a finite population, n (N - 1) / (N - n): if
    everybody was asked, the bound is the share itself. It is never below the certain share, which assumes that nobody
    else is favorable, so one more unfavorable answer never raises it. Sources: E. B. Wilson, Probable Inference, the
    Law of Succession, and Statistical Inference, Journal of the American Statistical Association 22 (1927); W. G.
    Cochran, Sampling Techniques (1977), section 2.6.
    """
    share = favourable / sample
    if sample >= population:
        return share
    worth = sample * (population - 1) / (population - sample)
    shift = z * z / worth
    spread = z * sqrt(share * (1 - share) / worth + shift / (4 * worth))
    return max((share + shift / 2 - spread) / (1 + shift), favourable / population)
