"""What was found: of each feature and each rule, in some repositories."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.evidence.cases import Case, Strata, Value, fourfolds, groups, value
from benchmarks.evidence.design import BASELINES, COUNTED, FEATURES, TRACKER, TRACKER_OUTCOMES, WITHIN, Tried
from readiness_gate.statistics.discrimination import Groups, auc, higher_pairs
from readiness_gate.statistics.estimates import Estimate
from readiness_gate.statistics.fourfold import Fourfold, pooled_risk_ratio
from readiness_gate.statistics.permutations import chance_of_higher, holm
from readiness_gate.statistics.resampling import Resampled, block_bootstrap, without_each
from readiness_gate.statistics.simulation import chance_of

LEVEL = 0.05
_BLOCK = 4
"""Go-lives that follow each other are drawn together, four at a time."""
_LEAST = 10


@dataclass(frozen=True)
class Look:
    """How well a number tells apart the go-lives of one repository by an outcome."""

    name: str
    words: str
    outcome: str
    cases: int
    wrong: int
    area: Estimate | None
    chance: float
    """The one-sided probability of an area like this by chance."""
    adjusted: float
    """The same, with all looks of its table in mind."""
    without: tuple[float, float]
    """The lowest and the highest area with one repository left out."""

    @property
    def null(self) -> bool:
        """Whether nothing was found: chance explains it, with all looks in mind."""
        return self.adjusted > LEVEL or self.area is None or not self.area.rules_out(0.5)


@dataclass(frozen=True)
class Ruled:
    """How a rule with a limit judged go-lives by an outcome."""

    tried: Tried
    outcome: str
    table: Fourfold
    ratio: Estimate | None
    without: tuple[float, float] | None
    """The lowest and the highest ratio with one repository left out."""

    def reaches(self, goal: float) -> bool:
        """Whether the ratio is at least so high, with an interval above 1."""
        ratio = self.ratio
        return ratio is not None and ratio.value is not None and ratio.value >= goal and ratio.low > 1

    @property
    def one_sided(self) -> bool:
        """Whether nearly all go-lives failed the rule, or nearly all passed: then it cannot be judged by them."""
        return min(self.table.alarms, self.table.silences) < _LEAST

    @property
    def null(self) -> bool:
        """Whether nothing was found."""
        return self.ratio is None or not self.ratio.rules_out(1)


def looks_at_repositories(strata: Strata, outcomes: Sequence[str] = tuple(WITHIN)) -> list[Look]:
    """Every feature and everything that anybody can count, with some outcomes."""
    features = [(one.name, one.words, one.higher_is_worse) for one in (*FEATURES, *BASELINES)]
    counted = [(name, f"baseline: {words}", True) for name, words in COUNTED.items()]
    return _looks(strata, [*features, *counted], outcomes)


def looks_at_tracker(strata: Strata) -> list[Look]:
    """Every feature of the tracker with every outcome."""
    return _looks(strata, [(one.name, one.words, one.higher_is_worse) for one in TRACKER], tuple(TRACKER_OUTCOMES))


def _looks(strata: Strata, named: Sequence[tuple[str, str, bool]], outcomes: Sequence[str]) -> list[Look]:
    tried = [
        (name, words, outcome, groups(strata, value(name, higher_is_worse=worse), outcome))
        for name, words, worse in named
        for outcome in outcomes
    ]
    chances = [chance_of_higher(of, chance_of("evidence", name, outcome)) for name, _, outcome, of in tried]
    adjusted = holm(chances)
    return [
        _look(name, words, outcome, of, chance, raised)
        for (name, words, outcome, of), chance, raised in zip(tried, chances, adjusted, strict=True)
    ]


def _look(name: str, words: str, outcome: str, of: Sequence[Groups], chance: float, adjusted: float) -> Look:
    cases, wrong = sum(len(one.wrong) + len(one.well) for one in of), sum(len(one.wrong) for one in of)
    areas = [one for one in without_each(of, _area) if one is not None]
    return Look(
        name,
        words,
        outcome,
        cases,
        wrong,
        auc(of),
        chance,
        adjusted,
        (min(areas, default=0.5), max(areas, default=0.5)),
    )


def _area(of: Sequence[Groups]) -> float | None:
    found = auc(of)
    return None if found is None else found.value


def ruled(strata: Strata, tried: Tried, outcome: str) -> Ruled:
    """How a rule judged the go-lives of some repositories."""
    tables = fourfolds(strata, tried, outcome)
    ratios = [one for one in without_each(tables, _ratio) if one is not None] if len(tables) > 1 else []
    together = Fourfold(
        sum(one.hits for one in tables),
        sum(one.false_alarms for one in tables),
        sum(one.misses for one in tables),
        sum(one.quiet for one in tables),
    )
    return Ruled(tried, outcome, together, pooled_risk_ratio(tables), (min(ratios), max(ratios)) if ratios else None)


def _ratio(tables: Sequence[Fourfold]) -> float | None:
    found = pooled_risk_ratio(tables)
    return None if found is None else found.value


@dataclass(frozen=True)
class Compared:
    """The score against a measure of size, on the same cases."""

    words: str
    cases: int
    wrong: int
    area: Estimate
    base: Estimate
    gain: Resampled

    @property
    def difference(self) -> float:
        """How much larger the area of the score is."""
        return (self.area.value or 0) - (self.base.value or 0)


def compared(strata: Strata, scores: Sequence[Value], name: str, words: str, outcome: str) -> Compared | None:
    """The score of each repository against a baseline, on the cases that have both; None where that tells nothing."""
    both = [
        [
            _Pair(case, of(case), case.known[name])
            for case in cases
            if of(case) is not None and case.known[name] is not None
        ]
        for cases, of in zip(strata, scores, strict=True)
    ]
    area, base = auc(_grouped(both, outcome, 0)), auc(_grouped(both, outcome, 1))
    gain = block_bootstrap(both, lambda of: _gain(of, outcome), _BLOCK, chance_of("evidence", name))
    if area is None or base is None or gain is None:
        return None
    pairs = [pair for of in both for pair in of]
    return Compared(words, len(pairs), sum(pair.case.came[outcome] for pair in pairs), area, base, gain)


@dataclass(frozen=True)
class _Pair:
    case: Case
    score: float | None
    base: float | None

    def number(self, which: int) -> float:
        return (self.base if which else self.score) or 0.0


def _grouped(strata: Sequence[Sequence[_Pair]], outcome: str, which: int) -> list[Groups]:
    return [
        Groups(
            tuple(pair.number(which) for pair in pairs if pair.case.came[outcome]),
            tuple(pair.number(which) for pair in pairs if not pair.case.came[outcome]),
        )
        for pairs in strata
    ]


def _gain(strata: Sequence[Sequence[_Pair]], outcome: str) -> float | None:
    score, base = (_plain_area(_grouped(strata, outcome, which)) for which in (0, 1))
    return None if score is None or base is None else score - base


def _plain_area(of: Sequence[Groups]) -> float | None:
    """The area without its interval, which costs more."""
    pairs = sum(one.pairs for one in of)
    return sum(higher_pairs(one) for one in of) / pairs if pairs else None
