"""Scores of a gate on past go-lives, against counts by another way."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.backtests import (
    DEFECTS,
    EVIDENCE,
    GATE,
    LAXER,
    NOT_OF_THE_PAST,
    SPONSOR,
    TRAINED,
    Readings,
    backtest,
    changed,
    many,
    without_evidence,
)
from support.effort import law
from support.gates import gate, rule, waiver

from readiness_gate.app.backtest.scores import scores
from readiness_gate.model.backtest import RuleScore, Scores
from readiness_gate.model.policy import Applies
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.model.tallies import ENOUGH, ENOUGH_OF_EITHER, Outcomes, Tally
from readiness_gate.statistics.discrimination import Groups, auc
from readiness_gate.statistics.fourfold import Fourfold, risk_ratio

ONE = gate(DEFECTS, program="CRM rollout")
NUMBERS = st.lists(st.tuples(st.sampled_from("x.?"), st.none() | st.integers(0, 5)), min_size=1, max_size=30)


def _of(found: Scores, rule_id: str = "DEF-01") -> RuleScore:
    return next(score for score in found.rules if score.rule.id == rule_id)


def _one(outcomes: str, defects: Sequence[float | None]) -> Scores:
    return scores([backtest(outcomes, {"DEF-01": defects}, ONE)])


@given(NUMBERS)
@law(100)
def test_every_go_live_counts_once(cases: list[tuple[str, int | None]]) -> None:
    """In the cell of what the rule did and what became of it; with one rule the gate does what the rule does."""
    outcomes, defects = "".join(one for one, _ in cases), [value for _, value in cases]
    found = _one(outcomes, defects)
    tally = _of(found).tally
    expected = {
        (fate, became): sum(
            one == became and fate == ("undecided" if value is None else "stopped" if value > 2 else "passed")
            for one, value in cases
        )
        for fate in ("stopped", "passed", "undecided")
        for became in "x.?"
    }
    assert [tally.stopped, tally.passed, tally.undecided] == [
        Outcomes(*(expected[fate, became] for became in "x.?")) for fate in ("stopped", "passed", "undecided")
    ]
    assert tally.total == len(cases)
    assert found.tally == tally
    assert _of(found).is_set_aside == all(value is None for value in defects)


@given(NUMBERS)
@law(100)
def test_there_are_no_ratios_of_few(cases: list[tuple[str, int | None]]) -> None:
    """Under 8 with a known outcome, or under 3 of either, there are counts only."""
    found = _one("".join(one for one, _ in cases), [value for _, value in cases])
    known = [one for one, value in cases if value is not None and one != "?"]
    is_enough = len(known) >= ENOUGH and min(known.count("x"), known.count(".")) >= ENOUGH_OF_EITHER
    assert (found.skill is not None) == is_enough == (_of(found).skill is not None)
    assert found.looked_at == int(is_enough)


@given(NUMBERS)
@law(100)
def test_the_configured_limit_stops_what_the_rule_stops(cases: list[tuple[str, int | None]]) -> None:
    """The curve is the rule's own count at its own limit; a looser limit never stops more."""
    score = _of(_one("".join(one for one, _ in cases), [value for _, value in cases]))
    if not score.tally.counted.total:
        assert score.curve == ()
        return
    at = {one.limit: one.stopped for one in score.curve}
    assert at[2] == score.tally.stopped
    assert set(at) == {2, *(value for _, value in cases if value is not None)}
    assert [one.limit for one in score.curve] == sorted(at)
    stopped = [one.stopped.total for one in score.curve]
    assert stopped == sorted(stopped, reverse=True)


def test_the_ratios_are_those_of_the_counts() -> None:
    """Worked from the readings: 3 of 4 alarms went wrong, and 1 of 6 silences."""
    found = _one("xxx.x.....", [3, 3, 4, 5, 0, 1, 1, 2, 0, 0])
    skill = _of(found).skill
    assert skill is not None
    ratio, area = risk_ratio(Fourfold(3, 1, 1, 5)), auc([Groups((3, 3, 4, 0), (5, 1, 1, 2, 0, 0))])
    assert skill.ratio is not None
    assert ratio is not None
    assert area is not None
    assert (skill.ratio.value, skill.ratio.low, skill.ratio.high) == (ratio.value, ratio.low, ratio.high)
    assert (skill.area.value, skill.area.low, skill.area.high) == (area.value, area.low, area.high)
    assert skill.readings == Outcomes(4, 6)
    assert found.skill is not None
    assert found.skill.ratio == skill.ratio
    assert found.skill.area.value == pytest.approx((1 + 3 / 4 - 1 / 6) / 2)


