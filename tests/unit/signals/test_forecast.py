"""How likely it is that no severe defect is open, and defects converge, in time before the milestone."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import heavy_after, law
from support.exports import jira_settings, page, read_export
from support.exports import settings as configured
from support.git import instant
from support.landings import evidence, reason, value
from support.lives import lives
from support.tracker import lived, tracker

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Reading, Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import DAY
from readiness_gate.signals import SIGNALS, forecast
from readiness_gate.signals.forecast import (
    _events,  # pyright: ignore[reportPrivateUsage]
    _start,  # pyright: ignore[reportPrivateUsage]
)
from readiness_gate.signals.signal import answered
from readiness_gate.signals.views.flow import flow
from readiness_gate.statistics.simulation import Shares, Start

SIGNAL = "forecast.green-share"
DONE, OPEN = {"done": True}, {"done": False}
MINOR = {"severity": "sev3"}
STORY = lived("CRM-90", (1, {}), kind="Story")
READ = 190
ZONE = ZoneInfo("UTC")


def _facts(found: JiraFacts | Unavailable, goes_live: int | None, zone: ZoneInfo | None = ZONE) -> Facts:
    day = date(2026, 1, 1) + timedelta(days=goes_live or 0)
    milestone = None if goes_live is None else Milestone("wave-2", "go-live", day)
    sources: dict[str, SourceFacts | Unavailable] = {"jira": found}
    return Facts(replace(configured(jira=jira_settings()), zone=zone), milestone, sources)


def _asked(
    *issues: Issue, day: float = READ, ahead: int = 28, read: JiraFacts | Unavailable | None = None, by: str = "14d"
) -> Reading:
    """The reading as of the last second before a day, for a milestone whose deadline is so many days ahead."""
    found = tracker(*issues, updated=READ - 1) if read is None else read
    facts = _facts(found, int(day) - 1 + ahead + int(by.removesuffix("d")))
    return answered(SIGNALS[SIGNAL], facts, instant(day) - 1, SIGNALS[SIGNAL].with_defaults({"by": by}))


def _weekly(*, closed: bool = True, weeks: int = 26, before: float = READ) -> list[Issue]:
    """Two minor defects raised in each of the weeks before a day, and closed three days later."""
    return [
        lived(f"CRM-{1000 + 10 * week + number}", (day, MINOR), *([(day + 3, DONE)] if closed else []))
        for week, day in enumerate(before - 7 * week - 6 for week in range(weeks))
        for number in range(2)
    ]


HEALTHY = _weekly()


def test_what_is_closed_in_its_week_stays_closed() -> None:
    """All weeks alike: no severe defect ever, and two are closed of two raised."""
    found = _asked(*HEALTHY)
    assert isinstance(found, Measured)
    assert (found.value, found.evidence) == (1.0, ())
    assert found.summary == (
        "The probability is 100 % that by 2026-08-06 (14d before the milestone) no sev1 and no sev2 is open, and in at "
        "least 3 of the last 4 weeks as many defects were closed as raised. Each by itself: no sev1 100 %, no sev2 100 "
        "%, the weeks 100 % (rounded down to 5 %). Learnt from 25 weeks, in which 50 were raised or opened again "
        "and 50 closed. Open now: 0 sev1, 0 sev2, 0 defects in all."
    )


def test_what_nobody_closes_stays_open() -> None:
    """The severe defects that are open are the evidence, the gravest first; what nobody mapped counts as sev1."""
    left = (
        lived("CRM-3", (20, {"severity": "sev2"})),
        lived("CRM-2", (20, {"severity": None, "severity_given": "Odd"})),
        lived("CRM-4", (20, MINOR)),
        lived("CRM-5", (2, {}), (3, DONE)),
    )
    found = _asked(*HEALTHY, *left)
    assert isinstance(found, Measured)
    assert found.value == 0
    assert evidence(found) == [
        ("issue", "CRM-2", 'no usable severity ("Odd"): Summary of CRM-2'),
        ("issue", "CRM-3", "sev2: Summary of CRM-3"),
    ]
    assert "The probability is less than 5 % that by 2026-08-06" in found.summary
    assert (
        "closed as raised: less likely than not. Each by itself: no sev1 less than 5 %, no sev2 less" in found.summary
    )
    assert "Open now: 1 sev1, 1 sev2 (1 without a usable severity, counted as sev1), 3 defects in all." in found.summary


def _closing(weeks: int) -> list[Issue]:
    """Old severe defects of which one was closed in each of the last weeks."""
    return [lived(f"OLD-{week}", (1, {}), (READ - 7 * week - 3, DONE)) for week in range(weeks)]


def test_the_more_is_closed_the_likelier_it_is() -> None:
    """One open now, and weeks in which one was closed: that at least one of four weeks is one of 4 such among 26 has
    the probability 1 - 22 * 23 * 24 * 25 / (26 * 27 * 28 * 29), which is 0.47; of 6 among 26, 0.63."""
    left = lived("CRM-9", (1, {}))
    some = [value(_asked(*HEALTHY, left, *_closing(weeks))) for weeks in (0, 4, 6, 25)]
    assert some == [0.0, 0.45, 0.6, 1.0]
    text = _asked(*HEALTHY, left, *_closing(4))
    assert isinstance(text, Measured)
    assert "closed as raised: less likely than not. Each by itself: no sev1 45 %, no sev2 100 %" in text.summary


@pytest.mark.parametrize(
    ("issues", "told"),
    [
        (_weekly(closed=False), "50 were raised or opened again and 0 closed: not converging."),
        (
            [lived("CRM-1", (1, MINOR)), lived("CRM-2", (1, MINOR), (2, DONE))],
            "in which 0 were raised or opened again and 0 closed: not converging.",
        ),
        (
            [lived("CRM-1", (1, MINOR), (2, DONE))],
            "in which 0 were raised or opened again and 0 closed: quiet, which proves nothing where nothing is tested.",
        ),
        (
            [lived(f"CRM-{number}", (1, MINOR), (READ - 3, DONE)) for number in range(3)],
            "in which 0 were raised or opened again and 3 closed: quiet, which proves nothing",
        ),
        (
            [*HEALTHY, lived("CRM-1", (1, MINOR), (80, DONE), (90, OPEN), (99, DONE), (120, OPEN))],
            "54 were raised or opened again and 54 closed: not converging.",
        ),
        (
            [*HEALTHY, *(lived(f"CRM-{number}", (1, MINOR), (READ - 7 * number - 3, DONE)) for number in range(10))],
            "in which 52 were raised or opened again and 62 closed. Open now",
        ),
        (
            [
                *HEALTHY,
                lived("CRM-99", (READ - 20, MINOR)),
                *(lived(f"CRM-{number}", (1, MINOR), (READ - 3, DONE)) for number in range(20)),
            ],
            "in which 53 were raised or opened again and 72 closed: hardly forecastable, as chance alone may make up",
        ),
    ],
    ids=["grows", "stands", "quiet", "closed-at-last", "comes-back", "falls", "falls-once"],
)
def test_what_is_to_be_thought_of_the_weeks(issues: Sequence[Issue], told: str) -> None:
    """Whether more is closed than comes, and whether by more than chance makes up."""
    found = _asked(*issues)
    assert isinstance(found, Measured)
    assert told in found.summary


def test_it_is_learnt_from_whole_weeks_after_the_first_defect() -> None:
    """From eight at least, and no more than twenty-six."""
    first = lived("CRM-1", (READ - 56, MINOR), (READ - 50, DONE))
    found = _asked(replace(first, created=instant(READ - 56) - 1, known_since=1))
    assert isinstance(found, Measured)
    assert "Learnt from 8 weeks, in which 0" in found.summary
    assert reason(_asked(first)) == (
        "the first defect was raised on 2026-05-15, 7 whole weeks ago: a forecast is learnt from at least 8; ask again "
        "from 2026-07-10 on"
    )
    long_ago = _asked(lived("CRM-1", (-300, MINOR), (2, DONE)))
    assert isinstance(long_ago, Measured)
    assert "Learnt from 26 weeks" in long_ago.summary


def test_without_any_defect_there_is_nothing_to_learn_from() -> None:
    """Even where issues are known, and defects come later."""
    later = lived("CRM-1", (170, {}))
    assert reason(_asked(STORY, later, day=160)) == (
        "no defect had been raised by 2026-06-09T23:59:59Z, so there is nothing to learn a forecast from"
    )


@pytest.mark.parametrize(("ahead", "known"), [(182, True), (188, True), (189, False)])
def test_nobody_looks_further_ahead_than_half_a_year(ahead: int, known: bool) -> None:  # noqa: FBT001
    """Twenty-six whole weeks, and no more."""
    found = _asked(*HEALTHY, ahead=ahead)
    assert isinstance(found, Measured) == known
    if not known:
        assert reason(found) == (
            "2027-01-14 (14d before the milestone) lies 27 weeks ahead: no forecast is made further ahead than the 26 "
            "weeks that it is learnt from; ask again from 2026-07-16 on"
        )


def test_from_the_day_on_it_is_no_forecast() -> None:
    """What holds at that instant, and later, is 1 or 0; weeks in which there was no defect yet do not count."""
    young = _weekly(weeks=5)
    for ahead in (0, -1, -30):
        assert value(_asked(*young, ahead=ahead)) == 1.0
        assert value(_asked(*young, lived("CRM-1", (160, {})), ahead=ahead)) == 0.0
    found = _asked(*young, ahead=0)
    assert isinstance(found, Measured)
    assert found.summary == (
        "2026-07-09 (14d before the milestone) has come: this is no forecast any more, and what is asked for holds "
        "now. In 4 of the last 4 weeks as many defects were closed as raised, or more. Open now: 0 sev1, 0 sev2, 0 "
        "defects in all."
    )
    grows = _asked(*_weekly(closed=False, weeks=5), lived("CRM-1", (160, {"severity": "sev2"})), ahead=-1)
    assert isinstance(grows, Measured)
    assert "what is asked for fails now. In 0 of the last 4 weeks" in grows.summary
    assert [each.id for each in grows.evidence] == ["CRM-1"]
    assert value(_asked(*_weekly(closed=False, weeks=5), ahead=-1)) == 0.0
    assert "a forecast is learnt from at least 8" in reason(_asked(*young, ahead=1))


def test_what_holds_now_needs_no_more_than_four_weeks() -> None:
    """Where histories reach no further back, there is no forecast."""
    cut = replace(lived("CRM-1", (9, MINOR), (READ - 3, DONE)), known_since=instant(READ - 29))
    assert value(_asked(*HEALTHY, cut, ahead=0)) == 1.0
    assert "the export has no histories" in reason(_asked(*HEALTHY, cut, ahead=1))


@pytest.mark.parametrize(("by", "day"), [("0d", "2026-07-20"), ("14d", "2026-07-06"), ("28d", "2026-06-22")])
def test_the_day_is_counted_back_from_the_milestone(by: str, day: str) -> None:
    """From the end of its day."""
    facts = _facts(tracker(*_weekly(before=150), updated=100), 200)
    found = answered(SIGNALS[SIGNAL], facts, instant(150), SIGNALS[SIGNAL].with_defaults({"by": by}))
    assert isinstance(found, Measured)
    assert f"by {day} ({by} before the milestone)" in found.summary


def test_without_a_milestone_no_day_is_meant() -> None:
    """Nor without a time zone."""
    for facts in (_facts(tracker(*HEALTHY), None), _facts(tracker(*HEALTHY), 200, None)):
        found = answered(SIGNALS[SIGNAL], facts, instant(100), SIGNALS[SIGNAL].with_defaults({}))
        assert "no milestone whose day is meant: configure one" in reason(found)


def test_without_issues_there_is_no_forecast() -> None:
    """Nor without defects."""
    assert reason(_asked(read=Unavailable("no export"))) == "no export"
    assert "is of a type in jira.defect-types" in reason(_asked(STORY))


def test_what_became_of_all_issues_must_be_known() -> None:
    """Of what is no defect any more, too: it may have been one."""
    assert "the export has no histories" in reason(_asked(*HEALTHY, lived("CRM-1", (9, {}), (60, DONE), known=False)))
    unknown = lived("CRM-1", (9, {}), (60, DONE), known=False, kind="Story")
    assert "the export has no histories" in reason(_asked(*HEALTHY, unknown))


def test_what_is_no_defect_any_more_needs_no_time_of_creation() -> None:
    """It is known how it stood since the first of the weeks; when it came before that says nothing."""
    was = replace(lived("CRM-1", (2, {}), (50, {"type": "Story"})), created=None)
    assert value(_asked(*HEALTHY, was)) == 1.0


def test_what_is_drawn_does_not_depend_on_what_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """It depends on the instant, the day and the weeks: with more open now, the courses are the same."""
    seeds: list[str] = []

    def told(_start: Start, seed: str) -> Shares:
        seeds.append(seed)
        return Shares(1.0, (1.0, 1.0), 1.0)

    monkeypatch.setattr(forecast, "simulate", told)
    old = lived("CRM-1", (1, {}))
    for issues, ahead in (([], 28), ([old], 28), ([lived("CRM-1", (100, {}))], 28), ([old], 29)):
        _asked(lived("CRM-0", (1, MINOR), (2, DONE)), *issues, *HEALTHY, ahead=ahead)
    assert seeds[0] == seeds[1]
    assert len(set(seeds)) == 3


def test_a_status_of_no_known_category_is_neither() -> None:
    """Of a defect, or of what was one; what never was may stand in it."""
    odd = {"done": None, "status": "Parked"}
    was = lived("CRM-1", (50, odd), (97, {**DONE, "status": "Done", "type": "Story"}))
    assert '"Parked", which CRM-1 had, is of the category done' in reason(_asked(*HEALTHY, was))
    is_ = lived("CRM-1", (50, odd), (97, {**DONE, "status": "Done"}))
    assert '"Parked", which CRM-1 had, is of the category done' in reason(_asked(*HEALTHY, is_))
    never = lived("CRM-1", (50, odd), (97, {**DONE, "status": "Done"}), kind="Story")
    assert value(_asked(*HEALTHY, never)) == 1.0


def test_what_is_needed() -> None:
    """What became of the issues in half a year."""
    needs = SIGNALS[SIGNAL].needs(SIGNALS[SIGNAL].with_defaults({}), 10**9)
    assert needs == Needs(frozenset({"jira"}), issues_since=10**9 - 182 * 86_400)


LIVES: Sequence[tuple[list[tuple[float, dict[str, Any]]], list[str]]] = [
    ([(50, {})], ["50 came sev1", "50 raised"]),
    ([(50, {"severity": None})], ["50 came sev1", "50 raised"]),
    ([(50, MINOR)], ["50 raised"]),
    ([(50, DONE)], ["50 raised"]),
    ([(50, {"type": "Story"})], []),
    ([(-300, {})], []),
    (
        [(50, {}), (60, DONE), (70, OPEN)],
        ["50 came sev1", "50 raised", "60 closed", "60 left sev1", "70 came sev1"],
    ),
    ([(50, {}), (60, {"severity": "sev2"})], ["50 came sev1", "50 raised", "60 came sev2", "60 left sev1"]),
    ([(50, {}), (60, {"severity": None})], ["50 came sev1", "50 raised"]),
    (
        [(50, MINOR), (60, {"severity": "sev1"}), (70, DONE)],
        ["50 raised", "60 came sev1", "70 closed", "70 left sev1"],
    ),
    ([(50, {}), (60, {"type": "Story"})], ["50 came sev1", "60 left sev1"]),
    ([(50, {"type": "Story"}), (60, {"type": "bug"})], ["50 raised", "60 came sev1"]),
    ([(50, {}), (READ + 1, DONE)], ["50 came sev1", "50 raised"]),
    ([(READ + 1, {})], []),
]


@pytest.mark.parametrize(("states", "told"), LIVES)
def test_what_happens_to_an_issue(states: list[tuple[float, dict[str, Any]]], told: list[str]) -> None:
    """When it comes to the open defects of a grave severity and leaves them, and when it is raised and closed; nothing
    from before the weeks that are learnt from."""
    jira = tracker(lived("CRM-1", *states), lived("CRM-2", (1, MINOR)), updated=READ + 2)
    facts, as_of = _facts(jira, 300), instant(READ)
    found = flow(facts, as_of, as_of - 182 * DAY)
    events = _events(jira, found, as_of, ("Bug",))
    happened = [f"{(at - instant(0)) // DAY} {what}" for at, what in events]
    assert sorted(happened) == sorted(told)


def _changelog(histories: Sequence[Any]) -> dict[str, Any]:
    return {"startAt": 0, "total": len(histories), "histories": histories}


def _undated(jira: JiraFacts) -> JiraFacts:
    return replace(jira, issues=(*jira.issues, replace(STORY, created=None)))


@pytest.mark.parametrize("seed", heavy_after(4, range(12)))
def test_what_came_and_left_adds_up_to_what_is_open(seed: int, tmp_path: Any) -> None:
    """Random lives, as Jira tells of them: undone week by week, the open defects are those that `defects.open` counts
    then, of what was a defect at any time."""
    issues, told = lives(seed, 40, days=200)
    whole = [{**each, "changelog": _changelog(told[each["key"]])} for each in issues]
    jira = read_export(tmp_path, page(whole), now=instant(201), projects=("CRM",))
    facts, as_of = _facts(_undated(jira), 300), instant(200)
    found = flow(facts, as_of, as_of - 182 * DAY)
    events = _events(jira, found, as_of, ("Bug",))
    start = _start(found, events, as_of, as_of + 7 * DAY, 26)
    signal = SIGNALS["defects.open"]
    for number, severity in enumerate(("sev1", "sev2")):
        still = start.backlogs[number]
        for ago, week in enumerate(reversed(start.weeks)):
            parameters = signal.with_defaults({"severity": severity})
            assert still == value(answered(signal, facts, as_of - 7 * ago * DAY, parameters)), ago
            still += week.left[number] - week.came[number]


def test_weeks_are_counted_back_from_the_day_that_is_meant() -> None:
    """What happened already in the week that ends three days ahead, and in the four before it."""
    as_of = instant(READ)
    jira = tracker(
        lived("CRM-1", (1, MINOR)),
        lived("CRM-2", (READ - 4, MINOR), (READ, DONE)),
        lived("CRM-3", (READ - 3, {}), (READ - 1, DONE)),
        lived("CRM-4", (READ - 5, MINOR)),
        lived("CRM-5", (1, MINOR), (READ - 20, DONE)),
        replace(lived("CRM-6", (READ - 4, MINOR)), created=instant(READ - 4) + 1, known_since=instant(READ - 4) + 1),
        updated=READ + 2,
    )
    found = flow(_facts(jira, 300), as_of, as_of - 182 * DAY)
    events = _events(jira, found, as_of, ("Bug",))
    for ahead in (0, 2):
        start = _start(found, events, as_of, as_of + (7 * ahead + 3) * DAY, 8)
        assert (start.ahead, start.part, start.begun) == (ahead, 3 / 7, (2, 2))
        assert start.kept == (False, True, True, True)
    assert [sum(week.raised for week in each) for each in (start.weeks, start.parts)] == [4, 2]
    assert [sum(week.closed for week in each) for each in (start.weeks, start.parts)] == [3, 1]
    assert (start.weeks[-1].came, start.weeks[-1].left) == ((1, 0), (1, 0))
    even = _start(found, events, as_of, as_of + 14 * DAY, 8)
    assert (even.ahead, even.part, even.begun) == (2, 0, (0, 0))
    assert even.kept == (False, True, True, True)


SEVERITIES = (None, "sev1", "sev2", "sev3")


def _life(chance: random.Random, number: int) -> Issue:
    """A defect with some life of its own in half a year."""
    born = chance.uniform(0, READ - 1)
    states: list[Any] = [(born, {"severity": chance.choice((*SEVERITIES, "sev3", "sev4"))})]
    days = sorted(chance.uniform(born, READ - 1) for _ in range(chance.randrange(4)))
    changes: list[Any] = [chance.choice([DONE, DONE, OPEN, {"severity": chance.choice(SEVERITIES)}]) for _ in days]
    return lived(f"CRM-{number}", *states, *zip(days, changes, strict=True))


@law(25, few=5)
@given(st.integers(0, 2**32), st.integers(0, 50), st.integers(1, 60))
def test_laws(seed: int, count: int, ahead: int) -> None:
    """A share is a multiple of 5 %, is the same for the same facts in any order, and is not higher with more open
    defects that were there before the weeks it is learnt from."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    old = lived("CRM-0", (READ - 183.5, MINOR), (READ - 183.2, DONE))
    issues = [old, *(_life(chance, number) for number in range(1, count + 1))]
    found = _asked(*issues, ahead=ahead)
    assert isinstance(found, Measured)
    assert 0 <= found.value <= 1
    assert found.value == int(found.value * 20) / 20
    assert found == _asked(*chance.sample(issues, len(issues)), ahead=ahead)
    more = [
        lived(f"OLD-{n}", (READ - 183, {"severity": chance.choice(SEVERITIES)})) for n in range(chance.randrange(4))
    ]
    assert value(_asked(*issues, *more, ahead=ahead)) <= found.value
