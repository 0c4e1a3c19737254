"""The sentence on what changed between two verdicts says what their readings say, and no more."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.gates import gate, judged, rule

from readiness_gate.model.policy import Limit
from readiness_gate.model.reading import Measured, Parameters, Reading, Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.progress import progress

GO_LIVE = date(2026, 3, 23)
BY_ROLE = Parameters((("role", "worst"),))
ALL = Parameters((("role", "all"),))
RULES = (
    rule("ALL", Limit("at-least", 0), signal="adoption.active-share", unit="share", parameters=ALL),
    rule("USE", Limit("at-least", 0.5), signal="adoption.active-share", unit="share", parameters=BY_ROLE),
    rule("HABIT", Limit("at-least", 0), signal="adoption.habit-share", unit="share", parameters=BY_ROLE),
    rule("PROXY", Limit("at-most", 1), signal="adoption.proxy-share", unit="share"),
    rule("AROUND", Limit("at-most", 9), signal="adoption.workarounds-open", unit="count"),
)
UNKNOWN = Unavailable("not exported: export it")


def share(counting: int, people: int, role: str = "rep") -> Measured:
    """The share of the people in a role."""
    return Measured(counting / people, "", unit="share", of_group=role, people=people)


FIRST = {
    "ALL": share(90, 100, ""),
    "USE": share(11, 47),
    "HABIT": share(11, 47),
    "PROXY": Measured(0.52, "", unit="share"),
    "AROUND": Measured(2, ""),
}
SECOND = {
    "ALL": share(95, 100, ""),
    "USE": share(42, 47),
    "HABIT": share(11, 47),
    "PROXY": Measured(0.13, "", unit="share"),
    "AROUND": Measured(0, ""),
}


def verdict(readings: dict[str, Measured], day: date, **others: Reading) -> Verdict:
    """The verdict of a day on readings; a rule without one does not count."""
    milestone = Milestone("m", "adoption-d60", day, go_live=GO_LIVE)
    known: dict[str, Reading] = {**readings, **others}
    rules = tuple(each for each in RULES if each.id in known)
    return judged(gate(*rules, milestone=milestone), known)


def first(**others: Reading) -> Verdict:
    """The verdict of day 60."""
    return verdict(FIRST, date(2026, 5, 22), **others)


def second(**others: Reading) -> Verdict:
    """The verdict of day 90."""
    return verdict(SECOND, date(2026, 6, 21), **others)


def test_the_whole_sentence() -> None:
    """Both decisions, what changed, and what is still missing."""
    assert progress(first(), second()) == (
        "Between day 60 (no-go) and day 90 (go), the share of people in the role rep who use the system rose from 23 % "
        "(11 of 47) to 89 % (42 of 47), the share of records that people enter themselves rose from 48 % to 87 %, and "
        "the number of workarounds in use fell from 2 to 0; 36 of these 47 do not use it as a habit yet."
    )


def test_it_got_worse() -> None:
    """The other way round, everything fell or rose the other way."""
    said = progress(second(), first())
    assert "fell from 89 % (42 of 47) to 23 % (11 of 47)" in said
    assert "themselves fell from 87 % to 48 %" in said
    assert "workarounds in use rose from 0 to 2" in said


def test_nothing_changed() -> None:
    """The same numbers are not said twice."""
    said = progress(first(), first())
    assert "the system stayed at 23 % (11 of 47), the share" in said
    assert "themselves stayed at 48 %, and" in said
    assert "workarounds in use stayed at 2;" in said


def test_without_a_go_live() -> None:
    """Days are dates."""
    verdicts = [replace(one, milestone=replace(one.milestone, go_live=None)) for one in (first(), second())]
    assert progress(*verdicts).startswith("Between 2026-05-22 (no-go) and 2026-06-21 (go), the share")


@pytest.mark.parametrize("reading", [UNKNOWN, replace(share(1, 4), hidden=True, of_group="", people=0)])
def test_unknown_use_is_no_change(reading: Reading) -> None:
    """Neither is a share of people too few to be shown. Which day lacks it is said."""
    lacking = "the change in the use of the system is unknown: there is no figure of {} to show."
    assert progress(first(USE=reading), second()).endswith(lacking.format("day 60"))
    assert progress(first(), second(USE=reading)).endswith(lacking.format("day 90"))
    assert progress(first(USE=reading), second(USE=reading)).endswith(lacking.format("day 60 and day 90"))
    assert "%" not in progress(first(), second(USE=reading))


def test_an_unknown_habit_is_said() -> None:
    """Without it the sentence would read better than what is known."""
    assert progress(first(), second(HABIT=UNKNOWN)).endswith("; how many of them use it as a habit is unknown.")


@pytest.mark.parametrize("name", ["PROXY", "AROUND"])
def test_other_changes_need_both_figures(name: str) -> None:
    """What one of the verdicts does not know has no part in the sentence."""
    what = {"PROXY": "records", "AROUND": "workarounds"}[name]
    assert what in progress(first(), second())
    for one, other in ((first(**{name: UNKNOWN}), second()), (first(), second(**{name: UNKNOWN}))):
        assert what not in progress(one, other)
    neither = progress(first(PROXY=UNKNOWN, AROUND=UNKNOWN), second())
    assert "to 89 % (42 of 47); 36 of" in neither


def test_another_role_is_the_lowest() -> None:
    """Both are named, and the change is not taken for that of one role."""
    said = progress(first(), second(USE=share(8, 10, "clerk")))
    assert (
        "the share of people who use the system in the role with the lowest one rose from 23 % (11 of 47 people in the "
        "role rep) to 80 % (8 of 10 people in the role clerk)" in said
    )
    assert said.endswith("; 36 of 47 people in the role rep do not use it as a habit yet.")


@pytest.mark.parametrize(
    ("habit", "end"),
    [
        (share(47, 47), "; everyone uses it as a habit."),
        (share(46, 47), "; 1 of these 47 does not use it as a habit yet."),
        (share(0, 9, "boss"), "; 9 of 9 people in the role boss do not use it as a habit yet."),
    ],
)
def test_habits(habit: Measured, end: str) -> None:
    """Those of the role in which the fewest people have one."""
    assert progress(first(), second(HABIT=habit)).endswith(end)


COUNTS = st.integers(1, 3_000).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people)))


@law(300)
@given(COUNTS, COUNTS)
def test_the_numbers_are_those_of_the_readings(before: tuple[int, int], after: tuple[int, int]) -> None:
    """The counts exactly; the percent 0 and 100 for none and all only; the direction is never the wrong one."""
    said = progress(first(USE=share(*before)), second(USE=share(*after)))
    found = [tuple(map(int, each)) for each in re.findall(r"(\d+) % \((\d+) of (\d+)\)", said)]
    assert [(counting, people) for _, counting, people in found] == [before, after][-len(found) :]
    for percent, counting, people in found:
        assert abs(percent - 100 * counting / people) <= 1
        assert (percent == 0) == (counting == 0)
        assert (percent == 100) == (counting == people)
    verb = re.search("use the system (rose|fell|stayed)", said)
    assert verb
    change = after[0] * before[1] - before[0] * after[1]
    assert verb[1] == "stayed" or (change > 0) == (verb[1] == "rose")
    assert verb[1] != "stayed" or abs(change) <= 0.02 * before[1] * after[1]