def test_an_unknown_rule_neither_stops_nor_lets_pass() -> None:
    """It makes a go-live undecided unless another rule fails; one that is never known is set aside, with its reason."""
    missing = Unavailable("roster.csv not found. Export the roster.")
    readings: dict[str, Readings] = {
        "DEF-01": [0, 5, 0],
        "TRN-01": [None, None, 0.95],
        "LDR-01": [missing] * 3,
        "DEF-09": [1, 1, 1],
    }
    found = scores([backtest("x..", readings)])
    assert [one.fate for one in found.tried] == ["undecided", "stopped", "passed"]
    assert [one.unknown for one in found.tried] == [("TRN-01",), ("TRN-01",), ()]
    assert [one.stopped_by for one in found.tried] == [(), ("DEF-01",), ()]
    assert [score.rule.id for score in found.set_aside] == ["LDR-01"]
    assert [(one.program, one.why) for one in _of(found, "LDR-01").aside] == [("CRM rollout", missing.reason)]
    assert len(found.blocking) == 3
    assert not found.is_whole


def test_a_rule_that_says_nothing_of_the_past_is_nowhere() -> None:
    """Neither stops nor lets pass, and is none of the rules that were looked at; always failing, it changes nothing."""
    green = without_evidence("x.x..x....x.", [5, 0] * 6)
    replays = backtest("x.x..x....x.", {"DEF-01": [5, 0] * 6, "GOV-05": [99] * 12}, green.gate).replays
    for trial in (green, replace(green, replays=replays)):
        found = scores([trial])
        assert [one.rule.id for one in found.unasked] == ["GOV-05"]
        assert [score.rule.id for score in found.rules] == ["DEF-01"]
        assert found.looked_at == 1
        assert found.tally == _of(found).tally
    never = replace(EVIDENCE, when=Applies(tags=frozenset({"none"})))
    beside = replace(green.gate, rules=(DEFECTS, never))
    trial = backtest("x.", {"DEF-01": [5, 0]}, beside, unasked=(replace(NOT_OF_THE_PAST, rule=never),))
    assert scores([trial]).unasked == ()


def test_a_ratio_takes_three_of_either() -> None:
    """Stopped, and let pass, with a known outcome; the test of chance needs none."""
    outcomes = "xxxx......"
    few = _one(outcomes, [5, 5, *[0] * 8])
    assert few.skill is not None
    assert few.skill.ratio is None
    assert few.skill.chance == pytest.approx(6 / 45)
    enough = _one(outcomes, [5, 5, 5, *[0] * 7])
    assert enough.skill is not None
    assert enough.skill.ratio is not None
    assert _one("xxx?......", [5, 5, 0, 5, *[0] * 6]).skill.ratio is None  # type: ignore[union-attr]


@given(st.lists(st.tuples(st.sampled_from("x."), st.none() | st.integers(0, 5)), min_size=8, max_size=30))
@law(100)
def test_what_the_undecided_could_change_is_a_trial_in_which_they_are_decided(
    cases: list[tuple[str, int | None]],
) -> None:
    """Each instead of them stopped, or let pass."""
    outcomes, defects = "".join(one for one, _ in cases), [value for _, value in cases]
    found = _one(outcomes, defects)
    if found.bounds is None:
        assert found.skill is None or found.skill.ratio is None or None not in defects
        return
    for value, bound in ((5, found.bounds.stopped), (0, found.bounds.passed)):
        decided = _one(outcomes, [value if one is None else one for one in defects]).skill
        assert decided is not None
        assert decided.ratio == bound


def test_the_gate_as_configured_is_counted_beside_the_trial() -> None:
    """With its own rules set aside."""
    configured, trial = many(4, 12), many(4, 12, of=LAXER)
    found = scores([changed(configured, trial)])
    assert found.configured == scores([configured]).tally
    assert found.tally == scores([trial]).tally
    assert scores([trial]).configured is None


def test_nothing_passes_that_nothing_let_pass() -> None:
    """Where every rule is set aside, or none applies, a go-live is undecided."""
    never = gate(replace(DEFECTS, when=Applies(tags=frozenset({"none"}))), program="CRM rollout")
    for of, readings in ((ONE, {}), (never, {"DEF-01": [0, 0]})):
        found = scores([backtest("x.", readings, of)])
        assert [one.fate for one in found.tried] == ["undecided", "undecided"]
        assert found.tally == Tally(undecided=Outcomes(1, 1))
    assert _of(found).tally == Tally(not_applicable=2)
    assert found.blocking == ()
    assert not _of(found).is_set_aside
    assert not found.is_whole


def test_an_unknown_policy_is_undecided() -> None:
    """A verdict without findings says nothing, and a reason that is not a reading's is the finding's."""
    trial = backtest("x", {"DEF-01": [0]}, ONE)
    silent = replace(trial.replays[0], verdict=replace(trial.replays[0].verdict, findings=()))
    found = scores([replace(trial, replays=(silent,))])
    assert found.tried[0].fate == "undecided"
    assert not _of(found).is_set_aside
    (finding,) = backtest("x", {}, ONE).replays[0].verdict.findings
    odd = replace(silent, verdict=replace(silent.verdict, findings=(replace(finding, reading=None),)))
    assert _of(scores([replace(trial, replays=(odd,))])).aside[0].why == finding.message


def test_a_waived_fail_stops_nothing() -> None:
    """Somebody accepted the risk at that time."""
    accepted = waiver("DEF-01", approved_on=backtest("x", {}, ONE).replays[0].go_live.date.replace(day=1))
    waived = replace(ONE, waivers=(replace(accepted, expires=accepted.approved_on.replace(day=25)),))
    found = scores([backtest("x.", {"DEF-01": [5, 5]}, waived)])
    assert [one.fate for one in found.tried] == ["passed", "stopped"]
    score = _of(found)
    assert score.tally.stopped == Outcomes(well=1)
    assert {one.limit: one.stopped for one in score.curve} == {2: Outcomes(well=1), 5: Outcomes()}


