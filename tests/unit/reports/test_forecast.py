"""What is said of a forecast."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from support.verdicts import VERDICTS

from readiness_gate.model.forecast import Condition, Forecast, Outlook, RuleOutlook, Tried, Why
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.verdict import Finding
from readiness_gate.reports.forecast import as_ics, as_json, as_text, words
from readiness_gate.reports.spec import Display

VERDICT = VERDICTS["no-go-and-unknown"]
WEEK = 7 * DAY
FAILING = next(one for one in VERDICT.findings if one.outcome == "fail" and not one.waived)
UNKNOWN = next(one for one in VERDICT.findings if one.outcome == "unknown")
NOW = VERDICT.as_of
DATED = Outlook(0.35, {10: NOW, 50: NOW + 5 * WEEK, 80: NOW + 7 * WEEK + 1, 95: None}, 0.1)
RULE = RuleOutlook(FAILING, DATED, "Learned.", "Tried.", None, way="close 7 a week instead of 3")
TRIED = Tried("raised", 4, 20, 17, (0.123, -0.04, 0.2))
FORECAST = Forecast(VERDICT, DATED, (RULE,), (), (), FAILING.rule.id, (TRIED,))


def _gate(forecast: Forecast) -> str:
    return " ".join(words.gate(forecast))


def test_dates_are_in_weeks() -> None:
    """Begun ones count as whole ones; what is so now has no date, and neither has what is not within 26 weeks."""
    assert _gate(FORECAST) == (
        "Ready on 2027-03-01: 35 % likely. First green: half likely by 2027-03-21 (5 w), 80 % by 2027-04-04 (8 w). Not "
        "within 26 weeks: 10 %."
    )
    assert [words.weeks(at, VERDICT) for at in DATED.within.values()] == ["now", "5 w", "8 w", "> 26 w"]
    assert words.binding(FORECAST).endswith("To be green by 2027-03-01 (80 % likely): close 7 a week instead of 3.")
    assert words.binding(replace(FORECAST, binding=None)) == ""


def test_a_day_that_has_passed_or_is_too_far_ahead() -> None:
    """Has no probability."""
    undated = replace(FORECAST, gate=replace(DATED, by_day=None))
    assert _gate(undated).startswith("2027-03-01 is more than 26 weeks ahead, which is further than a forecast looks.")
    later = replace(VERDICT, milestone=replace(VERDICT.milestone, date=date(2027, 2, 1)))
    assert _gate(replace(undated, verdict=later)).startswith("2027-02-01 has passed. First green")
    certain = Outlook(1.0, dict.fromkeys((10, 50, 80, 95), NOW), 0)
    assert _gate(replace(FORECAST, gate=certain)) == "Ready on 2027-03-01: 100 % likely."
    assert _gate(replace(FORECAST, gate=None)) == "No forecast: none of the blocking rules can be simulated."


@pytest.mark.parametrize(
    ("finding", "why", "said"),
    [
        (FAILING, "fails", "fails now. To pass: "),
        (UNKNOWN, "unknown", "unknown now: provide what change.landings reads"),
        (FAILING, "waiver-expires", "fails; its waiver expires before that day"),
        (FAILING, "applies-later", "is not measured yet; it applies later"),
    ],
)
def test_what_the_gate_depends_on(finding: Finding, why: Why, said: str) -> None:
    """Is named, and counted with the rules that have no forecast."""
    condition = Condition(finding, why)
    assert words.condition(condition, VERDICT).startswith(said)
    without = RuleOutlook(UNKNOWN, None, said="no export")
    both = replace(FORECAST, rules=(RULE, without), conditions=(condition,))
    assert "Ready on 2027-03-01, if the 2 other blocking rules pass by then: 35 % likely; of these, " in _gate(both)
    text = as_text.render(both, Display())
    assert "No forecast is made of these, and they must pass, too:" in text
    assert "No forecast: no export." in text
    assert f'"why": "{why}"' in as_json.render(both)


PASSING = replace(FAILING, outcome="pass")


@pytest.mark.parametrize(
    ("aside", "conditions", "headline"),
    [
        ((), (), "Ready on 2027-03-01: 35 % likely. F"),
        ((), ("fails",), "Ready on 2027-03-01, if the other blocking rule passes by then: 35 % likely. F"),
        ((), ("unknown",), "if the other blocking rule passes by then: 35 % likely; it is unknown now. F"),
        ((FAILING,), (), "if the other blocking rule passes by then: 35 % likely; it could not be simulated. F"),
        ((UNKNOWN,), (), "if the other blocking rule passes by then: 35 % likely; it is unknown now. F"),
        ((), ("fails", "unknown"), "2 other blocking rules pass by then: 35 % likely; of these, 1 is unknown now. F"),
        (
            (PASSING, UNKNOWN, FAILING),
            ("unknown", "fails", "applies-later"),
            "by then: 35 % likely; of these, 2 are unknown now and 2 could not be simulated. F",
        ),
    ],
)
def test_less_that_is_known_makes_no_better_headline(
    aside: Sequence[Finding], conditions: Sequence[Why], headline: str
) -> None:
    """The sentence with the figure says on how many other rules it depends, and of how many nothing is known."""
    depends = tuple(Condition(UNKNOWN if why == "unknown" else FAILING, why) for why in conditions)
    rules = (RULE, *(RuleOutlook(finding, None, said="no export") for finding in aside))
    less = replace(FORECAST, rules=rules, conditions=depends)
    assert headline in _gate(less)
    assert json.loads(as_json.render(less))["sentence"].startswith(_gate(less))
    undated = _gate(replace(less, gate=replace(DATED, by_day=None)))
    assert undated.startswith("2027-03-01 is more than 26 weeks ahead, which is further than a forecast looks")
    assert ("looks; what follows holds if the " in undated) == bool(aside or conditions)
    assert ("unknown now" in undated) == ("unknown now" in headline)


def test_the_record_is_one_line() -> None:
    """Of few dates it says that they are few."""
    assert words.record(FORECAST) == (
        "On the program's own past, 4 weeks ahead: 80 % intervals of defects raised and closed held 17 of 20 times (85 "
        "%). Better than common forecasting tools by: raised 12 % [-4 to 20]."
    )
    worse, alike = (
        replace(TRIED, quantity="closed", better=(-0.953, -1.06, -0.84)),
        replace(TRIED, better=(0.001, -0.12, 0.15)),
    )
    assert words.record(replace(FORECAST, tried=(TRIED, worse))).endswith(
        "Better than common forecasting tools by: raised 12 % [-4 to 20]. Worse than common forecasting tools by: "
        "closed 95 % [84 to 106]."
    )
    assert words.record(replace(FORECAST, tried=(alike,))).endswith(
        "(85 %). As good as common forecasting tools: raised 0 % [-12 to 15]."
    )
    untried = replace(FORECAST, tried=(), untried="it is unknown what became of A-1: export it")
    assert words.record(untried).endswith("own past. It is unknown what became of A-1: export it.")
    few = replace(TRIED, dates=3, held=2)
    assert words.record(replace(FORECAST, tried=(few,))).endswith("(66 %). Of 3 past dates, that says little.")
    assert words.interval_of(few) == "too few dates"
    untried = replace(FORECAST, tried=(), untried="No export.")
    assert words.record(untried) == "Not tried on the program's own past. No export."


def test_what_is_said_of_a_rule() -> None:
    """Why there is no date; what makes the date is said once of the rule that decides most."""
    unclear = replace(RULE, outlook=replace(DATED, within={}, no_date="hardly-forecastable"))
    said = list(words.of_rule(unclear, replace(FORECAST, binding="X")))
    assert said[0].startswith("Hardly forecastable: chance alone may explain")
    assert said[1:] == ["Learned. Tried.", "To be green in time: close 7 a week instead of 3."]
    assert list(words.of_rule(RULE, FORECAST)) == ["Learned. Tried."]
    assert words.percent(0) == "< 5 %"
    assert words.assumed(replace(FORECAST, assumed=("A", "B"))) == (
        "2 other blocking rules pass now, or are waived, and are taken to stay so: A, B."
    )


@pytest.mark.parametrize("width", [60, 80, 160])
def test_the_text_fits_its_width(width: int) -> None:
    """With a line of figures for each rule, and one for all of them."""
    text = as_text.render(replace(FORECAST, rules=(RULE, RULE), calibrated=True), Display(width=width))
    assert max(map(len, text.splitlines())) <= width
    assert "All of these 35 % now 5 w 8 w > 26 w 10 %" in " ".join(text.split())
    assert "vs. common tools" in text


IF = ", if the other blocking rule passes by then; it is unknown now"
ON_THE_DAY = VERDICT.milestone.date, VERDICT.milestone.date


def _by(at: Instant | None) -> Outlook:
    return replace(DATED, within={**DATED.within, 80: at})


@pytest.mark.parametrize(
    ("outlook", "summary", "days"),
    [
        (DATED, f"is 80 % likely green by the end of this week{IF}", (date(2027, 3, 29), date(2027, 4, 4))),
        (_by(NOW + DAY), f"is 80 % likely green by the end of this week{IF}", (date(2027, 2, 14), date(2027, 2, 15))),
        (_by(NOW), f"is green now{IF}", ON_THE_DAY),
        (_by(None), "is not 80 % likely green in any week", ON_THE_DAY),
        (None, "is not 80 % likely green in any week", ON_THE_DAY),
    ],
)
def test_the_week_on_a_calendar(outlook: Outlook | None, summary: str, days: tuple[date, date]) -> None:
    """One entry that keeps its id, with the headline; where there is no week, it says so in place of an earlier one."""
    of = replace(FORECAST, gate=outlook, conditions=(Condition(UNKNOWN, "unknown"),))
    calendar: Any = icalendar.Calendar.from_ical(as_ics.render(of))
    (event,) = calendar.subcomponents
    assert str(event["SUMMARY"]) == f"{VERDICT.milestone.name} {summary} (Northwind CRM)"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (days[0], days[1] + timedelta(days=1))
    assert str(event["DESCRIPTION"]).startswith(_gate(of))
    other: Any = icalendar.Calendar.from_ical(as_ics.render(FORECAST))
    assert event["UID"] == other.subcomponents[0]["UID"]
