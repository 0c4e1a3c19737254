"""What a reading shows of small groups: nothing, though it is judged."""

from dataclasses import replace

import pytest
from support.exports import settings

from readiness_gate.judge.to_pass import to_pass
from readiness_gate.model.facts import Facts
from readiness_gate.model.levers import Quiet, Work
from readiness_gate.model.reading import Evidence, Measured
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.signals.protection import protected

SIZES = {"Clerk": 3, "Boss": 6, "Sales rep": 40}
READING = Measured(
    0.5,
    "Clerk: 1 of 3 people trained.",
    tuple(Evidence("role", name, f"{name} figures") for name in SIZES),
    groups=SIZES,
    of_group="Clerk",
    people=3,
    shortfall="2 of 3 people not trained",
    remedy="Train the clerks.",
    levers=(*(Work("", "person", "people", (0.5, 1), group=name) for name in SIZES), Quiet("wait", 0)),
)
FACTS = Facts(settings(people=PeopleSettings()), None)


def test_a_small_group_that_decides() -> None:
    """The value is kept for the rule; nothing that is shown has a figure of it."""
    shown = protected(FACTS, READING)
    assert (shown.value, shown.hidden) == (0.5, True)
    assert (shown.groups, shown.of_group, shown.people) == ({}, "", 0)
    assert shown.summary == "One of 3 roles decides, which is not shown to protect groups of fewer than 5 people."
    assert (shown.shortfall, shown.remedy, shown.levers) == ("", "", ())
    assert [(each.id, each.note) for each in shown.evidence] == [
        ("Sales rep", "Sales rep figures"),
        ("2 roles are not shown", "to protect groups of fewer than 5 people"),
    ]


def test_what_is_odd_about_files_is_shown() -> None:
    """It says nothing of the people, and without it nobody could correct the files."""
    shown = protected(FACTS, replace(READING, hints=("write ids alike in both files",)))
    assert shown.summary.endswith("fewer than 5 people (write ids alike in both files).")
    assert shown.hints == ()


def test_small_groups_beside_one_that_decides() -> None:
    """Their evidence and their steps are left out; that of whom the value is stays."""
    shown = protected(FACTS, replace(READING, of_group="Sales rep", people=40, summary="Sales rep: 20 of 40."))
    assert (shown.hidden, shown.summary) == (False, "Sales rep: 20 of 40.")
    assert [getattr(each, "group", None) for each in shown.levers] == ["Sales rep", None]
    assert (shown.groups, shown.of_group, shown.people) == ({}, "Sales rep", 40)


def test_all_together() -> None:
    """Are shown, unless they are few."""
    everybody = replace(READING, of_group="", people=49, summary="29 of 49.")
    assert not protected(FACTS, everybody).hidden
    few = protected(FACTS, replace(everybody, groups={"Clerk": 3}, people=3))
    assert few.hidden
    assert few.summary.startswith("A group decides, which is not shown")


def test_nothing_is_small() -> None:
    """Nothing changes but the sizes, which are taken out."""
    large = replace(READING, groups={"Clerk": 5, "Boss": 6, "Sales rep": 40}, people=5)
    assert protected(FACTS, large) == replace(large, groups={})


@pytest.mark.parametrize(("least", "hidden"), [(5, False), (7, True)])
def test_the_smallest_group_is_configured(least: int, hidden: bool) -> None:  # noqa: FBT001 - a case
    """For programs that protect larger groups."""
    facts = Facts(settings(people=PeopleSettings(smallest_group=least)), None)
    assert protected(facts, replace(READING, groups={"Clerk": 6, "Boss": 40}, people=6)).hidden is hidden
    assert to_pass is not None
