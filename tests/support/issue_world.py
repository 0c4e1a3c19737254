"""Random programs with their issues, each with the life that it had, and a naive judge of how many are open."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

DAY = 86_400
BEGIN = 1_767_225_600
"""2026-01-01T00:00:00Z."""
CATEGORIES = {"1": "new", "2": "indeterminate", "3": "done", "4": "indeterminate"}
STATUSES = {"1": "Open", "2": "In Progress", "3": "Done", "4": "In Review"}
SEVERITIES = {"1": "Highest", "2": "High", "3": "Medium", "4": "Low", "9": "P9"}
MEANT = {"Highest": "sev1", "High": "sev2", "Medium": "sev3", "Low": "sev4"}
TYPES = {"1": "Bug", "2": "Story", "3": "Task", "4": "Incident"}


@dataclass
class Life:
    """An issue: its key, when it was raised, and what it became when: `steps` are (instant, field, value), the field
    being status, severity or type, and the value an id."""

    project: str
    number: int
    created: int
    type: str
    severity: str
    steps: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])
    label: str = ""

    @property
    def key(self) -> str:
        """Its key."""
        return f"{self.project}-{self.number}"

    @property
    def updated(self) -> int:
        """When it changed last."""
        return self.steps[-1][0] if self.steps else self.created

    def at(self, moment: int) -> dict[str, str]:
        """The ids of its status, severity and type as of an instant."""
        until_then = {name: value for when, name, value in self.steps if when <= moment}
        return {"status": "1", "severity": self.severity, "type": self.type, **until_then}


@dataclass
class World:
    """A program: its issues, which types are defects and what severities mean, when it was exported, and as of when it
    is asked."""

    issues: list[Life]
    exported: int
    as_of: int
    defect_types: tuple[str, ...]
    meant: dict[str, str]

    @property
    def projects(self) -> tuple[str, ...]:
        """The projects, by name."""
        return tuple(sorted({each.project for each in self.issues}))


def some_world(rng: random.Random) -> World:
    """A random world in which every project has a defect."""
    exported = BEGIN + 100 * DAY
    defect_types = ("Bug", "Incident") if rng.random() < 0.2 else ("Bug",)
    issues: list[Life] = []
    for project in rng.sample(["CRM", "ERP", "OPS"], rng.choice((1, 1, 2, 3))):
        first = rng.choice((1, 1, 40))
        count = rng.randrange(2, 12)
        issues += [_some_life(rng, project, first + number, exported) for number in range(count)]
        for type_, each in zip(("1", "4")[: len(defect_types)], issues[-count:], strict=False):
            each.type = type_
            each.steps = [step for step in each.steps if step[1] != "type"]
    oldest = min(each.created for each in issues)
    as_of = exported if rng.random() < 0.5 else rng.randrange(max(oldest, exported - 40 * DAY), exported)
    return World(issues, exported, as_of, defect_types, dict(MEANT))


def _some_life(rng: random.Random, project: str, number: int, exported: int) -> Life:
    created = exported - rng.randrange(2 * DAY, 90 * DAY)
    life = Life(project, number, created, rng.choice("111223"), rng.choice("1123344"))
    times = sorted(rng.sample(range(created + 60, exported - 60), rng.choice((0, 1, 1, 2, 3, 5))))
    for when in times:
        life.steps.append(_some_step(rng, life, when))
    return life


def _some_step(rng: random.Random, life: Life, when: int) -> tuple[int, str, str]:
    name = rng.choice(("status", "status", "status", "severity", "type"))
    options: Sequence[str] = {"status": "1234", "severity": "1234", "type": "123"}[name]
    stood = life.at(when)[name]
    return when, name, rng.choice([each for each in options if each != stood])


def open_defects(world: World, severity: str) -> int:
    """How many defects of a severity are open as of the instant that is asked; what nobody mapped is as bad as can
    be. `any` counts all."""
    return sum(_counts(each, world, severity) for each in world.issues)


def _counts(issue: Life, world: World, severity: str) -> bool:
    stood = issue.at(world.as_of)
    if issue.created > world.as_of or TYPES[stood["type"]] not in world.defect_types:
        return False
    meant = world.meant.get(SEVERITIES.get(stood["severity"], ""), "sev1")
    return CATEGORIES[stood["status"]] != "done" and (severity == "any" or meant in severity.split("+"))
