"""What is said of the trial of a gate, in sentences."""

from dataclasses import replace
from math import inf
from textwrap import dedent

import pytest
from support.backtests import (
    DEFECTS,
    EVIDENCE,
    NOT_OF_THE_PAST,
    SPONSOR,
    UNSAID,
    WRONG,
    Readings,
    backtest,
    changed,
    stories,
    without_evidence,
)
from support.gates import gate, rule

from readiness_gate.app.backtest.scores import scores
from readiness_gate.model.backtest import Ninety, Scores
from readiness_gate.model.policy import Applies, Limit
from readiness_gate.model.reading import Unavailable
from readiness_gate.reports.backtest import words as say
from readiness_gate.reports.backtest.headline import sentences
from readiness_gate.reports.backtest.method import figures, paragraphs

STORIES = stories()
ONE = gate(DEFECTS)


def _said(found: Scores) -> str:
    return " ".join(sentences(found))


ALL_RULES = "This rests on all 3 blocking rules of the gate."
SAID = {
    "many": """
    This gate would have stopped 22 of 38 go-lives and let 16 pass.
    Of the 12 that went wrong (a patch within 14 days), it would have stopped 11; of the 23 that went well, it \
would have stopped 11. It is unknown how 3 went.
    Where it is known how they went, 11 of the 22 stopped went wrong, and 1 of the 13 let pass: 6.5 times as often \
(90 % interval 1.7 to 30).
    This rests on 2 of the gate's 3 blocking rules: 1 is unknown at every go-live and is set aside.
    Look first at what it missed: Release 2.36.""",
    "three": f"""
    This gate would have stopped 1 of 3 go-lives and let 2 pass.
    The one that went wrong would have been stopped; of the 2 that went well, it would have stopped none.
    Too few to say more: 3 go-lives are decided and have a known outcome. That takes at least 8, of which 3 went \
wrong and 3 went well.
    {ALL_RULES}""",
    "none": """
    No past go-live could be tried.""",
    "unlabeled": f"""
    This gate would have stopped 2 of 4 go-lives and let 2 pass.
    It is unknown how they went, and so whether this gate would have helped.
    {ALL_RULES}""",
    "unknown": """
    It is unknown whether this gate would have stopped any of 5 go-lives.
    2 went wrong, and 2 went well. It is unknown how 1 went.
    None of the gate's 3 blocking rules could be measured at any go-live.""",
    "all-stopped": f"""
    This gate would have stopped all 20 go-lives, good and bad alike: it says nothing.
    6 went wrong, and 14 went well.
    {ALL_RULES}""",
    "none-stopped": f"""
    This gate would have stopped none of 20 go-lives.
    6 went wrong, and 14 went well.
    {ALL_RULES}""",
}


@pytest.mark.parametrize("story", SAID)
def test_a_few_short_paragraphs(story: str) -> None:
    """For a reader who has read nothing else."""
    assert sentences(STORIES[story]) == dedent(SAID[story]).strip().split("\n")


@pytest.mark.parametrize(
    ("outcomes", "defects", "said"),
    [
        ("x", [5], "This gate would have stopped the only go-live. 1 went wrong, and none went well. Too few"),
        (".", [None], "It is unknown whether this gate would have stopped the only go-live. None went wrong, and 1"),
        ("xx", [5, 5], "This gate would have stopped all 2 go-lives. 2 went wrong, and none went well. Too few"),
        ("?", [0], "This gate would have let the only go-live pass. It is unknown how it went, and so"),
        ("x.?", [0, None, 5], "The one that went wrong would have passed; the one that went well is undecided. It is"),
        ("x.", [None, 5], "The one that went wrong is undecided; the one that went well would have been stopped."),
        (
            "xx.",
            [5, None, 0],
            "Of the 2 that went wrong, it would have stopped 1 (1 undecided); the one that went well",
        ),
        ("xxx", [5, 0, 0], "Of the 3 that went wrong, it would have stopped 1. Too few to say more: 3 go-lives are"),
    ],
)
def test_few_go_lives_are_counted_in_words(outcomes: str, defects: list[float | None], said: str) -> None:
    """One or several, known or not."""
    assert said in _said(scores([backtest(outcomes, {"DEF-01": defects}, ONE)]))


