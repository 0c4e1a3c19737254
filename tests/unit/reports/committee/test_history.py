"""How long rules have failed, and what became of dimensions, as far as weekly dates show it."""

from dataclasses import replace

import pytest
from support.verdicts import AS_OF, BAD, GOOD, MISSING, verdict, waiver

from readiness_gate.model.comparison import Change, Comparison, State
from readiness_gate.model.reading import Measured, Reading
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.committee import brief
from readiness_gate.reports.committee.history import WAS, red_times
from readiness_gate.reports.trend.rows import STATES, rows

WEEK = 7 * DAY
READINGS: dict[str, Reading] = {"x": BAD["DEF-02"], ".": GOOD["DEF-02"], "?": MISSING, "~": BAD["DEF-02"]}


def lived(states: str) -> Verdict:
    """A verdict with a past in which DEF-02 failed (x), passed (.), was unknown (?) or accepted (~) week by week."""
    judged = [
        replace(
            verdict({**GOOD, "DEF-02": READINGS[state]}, waivers=(waiver("DEF-02"),) if state == "~" else ()),
            as_of=AS_OF - ago * WEEK,
        )
        for ago, state in zip(range(len(states) - 1, -1, -1), states, strict=True)
    ]
    return replace(judged[-1], past=tuple(judged[:-1]))


def said(states: str) -> list[tuple[str, str]]:
    """What is said of a rule with such a past."""
    judged = lived(states)
    return list(red_times(next(row for row in rows(judged) if row.name == "DEF-02"), judged))


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ("x", []),
        ("....", []),
        ("~~??", []),
        ("xxxx", [("Failing for", "At least 21 days, by weekly dates: since 2027-01-24, the first one looked at.")]),
        ("..xx", [("Failing for", "At least 7 days, by weekly dates: since 2027-02-07; on 2027-01-31 it passed.")]),
        (
            "?xxx",
            [("Failing for", "At least 14 days, by weekly dates: since 2027-01-31; on 2027-01-24 it was unknown.")],
        ),
        ("~~~x", [("Failing for", "Since 2027-02-14, by weekly dates; on 2027-02-07 it was an accepted risk.")]),
    ],
)
def test_how_long_a_rule_has_failed(states: str, expected: list[tuple[str, str]]) -> None:
    """As long as it is known to have, with what was before; an accepted risk is none that fails."""
    assert said(states) == expected


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ("xxx.", "At least 14 days, by weekly dates: 2027-01-24 to 2027-02-07; on 2027-02-14 it passed."),
        (
            "x.xx~.",
            "At least 7 days, by weekly dates: 2027-01-24 to 2027-01-31; on 2027-02-07 it was an accepted risk.",
        ),
        ("x...", "On one weekly date, 2027-01-24; on 2027-01-31 it passed."),
        ("xx??", "At least 7 days, by weekly dates: 2027-01-24 to 2027-01-31; on 2027-02-07 it was unknown."),
    ],
)
def test_the_longest_time_until_somebody_reacted(states: str, expected: str) -> None:
    """Until the rule passed or the risk was accepted; what became unknown is no reaction, and is said so."""
    assert said(states) == [("Longest failing before", expected)]


def test_both_are_said_of_a_rule_that_fails_again() -> None:
    """The time that goes on is not the longest one before."""
    assert [name for name, _ in said("xx.x")] == ["Failing for", "Longest failing before"]


def test_details_have_it() -> None:
    """Of the rule alone that it is about."""
    shown = {one.requirement.rule: [item.name for item in one.history] for one in brief(lived("..xx")).details}
    assert shown.pop("DEF-02") == ["Failing for"]
    assert not any(shown.values())


def test_every_state_has_its_words() -> None:
    """Each that is not red."""
    assert WAS.keys() == STATES.keys() - {"fail"}


def test_what_a_rule_did_when_it_did_not_fail() -> None:
    """A rule that is new was not in the gate."""
    lived_on = lived("..x")
    judged = replace(lived_on, past=(lived_on.past[0], replace(lived_on.past[1], findings=())))
    assert [text for _, text in red_times(next(row for row in rows(judged) if row.name == "DEF-02"), judged)] == [
        "Since 2027-02-14, by weekly dates; on 2027-02-07 it was not in the gate."
    ]


def trends(now: Verdict, then: Verdict) -> dict[str, tuple[str, str]]:
    """The trend of each dimension against four weeks ago."""
    past = (replace(then, as_of=AS_OF - 4 * WEEK), replace(now, as_of=AS_OF - WEEK))
    return {one.name: (one.trend, one.before) for one in brief(replace(now, past=past)).dimensions}


