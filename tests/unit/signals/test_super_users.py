"""Super-users are counted for the people that they help, and for the critical process that has the fewest."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from support.training import Program

from readiness_gate.model.facts.people import Membership
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Parameters
from readiness_gate.signals import SIGNALS

RATIO, FEWEST = "support.users-per-super-user", "support.super-users"


def _row(
    person: str, process: str = "", *, helps: bool | None = False, role: str = "rep", unit: str = ""
) -> Membership:
    return Membership(person, role, critical=bool(process), process=process, unit=unit, super_user=helps)


def _roster(*rows: Membership) -> Program:
    return Program(roster=rows)


NORTH = [_row("ann", helps=True, unit="North"), _row("bob", unit="North"), _row("cai", unit="North", role="clerk")]
SOUTH = [_row("dan", helps=True, unit="South", role="clerk"), _row("eve", unit="South")]


@pytest.mark.parametrize(
    ("by", "value", "summary"),
    [
        ("all", 2.5, "5 people for 2 super-users."),
        ("unit", 3, "North, the highest of 2: 3 people for 1 super-user."),
        ("role", 3, "rep, the highest of 2: 3 people for 1 super-user."),
    ],
)
def test_people_for_each_super_user(by: str, value: float, summary: str) -> None:
    """Everybody counts, super-users too; of several groups the highest counts."""
    found = _roster(*NORTH, *SOUTH).measured(RATIO, by=by)
    assert (found.value, found.summary) == (value, summary)


def test_a_person_counts_once() -> None:
    """However many roles somebody holds, and whichever of the rows says that they help."""
    assert _roster(*NORTH, _row("ann", role="clerk")).value(RATIO) == 3
    assert _roster(*NORTH, _row("ann", role="boss"), _row("cai", helps=True)).value(RATIO) == 1.5


def test_the_evidence_and_the_steps() -> None:
    """By group; naming more of its people helps."""
    found = _roster(*NORTH, *SOUTH).measured(RATIO, by="unit")
    assert found.evidence == (
        Evidence("group", "North", "3 people, 1 super-user"),
        Evidence("group", "South", "2 people, 1 super-user"),
    )
    assert [lever.after for lever in found.levers] == [(3, 1.5, 1), (2, 1)]  # type: ignore[union-attr]
    assert _roster(*NORTH).measured(RATIO).evidence == ()
    assert _roster(*NORTH).measured(RATIO, by="unit").summary == "North: 3 people for 1 super-user."


@pytest.mark.parametrize(
    ("rows", "by", "why"),
    [
        pytest.param([_row("ann")], "all", "nobody on the roster is a super-user, so there is no number", id="nobody"),
        pytest.param([*NORTH, _row("eve", unit="South")], "unit", "nobody in South is a super-user", id="in-a-unit"),
        pytest.param([*NORTH, _row("eve")], "unit", "complete its column unit", id="without-a-unit"),
        pytest.param([_row("ann", helps=None)], "all", "give it a column super-user with yes", id="no-column"),
    ],
)
def test_no_number_of_people(rows: Sequence[Membership], by: str, why: str) -> None:
    """Is unavailable, and says what to do."""
    assert why in _roster(*rows).why(RATIO, by=by)


PROCESSES = [
    _row("ann", "Quote to order", helps=True),
    _row("bob", "Quote to order", helps=True),
    _row("cai", "Quote to order"),
    _row("dan", "Claims", helps=True),
    _row("eve", "Claims"),
    _row("fay", helps=True),
]


def test_the_critical_process_with_the_fewest() -> None:
    """Counts, with all of them as evidence."""
    found = _roster(*PROCESSES).measured(FEWEST)
    assert (found.value, found.summary) == (1, "Claims, the lowest of 2 critical processes: 1 super-user.")
    assert found.evidence == (
        Evidence("process", "Claims", "1 super-user"),
        Evidence("process", "Quote to order", "2 super-users"),
    )
    assert [lever.after for lever in found.levers] == [(1, 2), (2, 3)]  # type: ignore[union-attr]


def test_a_process_without_super_users_has_none() -> None:
    """That is known: the column says so."""
    found = _roster(_row("eve", "Claims"), _row("fay", helps=True)).measured(FEWEST)
    assert (found.value, found.summary) == (0, "Claims: 0 super-users.")


def test_a_person_may_work_in_several_processes() -> None:
    """With semicolons between them, and in several rows; a person counts once in each."""
    rows = [_row("ann", "Quote to order; Claims", helps=True), _row("ann", "Claims;", helps=True, role="clerk")]
    found = _roster(*rows, _row("bob", "Quote to order", helps=True)).measured(FEWEST)
    assert found.evidence == (
        Evidence("process", "Claims", "1 super-user"),
        Evidence("process", "Quote to order", "2 super-users"),
    )


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        pytest.param([replace(PROCESSES[0], critical=None)], "give it a column critical-process", id="no-column"),
        pytest.param([_row("ann", helps=True)], "is empty for everybody", id="none"),
        pytest.param([*PROCESSES, _row("gil", "Yes", helps=True)], "write the name of the process in it", id="a-yes"),
        pytest.param([*PROCESSES, _row("gil", ";", helps=True)], "write the name of the process in it", id="nothing"),
        pytest.param([*PROCESSES, _row("gil", "ann", helps=True)], "has ids of people: map the column", id="people"),
        pytest.param([_row("ann", "Claims", helps=None)], "give it a column super-user with yes", id="no-flag"),
    ],
)
def test_no_number_of_super_users(rows: Sequence[Membership], why: str) -> None:
    """Is unavailable, and says what to do; nobody is named."""
    assert why in _roster(*rows).why(FEWEST)
    assert "ann" not in _roster(*rows).why(FEWEST)


@pytest.mark.parametrize("signal", [RATIO, FEWEST])
def test_what_is_needed(signal: str) -> None:
    """People."""
    assert SIGNALS[signal].needs(Parameters(), 1) == Needs(frozenset({"people"}))