def test_on_how_many_rules_it_rests() -> None:
    """On one, on all, on some, or on none."""
    assert _said(scores([backtest("x", {"DEF-01": [1]}, ONE)])).endswith(
        "This rests on the gate's only blocking rule that applies."
    )
    assert _said(scores([backtest("x", {}, ONE)])).endswith(
        "The gate's only blocking rule that applies could not be measured at any go-live."
    )
    never = gate(replace(DEFECTS, when=Applies(tags=frozenset({"none"}))))
    found = scores([backtest("x", {}, never)])
    assert _said(found).endswith("No blocking rule of the gate applies to any of them.")
    assert say.without_use(found) == ["Not applicable to any of these go-lives: DEF-01."]
    two = scores([backtest("xx", {"DEF-01": [1, 1]}, gate(DEFECTS, SPONSOR, replace(SPONSOR, id="LDR-02")))])
    assert _said(two).endswith(
        "This rests on 1 of the gate's 3 blocking rules: 2 are unknown at every go-live and are set aside."
    )


def test_rules_that_say_nothing_of_the_past_are_left_out_by_name() -> None:
    """With the others that are missing, and where no other is left."""
    assert _said(STORIES["left-out"]).endswith(
        "This rests on 1 of the gate's 2 blocking rules: GOV-05 says nothing about the past, and is left out."
    )
    assert list(say.unasked(STORIES["left-out"])) == ["GOV-05 is about the evidence of today. It is left out."]
    assert _said(scores([without_evidence("xx", [None, None])])).endswith(
        "This rests on none of the gate's 2 blocking rules: 1 is unknown at every go-live and is set aside; GOV-05 "
        "says nothing about the past, and is left out."
    )
    alone = backtest("x.", {"GOV-05": [0, 0]}, gate(EVIDENCE), unasked=(NOT_OF_THE_PAST,))
    assert _said(scores([alone])).endswith(
        "This rests on none of the gate's 1 blocking rule: GOV-05 says nothing about the past, and is left out."
    )
    assert _said(scores([alone])).startswith("It is unknown whether this gate would have stopped any of 2 go-lives.")


def test_what_was_changed_comes_first() -> None:
    """Each once, also with several programs."""
    assert _said(STORIES["changed"]).startswith("With DEF-01.at-most=5, this gate would have stopped 2 of 12 go-lives")


def test_a_trial_says_what_the_configured_gate_does_and_proves_nothing() -> None:
    """Whatever it shows: it was made on go-lives whose outcome is known. Without outcomes there is only a count."""
    said = _said(STORIES["changed"])
    assert (
        "Without --set: of the 4 that went wrong, it would have stopped 4; of the 6 that went well, it would have "
        "stopped 1 (1 undecided)."
    ) in said
    telling, outcomes = [4] * 8 + [9] * 4, "." * 8 + "x" * 4
    configured, lax = gate(DEFECTS), gate(replace(DEFECTS, limit=Limit("at-most", 5)))
    better = changed(*(backtest(outcomes, {"DEF-01": telling}, of) for of in (configured, lax)))
    said = _said(scores([better]))
    assert (
        "4 of the 4 stopped went wrong, and none of the 8 let pass: more often (90 % interval: 4.0 times or more), "
        "which proves nothing: a gate that is changed to fit go-lives of the past does fit them."
    ) in said
    assert (
        "Without --set: of the 4 that went wrong, it would have stopped 4; of the 8 that went well, it would have "
        in said
    )
    unlabeled = changed(*(backtest("?" * 12, {"DEF-01": telling}, of) for of in (configured, lax)))
    assert "Without --set, it would have stopped 12 of 12 go-lives. This rests" in _said(scores([unlabeled]))
    assert "proves nothing" not in _said(STORIES["many"])


@pytest.mark.parametrize(
    ("outcomes", "defects", "said"),
    [
        ("xx..", [5, 0, 5, 0], "Of the 2 that went wrong (a patch within 14 days), it would"),
        ("x.", [5, 5], "1 went wrong (a patch within 14 days), and 1 went well."),
        ("..", [5, 0], "None went wrong (a patch within 14 days); of the 2 that went well, it would have stopped 1."),
        ("x.", [5, 0], "The one that went wrong (a patch within 14 days) would have been stopped; the one that"),
    ],
)
def test_wrong_has_a_meaning(outcomes: str, defects: list[float | None], said: str) -> None:
    """It is beside the first number."""
    trial = backtest(outcomes, {"DEF-01": defects}, ONE, meaning=("a patch within 14 days",))
    assert said in _said(scores([trial]))


