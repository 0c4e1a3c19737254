"""Everything that the page says, computed from the rows."""

from dataclasses import dataclass

from benchmarks.evidence import cases, results, score
from benchmarks.evidence.cases import Strata, Value, fourfolds
from benchmarks.evidence.design import (
    AUC_GOAL,
    BASELINES,
    FIRST_OUTCOME,
    GAIN_GOAL,
    RETUNED,
    RISK_GOAL,
    RULES,
    SCORE,
    WITHIN,
    Tried,
)
from benchmarks.evidence.results import Compared, Look, Ruled


@dataclass(frozen=True)
class Findings:
    """What was found in the repositories and on the tracker."""

    development: Strata
    confirmation: Strata
    looks: tuple[Look, ...]
    """At the repositories for development."""
    again: tuple[Look, ...]
    """At those for confirmation, with the first outcome alone."""
    rules: tuple[Ruled, ...]
    rules_again: tuple[Ruled, ...]
    retuned: tuple[Tried, ...]
    """CHG-01 with each limit that was tried."""
    indices: tuple[float, ...]
    """The index of Youden of each in development."""
    chosen: Ruled
    """CHG-01 with the limit that was chosen, in confirmation."""
    fitted: score.Score
    compared: tuple[Compared, ...]
    """The score against each measure of size in development, of each repository by a score that fits the others."""
    confirmed: tuple[Compared, ...]
    """The same in confirmation, by the score that fits all of development."""
    forecasts: tuple[score.Forecast, ...]
    """In confirmation."""
    tracker: tuple[Look, ...]

    @property
    def score_holds(self) -> bool:
        """Whether the score reaches its goals in confirmation."""
        return all(map(holds, self.confirmed))

    def measured(self, rule: str) -> bool:
        """Whether a rule counts as measured: its ratio has an interval above 1 where it is to be confirmed."""
        return self.shipped(rule).reaches(0)

    def may_block(self, rule: str) -> bool:
        """Whether a rule's ratio is high enough for it to block."""
        return self.shipped(rule).reaches(RISK_GOAL)

    def shipped(self, rule: str) -> Ruled:
        """How a rule judged the go-lives for confirmation as it is shipped, by the first outcome."""
        return next(
            one
            for one in self.rules_again
            if one.tried.rule == rule and one.tried.shipped and one.outcome == FIRST_OUTCOME
        )


def holds(one: Compared) -> bool:
    """Whether a score reaches its goals against a measure of size."""
    return (one.area.value or 0) >= AUC_GOAL and one.difference >= GAIN_GOAL and one.gain.low > 0


def find() -> Findings:
    """Everything, from the committed rows."""
    development, confirmation = cases.repositories("development"), cases.repositories("confirmation")
    fitted = score.fit(development)
    complete = cases.complete(development, SCORE)
    rule, feature, limits = RETUNED
    retuned = tuple(Tried(rule, feature, limit, shipped=False) for limit in limits)
    indices = tuple(_youden(development, tried) for tried in retuned)
    chosen = retuned[indices.index(max(indices))]
    held_back = cases.complete(confirmation, SCORE)
    return Findings(
        development,
        confirmation,
        tuple(results.looks_at_repositories(development)),
        tuple(results.looks_at_repositories(confirmation, (FIRST_OUTCOME,))),
        _ruled(development),
        _ruled(confirmation),
        retuned,
        indices,
        results.ruled(confirmation, chosen, FIRST_OUTCOME),
        fitted,
        _compared(complete, score.without_own(complete)),
        _compared(held_back, [fitted] * len(held_back)),
        tuple(score.forecasts(confirmation, fitted)),
        tuple(results.looks_at_tracker(cases.tracker())),
    )


def _ruled(strata: Strata) -> tuple[Ruled, ...]:
    return tuple(results.ruled(strata, tried, outcome) for tried in RULES for outcome in WITHIN)


def _youden(strata: Strata, tried: Tried) -> float:
    """The index of a limit: the share of those that went wrong that failed the rule, less that of those that went well.
    Each repository is weighted by how many cases it has."""
    tables = [one for one in fourfolds(strata, tried, FIRST_OUTCOME) if one.wrong and one.well]
    total = sum(one.total for one in tables)
    indices = ((one.hits / one.wrong - one.false_alarms / one.well) * one.total for one in tables)
    return sum(indices) / total if total else 0.0


def _compared(strata: Strata, scores: list[Value] | list[score.Score]) -> tuple[Compared, ...]:
    found = (results.compared(strata, scores, one.name, one.words, FIRST_OUTCOME) for one in BASELINES)
    return tuple(one for one in found if one is not None)


def together(strata: Strata, outcome: str) -> tuple[int, int]:
    """How many cases went wrong, and how many there are."""
    every = [case for of in strata for case in of]
    return sum(case.came[outcome] for case in every), len(every)
