"""Who joined and left: in numbers that may be shown, and in rosters that would be without it."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from support.effort import law

from readiness_gate.app.since.rosters import Churn, Key
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.reading import Measured

Held = frozenset[tuple[int, str]]
ROLES = st.sampled_from(["Clerk", "Sales rep"])
PEOPLE: st.SearchStrategy[Held] = st.frozensets(st.tuples(st.integers(0, 12), ROLES), max_size=20)


def _members(*held: tuple[int, str], critical: bool | None = None) -> dict[Key, Membership]:
    return {(f"p{number}", role): Membership(f"p{number}", role, critical=critical) for number, role in held}


def _clerks(*numbers: int) -> dict[Key, Membership]:
    return _members(*((number, "Clerk") for number in numbers))


@law(200)
@given(PEOPLE, PEOPLE)
def test_a_roster_with_those_of_the_other_time(
    then: frozenset[tuple[int, str]], now: frozenset[tuple[int, str]]
) -> None:
    """It has exactly these; and no number of people is shown that is too small."""
    churn = Churn(_members(*then), _members(*now))
    assert set(churn.with_now(churn.then.values())) == set(churn.now.values())
    assert set(churn.with_then(churn.now.values())) == set(churn.then.values())
    assert churn.is_none is (then == now)
    numbers = [int(found[1]) for one in churn.in_words() if (found := re.match(r"([0-9]+) pe", one.what))]
    assert all(number >= churn.least for number in numbers)
    same = Churn(churn.then, churn.then)
    assert [*same.in_words()] == []
    assert same.with_now(churn.then.values()) == tuple(churn.then.values())


def test_rows_that_are_the_same_stay_as_they_are() -> None:
    """With their days; one that joined counts at any time."""
    dated = replace(Membership("p1", "Clerk"), since=5, until=9)
    churn = Churn(_clerks(1), _clerks(1, 2))
    assert churn.with_now([dated]) == (dated, Membership("p2", "Clerk"))


def test_they_are_counted_in_words() -> None:
    """Who joined, who left, and who has another role or another entry."""
    churn = Churn(
        _clerks(*range(10)),
        {**_members(*((number, "Sales rep") for number in range(5, 10))), **_clerks(*range(20, 27))},
    )
    assert [one.what for one in churn.in_words()] == [
        "7 people joined the roster",
        "5 people left the roster",
        "5 people have another entry on the roster",
    ]
    few = Churn(_clerks(1, 2, 3), _clerks(2, 3, 4))
    assert [one.what for one in few.in_words()] == [
        "fewer than 5 people joined the roster",
        "fewer than 5 people left the roster",
    ]


def test_what_two_values_reveal() -> None:
    """Of few who joined a role, of few critical ones, of few who left while others joined, of few who answered."""
    value = Measured(0.5, "", people=20)
    same = _clerks(*range(20))
    critical = {**same, **_members((20, "Clerk"), (21, "Clerk"), critical=True), **_clerks(*range(30, 40))}
    swapped = _clerks(*range(2, 30))
    assert Churn(same, critical).reveals(value, replace(value, people=32))
    assert Churn(same, swapped).reveals(value, replace(value, people=28))
    assert Churn(same, same).reveals(value, replace(value, people=23))
    assert not Churn(same, _clerks(*range(30))).reveals(value, replace(value, people=30))
    other_role = {**same, **_members((50, "Sales rep"))}
    assert not Churn(same, other_role).reveals(replace(value, of_group="Clerk"), replace(value, of_group="Clerk"))
    assert not Churn(same, _clerks(*range(21))).reveals(Measured(1, ""), Measured(2, ""))
