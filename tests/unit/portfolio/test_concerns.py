"""What only several programs together show, and what is not said: no person, and no small group."""

from dataclasses import replace
from typing import Any

import pytest

from readiness_gate.model.portfolio import Assessment, ChangedThing, GateState, Load, Member, MemberState, RoleLoad
from readiness_gate.portfolio.concerns import concerns, unknown

DIGEST = "sha256:" + 64 * "a"


def state(name: str, load: Load | None = None, after: tuple[str, ...] = (), **gate: Any) -> MemberState:
    """A program with one gate, which is go unless something else is said."""
    judged = GateState(name, "go-live", "go", "Go.", evidence_digest=DIGEST)
    return MemberState(Member(name, name, "c.toml", after=after), (replace(judged, **gate),), load or Load())


def messages(*states: MemberState) -> list[str]:
    """The warnings of some programs."""
    return [one.message for one in concerns(Assessment("All", 0, states))]


def role(
    role: str = "Sales rep",
    unit: str = "",
    go_lives: tuple[str, ...] = (),
    sessions: tuple[str, ...] = (),
) -> RoleLoad:
    """What is asked of a group: one event in each of some weeks."""
    return RoleLoad(role, unit, dict.fromkeys(go_lives, 1), dict.fromkeys(sessions, 2))


def test_change_load() -> None:
    """Two programs ask for one role within four weeks; the message has both, and the weeks."""
    one = state("A", Load((role(go_lives=("2026-06-01",)),)))
    other = state("B", Load((role("SALES  REP", sessions=("2026-06-08", "2026-06-22", "2026-09-07")),)))
    [found] = messages(one, other)
    assert found == (
        "Sales rep: 2 programs ask for the same people in the four weeks from 2026-06-01: A (go-live in the week of "
        "2026-06-01); B (4 training sessions from the week of 2026-06-08)"
    )


@pytest.mark.parametrize(
    ("week", "is_one"), [("2026-06-22", True), ("2026-06-29", False), ("2026-05-11", True), ("2026-05-04", False)]
)
def test_four_weeks(week: str, is_one: bool) -> None:  # noqa: FBT001 - a parameter
    """Are 28 days, in both directions."""
    one = state("A", Load((role(go_lives=("2026-06-01",)),)))
    other = state("B", Load((role(sessions=(week,)),)))
    assert bool(messages(one, other)) is is_one


def test_one_program_alone() -> None:
    """Is no load of several, however much it asks; nor are two roles."""
    busy = Load((role(go_lives=("2026-06-01",), sessions=("2026-06-01", "2026-06-08")),))
    assert messages(state("A", busy)) == []
    assert messages(state("A", busy), state("B", Load((role("Clerk", sessions=("2026-06-01",)),)))) == []
    assert messages(state("A", busy), state("B", Load((role(),)))) == []


def test_units() -> None:
    """Programs with units are compared by these; where one has none, by the whole role."""

    def load(*units: str) -> Load:
        return Load(tuple(role(unit=unit, go_lives=("2026-06-01",)) for unit in ("", *units)))

    assert messages(state("A", load("North")), state("B", load("South"))) == []
    [found] = messages(state("A", load("North", "South")), state("B", load("south")))
    assert found.startswith("Sales rep in South: 2 programs")
    [found] = messages(state("A", load("North")), state("B", load()))
    assert found.startswith("Sales rep: 2 programs")


def test_the_fullest_weeks() -> None:
    """Of several times, the one with the most programs is shown, and then the one with the most events."""
    first = state("A", Load((role(sessions=("2026-03-02", "2026-06-01")),)))
    second = state("B", Load((role(sessions=("2026-03-02", "2026-06-01", "2026-06-08")),)))
    [found] = messages(first, second)
    assert "in the two weeks from 2026-06-01" in found
    third = state("C", Load((role(sessions=("2026-03-09",)),)))
    [found] = messages(first, second, third)
    assert "3 programs ask for the same people in the two weeks from 2026-03-02" in found


def test_hours_and_changes() -> None:
    """Are said where they are known; what only landed before is no load that could be moved."""
    week = {"2026-06-01": 2}
    one = state("A", Load((RoleLoad("Clerk", "", {}, week, {"2026-06-01": 270}, week),)))
    other = state("B", Load((RoleLoad("Clerk", "", changes={"2026-06-15": 1}),)))
    [found] = messages(one, other)
    assert found == (
        "Clerk: 2 programs ask for the same people in the three weeks from 2026-06-01: A (2 training sessions (at "
        "least 4.5 h) from the week of 2026-06-01, 2 changes of what they are trained on); B (1 change of what they "
        "are trained on)"
    )
    assert messages(other, replace(other, member=replace(other.member, name="C", checkout="C"))) == []


def things(**landed: tuple[int, str]) -> tuple[ChangedThing, ...]:
    """Configuration that landed once."""
    return tuple(ChangedThing(name, (one,)) for name, one in landed.items())


