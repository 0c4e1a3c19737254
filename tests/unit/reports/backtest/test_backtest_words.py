"""What is said of the trial of a gate, in sentences."""

from dataclasses import replace
from math import inf
from textwrap import dedent

import pytest
from support.backtests import DEFECTS, SPONSOR, UNSAID, WRONG, backtest, stories
from support.gates import gate, rule

from readiness_gate.app.backtest.scores import scores
from readiness_gate.model.backtest import Ninety, Scores
from readiness_gate.model.policy import Applies
from readiness_gate.reports.backtest import words as say
from readiness_gate.reports.backtest.method import figures, paragraphs

STORIES = stories()
ONE = gate(DEFECTS)


def _said(found: Scores) -> str:
    return " ".join(say.sentences(found))


ALL_RULES = "This rests on all 3 blocking rules of the gate."
SAID = {
    "many": """
    This gate would have stopped 22 of 38 go-lives and let 16 pass.
    Of the 12 that went wrong, it would have stopped 11; of the 23 that went well, it would have stopped 11. It is \
unknown how 3 went.
    Go-lives that it would have stopped went wrong 6.5 times as often as those it would have let pass (90 % \
interval 1.7 to 30).
    This rests on 2 of the gate's 3 blocking rules: 1 is unknown at every go-live and is set aside.""",
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
    assert say.sentences(STORIES[story]) == dedent(SAID[story]).strip().split("\n")


@pytest.mark.parametrize(
    ("outcomes", "defects", "said"),
    [
        ("x", [5], "This gate would have stopped the only 1 go-live. 1 went wrong, and none went well. Too few"),
        (".", [None], "It is unknown whether this gate would have stopped the only 1 go-live. None went wrong, and 1"),
        ("xx", [5, 5], "This gate would have stopped all 2 go-lives. 2 went wrong, and none went well. Too few"),
        ("?", [0], "This gate would have stopped none of 1 go-live. It is unknown how it went, and so"),
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


def test_what_was_changed_comes_first() -> None:
    """Each once, also with several programs."""
    assert _said(STORIES["changed"]).startswith("With DEF-01.at-most=5, this gate would have stopped 5 of 12 go-lives")


def test_what_may_be_chance_is_called_so() -> None:
    """And what speaks against the gate."""
    half = scores([backtest("x.x.x.x.", {"DEF-01": [5, 5, 5, 5, 0, 0, 0, 0]}, ONE)])
    assert ", which may be chance." in _said(half)
    against = scores([backtest("x..x..x...x.", {"DEF-01": [0 if one == "x" else 5 for one in "x..x..x...x."]}, ONE)])
    assert "0.00 times as often as those it would have let pass" in _said(against)
    assert ", so it stops the wrong ones." in _said(against)


@pytest.mark.parametrize(
    ("ratio", "said", "short"),
    [
        (Ninety(3.14, 1.4, 7.04), "3.1 times as often as", "3.1 (1.4 to 7.0)"),
        (
            Ninety(12.3, 0.05, inf),
            "12 times as often as those it would have let pass (90 % interval 0.05 to any",
            "12 (0.05",
        ),
        (Ninety(inf, 1.8, inf), "of which none did (90 % interval: 1.8 times or more)", "∞ (1.8 to ∞)"),
        (Ninety(None, 0, inf), "of which none did", "–"),
    ],
)
def test_ratios_in_words(ratio: Ninety, said: str, short: str) -> None:
    """With as many digits as they are worth."""
    assert said in say.times(ratio)
    assert say.interval(ratio).startswith(short)


def test_what_is_unknown_says_how_to_find_out() -> None:
    """Once for each reason, with the go-lives; with their programs where there are several."""
    found = list(say.unknowns(STORIES["two-programs"]))
    assert found[0].startswith("TRN-01 is unknown at CRM rollout: Release 2.0, CRM rollout: Release 2.4, ")
    assert found[0].endswith(": the server did not answer")
    assert found[1].endswith(f"went is unknown: {UNSAID.seen}")
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


def test_a_suggestion_says_how_it_was_chosen() -> None:
    """With the number of limits that were tried; else it says that there is none."""
    better, kept = say.choices(STORIES["better-limit"])
    assert better == (
        "DEF-01: consider at most 1 issue instead of at most 2 issues. Limits chosen on earlier go-lives alone would "
        "have stopped 9 of 9 that went wrong and 0 of 23 that went well; the configured one 0 of 9 that went wrong and "
        "0 of 23 that went well. 2 limits were tried."
    )
    assert kept.startswith("No other limit is suggested for TRN-01, DEF-09: ")
    assert list(say.choices(STORIES["three"])) == []


def test_how_many_rules_were_looked_at() -> None:
    """And which of them tell more than chance."""
    assert say.looks(STORIES["many"]).endswith("After a correction for that (Holm, 5 %), DEF-01 is more than chance.")
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