def with_(**readings: Reading) -> Verdict:
    """A verdict in which the readings of some rules are others."""
    return verdict({**GOOD, **{name.replace("_", "-"): one for name, one in readings.items()}})


def test_dimensions_became_better_or_worse() -> None:
    """By their outcome; where that is the same, by the value of the rule that decides, towards its limit."""
    good, bad = verdict(GOOD), verdict(BAD)
    assert trends(bad, good)["defects"] == ("worse", "it passed")
    assert trends(good, bad)["defects"] == ("better", "it failed")
    assert trends(bad, good)["documentation"] == ("worse", "it passed")
    assert trends(good, good)["training"] == ("same", "")
    fewer = with_(DEF_02=Measured(3, "3 of 11.", unit="issues"))
    assert trends(with_(DEF_02=BAD["DEF-02"]), fewer)["defects"] == ("worse", "from 3 issues")
    assert trends(fewer, with_(DEF_02=BAD["DEF-02"]))["defects"] == ("better", "from 8 issues")
    lower, higher = (with_(TRN_01=Measured(value, "", unit="share")) for value in (0.5, 0.75))
    assert trends(lower, higher)["training"] == ("worse", "from 75 %")
    assert trends(higher, lower)["training"] == ("better", "from 50 %")


def test_what_is_unknown_is_neither_better_nor_worse() -> None:
    """Nor is what another rule decides now."""
    assert trends(verdict(GOOD), with_(DEF_02=MISSING))["defects"] == ("changed", "it was unknown")
    assert trends(with_(DEF_02=MISSING), verdict(BAD))["defects"] == ("changed", "it failed")
    assert trends(with_(DEF_02=MISSING), with_(DEF_02=MISSING))["defects"] == ("same", "")
    other = with_(DEF_01=Measured(1, "1.", unit="issues"))
    assert trends(other, with_(DEF_02=BAD["DEF-02"]))["defects"] == ("same", "by DEF-02 then")


def test_yes_and_no_have_no_trend_of_their_own() -> None:
    """Nor has a value of a group that is not shown, now or then."""
    unnamed = with_(LDR_01=Measured(value=False, summary="No sponsor."))
    assert trends(unnamed, unnamed)["leadership"] == ("same", "")
    shown = with_(TRN_01=Measured(0.5, "", unit="share"))
    hidden = with_(TRN_01=Measured(0.25, "", unit="share", hidden=True))
    assert trends(hidden, shown)["training"] == trends(shown, hidden)["training"] == ("same", "")


def test_without_a_past_there_is_no_trend() -> None:
    """Nor with one that does not reach back so far, or that did not have the dimension."""
    assert {one.trend for one in brief(verdict(BAD)).dimensions} == {""}
    assert {one.trend for one in brief(lived("xx")).dimensions} == {""}
    then = replace(verdict(BAD), as_of=AS_OF - 4 * WEEK, dimensions=())
    assert {one.trend for one in brief(replace(verdict(BAD), past=(then,))).dimensions} == {""}


def _calculation(judged: Verdict, rule: str) -> dict[str, str]:
    """How the value of a rule is calculated."""
    detail = next(one for one in brief(judged).details if one.requirement.rule == rule)
    return {item.name: item.text for item in detail.calculation}


def test_how_a_value_is_calculated_has_its_counts_and_its_window() -> None:
    """Numerator and denominator where the value is their quotient, the people who count, the window's two ends."""
    trained = Measured(0.625, "Service agent: 15 of 24 people.", people=24)
    shown = _calculation(verdict({**BAD, "TRN-01": trained}), "TRN-01")
    assert (shown["Counts"], shown["People counted"]) == ("15 of 24", "24")
    assert "Window" not in shown
    change = _calculation(verdict({**BAD}), "CHG-02")
    assert change["Window"] == "2027-01-31 10:00 CET to 2027-02-14 10:00 CET"
    assert not {"Counts", "People counted"} & change.keys()


def test_what_a_comparison_hides_is_not_shown_beside_it() -> None:
    """The value of four weeks ago would show what a few people did, whose figures the comparison hides."""
    now, then = (with_(TRN_01=Measured(value, "", unit="share")) for value in (0.75, 0.5))
    states = State("fail", unit="share", hidden=True), State("fail", value=0.75, unit="share")
    change = Change("TRN-01", "", "", *states, ("counted",), (), apart=True, without=(("counted", states[0]),))
    of = replace(now, compared=Comparison(AS_OF - WEEK, "no-go", (change,)))
    assert trends(of, then)["training"] == ("better", "")
    known = replace(change, then=State("fail", value=0.5, unit="share"))
    assert trends(replace(of, compared=Comparison(AS_OF - WEEK, "no-go", (known,))), then)["training"] == (
        "better",
        "from 50 %",
    )
