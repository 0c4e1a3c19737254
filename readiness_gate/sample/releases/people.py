"""The users of the system over the years, and when they were trained; people are numbers, not names."""

from collections.abc import Iterator

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import DAY, Instant, iso_day
from readiness_gate.sample.releases.calendar import AS_OF, RELEASES, day
from readiness_gate.sample.story import ROLES, Role

_REPLACED_EVERY = {"Sales rep": 1, "Sales manager": 4, "Service agent": 1, "Back office": 2}
"""The number of quarters after which somebody leaves the role and somebody else joins it."""
_FIRST_TRAINING, _REPLACING, _JOINING_LATE = 50, 20, 63
_TRAINED_AFTER, _TRAINED_LATE_AFTER = 7, 35
_LATE_ROLE = "Service agent"


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    role: Role
    joined: Instant | None
    """None for those who were there from the beginning."""
    left: Instant | None
    trained: Instant
    """When the first module was completed; the others follow, one a week."""


def roster() -> str:
    """Return the roster with everybody who uses the system, or used it."""
    rows = (
        f"{person.name},{person.role.name},{_day(person.joined)},{_day(person.left)}"
        for role in ROLES
        for person in _people(role)
    )
    return "\n".join(["person,role,from,to", *rows]) + "\n"


def completions() -> str:
    """Return the completions as the learning system exports them."""
    rows = (
        f"{person.name},{module},{_day(at)}"
        for role in ROLES
        for person in _people(role)
        for module, at in _done(person)
    )
    return "\n".join(["person,module,completed-at", *rows]) + "\n"


def _day(at: Instant | None) -> str:
    return "" if at is None else iso_day(at)


def _done(person: _Person) -> Iterator[tuple[str, Instant]]:
    for position, module in enumerate(person.role.modules):
        at = person.trained + 7 * position * DAY
        if at < AS_OF:
            yield module, at


def _people(role: Role) -> Iterator[_Person]:
    """Yield the people of a role: the initial ones, who leave one by one from the first, and those who join."""
    leaving = [quarter for quarter in range(1, len(RELEASES)) if quarter % _REPLACED_EVERY[role.name] == 0]
    for number in range(1, role.people + 1):
        left = day(leaving[number - 1], _REPLACING - 1) if number <= len(leaving) else None
        yield _Person(_name(role, number), role, None, left, day(0, _FIRST_TRAINING + number % 12))
    joined = [(day(quarter, _REPLACING), _TRAINED_AFTER) for quarter in leaving]
    if role.name == _LATE_ROLE:
        late = enumerate(release.untrained for release in RELEASES)
        joined += [(day(quarter, _JOINING_LATE), _TRAINED_LATE_AFTER) for quarter, count in late for _ in range(count)]
    for number, (at, after) in enumerate(sorted(joined), start=role.people + 1):
        yield _Person(_name(role, number), role, at, None, at + after * DAY)


def _name(role: Role, number: int) -> str:
    return f"{role.prefix}-{number:02}"
