"""Shares of a population, from a sample of it."""

from math import sqrt

ONE_SIDED_90 = 1.2815515655446004
"""The 90 % quantile of the standard normal distribution."""


def wilson_lower_bound(favourable: int, sample: int, population: int, z: float = ONE_SIDED_90) -> float:
    """The lower bound of the share in a population of which a sample of at least one was asked: from 0 to 1.

    Wilson's score interval, with the sample as large as it is worth in a finite population, n (N - 1) / (N - n): when
    everybody was asked, the bound is the share itself. It is never below the share that is certain, as if nobody else
    were favorable; so one unfavorable answer more never raises it. Sources: E. B. Wilson, Probable Inference, the Law
    of Succession, and Statistical Inference, Journal of the American Statistical Association 22 (1927); W. G. Cochran,
    Sampling Techniques (1977), section 2.6.
    """
    share = favourable / sample
    if sample >= population:
        return share
    worth = sample * (population - 1) / (population - sample)
    shift = z * z / worth
    spread = z * sqrt(share * (1 - share) / worth + shift / (4 * worth))
    return max((share + shift / 2 - spread) / (1 + shift), favourable / population)
