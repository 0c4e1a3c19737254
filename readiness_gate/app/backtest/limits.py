"""What a rule would have stopped with another limit, and which limit to choose, based only on the past."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.backtest import AtLimit, Choice, Replay
from readiness_gate.model.policy import Rule
from readiness_gate.model.reading import Measured, Value
from readiness_gate.model.tallies import Outcomes, Tally
from readiness_gate.model.verdict import Finding
from readiness_gate.statistics.discrimination import Groups
from readiness_gate.statistics.permutations import chance_of_higher
from readiness_gate.statistics.simulation import chance_of

_Found = Sequence[tuple[Replay, Finding]]
"""The go-lives of a program, oldest first, each with the finding of a rule."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A go-live with what was measured before it."""

    value: Value
    went_wrong: bool | None


def curve(rule: Rule, found: _Found) -> tuple[AtLimit, ...]:
    """Return what a rule would have stopped with its limit, and with each limit that equals a reading, strictest first.

    Empty for a rule that requires one value, or that must hold for some days: with another limit, other days decide.
    """
    cases = _cases(rule, found)
    if not cases:
        return ()
    limits = _strictest_first(rule, {*(case.value for case in cases), rule.limit.value})
    return tuple(AtLimit(limit, _tally(rule, [(limit, case) for case in cases]).stopped) for limit in limits)


def choice(rule: Rule, found: _Found) -> Choice | None:
    """Return the limit that the past suggests, and how well limits did that were chosen from earlier go-lives: each
    go-live with enough history is judged by the limit that separates the earlier ones best.

    The best has the largest Youden index; among equals it is the strictest. None with too few go-lives.
    """
    cases = [case for case in _cases(rule, found) if case.went_wrong is not None]
    before = [cases[:place] for place in range(len(cases))]
    scored = [(past, case) for past, case in zip(before, cases, strict=True) if _is_enough(past)]
    if not _is_enough([case for _, case in scored]):
        return None
    chosen = _tally(rule, [(_best(rule, past), case) for past, case in scored])
    configured = _tally(rule, [(rule.limit.value, case) for _, case in scored])
    tried = len({case.value for case in cases})
    is_better = _index(chosen) > _index(configured)
    return Choice(_best(rule, cases), tried, chosen, configured, is_better, _chance(chosen))


def _cases(rule: Rule, found: _Found) -> list[_Case]:
    """Return the go-lives at which a limit decides: with a waiver in force none does."""
    if rule.limit.bound == "equals" or rule.held_for:
        return []
    return [
        _Case(finding.reading.value, replay.aftermath.went_wrong)
        for replay, finding in found
        if isinstance(finding.reading, Measured) and not finding.reading.hidden and finding.waiver is None
    ]


def _is_enough(cases: Iterable[_Case]) -> bool:
    return Tally(_outcomes(case.went_wrong for case in cases)).is_enough


def _strictest_first(rule: Rule, limits: Iterable[Value]) -> list[Value]:
    return sorted(limits, reverse=rule.limit.bound == "at-least")


def _best(rule: Rule, cases: Sequence[_Case]) -> Value:
    """Return the limit with the largest index among those that equal a reading; `max` takes the first of several."""
    sign = 1 if rule.limit.bound == "at-most" else -1
    wrong, well = (
        sorted(sign * case.value for case in cases if case.went_wrong is outcome) for outcome in (True, False)
    )

    def index(limit: Value) -> int:
        passed_wrong, passed_well = bisect_right(wrong, sign * limit), bisect_right(well, sign * limit)
        return passed_well * len(wrong) - passed_wrong * len(well)

    return max(_strictest_first(rule, {case.value for case in cases}), key=index)


def _tally(rule: Rule, judged: Sequence[tuple[Value, _Case]]) -> Tally:
    """Return the results for go-lives, each with a limit of its own."""
    stops = [rule.limit.is_worse(case.value, limit) for limit, case in judged]
    outcomes = [case.went_wrong for _, case in judged]
    return Tally(_outcomes(_where(outcomes, stops, is_so=True)), _outcomes(_where(outcomes, stops, is_so=False)))


def _where(outcomes: Sequence[bool | None], stops: Sequence[bool], *, is_so: bool) -> Iterator[bool | None]:
    return (outcome for outcome, stopped in zip(outcomes, stops, strict=True) if stopped is is_so)


def _outcomes(went_wrong: Iterable[bool | None]) -> Outcomes:
    seen = list(went_wrong)
    return Outcomes(seen.count(True), seen.count(False), seen.count(None))


def _chance(tally: Tally) -> float:
    """Return the probability that at least as many of those that went wrong are stopped by chance."""
    stopped, passed = tally.stopped, tally.passed
    groups = Groups((1.0,) * stopped.wrong + (0.0,) * passed.wrong, (1.0,) * stopped.well + (0.0,) * passed.well)
    return chance_of_higher([groups], chance_of("backtest"))


def _index(tally: Tally) -> int:
    """Return Youden's index, multiplied by both numbers of go-lives: exact, and in the same order for the same
    go-lives."""
    counted = tally.counted
    return tally.stopped.wrong * counted.well - tally.stopped.well * counted.wrong


__all__ = ["choice", "curve"]