def test_several_meanings() -> None:
    """Of all programs, each once."""
    one, other = (
        backtest("x.", {"DEF-01": [5, 0]}, replace(ONE, program=name), meaning=meaning)
        for name, meaning in (("A", ("a patch within 14 days",)), ("B", ("somebody said so", "a patch within 14 days")))
    )
    assert say.meaning(scores([one, other])) == "a patch within 14 days or somebody said so"


def test_few_of_either_are_not_compared() -> None:
    """Two that were let pass have no rate, however many were stopped."""
    outcomes, defects = "xxxx......", [5, 5, 5, 5, 5, 5, 5, 5, 0, 0]
    said = _said(scores([backtest(outcomes, {"DEF-01": defects}, ONE)]))
    assert ("Too few to compare: 8 stopped and 2 passed with a known outcome; at least 3 of each are needed.") in said
    assert "often" not in said
    assert "times as often" in _said(scores([backtest(outcomes, {"DEF-01": [0, *defects[1:]]}, ONE)]))


def test_what_the_undecided_could_change() -> None:
    """The ratio had they been stopped, and had they passed; nothing where none is undecided."""
    left_out = _said(STORIES["left-out"])
    assert left_out.startswith(
        "This gate would have stopped 4 of 12 go-lives and let 6 pass; 2 are undecided, and undecided is not a go, "
        "either."
    )
    assert (
        " Had the 2 undecided ones been stopped, that would be more often, as none that passed went wrong; had they "
        "passed, 6.0 times."
    ) in left_out
    one = backtest("xxx.x......", {"DEF-01": [5, 5, 5, 5, 0, *[0] * 5, None]}, ONE)
    assert "Had the undecided one been stopped, that would be 3.6 times; had it passed, 5.2 times." in _said(
        scores([one])
    )
    assert "Had the" not in _said(STORIES["many"])
    unlabeled = backtest("xxx.x.....?", {"DEF-01": [5, 5, 5, 5, 0, *[0] * 5, None]}, ONE)
    assert "Had the" not in _said(scores([unlabeled]))


def test_what_may_be_chance_is_called_so() -> None:
    """And what speaks against the gate."""
    half = scores([backtest("x.x.x.x.", {"DEF-01": [5, 5, 5, 5, 0, 0, 0, 0]}, ONE)])
    assert ", which may be chance." in _said(half)
    against = scores([backtest("x..x..x...x.", {"DEF-01": [0 if one == "x" else 5 for one in "x..x..x...x."]}, ONE)])
    assert "0 of the 8 stopped went wrong, and 4 of the 4 let pass: 0.00 times as often" in _said(against)
    assert ", so it stops the wrong ones." in _said(against)


def test_that_a_gate_stops_the_wrong_ones_is_no_chance_either() -> None:
    """The interval rules out 1, and the exact test of the other side cannot: 8 of 41 and 8 of 19."""
    outcomes = "x" * 8 + "." * 33 + "x" * 8 + "." * 11
    found = scores([backtest(outcomes, {"DEF-01": [5] * 41 + [0] * 19}, ONE)])
    assert found.skill is not None
    assert found.skill.ratio is not None
    assert found.skill.ratio.high < 1
    assert found.skill.chance_of_fewer == pytest.approx(0.065, abs=0.001)
    assert "0.46 times as often (90 % interval 0.24 to 0.92), which may be chance." in _said(found)


def test_a_ratio_that_may_be_chance_is_marked() -> None:
    """In the table of the rules as in the headline, with what the mark means."""
    chance = scores([backtest("x.x.x.x.", {"DEF-01": [5, 5, 5, 5, 0, 0, 0, 0]}, ONE)])
    assert say.ratio(chance.rules[0]).startswith("~1.0 (")
    assert "~ may be chance." in say.legend(chance)
    assert say.ratio(STORIES["told-apart"].rules[0]).startswith("∞ (")
    assert say.ratio(STORIES["three"].rules[0]) == "–"
    assert "~" not in say.legend(STORIES["left-out"])
    assert "No ratio" not in say.legend(STORIES["three"])


