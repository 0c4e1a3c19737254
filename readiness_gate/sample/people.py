"""The roster and the training completions of the sample program; people are numbers, not names."""

from collections.abc import Iterator

from readiness_gate.model.time import iso_day
from readiness_gate.sample.story import ROLES, Role, Story, day, last_day

_FIRST_SESSION = 96


def roster(*, whole: bool = True) -> str:
    """Return the roster: everybody who will use the system. Unless it is `whole`, the last person of every role is
    missing."""
    rows = (
        f"{person},{role.name},{_process(role, number)}"
        for role in ROLES
        for number, person in _people(role)
        if whole or number < role.people
    )
    return "\n".join(["person,role,critical-process", *rows]) + "\n"


def completions(story: Story) -> str:
    """Return the completions as the learning system exports them."""
    rows = (
        row for role in ROLES for number, person in _people(role) for row in _completed(role, number, person, story)
    )
    return "\n".join(["person,module,completed-at", *rows]) + "\n"


def _people(role: Role) -> Iterator[tuple[int, str]]:
    return ((number, f"{role.prefix}-{number:02}") for number in range(1, role.people + 1))


def _process(role: Role, number: int) -> str:
    return role.critical if number <= role.critical_people else ""


def _completed(role: Role, number: int, person: str, story: Story) -> Iterator[str]:
    """Yield the modules that a person completed: the last people of the role still lack the last module."""
    lacking = number > role.people - role.untrained[story.ready]
    for position, module in enumerate(role.modules[: -1 if lacking else None]):
        on = min(_FIRST_SESSION + 14 * position + number % 12, last_day(story))
        yield f"{person},{module},{iso_day(day(on))}"
