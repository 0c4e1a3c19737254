"""Small groups stay hidden, whatever roles are asked for one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.adoption import Adoption, members, weekly
from support.effort import law

from readiness_gate.model.reading import Measured

ROLES = "abcde"
SIGNALS = (
    *("adoption.active-share", "adoption.habit-share", "adoption.habit-gap", "adoption.power-share"),
    *("adoption.low-share", "adoption.minimal-share", "adoption.voluntary-share"),
)
OF_THOSE_WHO_DO = ("adoption.minimal-share", "adoption.voluntary-share")
"""Signals whose share is of those who entered something only."""
RECORDS = {"records": 10, "complete": 10, "late": 0, "minimal": 1, "rushed": 0, "actions": 20, "prompted": 5}
NO_RECORDS = {"records": 0, "complete": 0, "late": 0, "minimal": 0, "rushed": 0, "actions": 0, "prompted": 0}


def _program(sizes: list[tuple[int, int]]) -> Adoption:
    """Roles of some sizes, in each of which so many people use the system and enter records."""
    people = [person for role, (held, _) in zip(ROLES, sizes, strict=False) for person in members(held, role)]
    using = {f"{role}{number}" for role, (_, count) in zip(ROLES, sizes, strict=False) for number in range(count)}
    rows = [
        row
        for one in people
        for row in weekly(one.person, range(12), **(RECORDS if one.person in using else NO_RECORDS))
    ]
    return Adoption(people, rows, smallest=5)


@pytest.mark.parametrize("signal", SIGNALS)
@law(50, few=10)
@given(sizes=st.lists(st.tuples(st.integers(1, 12), st.integers(0, 12)), min_size=1, max_size=5))
def test_no_small_group_follows_from_the_others(signal: str, sizes: list[tuple[int, int]]) -> None:
    """Where the figure of everybody is shown and a small one is not, those that are not are of two roles and five
    people at least, whichever are asked for one by one; and nothing is said of their roles, nor of other small ones."""
    counts = [(held, min(held, using)) for held, using in sizes]
    program = _program(counts)
    of_whom = [using if signal in OF_THOSE_WHO_DO else held for held, using in counts]
    read = {role: program.read(signal, role=role) for role in [*ROLES[: len(sizes)], "worst", "all"]}
    shown = {role for role, one in read.items() if isinstance(one, Measured) and not one.hidden}
    hidden = {role: size for role, size in zip(ROLES, of_whom, strict=False) if size and role not in shown}
    assert shown.isdisjoint({role for role, size in hidden.items() if size < 5})
    if "all" in shown and min(hidden.values(), default=5) < 5:
        assert len(hidden) > 1
        assert sum(hidden.values()) >= 5
    quiet = hidden.keys() | {role for role, (held, _) in zip(ROLES, counts, strict=False) if held < 5}
    for one in read.values():
        assert not (isinstance(one, Measured) and {each.id for each in one.evidence} & quiet)


def test_a_role_of_five_is_hidden_beside_a_smaller_one() -> None:
    """Else the smaller one would be what everybody's figure has, and the others have not."""
    program = _program([(20, 20), (5, 5), (8, 3)])
    for signal in OF_THOSE_WHO_DO:
        assert not program.measured(signal, role="all").hidden
        assert [program.measured(signal, role=role).hidden for role in "abc"] == [False, True, True]
