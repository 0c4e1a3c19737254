"""Trained people by role, and the share of them who meet a condition."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeAlias

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.levers import Work
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Parameter
from readiness_gate.signals.views.roster import ALL, WORST, Role, named_by, trained_in_all

Counts: TypeAlias = Callable[[str, tuple[str, ...]], bool]
"""Returns whether a person counts, by the id and the modules of a role."""
BY_ROLE = Parameter("role", "role", WORST, 'the role: "worst" (the lowest), "all" (people of every role), or its name')


@dataclass(frozen=True, slots=True)
class Trained:
    """The trained people of a role, at least one, and the modules that they completed for it."""

    role: str
    people: frozenset[str]
    modules: tuple[str, ...]


def trained_by_role(known: Sequence[Role], asked: str, today: date) -> list[Trained]:
    """Return the trained people of the requested roles; roles in which nobody is trained are left out."""
    named = list(known) if asked == ALL else named_by(known, asked)
    counting = trained_in_all(known) if asked == ALL else frozenset[str]().union(*(role.trained for role in named))
    trained = [Trained(role.name, role.trained & counting, role.modules) for role in named if role.trained & counting]
    if not trained:
        who = "nobody" if asked in (ALL, WORST) else f'nobody in the role "{asked}"'
        raise CannotMeasure(f"{who} is trained by {today}, so no share of them can be computed")
    return trained


def untrained_roles(facts: Facts, known: Sequence[Role], asked: str) -> str:
    """Return a clause on the roles that were left out, so that nobody takes them for judged. Roles too small to be
    shown are only counted."""
    least = (facts.settings.people or PeopleSettings()).smallest_group
    untrained = [role for role in known if asked in (ALL, WORST) and not role.trained]
    names = [role.name for role in untrained if len(role.people) >= least]
    small = len(untrained) - len(names)
    listed = ", ".join([*names, *([counted(small, "small role")] if small else [])])
    return f"; left out, as nobody in them is trained: {listed}" if listed else ""


@dataclass(frozen=True, slots=True)
class Part:
    """Trained people of a role, and those of them who count; an empty name stands for all roles together."""

    role: str
    people: frozenset[str]
    counting: frozenset[str]

    @property
    def share(self) -> float:
        """The share of the people who count."""
        return len(self.counting) / len(self.people)

    @property
    def others(self) -> int:
        """The number of people who do not count."""
        return len(self.people) - len(self.counting)

    @property
    def which(self) -> str:
        """The role, as the end of a phrase."""
        return f" in the role {self.role}" if self.role else ""

    @property
    def counts(self) -> str:
        """How many of the people count, in words."""
        return f"{len(self.counting)} of {len(self.people)} trained people"


def by_role(trained: Sequence[Trained], counts: Counts) -> list[Part]:
    """Return each role with those of its people who count."""
    return [
        Part(group.role, group.people, frozenset(person for person in group.people if counts(person, group.modules)))
        for group in trained
    ]


def parts(of_roles: list[Part], asked: str) -> list[Part]:
    """Return the requested roles; with `all`, all roles as one, in which a person must count for every role held."""
    if asked != ALL:
        return of_roles
    everybody = frozenset[str]().union(*(part.people for part in of_roles))
    failing = frozenset[str]().union(*(part.people - part.counting for part in of_roles))
    return [Part("", everybody, everybody - failing)]


def lowest(found: Sequence[Part], place: str = "lowest") -> tuple[Part, str]:
    """Return the part with the lowest share, and the beginning of a sentence about it."""
    first = min(found, key=lambda part: (part.share, part.role))
    of_roles = f", the {place} of {len(found)} roles" if len(found) > 1 else ""
    return first, f"{first.role}{of_roles}: " if first.role else ""


def sizes(known: Sequence[Role], asked: str) -> dict[str, int]:
    """Return how many people of each role are trained, which decides whether figures are shown.

    Every role is included, whatever was requested: otherwise the figures of a small role could be derived by requesting
    the others one by one. For all roles together, count those who are trained in each of their roles.
    """
    counting = trained_in_all(known) if asked == ALL else None
    return {role.name: len(role.trained if counting is None else role.trained & counting) for role in known}


def not_counting(found: Sequence[Part]) -> frozenset[str]:
    """Return the people of the parts who do not count."""
    return frozenset[str]().union(*(part.people - part.counting for part in found))


def more_people(part: Part, one: str, many: str, modules: Sequence[str]) -> Work:
    """Return the work of making more people of a part count, as a share of all of them."""
    after = tuple(number / len(part.people) for number in range(len(part.counting), len(part.people) + 1))
    of_one, of_many = f"more person{part.which} {one}", f"more people{part.which} {many}"
    return Work("", of_one, of_many, after, tuple(modules), about=True, group=part.role)
