"""The roles of a roster and who holds them; if the roles may be people, they are not named."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from readiness_gate.model.facts.people import Membership


def held_by(members: Iterable[Membership]) -> dict[str, set[str]]:
    """Return each role with the people who hold it."""
    held: dict[str, set[str]] = defaultdict(set)
    for row in members:
        held[row.role].add(row.person)
    return dict(held)


def perhaps_people(held: Mapping[str, Collection[str]], required: Collection[str]) -> bool:
    """Return whether the roles of a roster may be the ids of people from another column: none of them is known, and
    most have one holder. They are then not repeated."""
    once = sum(len(people) == 1 for people in held.values())
    return len(held) > 1 and set(held).isdisjoint(required) and 2 * once > len(held)


def unnamed(held: Collection[str]) -> str:
    """Return what to say about roles that may be people."""
    return (
        f"[people.required] has no entry for the {len(held)} roles of the roster, most of which one person holds: "
        "check the column of the role"
    )
