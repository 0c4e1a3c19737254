"""How much a result depends on its cases: resampled in blocks, and without each stratum."""

import random
from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.statistics.scores import quantile

RESAMPLED = 1_000
_TAIL = 0.05
_Case = TypeVar("_Case")
_Stratum = TypeVar("_Stratum")
Strata: TypeAlias = Sequence[Sequence[_Case]]


@dataclass(frozen=True, slots=True)
class Resampled:
    """The 90 % interval of a result over resamples."""

    low: float
    high: float
    without: int
    """How many resamples have no result and do not count."""


def block_bootstrap(
    strata: Strata[_Case],
    result: Callable[[Strata[_Case]], float | None],
    block: int,
    chance: random.Random,
    number: int = RESAMPLED,
) -> Resampled | None:
    """Return the interval of a result if the cases of each stratum, in order of time, are resampled in blocks of
    `block`, because consecutive cases are similar. None if no resample has a result.

    Source: D. N. Politis and J. P. Romano, A Circular Block-Resampling Procedure for Stationary Data (1992).
    """
    results = [result([_drawn(cases, block, chance) for cases in strata]) for _ in range(number)]
    known = sorted(one for one in results if one is not None)
    if not known:
        return None
    return Resampled(quantile(known, _TAIL), quantile(known, 1 - _TAIL), number - len(known))


def _drawn(cases: Sequence[_Case], block: int, chance: random.Random) -> list[_Case]:
    """Return as many cases as given, drawn in blocks; the cases are circular."""
    number = len(cases)
    length = max(1, min(block, number))
    firsts = (int(chance.random() * number) for _ in range(-(-number // length)))
    return [cases[(first + step) % number] for first in firsts for step in range(length)][:number]


def without_each(
    strata: Sequence[_Stratum], result: Callable[[Sequence[_Stratum]], float | None]
) -> list[float | None]:
    """Return the result without each of the strata in turn."""
    return [result([*strata[:place], *strata[place + 1 :]]) for place in range(len(strata))]