@pytest.mark.parametrize(
    ("ratio", "said", "short"),
    [
        (Ninety(3.14, 1.4, 7.04), "3.1 times as often (90 % interval 1.4 to 7.0)", "3.1 (1.4 to 7.0)"),
        (
            Ninety(12.3, 0.05, inf),
            "12 times as often (90 % interval: 0.05 times or more)",
            "12 (0.05",
        ),
        (Ninety(inf, 1.8, inf), "more often (90 % interval: 1.8 times or more)", "∞ (1.8 to ∞)"),
        (Ninety(None, 0, inf), "more often (90 % interval: 0.00 times or more)", "–"),
    ],
)
def test_ratios_in_words(ratio: Ninety, said: str, short: str) -> None:
    """With as many digits as they are worth."""
    assert said in f"{say.times(ratio)} ({say.reach(ratio)})"
    assert say.interval(ratio).startswith(short)


def test_what_is_unknown_says_how_to_find_out() -> None:
    """Once for each rule and program, with the go-lives; with their programs where there are several."""
    found = list(say.unknowns(STORIES["two-programs"]))
    assert found[0] == (
        "TRN-01 is unknown at 2 of 20 go-lives (CRM rollout: Release 2.0, CRM rollout: Release 2.4): the server did "
        "not answer (at CRM rollout: Release 2.4). --set TRN-01.enforcement=warn tries the gate without it."
    )
    assert found[1].startswith("TRN-01 is unknown at 2 of 30 go-lives (ERP rollout: ")
    assert found[2].endswith(f"went is unknown: {UNSAID.seen}")
    aside = list(say.set_aside(STORIES["two-programs"]))
    assert [name for name, _ in aside] == [
        "LDR-01 A sponsor is named in CRM rollout",
        "LDR-01 A sponsor is named in ERP rollout",
    ]
    assert list(say.remarks(STORIES["none"])) == ["Wave 1: 2024-01-15 is before the first commit."]
    assert say.seen(replace(WRONG, said_by="j.meyer")) == "2.4.1 followed after 6 days. Said by j.meyer."
    odd = backtest("xx", {"DEF-01": [1] * 2, "LDR-01": [None, True]}, gate(DEFECTS, SPONSOR))
    verdict = odd.replays[0].verdict
    silent = replace(verdict, findings=tuple(replace(one, reading=None) for one in verdict.findings))
    unread = scores([replace(odd, replays=(replace(odd.replays[0], verdict=silent), odd.replays[1]))])
    assert next(say.unknowns(unread)).startswith("LDR-01 is unknown at Release 2.0: Could not be measured")


def test_a_rule_that_is_often_unknown_is_one_line() -> None:
    """With the go-lives that it is unknown at, from when on it counts, the last reason, and how to try without it."""
    readings = [Unavailable(f"no document in January {number}.") for number in range(3)]
    found = scores([backtest("x.x.", {"DEF-01": [*readings, 0], "LDR-01": [True] * 4}, gate(DEFECTS, SPONSOR))])
    assert list(say.unknowns(found)) == [
        (
            "DEF-01 is unknown at 3 of 4 go-lives (Release 2.0 to Release 2.2): no document in January 2 (at Release "
            "2.2). It counts from Release 2.3 on. --set DEF-01.enforcement=warn tries the gate without it."
        )
    ]
    gaps = scores([backtest("x.x.", {"DEF-01": [0, None, 0, None]}, ONE)])
    assert next(say.unknowns(gaps)).startswith("DEF-01 is unknown at 2 of 4 go-lives (Release 2.1, Release 2.3): ")


def test_many_reasons_for_an_unknown_outcome_are_cut() -> None:
    """The most frequent ones are given."""
    trial = backtest("?" * 6, {"DEF-01": [0] * 6}, ONE)
    why = ["many", "a", "b", "c", "d", "many"]
    replays = tuple(
        replace(one, aftermath=replace(UNSAID, seen=seen)) for one, seen in zip(trial.replays, why, strict=True)
    )
    assert list(say.unknowns(scores([replace(trial, replays=replays)]))) == [
        "How Release 2.0, Release 2.5 went is unknown: many",
        "How Release 2.1 went is unknown: a",
        "How Release 2.2 went is unknown: b",
        "How 2 others went is unknown for other reasons (-v, HTML and JSON show each).",
    ]


