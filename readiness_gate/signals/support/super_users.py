"""Signals on super-users, who help others in their daily work."""

from collections.abc import Callable, Iterable, Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.critical_processes import critical_processes
from readiness_gate.signals.views.roster import roster


def users_per_super_user(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many people of the roster there are per super-user: overall, or in the group with the most."""
    facts.require_people()
    groups = _groups(roster(facts, as_of).members(), parameters.text("by"))
    counts = {name: (len(_people(rows)), len(_super_users(rows))) for name, rows in groups.items()}
    without = sorted(name for name, (_, helping) in counts.items() if not helping)
    if without:
        who = f"nobody in {some(without)} is" if without[0] else "nobody on the roster is"
        raise CannotMeasure(
            f"{who} a super-user, so there is no number of users for each: name super-users in the roster's column "
            "super-user"
        )
    most = max(counts, key=lambda name: (counts[name][0] / counts[name][1], name))
    users, helping = counts[most]
    return Measured(
        users / helping,
        f"{_place(most, len(groups))}{counted(users, 'person', 'people')} for {counted(helping, 'super-user')}.",
        tuple(Evidence("group", name, _ratio(*counts[name])) for name in sorted(counts) if name),
        groups={name: people for name, (people, _) in counts.items()},
        of_group=most,
        people=users,
        shortfall=f"{counted(helping, 'super-user')} for {counted(users, 'person', 'people')}",
        levers=tuple(_naming(name, *counts[name]) for name in sorted(counts)),
    )


USERS_PER_SUPER_USER = Signal(
    name="support.users-per-super-user",
    unit="people",
    sources=("people",),
    meaning="How many people there are for each super-user.",
    needs=all_of("people"),
    measure=users_per_super_user,
    parameters=(
        Parameter(
            "by",
            "choice",
            "all",
            "which people are counted together: all of them, or each role or unit, of which the highest counts",
            options=("all", "role", "unit"),
        ),
    ),
    topic="how many super-users there are",
)


def super_users(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many super-users the critical process with the fewest has."""
    facts.require_people()
    by_process = critical_processes(facts, as_of)
    counts = {name: len(_super_users(rows)) for name, rows in by_process.items()}
    fewest = min(counts, key=lambda name: (counts[name], name))
    place = f", the lowest of {len(counts)} critical processes" if len(counts) > 1 else ""
    return Measured(
        counts[fewest],
        f"{fewest}{place}: {counted(counts[fewest], 'super-user')}.",
        tuple(
            Evidence("process", name, counted(counts[name], "super-user"))
            for name in sorted(counts, key=lambda name: (counts[name], name))
        ),
        shortfall=f"{counted(counts[fewest], 'super-user')} in {fewest}",
        levers=tuple(_adding(name, counts[name], len(_people(rows))) for name, rows in by_process.items()),
    )


SUPER_USERS = Signal(
    name="support.super-users",
    unit="people",
    sources=("people",),
    meaning="Super-users of the critical process that has the fewest.",
    needs=all_of("people"),
    measure=super_users,
    topic="which critical processes have super-users",
)


def _groups(rows: Sequence[Membership], by: str) -> dict[str, list[Membership]]:
    """Return the rows of each group; for `all`, all rows in one unnamed group."""
    if by == "unit" and not all(row.unit for row in rows):
        raise CannotMeasure("the roster does not say of everybody in which unit they are: complete its column unit")
    names: dict[str, Callable[[Membership], str]] = {"role": lambda row: row.role, "unit": lambda row: row.unit}
    groups: dict[str, list[Membership]] = {}
    for row in rows:
        groups.setdefault(names[by](row) if by in names else "", []).append(row)
    return groups


def _people(rows: Iterable[Membership]) -> frozenset[str]:
    return frozenset(row.person for row in rows)


def _super_users(rows: Sequence[Membership]) -> frozenset[str]:
    """Return the super-users among the rows. Raises CannotMeasure if the roster does not say who is one."""
    if any(row.super_user is None for row in rows):
        raise CannotMeasure(
            "the roster does not say who is a super-user: give it a column super-user with yes for each of them, empty "
            "for everybody else"
        )
    return _people(row for row in rows if row.super_user)


def _place(name: str, groups: int) -> str:
    if not name:
        return ""
    return f"{name}, the highest of {groups}: " if groups > 1 else f"{name}: "


def _ratio(users: int, helping: int) -> str:
    return f"{counted(users, 'person', 'people')}, {counted(helping, 'super-user')}"


def _naming(name: str, users: int, helping: int) -> Work:
    """Return the work of naming more super-users, at most everybody."""
    after = tuple(users / number for number in range(helping, users + 1))
    where = f" in {name}" if name else ""
    return Work("name", f"more super-user{where}", f"more super-users{where}", after, group=name)


def _adding(process: str, helping: int, people: int) -> Work:
    """Return the work of naming more super-users in a process, at most everybody who works in it."""
    after = tuple(range(helping, people + 1))
    return Work("name", f"more super-user in {process}", f"more super-users in {process}", after)


SIGNALS = (USERS_PER_SUPER_USER, SUPER_USERS)
