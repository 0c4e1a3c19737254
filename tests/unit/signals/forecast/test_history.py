"""What a forecast is learned from: how defects came and went, week by week."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from support.effort import heavy_after
from support.exports import page, read_export
from support.forecasts import DONE, MINOR, OPEN, READ, facts_of
from support.git import instant
from support.landings import value
from support.lives import lives
from support.tracker import lived, tracker

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.time import DAY
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.forecast.history import GRADES, History, history, of_grades
from readiness_gate.signals.signal import answered
from readiness_gate.statistics.levels import deviations

WEEK = 7 * DAY
STORY = lived("CRM-90", (1, {}), kind="Story")
EARLY = lived("CRM-2", (1, MINOR))

LIVES: Sequence[tuple[list[tuple[float, dict[str, Any]]], list[str]]] = [
    ([(50, {})], ["50 came sev1", "50 raised"]),
    ([(50, {"severity": None})], ["50 came unmapped", "50 raised"]),
    ([(50, MINOR)], ["50 came sev3", "50 raised"]),
    ([(50, DONE)], ["50 raised"]),
    ([(50, {"type": "Story"})], []),
    ([(-300, {})], []),
    (
        [(50, {}), (60, DONE), (70, OPEN)],
        ["50 came sev1", "50 raised", "60 closed", "60 left sev1", "70 came sev1"],
    ),
    ([(50, {}), (60, {"severity": "sev2"})], ["50 came sev1", "50 raised", "60 came sev2", "60 left sev1"]),
    ([(50, {}), (60, {"severity": None})], ["50 came sev1", "50 raised", "60 came unmapped", "60 left sev1"]),
    ([(50, {}), (60, {"summary": "x"})], ["50 came sev1", "50 raised"]),
    ([(50, {}), (60, {"type": "Story"})], ["50 came sev1", "60 left sev1"]),
    ([(50, {"type": "Story"}), (60, {"type": "bug"})], ["50 raised", "60 came sev1"]),
    ([(50, {}), (READ + 1, DONE)], ["50 came sev1", "50 raised"]),
    ([(READ + 1, {})], []),
]


def _known(jira: JiraFacts, day: float = READ, longest: int = 26) -> History:
    return history(facts_of(jira, 300), instant(day), longest)


@pytest.mark.parametrize(("states", "told"), LIVES)
def test_what_happens_to_an_issue(states: list[tuple[float, dict[str, Any]]], told: list[str]) -> None:
    """When it comes to the open defects of a severity and leaves them, and when it is raised and closed; nothing from
    before the weeks that are learned from."""
    found = _known(tracker(lived("CRM-1", *states), EARLY, updated=READ + 2))
    happened = [f"{(at - instant(0)) // DAY} {what}" for at, what in found.events if at > instant(9)]
    assert sorted(happened) == sorted(told)


def _changelog(histories: Sequence[Any]) -> dict[str, Any]:
    return {"startAt": 0, "total": len(histories), "histories": histories}


def _undated(jira: JiraFacts) -> JiraFacts:
    read = replace(jira.provenance, observed_at=instant(201))
    return replace(jira, provenance=read, issues=(*jira.issues, replace(STORY, created=None)))


@pytest.mark.parametrize("seed", heavy_after(4, range(12)))
def test_what_came_and_left_adds_up_to_what_is_open(seed: int, tmp_path: Any) -> None:
    """Random lives, as Jira tells of them: week by week, the open defects are those that `defects.open` counts then."""
    issues, told = lives(seed, 40, days=200)
    whole = [{**each, "changelog": _changelog(told[each["key"]])} for each in issues]
    jira = _undated(read_export(tmp_path, page(whole), now=instant(201), projects=("CRM",)))
    found = _known(jira, 200)
    signal = SIGNALS["defects.open"]
    for ago, levels in enumerate(reversed(found.levels)):
        for severity in ("sev1", "sev2"):
            parameters = signal.with_defaults({"severity": severity})
            counted = value(answered(signal, facts_of(jira, 300), instant(200) - ago * WEEK, parameters))
            assert sum(of_grades(levels, (severity, "unmapped"))) == counted, ago


def test_weeks_are_whole_and_end_at_the_instant() -> None:
    """The second in which a week ends belongs to it; a part is its first part."""
    end = instant(READ)
    jira = tracker(
        EARLY,
        lived("CRM-3", (READ - 7, {}), (READ, DONE)),
        replace(lived("CRM-4", (READ - 7, {})), created=end - WEEK + 1, known_since=end - WEEK + 1),
        lived("CRM-5", (READ - 4, MINOR)),
        updated=READ + 2,
    )
    found = _known(jira)
    last, before = found.weeks[-1], found.weeks[-2]
    assert (last.raised, last.closed, before.raised, before.closed) == (2, 1, 1, 0)
    assert [(part.raised, part.closed) for part in found.parts(3 * DAY)[-2:]] == [(0, 0), (2, 0)]
    assert of_grades(last.came, ("sev1", "sev3")) == (1, 1)
    assert of_grades(last.left, GRADES) == (1, 0, 0, 0, 0)
    assert of_grades(found.levels[-1], ("sev1", "sev3")) == (1, 2)


def test_it_looks_back_as_far_as_all_is_known() -> None:
    """No further than is asked for, than to the first defect, and than to where the history of any issue begins."""
    old = lived("CRM-1", (-300, MINOR), (-200, DONE))
    assert len(_known(tracker(old, updated=READ + 2)).weeks) == 26
    assert len(_known(tracker(old, updated=READ + 2), longest=104).weeks) == 490 // 7
    cut = replace(lived("CRM-2", (-250, MINOR), (100, DONE)), known_since=instant(-90))
    assert len(_known(tracker(old, cut, updated=READ + 2), longest=104).weeks) == 280 // 7


@pytest.mark.parametrize("days", [0, 3, 7])
def test_the_weeks_end_with_the_export(days: int) -> None:
    """What came after it is unknown; a live read is known to its time."""
    jira = tracker(EARLY, updated=READ - 0.25)
    found = _known(jira, READ + days)
    assert found.as_of == instant(READ)
    assert found == _known(jira)
    live = replace(jira, provenance=replace(jira.provenance, observed_at=None))
    assert _known(live, READ + days).as_of == instant(READ + days)


def test_an_export_of_more_than_a_week_ago_is_too_old() -> None:
    """The weeks since then are not learned as quiet ones."""
    with pytest.raises(
        CannotMeasure, match=r"are only known until 2026-07-10, .* not count as quiet: export them again"
    ):
        _known(tracker(EARLY, updated=READ - 0.25), READ + 7.01)


def test_where_a_forecast_begins() -> None:
    """What it draws from are the last 26 weeks, and what it knows of levels the last 52, before the date that it is
    made as of."""
    issues = [lived(f"CRM-{n}", (-300 + 4 * n, {"severity": ("sev1", "sev3")[n % 2]})) for n in range(120)]
    found = _known(tracker(*issues, updated=READ + 2), longest=104)
    now, then = found.start(4), found.start(6, before=10, grades=("sev3",))
    assert (now.weeks, now.parts, now.ahead) == (found.weeks[-26:], (), 4)
    assert now.backlogs == found.levels[-1]
    raised = [week.raised for week in found.weeks]
    assert now.coming == deviations(raised[-52:], 4)
    assert now.leaving == (0.0,) * 4
    assert [week.came for week in then.weeks] == [of_grades(week.came, ("sev3",)) for week in found.weeks[-36:-10]]
    assert then.backlogs == of_grades(found.levels[-11], ("sev3",))
    assert then.coming == deviations(raised[-62:-10], 6)
    parted = found.start(4, 3 * DAY)
    assert len(parted.parts) == 26
    assert parted.coming == deviations(raised[-52:], 5, 3 / 7)
    assert found.last(3, 10) == found.weeks[-13:-10]
    assert found.last(3) == found.weeks[-3:]
