"""The go-lives as cases: what was known, and what became of them; read from the committed rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log1p

from benchmarks.evidence import tables
from benchmarks.evidence.design import (
    COUNTED,
    NOT_MEASURED,
    REPOSITORIES,
    TRACKER,
    TRACKER_OUTCOMES,
    WITHIN,
    Tried,
    split,
)
from benchmarks.evidence.git_rows import MEASURED, table
from readiness_gate.statistics.discrimination import Groups
from readiness_gate.statistics.fourfold import Fourfold

GITS = (*(feature.name for feature in MEASURED), *COUNTED)


@dataclass(frozen=True)
class Case:
    """A go-live: what was known of it, None where nothing was, and whether each outcome came."""

    stratum: str
    known: Mapping[str, float | None]
    came: Mapping[str, bool]


Strata = Sequence[Sequence[Case]]
"""The cases of each repository, oldest first."""
Value = Callable[[Case], float | None]


def repositories(which: str) -> Strata:
    """The cases of the repositories for development, or for confirmation."""
    names = [name for name in REPOSITORIES if split()[name] == which and name not in NOT_MEASURED]
    return [[_case(name, row, GITS, tuple(WITHIN)) for row in tables.read(table(name))] for name in names]


def tracker() -> Strata:
    """The cases of the issue tracker, in one stratum."""
    names = tuple(feature.name for feature in TRACKER)
    return [[_case("tracker", row, names, tuple(TRACKER_OUTCOMES)) for row in tables.read("tracker")]]


def _case(stratum: str, row: tables.Row, known: Iterable[str], came: Iterable[str]) -> Case:
    values = {name: tables.number(row, name) for name in known}
    return Case(stratum, values, {outcome: row[outcome] == "1" for outcome in came})


def value(name: str, *, higher_is_worse: bool = True) -> Value:
    """What is known of a case under a name, so that higher is worse."""

    def of(case: Case) -> float | None:
        known = case.known[name]
        return known if known is None or higher_is_worse else -known

    return of


def groups(strata: Strata, of: Value, outcome: str) -> list[Groups]:
    """The values of those that went wrong and of those that went well, by stratum; cases without a value are left
    out."""
    return [_groups(cases, of, outcome) for cases in strata]


def _groups(cases: Sequence[Case], of: Value, outcome: str) -> Groups:
    wrong, well = (
        tuple(number for case in cases if case.came[outcome] is bad and (number := of(case)) is not None)
        for bad in (True, False)
    )
    return Groups(wrong, well)


def fourfolds(strata: Strata, tried: Tried, outcome: str) -> list[Fourfold]:
    """How a rule with a limit judged the cases, by stratum; cases without a reading are left out."""
    of = groups(strata, value(tried.feature), outcome)
    return [_fourfold(one, tried.limit) for one in of]


def _fourfold(one: Groups, limit: float) -> Fourfold:
    hits, false_alarms = (sum(number > limit for number in side) for side in (one.wrong, one.well))
    return Fourfold(hits, false_alarms, len(one.wrong) - hits, len(one.well) - false_alarms)


def scale(name: str, number: float) -> float:
    """A value as the score takes it: the logarithm of 1 more, but for a share of at most 1."""
    return number if name == "late-share" else log1p(number)


def complete(strata: Strata, names: Sequence[str]) -> list[list[Case]]:
    """The cases of which everything named is known, without strata that have none."""
    of = [[case for case in cases if all(case.known[name] is not None for name in names)] for cases in strata]
    return [cases for cases in of if cases]