@pytest.mark.parametrize(
    ("became", "defects", "said"),
    [
        ("x", 5, "caught"),
        ("x", 0, "missed"),
        (".", 5, "false alarm"),
        (".", 0, ""),
        ("?", 5, ""),
        ("x", None, ""),
    ],
)
def test_whether_the_gate_was_right(became: str, defects: float | None, said: str) -> None:
    """In a word, where both are known."""
    found = scores([backtest(f"{became}.", {"DEF-01": [defects, 0]}, ONE)])
    assert say.agreement(found.tried[0]) == said


def test_a_suggestion_says_how_it_was_chosen() -> None:
    """With the number of limits that were tried; else it says that there is none."""
    [better] = say.choices(STORIES["better-limit"])
    assert better == (
        "DEF-01: consider at most 1 issue instead of at most 2 issues. Limits chosen on earlier go-lives alone would "
        "have stopped 9 of 9 that went wrong and 0 of 23 that went well; that of this gate 0 of 9 that went wrong and "
        "0 of 23 that went well. 2 limits were tried."
    )
    none = "No other limit is suggested: none did better by more than chance."
    assert list(say.choices(STORIES["many"])) == [none]
    outcomes = "x.x..x...x.x.....x.." * 2
    readings: dict[str, Readings] = {
        "DEF-01": [2 if one == "x" else 1 for one in outcomes],
        "TRN-01": [0.95, 0.96] * 20,
    }
    assert list(say.choices(scores([backtest(outcomes, readings)]))) == [better, none.replace("other", "further")]
    assert list(say.choices(STORIES["three"])) == []


def test_how_many_rules_were_looked_at() -> None:
    """And which of them tell more than chance."""
    assert say.looks(STORIES["many"]).endswith("With that taken into account, DEF-01 is more than chance.")
    assert say.looks(STORIES["all-stopped"]).endswith("none is more than chance.")
    assert say.looks(STORIES["three"]) == ""


def test_one_page_further() -> None:
    """The figures of the gate and of each rule; of too few, only what is counted and what this cannot say."""
    lines = list(figures(STORIES["many"]))
    assert [line[0] for line in lines] == ["The gate", "TRN-01", "DEF-01", "DEF-09"]
    assert lines[0] == ("The gate", "35", "6.5 (1.7 to 30)", "35", "0.72 (0.55 to 0.84)", "0.012", "–")
    assert lines[2][-2:] == ("< 0.001", "< 0.001")
    names = [one.name for one in paragraphs(STORIES["many"])]
    assert names == ["Go-lives", "Ratio", "Area", "p", "Limits", "What this cannot say"]
    assert [one.name for one in paragraphs(STORIES["three"])] == ["Go-lives", "What this cannot say"]
    assert list(figures(STORIES["three"])) == []
    together = " ".join(one.text for one in paragraphs(STORIES["two-programs"]))
    assert "within each of the 2 programs" in together
    assert "Mantel-Haenszel" in together
    assert "Limits" not in [one.name for one in paragraphs(STORIES["two-programs"])]


def test_no_rule_has_enough_where_each_is_often_unknown() -> None:
    """The gate may have figures and no rule, so that there is nothing to correct for."""
    outcomes = "x.x.x.x."
    first, second = [5, 5, 5, 5, None, None, None, None], [None, None, None, None, False, False, False, False]
    found = scores([backtest(outcomes, {"DEF-01": first, "LDR-01": second}, gate(DEFECTS, SPONSOR))])
    assert found.skill is not None
    assert found.looked_at == 0
    assert "Holm" not in " ".join(one.text for one in paragraphs(found))


def test_many_rules_are_cut_in_a_line() -> None:
    """The first five, and how many more; programs have them all."""
    rules = [rule(f"R-{number}") for number in range(8)]
    found = scores([backtest("x.", {one.id: [1, None if one.id != "R-0" else 0] for one in rules}, gate(*rules))])
    assert say.by(found.tried[0]) == "R-0, R-1, R-2, R-3, R-4 and 3 more"
    assert say.by(found.tried[1]) == "unknown: R-1, R-2, R-3, R-4, R-5 and 2 more"
