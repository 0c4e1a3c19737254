"""Limits chosen on the past only, against a choice by hand."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from support.backtests import DEFECTS, TRAINED, backtest
from support.effort import law
from support.gates import gate

from readiness_gate.app.backtest.scores import scores
from readiness_gate.model.backtest import Choice
from readiness_gate.model.policy import Rule
from readiness_gate.model.tallies import Tally
from readiness_gate.statistics.simulation import chance_of

PATTERN = "x.x..x...x.x.....x.." * 2
NUMBERS = st.lists(st.tuples(st.sampled_from("x."), st.integers(0, 4)), min_size=14, max_size=30)


def _choice(outcomes: str, values: Sequence[float], of: Rule = DEFECTS) -> Choice | None:
    return scores([backtest(outcomes, {of.id: values}, gate(of))]).rules[0].choice


def _index(pairs: Sequence[tuple[str, float]], limit: float) -> Fraction:
    wrong = [value > limit for became, value in pairs if became == "x"]
    well = [value > limit for became, value in pairs if became == "."]
    return Fraction(sum(wrong), len(wrong)) - Fraction(sum(well), len(well))


def _by_hand(pairs: Sequence[tuple[str, float]]) -> tuple[list[bool], list[str]] | None:
    """What each go-live gets from the limit that was best on those before it, and how it went."""
    stopped: list[bool] = []
    went: list[str] = []
    for place, (became, value) in enumerate(pairs):
        before = pairs[:place]
        kinds = [one for one, _ in before]
        if place < 8 or min(kinds.count("x"), kinds.count(".")) < 3:
            continue
        limits = sorted({one for _, one in before})
        best = max(_index(before, limit) for limit in limits)
        limit = next(limit for limit in limits if _index(before, limit) == best)
        stopped.append(value > limit)
        went.append(became)
    if len(went) < 8 or min(went.count("x"), went.count(".")) < 3:
        return None
    return stopped, went


@given(NUMBERS)
@law(100)
def test_each_go_live_is_judged_by_those_before_it(pairs: list[tuple[str, float]]) -> None:
    """And by none that came later; where several limits are as good, by the strictest."""
    expected = _by_hand(pairs)
    found = _choice("".join(became for became, _ in pairs), [value for _, value in pairs])
    if expected is None:
        assert found is None
        return
    assert found is not None
    stopped, went = expected
    cells = list(zip(stopped, went, strict=True))
    tally = found.chosen
    assert (tally.stopped.wrong, tally.stopped.well) == (cells.count((True, "x")), cells.count((True, ".")))
    assert (tally.passed.wrong, tally.passed.well) == (cells.count((False, "x")), cells.count((False, ".")))
    assert found.configured.counted == tally.counted
    assert found.tried == len({value for _, value in pairs})


def test_what_came_later_changes_no_earlier_choice() -> None:
    """More go-lives at the end leave the scores of those before as they were."""
    values = [(3 if one == "x" else 1) for one in PATTERN]
    short, long = _choice(PATTERN[:25], values[:25]), _choice(PATTERN[:25] + "?" * 10, values[:25] + [9] * 10)
    assert short == long


def test_a_better_limit_is_suggested() -> None:
    """Where the past shows it beyond chance: 1 tells all apart, and 2 stops nothing."""
    found = _choice(PATTERN, [2 if one == "x" else 1 for one in PATTERN])
    assert found is not None
    assert found.is_suggested
    assert found.limit == 1
    assert found.tried == 2
    assert found.chosen.stopped.well == found.configured.stopped.wrong == 0
    assert found.chance < 0.001


def test_a_better_share_is_suggested() -> None:
    """For what should be high, too: the strictest of those that tell all apart is the highest."""
    found = _choice(PATTERN, [0.93 if one == "x" else 0.99 for one in PATTERN], TRAINED)
    assert found is not None
    assert found.is_suggested
    assert found.limit == 0.99


def test_the_configured_limit_is_kept_where_it_does_as_well() -> None:
    """Nothing is suggested where limits chosen on the past do no better."""
    found = _choice(PATTERN, [4 if one == "x" else 1 for one in PATTERN])
    assert found is not None
    assert not found.is_better
    assert not found.is_suggested


def test_noise_suggests_nothing() -> None:
    """Of 40 rules that say nothing, a few do better than their limit by chance; hardly any is suggested."""
    better = suggested = 0
    for seed in range(40):
        chance = chance_of("noise", seed)
        found = _choice(PATTERN, [int(chance.random() * 8) for _ in PATTERN])
        assert found is not None
        better += found.is_better
        suggested += found.is_suggested
    assert better > 10
    assert suggested <= 4


def test_few_go_lives_suggest_nothing() -> None:
    """There must be enough to choose on, and enough after them to try."""
    assert _choice("x.x..x....", [3 if one == "x" else 0 for one in "x.x..x...."]) is None
    assert _choice("." * 30, [0] * 30) is None
    assert Tally().is_enough is False
