"""Percentiles by rank."""

from collections.abc import Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


def nearest_rank(ascending: Sequence[_Item], percentile: int) -> _Item:
    """Return the item at the nearest rank of a percentile from 1 to 100, from at least one item in ascending order: the
    smallest item with at least that share of all items at or below it.

    Rank = ceil(percentile / 100 * N). Source: R. J. Hyndman and Y. Fan, Sample Quantiles in Statistical Packages, The
    American Statistician 50 (1996), definition 1.
    """
    rank = -(-percentile * len(ascending) // 100)
    return ascending[rank - 1]