@pytest.mark.parametrize(
    ("frozen", "others", "at", "is_one"),
    [
        ((1, 10), None, 3, True),
        (None, (1, 10), 3, True),
        ((1, 10), (4, 10), 3, True),
        (None, None, 3, False),
        ((2, 10), None, 3, False),
        ((1, 10), None, 1, False),
        ((1, 10), None, 11, False),
    ],
)
def test_the_same_configuration(
    frozen: tuple[int, int] | None,
    others: tuple[int, int] | None,
    at: int,
    is_one: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Both changed it after the freeze of one of them began, and before that ends."""
    one = state("A", Load(frozen=frozen, things=things(Quote=(2, "aa"), Other=(2, "ab"))))
    other = state("B", Load(frozen=others, things=things(Quote=(at, "ba"), More=(at, "bb"))))
    whose = "A" if frozen else "B"
    said = f"A and B changed the same configuration inside the freeze of {whose}, which began on 1970-01-01: Quote"
    assert messages(one, other) == ([said] if is_one else [])


def test_one_repository() -> None:
    """Two programs on one repository: whose change a commit is cannot be known, and is not guessed."""
    states = [state(name, Load(frozen=(1, 10), things=things(Quote=(2, "aa")))) for name in "AB"]
    assert messages(*states) == []
    assert list(unknown(Assessment("All", 0, tuple(states)))) == [
        (
            "A, B: which of them changed what, as both read the same repository. Give each its own patterns of config "
            "in [git.paths]"
        )
    ]
    one_plan = [replace(one, member=replace(one.member, checkout="x", config="y")) for one in states]
    assert list(unknown(Assessment("All", 0, tuple(one_plan)))) == []


@pytest.mark.parametrize(("both", "many"), [(1, "1 to 4"), (4, "1 to 4"), (5, "5"), (12, "12")])
def test_shared_people(both: int, many: str) -> None:
    """Are counted, from five on; who they are is not said."""
    names = [f"{number:032x}" for number in range(20)]
    one = state("A", Load(super_users=frozenset(names[:both]) | {names[15]}))
    other = state("B", Load(super_users=frozenset(names[:both]) | {names[16]}))
    assert messages(one, other) == [f"A and B count on the same people: {many} super-users are in both"]
    assert messages(one, state("B", Load(super_users=frozenset(names[17:])))) == []
    approving = [state(name, Load(approvers=frozenset(names[:both]))) for name in "AB"]
    assert messages(*approving) == [f"A and B count on the same people: {many} approvers are in both"]


@pytest.mark.parametrize(
    ("earlier", "why"),
    [
        ({"adoption": "fail", "decision": "no-go"}, "fails on adoption"),
        ({"adoption": "unknown", "decision": "undecided"}, "is unknown on adoption"),
        ({"evidence_digest": "", "decision": "undecided"}, "is unknown on adoption"),
        ({"adoption": "pass", "decision": "no-go"}, ""),
        ({}, "judges no milestone on adoption: add one to its milestones"),
    ],
)
def test_an_earlier_wave(earlier: dict[str, Any], why: str) -> None:
    """A later wave is go while the earlier one is not known to be adopted; one that is not go is no surprise."""
    first = state("Wave 1", **earlier)
    found = messages(first, state("Wave 2", after=("Wave 1",)))
    assert found == ([f"Wave 2 is go for go-live, and its earlier wave Wave 1 {why}"] if why else [])
    assert messages(first, state("Wave 2", after=("Wave 1",), decision="no-go")) == []
    assert messages(first, state("Wave 2")) == []


def test_an_earlier_wave_that_was_left_out() -> None:
    """By its tags, is not known to be adopted."""
    assert messages(state("Wave 2", after=("Wave 1",))) == [
        "Wave 2 is go for go-live, and its earlier wave Wave 1 was not evaluated"
    ]


def test_names_with_commas() -> None:
    """Are separated by semicolons, so that it is clear where each ends."""
    why = "its training sessions: add calendar to [people]"
    states = [state(name, Load(unknown=(why,))) for name in ("Wave 1, EU", "Wave 2")]
    assert list(unknown(Assessment("All", 0, tuple(states)))) == [f"Wave 1, EU; Wave 2: {why}"]


def test_what_is_unknown() -> None:
    """Each reason once, with its programs."""
    states = (
        state("A", Load(unknown=("its training sessions: add calendar to [people]",), hidden=2)),
        state("B", Load(unknown=("its training sessions: add calendar to [people]",))),
        state("C", evidence_digest=""),
    )
    assert list(unknown(Assessment("All", 0, states))) == [
        "A, B: its training sessions: add calendar to [people]",
        "A: 2 groups of fewer than 5 people: such groups are not compared",
        "C: what is asked of people, as there is no verdict",
    ]
