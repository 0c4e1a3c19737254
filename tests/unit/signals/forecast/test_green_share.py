"""How likely it is that no severe defect is open in time before the milestone."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.forecasts import DONE, HEALTHY, MINOR, OPEN, READ, bursts, facts_of, green_share, weekly
from support.git import instant
from support.landings import evidence, reason, value
from support.tracker import lived, tracker

from readiness_gate.model.facts.jira import Issue, Past
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.model.settings.jira import Severity
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.forecast.green_share import quality
from readiness_gate.signals.signal import answered

SIGNAL = SIGNALS["forecast.green-share"]
STORY = lived("CRM-90", (1, {}), kind="Story")


def test_without_severe_defects_there_are_none() -> None:
    """All weeks alike: no severe defect ever, and two are closed of two raised."""
    found = green_share(*HEALTHY)
    assert isinstance(found, Measured)
    assert (found.value, found.evidence) == (1.0, ())
    assert found.summary == (
        "The probability is 100 % that by 2026-08-06 (14d before the milestone) no sev1 and no sev2 is open. Each by "
        "itself: no sev1 100 %, no sev2 100 % (rounded down to 5 %). Learned from 25 weeks, in which 0 severe defects "
        "came and 0 left. Too little of the past is known to say how good such forecasts are here. Open now: 0 sev1, 0 "
        "sev2, 0 defects in all."
    )
    assert found.shortfall == "a chance of 100 % that no severe defect is open by 2026-08-06 (14d before the milestone)"


def test_what_nobody_closes_stays_open() -> None:
    """The severe defects that are open are the evidence, the gravest first; what nobody mapped counts as either."""
    left = (
        lived("CRM-3", (20, {"severity": "sev2"})),
        lived("CRM-2", (20, {"severity": None, "severity_given": "Odd"})),
        lived("CRM-4", (20, MINOR)),
        lived("CRM-5", (2, {}), (3, DONE)),
    )
    found = green_share(*HEALTHY, *left)
    assert isinstance(found, Measured)
    assert found.value == 0
    assert evidence(found) == [
        ("issue", "CRM-2", 'no usable severity ("Odd"): Summary of CRM-2'),
        ("issue", "CRM-3", "sev2: Summary of CRM-3"),
    ]
    assert "The probability is less than 5 % that by 2026-08-06" in found.summary
    assert "is open: less likely than not. Each by itself: no sev1 less than 5 %, no sev2 less" in found.summary
    assert "in which 2 severe defects came and 0 left: not converging." in found.summary
    assert "Open now: 1 sev1, 1 sev2 (1 without a usable severity, counted as sev1), 3 defects in all." in found.summary


def _closing(weeks: int) -> list[Issue]:
    """Old severe defects of which one was closed in each of the last weeks."""
    return [lived(f"OLD-{week}", (1, {}), (READ - 7 * week - 3, DONE)) for week in range(weeks)]


def test_the_more_is_closed_the_likelier_it_is() -> None:
    """One is open now, and in some weeks one was closed."""
    left = lived("CRM-9", (1, {}))
    some = [value(green_share(*HEALTHY, left, *_closing(weeks))) for weeks in (0, 4, 8, 25)]
    assert some == sorted(some)
    assert some[0] == 0
    assert 0.4 < some[1] < some[2] < some[3]
    text = green_share(*HEALTHY, left, *_closing(2))
    assert isinstance(text, Measured)
    assert "no sev2 100 %" in text.summary


@pytest.mark.parametrize(
    ("came", "left", "still_open", "tested", "expected"),
    [
        ((1, 1, 1), (0, 0, 0), True, True, "not-converging"),
        ((1, 1, 1), (1, 1, 1), True, True, "not-converging"),
        ((0, 0, 0), (0, 0, 0), False, False, "quiet"),
        ((0, 0, 0), (1, 1, 1), True, False, "quiet"),
        ((0, 0, 9), (9, 1, 0), True, True, "hardly-forecastable"),
        ((0, 0, 9), (9, 1, 0), False, True, "fair"),
        ((1, 1, 1), (3, 3, 3), True, True, "fair"),
        ((0, 0, 0), (0, 0, 0), False, True, "fair"),
    ],
)
def test_what_is_to_be_thought_of_the_weeks(
    came: Sequence[int],
    left: Sequence[int],
    still_open: bool,  # noqa: FBT001
    tested: bool,  # noqa: FBT001
    expected: str,
) -> None:
    """Whether more leaves than comes, and whether by more than chance makes up."""
    assert quality(came, left, still_open=still_open, tested=tested) == expected


@pytest.mark.parametrize(
    ("issues", "told"),
    [
        (
            [*HEALTHY, *bursts([0, 0, 0, 1], days=90), *bursts([0, 2], severity="sev2", days=2)],
            "3 severe defects came and 2 left: not converging.",
        ),
        (
            [*HEALTHY, lived("CRM-9", (1, {})), *(lived(f"OLD-{n}", (1, {}), (READ - 3, DONE)) for n in range(9))],
            "0 severe defects came and 9 left: hardly forecastable, as chance alone may make up that difference.",
        ),
        ([*HEALTHY, *bursts([0, 2, 0, 1], days=2)], "in which 3 severe defects came and 3 left. "),
    ],
    ids=["grows", "once", "fair"],
)
def test_the_reading_says_so(issues: Sequence[Issue], told: str) -> None:
    """With the counts of the weeks."""
    found = green_share(*issues)
    assert isinstance(found, Measured)
    assert told in found.summary


def test_where_nothing_is_raised_there_is_no_forecast() -> None:
    """Silence proves nothing; one minor defect in half a year breaks it, and what is left open converges no more."""
    old = lived("CRM-1", (-300, MINOR), (-299, DONE))
    assert reason(green_share(old)).startswith(
        "no defect was raised in 26 weeks; perhaps nobody tested: test, record the defects, and use the number of open"
    )
    assert value(green_share(old, lived("CRM-2", (READ - 180, MINOR)))) == 1.0
    assert value(green_share(old, lived("CRM-3", (-200, {})))) == 0.0


def test_it_is_learned_from_whole_weeks_after_the_first_defect() -> None:
    """From eight at least, and drawn from no more than twenty-six."""
    first = lived("CRM-1", (READ - 56, MINOR), (READ - 50, DONE))
    next_ = lived("CRM-2", (READ - 40, MINOR), (READ - 30, DONE))
    found = green_share(replace(first, created=instant(READ - 56) - 1, known_since=1), next_)
    assert isinstance(found, Measured)
    assert "Learned from 8 weeks, in which 0" in found.summary
    assert reason(green_share(first)) == (
        "the first defect was raised on 2026-05-15, 7 whole weeks ago: a forecast is learned from at least 8; ask "
        "again from 2026-07-10 on"
    )
    long_ago = green_share(lived("CRM-1", (-300, MINOR), (2, DONE)), lived("CRM-2", (9, MINOR)))
    assert isinstance(long_ago, Measured)
    assert "Learned from 26 weeks" in long_ago.summary


def test_without_any_defect_there_is_nothing_to_learn_from() -> None:
    """Even where issues are known, and defects come later."""
    later = lived("CRM-1", (170, {}))
    assert reason(green_share(STORY, later, day=160)) == (
        "no defect had been raised by 2026-06-09T23:59:59Z, so there is nothing to learn a forecast from"
    )


@pytest.mark.parametrize(("ahead", "known"), [(182, True), (188, True), (189, False)])
def test_nobody_looks_further_ahead_than_half_a_year(ahead: int, known: bool) -> None:  # noqa: FBT001
    """Twenty-six whole weeks, and no more."""
    found = green_share(*HEALTHY, ahead=ahead)
    assert isinstance(found, Measured) == known
    if not known:
        assert reason(found) == (
            "2027-01-14 (14d before the milestone) is 27 weeks ahead, but forecasts reach 26 weeks: try again from "
            "2026-07-16 on"
        )


def test_from_the_day_on_it_is_no_forecast() -> None:
    """What holds at that instant, and later, is 1 or 0."""
    young = weekly(weeks=5)
    for ahead in (0, -1, -30):
        assert value(green_share(*young, ahead=ahead)) == 1.0
        assert value(green_share(*young, lived("CRM-1", (160, {})), ahead=ahead)) == 0.0
    found = green_share(*young, ahead=0)
    assert isinstance(found, Measured)
    assert found.summary == (
        "2026-07-09 (14d before the milestone) has passed, so this is not a forecast: the requirement holds now. Open "
        "now: 0 sev1, 0 sev2, 0 defects in all."
    )
    grows = green_share(*weekly(closed=False, weeks=5), lived("CRM-1", (160, {"severity": "sev2"})), ahead=-1)
    assert isinstance(grows, Measured)
    assert "the requirement fails now. Open now: 0 sev1, 1 sev2, 11 defects" in grows.summary
    assert grows.shortfall == "1 open severe defect"
    assert [each.id for each in grows.evidence] == ["CRM-1"]
    assert "a forecast is learned from at least 8" in reason(green_share(*young, ahead=1))


def test_what_holds_now_needs_no_history() -> None:
    """Where histories do not reach back half a year, there is no forecast."""
    cut = replace(lived("CRM-1", (9, MINOR), (READ - 3, DONE)), known_since=instant(READ - 29))
    assert value(green_share(*HEALTHY, cut, ahead=0)) == 1.0
    assert "the export has no histories" in reason(green_share(*HEALTHY, cut, ahead=1))


@pytest.mark.parametrize(("by", "day"), [("0d", "2026-07-20"), ("14d", "2026-07-06"), ("28d", "2026-06-22")])
def test_the_day_is_counted_back_from_the_milestone(by: str, day: str) -> None:
    """From the end of its day."""
    facts = facts_of(tracker(*weekly(before=150), updated=149.75), 200)
    found = answered(SIGNAL, facts, instant(150), SIGNAL.with_defaults({"by": by}))
    assert isinstance(found, Measured)
    assert f"by {day} ({by} before the milestone)" in found.summary


def test_without_a_milestone_no_day_is_meant() -> None:
    """Nor without a time zone."""
    for facts in (facts_of(tracker(*HEALTHY), None), facts_of(tracker(*HEALTHY), 200, None)):
        found = answered(SIGNAL, facts, instant(100), SIGNAL.with_defaults({}))
        assert "no milestone to take the day from: configure one" in reason(found)


def test_without_issues_there_is_no_forecast() -> None:
    """Nor without defects."""
    assert reason(green_share(read=Unavailable("no export"))) == "no export"
    assert "is of a type in jira.defect-types" in reason(green_share(STORY))


def test_what_became_of_all_issues_must_be_known() -> None:
    """Of what is no defect any more, too: it may have been one."""
    assert "the export has no histories" in reason(
        green_share(*HEALTHY, lived("C-1", (9, {}), (60, DONE), known=False))
    )
    unknown = lived("CRM-1", (9, {}), (60, DONE), known=False, kind="Story")
    assert "the export has no histories" in reason(green_share(*HEALTHY, unknown))


def test_what_is_no_defect_any_more_needs_no_time_of_creation() -> None:
    """It is known how it was since the first of the weeks; when it came before that says nothing."""
    was = replace(lived("CRM-1", (2, {}), (50, {"type": "Story"})), created=None)
    assert value(green_share(*HEALTHY, was)) == 1.0


def test_a_status_of_no_known_category_is_neither() -> None:
    """Of a defect, or of what was one; what never was may stand in it."""
    odd = {"done": None, "status": "Parked"}
    was = lived("CRM-1", (50, odd), (97, {**DONE, "status": "Done", "type": "Story"}))
    assert '"Parked", which CRM-1 had, is of the category done' in reason(green_share(*HEALTHY, was))
    is_ = lived("CRM-1", (50, odd), (97, {**DONE, "status": "Done"}))
    assert '"Parked", which CRM-1 had, is of the category done' in reason(green_share(*HEALTHY, is_))
    never = lived("CRM-1", (50, odd), (97, {**DONE, "status": "Done"}), kind="Story")
    assert value(green_share(*HEALTHY, never)) == 1.0


def test_what_is_needed() -> None:
    """What became of the issues in two years: the forecast is tried on them."""
    needs = SIGNAL.needs(SIGNAL.with_defaults({}), 10**9)
    assert needs == Needs(frozenset({"jira"}), issues_since=10**9 - 104 * 7 * 86_400)


def _two_years(pattern: Sequence[int]) -> list[Issue]:
    """A defect long ago, and severe ones in the weeks of a pattern, which is repeated; each is open for four days at
    the end of its week."""
    weeks = [pattern[week % len(pattern)] for week in range(100)]
    return [lived("CRM-1", (-600, MINOR), (-599, DONE)), *bursts(weeks, days=7)]


def test_forecasts_that_are_no_better_than_the_base_rate_are_none() -> None:
    """What alternates without end is never to be told from the last weeks alone: a rule must not use that."""
    found = green_share(*_two_years([1, 1, 1, 1, 0, 0, 0, 0]), ahead=28)
    assert reason(found).startswith("on the program's own past such a forecast is no better than its base rate: at ")
    assert "go by how many severe defects are open (DEF-01, DEF-02), or turn this rule off" in reason(found)


def test_after_the_export_nothing_is_known() -> None:
    """Six days after it, the forecast is that of the time of the export; half a year after it, there is none."""
    issues = (*HEALTHY, lived("CRM-9", (1, {})), *_closing(4))
    read = tracker(*issues, updated=READ - 0.25)
    at_once = value(green_share(read=read))
    assert 0 < at_once < 1
    assert value(green_share(read=read, day=READ + 6, ahead=22)) == at_once
    old = reason(green_share(*HEALTHY, day=READ + 180))
    assert "are only known until 2026-07-10, and unknown weeks do not count as quiet" in old


def test_what_was_always_so_says_little() -> None:
    """Nor what was never so."""
    always = green_share(*_two_years([0]), *HEALTHY)
    assert isinstance(always, Measured)
    assert "At 24 past dates, it was always so in the end, which says little about how good" in always.summary
    never = green_share(*_two_years([1]))
    assert isinstance(never, Measured)
    assert "At 24 past dates, it was never so in the end" in never.summary


def test_what_was_mostly_so_says_little() -> None:
    """Enough dates, and too few of one outcome."""
    found = green_share(*_two_years([*[0] * 40, 1, *[0] * 59]), *HEALTHY)
    assert isinstance(found, Measured)
    assert "Of 24 past dates, it was so at 23 in the end: too alike to say how good forecasts" in found.summary


def test_what_lasts_is_forecast_better_than_by_its_base_rate() -> None:
    """A year without severe defects, and one with some in each week, the last ones first."""
    found = green_share(*_two_years([0] * 50 + [2] * 50), *HEALTHY)
    assert isinstance(found, Measured)
    assert "such forecasts were better than the base rate (Brier 0.0" in found.summary


SEVERITIES: Sequence[Severity | None] = (None, "sev1", "sev2", "sev3")


def _life(chance: random.Random, number: int) -> Issue:
    """A defect with some life of its own in half a year."""
    born = chance.uniform(0, READ - 1)
    states: list[Any] = [(born, {"severity": chance.choice((*SEVERITIES, "sev3", "sev4"))})]
    days = sorted(chance.uniform(born, READ - 1) for _ in range(chance.randrange(4)))
    changes: list[Any] = [chance.choice([DONE, DONE, OPEN, {"severity": chance.choice(SEVERITIES)}]) for _ in days]
    return lived(f"CRM-{number}", *states, *zip(days, changes, strict=True))


def _afterwards(issue: Issue, chance: random.Random) -> Issue:
    """The same issue with something that became of it after the time of the question."""
    later = instant(READ) + chance.randrange(1, 10**6)
    changed = replace(
        issue, done=not issue.done, severity=chance.choice(SEVERITIES), type=chance.choice(["Bug", "Epic"])
    )
    return replace(changed, past=(Past(later, issue), *issue.past))


@law(25, few=5)
@given(st.integers(0, 2**32), st.integers(0, 50), st.integers(1, 60))
def test_laws(seed: int, count: int, ahead: int) -> None:
    """A share is a multiple of 5 %, is the same for the same facts in any order, is not higher with more open defects
    that were there before the weeks it is learned from, and knows nothing of what comes later."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    old = lived("CRM-0", (READ - 183.5, MINOR), (READ - 183.2, DONE))
    tested = lived("CRM-T", (READ - 90, MINOR), (READ - 89, DONE))
    issues = [old, tested, *(_life(chance, number) for number in range(1, count + 1))]
    found = green_share(*issues, ahead=ahead)
    assert isinstance(found, Measured)
    assert 0 <= found.value <= 1
    assert found.value == int(found.value * 20) / 20
    assert found == green_share(*chance.sample(issues, len(issues)), ahead=ahead)
    later = [*(_afterwards(issue, chance) for issue in issues), lived("NEW-1", (READ + 3, {}))]
    assert found == green_share(read=tracker(*later, updated=READ + 20), ahead=ahead)
    more = [
        lived(f"OLD-{n}", (READ - 183, {"severity": chance.choice(SEVERITIES)})) for n in range(chance.randrange(4))
    ]
    assert value(green_share(*issues, *more, ahead=ahead)) <= found.value