def test_rules_that_only_warn_stop_nothing_and_are_looked_at() -> None:
    """They come after those that block."""
    readings: dict[str, Readings] = {
        "DEF-01": [0, 0],
        "TRN-01": [0.95, 0.95],
        "LDR-01": [True, True],
        "DEF-09": [99, 1],
    }
    found = scores([backtest("x.", readings)])
    assert [one.fate for one in found.tried] == ["passed", "passed"]
    assert found.rules[-1].rule.id == "DEF-09"
    assert found.rules[-1].tally.stopped.wrong == 1


def test_what_is_not_shown_is_in_no_curve() -> None:
    """The value of a small group decides, and shows in no number but the counts."""
    values = [3, 0, 4, 0, 1, 0, 0, 2, 1, 0]
    hidden = [Measured(value, "Not shown.", unit="issues", hidden=True) for value in values]
    score = _of(scores([backtest("x.x..x....", {"DEF-01": hidden}, ONE)]))
    assert score.tally.stopped.wrong == 2
    assert score.curve == ()
    assert score.skill is None


def test_one_value_and_days_in_a_row_have_no_other_limits() -> None:
    """Another limit would not decide by these readings."""
    outcomes = "x.x..x...."
    held = replace(DEFECTS, held_for=86_400)
    found = scores([backtest(outcomes, {"LDR-01": [one == "." for one in outcomes]}, gate(SPONSOR, held))])
    sponsor = _of(found, "LDR-01")
    assert sponsor.curve == ()
    assert sponsor.choice is None
    assert sponsor.skill is not None
    assert sponsor.skill.area.value == 1
    assert _of(found).curve == ()


def test_a_low_share_is_worse() -> None:
    """The direction is that of the limit: those with less training went wrong."""
    shares = [0.5, 0.99, 0.7, 0.98, 0.97, 0.6, 0.99, 0.99, 0.95, 0.96]
    score = _of(scores([backtest("x.x..x....", {"TRN-01": shares}, gate(TRAINED))]), "TRN-01")
    assert score.skill is not None
    assert score.skill.area.value == 1
    assert [one.limit for one in score.curve] == sorted({*shares, 0.9}, reverse=True)
    assert score.curve[0].stopped.total == 7


def test_programs_are_compared_with_themselves() -> None:
    """One is always alarmed and late, the other never: together this says nothing, and has no curve."""
    late = backtest("xx.xx.xx.x", {"DEF-01": [5] * 10}, replace(ONE, program="Late"))
    early = backtest("..x.......", {"DEF-01": [0] * 10}, replace(ONE, program="Early"))
    found = scores([late, early])
    skill = _of(found).skill
    assert skill is not None
    assert skill.area.value == 0.5
    assert skill.ratio is None
    assert skill.chance == 1
    assert _of(found).curve == ()
    assert [one.program for one in found.tried[:4]] == ["Late", "Early", "Late", "Early"]


def test_a_rule_is_set_aside_by_program() -> None:
    """Where only one of them never knows it, its go-lives are judged without it, and the others with it."""
    knows = backtest("x.", {"DEF-01": [0, 0], "TRN-01": [0.5, 0.95]}, gate(DEFECTS, TRAINED, program="Knows"))
    not_so = backtest("x.", {"DEF-01": [0, 5]}, gate(DEFECTS, TRAINED, program="Does not"))
    found = scores([knows, not_so])
    assert [(one.program, one.fate) for one in found.tried] == [
        ("Knows", "stopped"),
        ("Does not", "passed"),
        ("Knows", "passed"),
        ("Does not", "stopped"),
    ]
    training = _of(found, "TRN-01")
    assert not training.is_set_aside
    assert [one.program for one in training.aside] == ["Does not"]


def test_many_rules_are_corrected_for() -> None:
    """The same rule among twenty others needs to tell more."""
    outcomes = "x.x..x...x.x.....x.."
    telling = [3 if one == "x" else 0 for one in outcomes]
    alone = _of(_one(outcomes, telling))
    others = [rule(f"R-{number}") for number in range(20)]
    readings = {"DEF-01": telling, **{one.id: [0] * 20 for one in others}}
    among = _of(scores([backtest(outcomes, readings, gate(DEFECTS, *others))]))
    assert alone.skill is not None
    assert among.skill is not None
    assert alone.skill.chance == among.skill.chance
    assert among.skill.among_all == pytest.approx(21 * alone.skill.among_all)
    assert among.is_more_than_chance


def test_scores_are_the_same_each_time() -> None:
    """Nothing is drawn at random; the order of rules does not change with that of the gate's."""
    trial = many(5)
    assert scores([trial]) == scores([trial])
    turned = replace(trial, gate=replace(GATE, rules=GATE.rules[::-1]))
    assert scores([turned]).rules == scores([trial]).rules
