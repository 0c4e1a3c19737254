"""What is said of a forecast."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from support.verdicts import VERDICTS

from readiness_gate.model.forecast import Condition, Forecast, NoDate, Outlook, RuleOutlook, Tried, Why
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.verdict import Finding
from readiness_gate.reports.forecast import as_ics, as_json, as_text, figures, headline, words
from readiness_gate.reports.forecast.record import interval_of, record
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
    return " ".join(headline.gate(forecast))


def test_dates_are_in_weeks() -> None:
    """Begun ones count as whole ones; what is so now has no date, and neither has what is not within 26 weeks."""
    assert _gate(FORECAST) == (
        "Ready on 2027-03-01: 35 % likely. First green: half likely by 2027-03-21 (5 w), 80 % by 2027-04-04 (8 w). Not "
        "ready within 26 weeks: 10 % likely."
    )
    assert [figures.weeks(at, VERDICT) for at in DATED.within.values()] == ["–", "5 w", "8 w", "> 26 w"]
    assert words.binding(FORECAST).endswith("To be green by 2027-03-01 (80 % likely): close 7 a week instead of 3.")
    assert words.binding(replace(FORECAST, binding=None)) == ""


@pytest.mark.parametrize(("share", "said"), [(0, "< 5 %"), (0.05, "5 %"), (0.95, "95 %"), (1, "> 95 %")])
def test_nothing_is_certain(share: float, said: str) -> None:
    """No number of courses shows that something is never so, or always."""
    assert figures.percent(share) == said


def test_a_day_that_has_passed_or_is_too_far_ahead() -> None:
    """Has no probability."""
    undated = replace(FORECAST, gate=replace(DATED, by_day=None))
    assert _gate(undated).startswith("2027-03-01 is more than 26 weeks ahead, which is further than a forecast looks.")
    later = replace(VERDICT, milestone=replace(VERDICT.milestone, date=date(2027, 2, 1)))
    assert _gate(replace(undated, verdict=later)).startswith("2027-02-01 has passed. First green")
    certain = Outlook(1.0, dict.fromkeys((10, 50, 80, 95), NOW), 0)
    assert _gate(replace(FORECAST, gate=certain)) == "Ready on 2027-03-01: > 95 % likely."
    none = "No forecast: none of the blocking rules can be simulated."
    assert _gate(replace(FORECAST, gate=None)) == none
    failing = replace(FORECAST, gate=None, rules=(), conditions=(Condition(FAILING, "fails"),))
    must = f"Not ready on 2027-03-01 unless {FAILING.rule.id} passes (fails now, no forecast)."
    assert _gate(failing) == f"{none} {must}"


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
    both = replace(FORECAST, rules=(RULE, without), conditions=(condition, Condition(UNKNOWN, "unknown")))
    assert _gate(both).startswith("Not ready on 2027-03-01 unless ")
    assert words.binding(both).startswith("Least likely of those with a forecast: ")
    text = as_text.render(replace(both, rules=(without,)), Display())
    assert ("No forecast is made of these, and they must pass, too:" in text) == (finding is FAILING)
    assert "No forecast: no export." in text
    assert f'"why": "{why}"' in as_json.render(both)


def _called(finding: Finding, *names: str) -> list[Finding]:
    return [replace(finding, rule=replace(finding.rule, id=name)) for name in names]


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ((), "Ready on 2027-03-01: 35 % likely. First green: "),
        ((("no-forecast", "A"),), "Ready on 2027-03-01, if A still passes (no forecast): 35 % likely. First green: "),
        (
            (("fails", "A"),),
            "Not ready on 2027-03-01 unless A passes (fails now, no forecast); if so, it is 35 % likely that IT passes",
        ),
        ((("fails", "A"),), "likely that IT passes, too. IT first green: "),
        (
            (("fails", "A", "B"), ("unknown", "C"), ("no-forecast", "D", "E")),
            "pass (fail now, no forecast), C passes (unknown now, no forecast) and D and E still pass (no forecast); ",
        ),
        (
            (("waiver-expires", "A"), ("applies-later", "B")),
            "unless A passes (its waiver expires before, no forecast) and B passes (applies later, no forecast); if so",
        ),
        ((("fails", *"ABCDEFGHI"),), "unless A, B, C, D, E, F and 3 more pass (fail now, no forecast); "),
    ],
)
def test_a_figure_stands_behind_what_it_depends_on(others: Sequence[tuple[Why, *tuple[str, ...]]], said: str) -> None:
    """Where a rule without a forecast does not pass now, no figure is called that of the gate: the headline names what
    must pass first, and says of which rules the figure is."""
    conditions = tuple(Condition(one, why) for why, *names in others for one in _called(FAILING, *names))
    rule = replace(RULE, finding=_called(FAILING, "IT")[0])
    made = replace(FORECAST, rules=(rule,), conditions=conditions)
    assert said in _gate(made)
    blocked = any(why != "no-forecast" for why, *_ in others)
    assert ("Ready on" in _gate(made)) is not blocked
    assert ("Even then, not ready within 26 weeks: 10 % likely." in _gate(made)) == bool(others)
    assert json.loads(as_json.render(made))["sentence"].startswith(_gate(made))
    undated = _gate(replace(made, gate=replace(DATED, by_day=None)))
    assert undated.startswith("2027-03-01 is more than 26 weeks ahead, which is further than a forecast looks.")
    assert ("Not ready unless " in undated, "; what follows is of IT alone." in undated) == (blocked, blocked)
    assert ("What follows holds if " in undated) == (bool(others) and not blocked)


@pytest.mark.parametrize(
    ("signals", "reason", "said"),
    [
        (
            ("defects.open", "docs.stale"),
            "not-converging",
            (
                "Open defects (R0) and outdated documents (R1) arrive at least as fast as they are resolved, so there "
                "is no date."
            ),
        ),
        (
            ("docs.fresh-share",),
            "hardly-forecastable",
            "The decrease in outdated documents (R0) may be chance, so there is no date.",
        ),
    ],
)
def test_why_there_is_no_date(signals: Sequence[str], reason: NoDate, said: str) -> None:
    """The sentence says what comes as fast as it goes."""
    undated = replace(DATED, within={}, no_date=reason)
    findings = [
        replace(FAILING, rule=replace(FAILING.rule, id=f"R{number}", signal=signal))
        for number, signal in enumerate(signals)
    ]
    rules = tuple(replace(RULE, finding=one, outlook=undated) for one in findings)
    assert f"35 % likely. {said} Not ready" in _gate(replace(FORECAST, gate=undated, rules=rules))


def test_the_record_says_first_what_speaks_against_it() -> None:
    """Of few dates it says that they are few; ranges that hold too often are too wide."""
    held = "On the program's own past, 4 weeks ahead: ranges of defects raised and closed that should hold in 80 % of "
    better = "For defects raised, a common forecasting tool would have been worse (error 12 % smaller here, 90 % "
    assert record(FORECAST) == (f"{held}cases held in 17 of 20 (85 %). {better}interval -4 to 20: may be chance).")
    worse, alike = (
        replace(TRIED, quantity="closed", better=(-0.953, -1.06, -0.84)),
        replace(TRIED, better=(0.001, -0.12, 0.15)),
    )
    assert (
        "(85 %). For defects closed, a common forecasting tool would have been better (error 95 % larger here, 90 % "
        f"interval 84 to 106). {better}"
    ) in record(replace(FORECAST, tried=(TRIED, worse)))
    assert record(replace(FORECAST, tried=(alike,))).endswith(
        "For defects raised, it was as good as a common forecasting tool (90 % interval -12 to 15: may be chance)."
    )
    untried = replace(FORECAST, tried=(), untried="it is unknown what became of A-1: export it")
    assert record(untried).endswith("own past. It is unknown what became of A-1: export it.")
    few = replace(TRIED, dates=3, held=2)
    assert record(replace(FORECAST, tried=(few,))).endswith("(67 %). Of 3 past dates, that says little.")
    assert interval_of(few) == "too few dates"
    untried = replace(FORECAST, tried=(), untried="No export.")
    assert record(untried) == "Not tried on the program's own past. No export."


@pytest.mark.parametrize(
    ("held", "said"),
    [(20, "(100 %), so they are too wide. "), (18, "(90 %). "), (14, "(70 %). "), (13, "too narrow: do")],
)
def test_ranges_that_hold_too_often_are_too_wide(held: int, said: str) -> None:
    """And too narrow where they hold too seldom."""
    assert said in record(replace(FORECAST, tried=(replace(TRIED, held=held),)))


def test_other_times_ahead_are_named_where_a_common_tool_is_clearly_better() -> None:
    """Beyond chance, and with enough dates."""
    worse = replace(TRIED, better=(-0.3, -0.4, -0.1))
    further = (replace(worse, ahead=8), replace(worse, ahead=13), replace(worse, ahead=26, dates=11))
    said = record(replace(FORECAST, tried=(TRIED, replace(TRIED, ahead=6), *further)))
    assert said.endswith("At 8 and 13 weeks ahead, such a tool would have been clearly better for defects raised.")


def test_what_is_said_of_a_rule() -> None:
    """Why there is no date; what makes the date is said once of the rule that decides most."""
    unclear = replace(RULE, outlook=replace(DATED, within={}, no_date="hardly-forecastable"))
    said = list(words.of_rule(unclear, replace(FORECAST, binding="X")))
    assert said[0].startswith("Hardly forecastable: the decrease in open defects may be chance")
    assert said[1:] == ["Learned. Tried.", "To be green in time: close 7 a week instead of 3."]
    assert list(words.of_rule(RULE, FORECAST)) == ["Learned. Tried."]
    assert words.assumed(replace(FORECAST, assumed=("A", "B"))) == (
        "2 other blocking rules pass now, or are waived, and are taken to stay so: A, B."
    )


@pytest.mark.parametrize("width", [60, 80, 160])
def test_the_text_fits_its_width(width: int) -> None:
    """With a line of figures for each rule, and one for all of them."""
    text = as_text.render(replace(FORECAST, rules=(RULE, RULE), calibrated=True), Display(width=width))
    assert max(map(len, text.splitlines())) <= width
    assert "All of these 35 % – 5 w 8 w > 26 w 10 %" in " ".join(text.split())
    assert "vs. common tools" in text


def test_a_narrow_screen() -> None:
    """Has every figure with the title of its column, and cuts none."""
    text = as_text.render(replace(FORECAST, rules=(RULE, RULE), calibrated=True), Display(width=40))
    assert max(map(len, text.splitlines())) <= 40
    figures = "03-01: 35 %, 10 %: –, 50 %: 5 w, 80 %: 8 w, 95 %: > 26 w, > 26 w: 10 %"
    assert f"All of these {figures}" in " ".join(text.split())
    assert "…" not in text


def test_everything_has_the_range_and_the_method() -> None:
    """Only where everything is wanted."""
    made = replace(FORECAST, rules=(replace(RULE, open_by_day=(2, 9)),))
    verbose, usual = (" ".join(as_text.render(made, Display(verbosity=level)).split()) for level in (2, 1))
    for said in (
        "Open on 2027-03-01: 2 to 9 of them, in 80 % of the courses.",
        "How this is counted",
        "2,000 simulated",
    ):
        assert said in verbose
        assert said not in usual
    assert json.loads(as_json.render(made))["rules"][0]["open-by-day"] == {"low": 2, "high": 9}


ON_THE_DAY = VERDICT.milestone.date, VERDICT.milestone.date
STILL, FAILS = Condition(replace(FAILING, outcome="pass"), "no-forecast"), Condition(FAILING, "fails")
WEEK_OF = "; first green by the end of this week: 80 % likely"


def _by(at: Instant | None) -> Outlook:
    return replace(DATED, within={**DATED.within, 80: at})


@pytest.mark.parametrize(
    ("outlook", "conditions", "summary", "days"),
    [
        (DATED, (), f" 2027-03-01: 35 % likely ready{WEEK_OF}", (date(2027, 3, 29), date(2027, 4, 4))),
        (
            _by(NOW + DAY),
            (STILL,),
            f" 2027-03-01: 35 % likely ready (1 rule not forecast){WEEK_OF}",
            (date(2027, 2, 14), date(2027, 2, 15)),
        ),
        (_by(NOW), (STILL, STILL), " 2027-03-01: 35 % likely ready (2 rules not forecast)", ON_THE_DAY),
        (_by(None), (), " 2027-03-01: 35 % likely ready", ON_THE_DAY),
        (_by(NOW), (FAILS, STILL), f": no forecast, {FAILING.rule.id} fails now", ON_THE_DAY),
        (DATED, (Condition(UNKNOWN, "unknown"),), f": no forecast, {UNKNOWN.rule.id} is unknown now", ON_THE_DAY),
        (None, (FAILS, FAILS), f": no forecast, {FAILING.rule.id} and {FAILING.rule.id} fail now", ON_THE_DAY),
        (None, (STILL,), ": no forecast", ON_THE_DAY),
        (
            replace(_by(NOW), by_day=None),
            (),
            ": no forecast of 2027-03-01, which is more than 26 weeks ahead, which is further than a forecast looks",
            ON_THE_DAY,
        ),
    ],
)
def test_the_week_on_a_calendar(
    outlook: Outlook | None, conditions: Sequence[Condition], summary: str, days: tuple[date, date]
) -> None:
    """One entry that keeps its id, with the headline. Its title is the figure of the milestone's day, or names what
    fails, and never that something is green for the first time."""
    of = replace(FORECAST, gate=outlook, conditions=tuple(conditions))
    calendar: Any = icalendar.Calendar.from_ical(as_ics.render(of))
    (event,) = calendar.subcomponents
    assert str(event["SUMMARY"]) == f"{VERDICT.milestone.name}{summary} (Northwind CRM)"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (days[0], days[1] + timedelta(days=1))
    assert str(event["DESCRIPTION"]).startswith(_gate(of))
    other: Any = icalendar.Calendar.from_ical(as_ics.render(FORECAST))
    assert event["UID"] == other.subcomponents[0]["UID"]
