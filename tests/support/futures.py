"""Random programs whose facts reach past an instant, and the same programs with another future.

A future is everything later than `AS_OF`: landings, issues and their moves, completions, and the rows of all tables. It
can be left out, doubled or shuffled: what was known at `AS_OF` is the same in all of these.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from random import Random
from typing import Any, Literal, TypeAlias, TypeVar, get_args, get_type_hints

from readiness_gate.model.facts.people import Completion
from readiness_gate.model.facts.records.barriers import GROUPS
from readiness_gate.model.facts.records.migration import Reconciliation
from readiness_gate.model.facts.records.modules import ModuleVersion
from readiness_gate.model.facts.records.phases import PHASES
from readiness_gate.model.time import DAY, Instant, When
from readiness_gate.sources.people.records import RECORD_TABLES
from support.git import instant

AS_OF: Instant = instant(170) + 43_200
BEGIN, END = instant(0), AS_OF + 40 * DAY
PEOPLE = tuple(f"p{number}" for number in range(6))
ROLES, MODULES, PROCESSES = ("rep", "clerk"), ("quoting", "pipeline"), ("Quote to order", "Claims")
FILES = ("config/a", "config/b", "src/a", "docs/a", "docs/b", "other/x", "readiness-gate.toml", "people/roster.csv")
Kind: TypeAlias = Literal["deleted", "doubled", "shuffled"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_Event = TypeVar("_Event")


@dataclass(frozen=True)
class Change:
    """A landing: what each path that it touches holds then, nothing for one that is deleted."""

    at: Instant
    contents: Mapping[str, str]
    subject: str = "change"
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """What is different in an issue from an instant on."""

    at: Instant
    changed: Mapping[str, Any]


@dataclass(frozen=True)
class Life:
    """An issue: what it was when it was raised, and what it became."""

    key: str
    created: Instant
    first: Mapping[str, Any]
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class World:
    """Everything that happens in a program."""

    changes: tuple[Change, ...]
    issues: tuple[Life, ...]
    completions: tuple[Completion, ...]
    records: Mapping[str, tuple[Any, ...]]
    """The rows of every table, by its key."""

    def futures(self) -> set[str]:
        """What has anything later than the instant: `git`, `issues`, `moves`, `completions`, and tables."""
        found = {key for key, rows in self.records.items() if any(_later_fields(row) for row in rows)}
        found |= {"git"} if any(one.at > AS_OF for one in self.changes) else set()
        found |= {"issues"} if any(one.created > AS_OF for one in self.issues) else set()
        found |= {"moves"} if any(one.created <= AS_OF and _ahead(one.steps) for one in self.issues) else set()
        return found | ({"completions"} if any(one.completed_at > AS_OF for one in self.completions) else set())


def _ahead(steps: Iterable[Step]) -> list[Step]:
    return [step for step in steps if step.at > AS_OF]


def some_time(rng: Random, first: Instant = BEGIN) -> Instant:
    """An instant, often near the one that matters, or just at it."""
    near = (AS_OF, AS_OF + 1, AS_OF - 1, AS_OF + 2 * DAY, AS_OF - 3 * DAY)
    at = rng.choice(near) if rng.random() < 0.1 else rng.randrange(BEGIN, END)
    return max(at, first)


def _some_when(rng: Random, first: Instant = BEGIN) -> When:
    """A time, or a day of which only the day is known."""
    at = some_time(rng, first)
    start = at - at % DAY
    return When(at, at) if rng.random() < 0.6 or start < first else When(start, start + DAY - 1)


def some_world(rng: Random, tables: Collection[str]) -> World:
    """A program in which most of what can be measured is known, with some tables."""
    return World(_some_changes(rng), _some_issues(rng), _some_completions(rng), _some_records(rng, tables))


def _some_changes(rng: Random) -> tuple[Change, ...]:
    first = Change(BEGIN, dict.fromkeys(FILES, "a"))
    later = [
        Change(
            some_time(rng),
            {path: rng.choice(("a", "b", "c", "d", "")) for path in rng.sample(FILES[:6], rng.randint(1, 3))},
            rng.choice(("feat: more", "fix: it", "change", "Merge branch")),
            tuple(rng.sample(("CRM-1", "CRM-2", "CRM-9"), rng.randrange(2))),
        )
        for _ in range(rng.randint(12, 24))
    ]
    later += [Change(some_time(rng), {path: f"{rng.randrange(99)}"}) for path in FILES[6:] for _ in range(2)]
    return (first, *sorted(later, key=lambda one: one.at))


_FIELDS: Mapping[str, Sequence[Any]] = {
    "done": (True, True, False),
    "severity": ("sev1", "sev2", "sev3", None),
    "type": ("Bug", "Bug", "Story"),
    "versions": (frozenset({"1.0"}), frozenset({"1.0"}), frozenset({"2.0"}), frozenset[str]()),
    "labels": (frozenset({"approved"}), frozenset({"workaround", "user-benefit"}), frozenset[str]()),
}


def _some_issues(rng: Random) -> tuple[Life, ...]:
    """The first is a defect from the beginning to the end, so that it is never unknown whether there are any."""
    number = rng.randint(14, 26)
    lives = [Life("CRM-1", BEGIN + 60, {"type": "Bug"}, _steps(rng, BEGIN + 60, ("done", "severity")))]
    for place in range(2, number):
        created = some_time(rng)
        first = {name: rng.choice(values) for name, values in _FIELDS.items() if name != "done"}
        lives.append(Life(f"CRM-{place}", created, first, _steps(rng, created, (*["done"] * 6, *_FIELDS))))
    return tuple(lives)


def _steps(rng: Random, created: Instant, names: Sequence[str]) -> tuple[Step, ...]:
    times = sorted({some_time(rng, created + 1) for _ in range(rng.randint(0, 7))})
    return tuple(Step(at, {name: rng.choice(_FIELDS[name])}) for at in times for name in (rng.choice(names),))


def _some_completions(rng: Random) -> tuple[Completion, ...]:
    return tuple(_completion(person, module, _some_when(rng)) for person in PEOPLE for module in MODULES for _ in "xy")


def _completion(person: str, module: str, when: When) -> Completion:
    return Completion(person, module, when.end, None, when.start if when.start < when.end else None, "1")


_ROWS: Mapping[str, int] = {"kpis": 2, "old-systems": 2, "sessions": 40, "surveys": 90}
"""How many rows a table has, if not 14."""
_POOLS: Mapping[str, Sequence[Any]] = {
    **dict.fromkeys(("person", "created_by", "owner", "respondent"), PEOPLE),
    "role": ROLES,
    "module": MODULES,
    "process": PROCESSES,
    "kind": ("classroom", "sandbox", "on-job", "assessment"),
    "group": GROUPS,
    "level": ("absent", "low", "high"),
    "phase": PHASES,
    "priority": ("P1", "P2"),
    "result": ("passed", "passed", "failed"),
    "question": ("clear", "useful"),
    "day": (7, 30, 60, 90),
    "points": (2, 4, 5),
    "answers": (0, 1, 3),
    "answers_with_issue": (0, 1),
    "score": (None,),
    "whole": (True,),
    "active": (True,),
    "link": ("",),
    **dict.fromkeys(("records", "features_of_role", "started"), (4, 5)),
    **dict.fromkeys(("complete", "late", "minimal", "rushed", "features", "completed", "prompted"), (0, 1, 4)),
    "actions": (5, 20),
    "open_severe": (0, 0, 1),
    "hours": (2.0,),
    "window_hours": (4.0,),
    "baseline": (1.0,),
    "target": (5.0,),
    "fix": ("CRM-1", ""),
    "barrier": ("barriers-1", ""),
}
_UNIQUE = ("id", "test", "rehearsal", "item", "system", "version", "kpi")
_NOT_YET: Mapping[str, Mapping[str, Any]] = {
    "measured_at": {"actual": None},
    "captured_at": {"baseline": None},
    "target_set_at": {"target": None},
    "finished": {"owner_acted": None},
    "answered": {"led_to_change": None},
    "executed_at": {"result": "not-run", "by_business": None, "migrated_data": None, "own_rights": None},
    "held_on": {"asked_harder": None, "answers": None, "answers_with_issue": None},
}
"""What a row says as long as a time in it has not come."""
_STATES = ("old-systems",)
"""Tables with one row for each thing, whose time moves on: what it was before is not known."""
_OF_THE_WHOLE_ROW = ("answered_at",)
"""Times without which there is no row, although a file need not say them."""


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _kind_of(facts: Any) -> Any:
    """The class of the rows of a table."""
    return get_args(_hints(facts)["records"])[0]


@cache
def _kind_of_table(key: str) -> Any:
    """The same by the key of a table."""
    return next(_kind_of(table.facts) for table in RECORD_TABLES if table.key == key)


def _some_records(rng: Random, tables: Collection[str]) -> Mapping[str, tuple[Any, ...]]:
    first = tuple(ModuleVersion(module, "1", When(BEGIN, BEGIN)) for module in MODULES)
    made = {
        table.key: tuple(
            _row(rng, table.key, _kind_of(table.facts), number) for number in range(_ROWS.get(table.key, 14))
        )
        for table in RECORD_TABLES
        if table.key in tables
    }
    began = {"modules": first, "reconciliation": tuple(map(_compared, ("one", "two")))}
    return {key: (*began.get(key, ()), *rows) for key, rows in made.items()}


def _compared(data: str) -> Reconciliation:
    """A first comparison of a kind of data: one that was compared later only is unknown, and not left out."""
    return Reconciliation(data, When(BEGIN, BEGIN), 2, 2)


def _row(rng: Random, key: str, kind: Any, number: int) -> Any:
    """A row of a table; the times in it are in the order of its columns."""
    values: dict[str, Any] = {}
    last = BEGIN
    for name, hint in _hints(kind).items():
        if name == "happened":
            values[name] = When(last - DAY, last - DAY)
        elif hint is When or When in get_args(hint):
            when = _some_when(rng, last)
            values[name] = when if hint is When or rng.random() < 0.95 else None
            last = when.start
        else:
            values[name] = f"{key}-{number}" if name in _UNIQUE else _value(rng, name, hint)
    row = kind(**values)
    return _without(row, [name for name in _NOT_YET if values.get(name, row) is None])


def _value(rng: Random, name: str, hint: Any) -> Any:
    kinds = get_args(hint) or (hint,)
    if bool in kinds and name != "active":
        return rng.random() < 0.7
    if name in _POOLS:
        return rng.choice(_POOLS[name])
    if int in kinds:
        return rng.randint(1, 4)
    return rng.randint(1, 9) / 2 if float in kinds else rng.choice(("one", "two"))


def _later_fields(row: Any) -> list[str]:
    """The names of the times in a row that are later than the instant."""
    times = ((one.name, getattr(row, one.name)) for one in fields(row))
    return [name for name, value in times if isinstance(value, When) and value.start > AS_OF]


def with_future(world: World, kind: Kind, rng: Random) -> World:
    """The same program, whose future is deleted, doubled or shuffled."""
    return World(
        tuple(_events(world.changes, kind, rng, lambda one: one.at, _another_change)),
        tuple(_issues(world.issues, kind, rng)),
        tuple(_events(world.completions, kind, rng, lambda one: one.earliest, _another_completion)),
        {key: tuple(_rows(key, rows, kind, rng)) for key, rows in world.records.items()},
    )


def _later_time(rng: Random) -> Instant:
    return rng.randint(AS_OF + 1, END)


def _events(
    events: Sequence[_Event],
    kind: Kind,
    rng: Random,
    at: Callable[[_Event], Instant],
    another: Callable[[_Event, Random], _Event],
) -> list[_Event]:
    """Events with another future, in the order of time."""
    known = [one for one in events if at(one) <= AS_OF]
    later = [one for one in events if at(one) > AS_OF]
    if kind == "doubled":
        known += [*later, *(another(one, rng) for one in later)]
    elif kind == "shuffled":
        known += [another(one, rng) for one in rng.sample(later, len(later))]
    return sorted(known, key=at)


def _another_change(one: Change, rng: Random) -> Change:
    contents = {path: rng.choice(("a", "b", "z", "")) for path in one.contents}
    return replace(one, at=_later_time(rng), contents=contents)


def _another_completion(one: Completion, rng: Random) -> Completion:
    return replace(one, person=rng.choice(PEOPLE), completed_at=_later_time(rng), started_at=None)


def _issues(issues: Sequence[Life], kind: Kind, rng: Random) -> list[Life]:
    """The issues that there were, with other moves since, and others that were raised since."""
    moves = [step.changed for one in issues for step in _ahead(one.steps)]
    there = [replace(one, steps=_other_steps(one, kind, rng, moves)) for one in issues if one.created <= AS_OF]
    raised = [one for one in issues if one.created > AS_OF]
    others = [replace(one, key=f"{one.key}000", first=rng.choice(raised).first) for one in raised]
    return [*there, *{"deleted": [], "doubled": [*raised, *others], "shuffled": others[::-1]}[kind]]


def _other_steps(one: Life, kind: Kind, rng: Random, moves: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    known, later = [step for step in one.steps if step.at <= AS_OF], _ahead(one.steps)
    if kind == "doubled":
        known += [*later, *(Step(_later_time(rng), rng.choice(moves)) for _ in later)]
    elif kind == "shuffled":
        known += [Step(_later_time(rng), rng.choice(moves)) for _ in range(rng.randrange(3)) if moves]
    return tuple(sorted(known, key=lambda step: step.at))


def _rows(key: str, rows: Sequence[Any], kind: Kind, rng: Random) -> list[Any]:
    """The rows of a table: those that are later altogether, and later times in others."""
    if key in _STATES:
        return [_moved(row, later, rng, "") if (later := _later_fields(row)) else row for row in rows]
    found: list[Any] = []
    hints = _hints(_kind_of_table(key))
    for number, row in enumerate(rows):
        later = _later_fields(row)
        is_later = any(hints[name] is When or name in _OF_THE_WHOLE_ROW for name in later)
        if kind == "deleted":
            found += [] if is_later else [_without(row, later)]
        else:
            found += [row] if not later or (is_later and kind == "doubled") else []
            found += [_moved(row, later, rng, f"{key}-0{number}" if is_later else "")] if later else []
    return found


def _without(row: Any, later: Iterable[str]) -> Any:
    """A row without what is said of times that have not come."""
    names = {field.name for field in fields(row)}
    gone = dict.fromkeys(later) | {
        other: value for name in later for other, value in _NOT_YET.get(name, {}).items() if other in names
    }
    return replace(row, **gone)


def _moved(row: Any, later: Sequence[str], rng: Random, id_: str) -> Any:
    """A row whose later times are others."""
    times = sorted(_later_time(rng) for _ in later)
    moved = {name: When(at, at) for name, at in zip(later, times, strict=True)}
    ids = {field.name: id_ for field in fields(row) if id_ and field.name in _UNIQUE}
    return replace(row, **moved, **ids)
