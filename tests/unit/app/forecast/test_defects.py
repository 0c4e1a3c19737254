"""What is to be expected of rules on defects."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from support.forecasts import MINOR, READ, bursts, facts_of
from support.git import instant
from support.tracker import lived, tracker

from readiness_gate.app.forecast.defects import (
    CONVERGING,
    OPEN,
    asked,
    faster,
    is_quiet,
    masks,
    no_date,
    open_by_day,
    simulated,
)
from readiness_gate.app.forecast.grid import WEEK, grid
from readiness_gate.app.forecast.record import refuted, replayed, said
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.forecast import TriedRule
from readiness_gate.model.policy import Limit, Rule
from readiness_gate.model.reading import Parameters
from readiness_gate.model.time import DAY
from readiness_gate.signals.forecast.history import History, history
from readiness_gate.signals.views.counting import Selection

NOW = instant(READ)
FIRST = lived("CRM-1", (-600, MINOR), (-599, {"done": True}))


def _open(severity: str = "sev1", most: int = 0) -> Rule:
    parameters = Parameters((("severity", severity),))
    return Rule("DEF-01", "None", "defects", OPEN, Limit("at-most", most), parameters=parameters)


def _converging(weeks: int = 4, least: int = 3) -> Rule:
    parameters = Parameters((("weeks", weeks),))
    return Rule("DEF-04", "Converge", "defects", CONVERGING, Limit("at-least", least), parameters=parameters)


def _known(*issues: Issue) -> History:
    return history(facts_of(tracker(FIRST, *issues, updated=READ + 1), 300), NOW, 104)


def _steady(closed_after: float = 3) -> list[Issue]:
    return bursts([1] * 60, days=closed_after)


def _shares(rule: Rule, known: History, ahead: int) -> list[float]:
    """How likely a rule that fails now is green at each time ahead."""
    times = grid(NOW, NOW + ahead)
    made = masks(rule, False, simulated(known, times))
    return [sum(one >> number & 1 for one in made) / len(made) for number in range(1, len(times.times))]


def test_what_is_closed_within_its_week_is_never_open_at_the_end_of_one() -> None:
    """Of that severity and of any; what is counted with it may be open."""
    known = _known(*_steady())
    assert min(_shares(_open(), known, 3 * WEEK)) > 0.5
    assert _shares(_open("sev2"), known, 3 * WEEK) == [1.0] * 26
    unmapped = _known(lived("CRM-2", (3, {"severity": None})))
    for severity in ("sev1", "sev4", "any"):
        assert _shares(_open(severity), unmapped, 3 * WEEK) == [0.0] * 26
        assert _shares(_open(severity, 1), unmapped, 3 * WEEK) == [1.0] * 26


def test_weeks_converge_when_as_many_are_closed() -> None:
    """All that are raised are closed at once: whatever the level, the counts of a week have one level each."""
    calm = _known()
    assert _shares(_converging(), calm, 3 * WEEK) == [1.0] * 26
    growing = _known(*(lived(f"CRM-{n}", (READ - 7 * n - 3, MINOR)) for n in range(2, 60)))
    later = _shares(_converging(), growing, 3 * WEEK)
    assert later[0] == 1 - later[-1] or later[-1] < 0.3


def test_a_week_that_has_begun_counts_with_what_happened_already() -> None:
    """Three were raised in the days before now, and none is closed in the rest of the week, which ends in two days."""
    raised = [lived(f"CRM-{n}", (READ - 2, MINOR)) for n in range(5, 8)]
    known = _known(*raised)
    only = _converging(1, 1)
    assert _shares(only, known, 2 * DAY)[0] < 0.2
    whole = _shares(_converging(2, 2), known, 2 * WEEK)
    assert whole[0] < 1


@pytest.mark.parametrize("rule", [_open(), _converging()], ids=["open", "converging"])
@pytest.mark.parametrize(("later", "shifted"), [(0, 0), (5 * DAY, 0), (WEEK, 1)])
def test_days_after_an_export_are_simulated(rule: Rule, later: int, shifted: int) -> None:
    """As of a later time, the courses are those from the export on: its silence is no quiet week."""
    known = _known(*bursts([2, 0, 1] * 20, days=9))
    day = NOW + 3 * WEEK
    at_once = masks(rule, False, simulated(known, grid(NOW, day)))
    times = grid(NOW + later, day)
    then = masks(rule, False, simulated(known, times))
    for number in range(1, 20):
        now = sum(one >> number & 1 for one in then)
        before = sum(one >> number + shifted & 1 for one in at_once)
        assert abs(now - before) < 0.05 * len(then)
    assert len(set(at_once)) > 2
    assert max(then) < 1 << len(times.times)
    assert faster(_open(), known, times) == faster(_open(), known, grid(NOW, day))


@pytest.mark.parametrize(("rule", "fails"), [(_open(), False), (_open(), True), (_converging(), False)])
def test_where_nothing_is_raised_nothing_is_learned(rule: Rule, fails: bool) -> None:  # noqa: FBT001
    """Also where defects are left open: nobody raised or closed any, which is no certainty that they stay so."""
    quiet, tested = _known(), _known(lived("CRM-2", (READ - 100, MINOR), (READ - 99, {"done": True})))
    assert is_quiet(rule, quiet, fails=fails)
    graver = _known(lived("CRM-2", (1, MINOR), (READ - 99, {"severity": "sev1"})))
    assert not is_quiet(_open(), graver, fails=True)
    assert not is_quiet(rule, tested, fails=fails)


def test_a_date_needs_more_that_leave_than_come() -> None:
    """By more than chance; there is none of weeks that converge."""
    assert no_date(_open(), _known(*_steady(500))) == "not-converging"
    assert no_date(_converging(), _known(*_steady(500))) is None
    closing = [lived(f"OLD-{n}", (1, {}), (READ - 7 * n - 3, {"done": True})) for n in range(20)]
    assert no_date(_open(), _known(lived("CRM-9", (1, {})), *closing)) is None
    once = [lived(f"OLD-{n}", (1, {}), (READ - 3, {"done": True})) for n in range(9)]
    assert no_date(_open(), _known(lived("CRM-9", (1, {})), *once)) == "hardly-forecastable"


def test_how_many_a_week_make_the_date() -> None:
    """Twelve are open, and one is closed each week: in four weeks the rest takes two or three more a week."""
    still_open = [lived(f"CRM-{n}", (1, {})) for n in range(12)]
    closing = [lived(f"OLD-{n}", (1, {}), (READ - 7 * n - 3, {"done": True})) for n in range(20)]
    known = _known(*still_open, *closing)
    assert faster(_open(), known, grid(NOW, NOW + 4 * WEEK)) in (
        "close 3.8 a week instead of 0.8 (in the last 26 weeks, 0 a week came)",
        "close 4.8 a week instead of 0.8 (in the last 26 weeks, 0 a week came)",
    )
    assert faster(_converging(), known, grid(NOW, NOW + 4 * WEEK)) == ""
    assert faster(_open(), known, grid(NOW, NOW - 1)) == ""
    many = _known(*(lived(f"CRM-{n}", (1, {})) for n in range(3)))
    assert faster(_open(), many, grid(NOW, NOW + 60)) == ""


def test_how_many_are_open_on_the_day() -> None:
    """The middle 80 % of the courses: all as many as now where severe ones come and leave never."""
    known = _known(lived("CRM-9", (1, {})), *bursts([2, 0, 1] * 8, severity="sev2"))
    times = grid(NOW, NOW + 2 * WEEK + 5)
    of = simulated(known, times)
    assert open_by_day(_open(), of, times) == (1, 1)
    low, high = open_by_day(_open("sev2"), of, times) or (0, 0)
    inside = sum(one >> (times.target or 0) & 1 for one in masks(_open("sev2", high), True, of))
    below = sum(one >> (times.target or 0) & 1 for one in masks(_open("sev2", low - 1), True, of)) if low else 0
    assert low < high
    assert inside - below >= 0.8 * len(of.courses)
    assert open_by_day(_converging(), of, times) is None
    assert open_by_day(_open(), of, grid(NOW, NOW - 1)) is None


def test_what_a_replay_asks() -> None:
    """The same as the rule, of the backlogs that it counts."""
    within, grades = asked(_open("sev1+sev2", 2))
    assert grades == ("sev1", "sev2", "unmapped")
    assert within((1, 1, 0), ())
    assert not within((1, 1, 1), ())
    converges, none = asked(_converging(3, 2))
    assert none == ()
    assert converges((), [(9, 0), (1, 1), (2, 1), (0, 1)])
    assert not converges((), [(0, 9), (1, 1), (2, 1), (2, 1)])


def test_the_record_of_the_past() -> None:
    """As far ahead as the milestone; on demand 4, 8 and 13 weeks, too."""
    known = _known(*bursts([2, 0, 1] * 30, days=9))
    rules = [_open(), _converging()]
    usual = replayed(known, grid(NOW, NOW + 3 * WEEK), rules)
    assert [(one.quantity, one.ahead) for one in usual.tried] == [("raised", 3), ("closed", 3)]
    assert [(one.rule, one.ahead) for one in usual.tried_rules] == [("DEF-01", 3), ("DEF-04", 3)]
    everything = replayed(known, grid(NOW, NOW + 3 * WEEK), rules, all_=True)
    assert [one.ahead for one in everything.tried] == [3, 3, 4, 4, 8, 8, 13, 13]
    assert all(0 <= one.held <= one.dates for one in everything.tried)
    young = history(facts_of(tracker(lived("CRM-1", (READ - 65, MINOR)), updated=READ + 1), 300), NOW, 104)
    short = replayed(young, grid(NOW, NOW + 3 * WEEK), rules)
    assert short.why_not == "Only 9 weeks are known: a forecast of 3 weeks ahead is tried from 11 on."
    assert replayed("no export", grid(NOW, NOW + WEEK), rules).why_not == "no export"
    assert "No blocking rule is on defects" in replayed(known, grid(NOW, NOW + WEEK), []).why_not


TRIED = TriedRule("DEF-01", 4, 20, 5, 0.1, 0.2, (0.1, 0.0, 0.2), "shown")


@pytest.mark.parametrize(
    ("skill", "words"),
    [
        ("shown", "Tried at 20 past dates: better than its base rate (squared error 0.10, base rate 0.20)."),
        ("unclear", "Tried at 20 past dates: a little better than its base rate, perhaps by chance (squared"),
        (
            "none",
            "green at 5 of them (squared error 0.10, base rate 0.20). Do not rely on it: use the current",
        ),
        ("constant", "Tried at 20 past dates, and it was green at all of them in the end: too alike"),
        (
            "too-few",
            "Tried at 20 past dates, and it was green at 5 of them in the end: too alike to say how good it is.",
        ),
    ],
)
def test_what_is_said_of_the_past(skill: str, words: str) -> None:
    """In a sentence."""
    assert words in said(replace(TRIED, skill=skill))


def test_a_whole_record_that_refutes_a_rule_says_so() -> None:
    """Where the usual one does not, and only then."""
    none, few = replace(TRIED, skill="none", dates=53), replace(TRIED, skill="constant")
    assert refuted(few, none) == (
        "Over all 53 past dates that are known, it was no better than its base rate (squared error 0.10, base rate "
        "0.20): rely on it with care."
    )
    assert [refuted(*pair) for pair in ((few, few), (none, none), (None, none), (few, None))] == [""] * 4


def test_what_was_not_tried_says_so() -> None:
    """And a rule that was never green."""
    assert said(None) == "Not tried on the program's own past."
    assert said(replace(TRIED, skill="too-few", dates=11)) == "Tried at 11 past dates: too few to say how good it is."
    assert "green at none of them" in said(replace(TRIED, skill="constant", green=0))


def test_the_same_history_gives_the_same_courses() -> None:
    """And a longer view of the same weeks, too, unless levels were different before."""

    def ends(issues: Sequence[Issue]) -> list[int]:
        return masks(_open(), False, simulated(_known(*issues), grid(NOW, NOW + 3 * WEEK)))

    issues = _steady(9)
    assert ends(issues) == ends(issues[::-1])


def test_only_the_defects_of_the_milestone_are_learned_from() -> None:
    """What moves to another version leaves, and what belongs to another never came."""
    ours = {"versions": frozenset({"1.0"}), "affected": frozenset[str]()}
    other = {"versions": frozenset({"1.1"}), "affected": frozenset[str]()}
    moved = lived("CRM-2", (READ - 20, ours), (READ - 10, other))
    issues = (FIRST, lived("CRM-3", (READ - 20, ours)), lived("CRM-4", (READ - 20, other)), moved)
    facts = facts_of(tracker(*issues, updated=READ + 1), 300, version="1.0")
    of_milestone, of_all = (history(facts, NOW, 10, Selection(of_milestone=one)) for one in (True, False))
    assert (of_milestone.levels[-1], of_all.levels[-1]) == ((1, 0, 0, 0, 0), (3, 0, 0, 0, 0))
    assert [sum(week.left[0] for week in one.weeks) for one in (of_milestone, of_all)] == [1, 0]
    assert [sum(week.raised for week in one.weeks) for one in (of_milestone, of_all)] == [3, 3]
