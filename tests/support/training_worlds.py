"""Random programs with people, modules, versions, sessions and landings; a naive judge of them; and what makes them
worse."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from readiness_gate.model.facts.git import GitFacts, Held
from readiness_gate.model.facts.people import Completion, Membership
from readiness_gate.model.settings.git import Cover
from readiness_gate.model.time import Instant, When
from support.landings import landing, mainline
from support.training import Program, at, attended, completed, day, moment, published

MODULES = ("m0", "m1", "m2")
FILES = tuple(f"config/{module}/{name}" for module in MODULES for name in ("a", "b"))
REQUIRED: Mapping[str, tuple[str, ...]] = {"rep": ("m0", "m1"), "clerk": ("m0", "m2"), "boss": ("m2",)}
COVERS = tuple(Cover((f"config/{module}/**",), modules=(module,)) for module in MODULES)
PROCESSES = ("Quote to order", "Claims")
AS_OF = 90


@dataclass(frozen=True)
class Change:
    """What a file holds from a day on; nothing when it is deleted."""

    day: float
    path: str
    content: str


def history(changes: Sequence[Change]) -> GitFacts:
    """The mainline with these changes, oldest first, each a landing of its own."""
    by_path: dict[str, list[Held]] = {path: [] for path in FILES}
    for change in changes:
        by_path[change.path].append(Held(f"{change.day:g}".ljust(40, "x"), at(change.day), change.content))
    landings = tuple(landing(change.day, change.path) for change in reversed(changes))
    tree = {"docs/quote.md": 0o100644} | {path: 0o100644 for path, held in by_path.items() if held and held[-1].content}
    git = mainline(*landings, tree=tree)
    return replace(git, held={path: tuple(held) for path, held in by_path.items()})


def some_changes(rng: Random) -> list[Change]:
    """Changes of all files, of which each is there on day 1; contents may come back."""
    later = [
        Change(rng.randint(2, 88) + rng.random(), rng.choice(FILES), rng.choice("abc"))
        for _ in range(rng.randint(0, 12))
    ]
    deleted = [Change(rng.randint(2, 88) + rng.random(), rng.choice(FILES), "") for _ in range(rng.randint(0, 1))]
    return [*(Change(1, path, "a") for path in FILES), *sorted([*later, *deleted], key=lambda change: change.day)]


def some_when(rng: Random) -> When:
    """A time, or a day."""
    return day(rng.randint(10, 85)) if rng.random() < 0.4 else moment(rng.randint(10, 85) + rng.random())


def some_program(rng: Random, changes: Sequence[Change]) -> Program:
    """A program in which most people are trained, and most of what can be known is."""
    roster = [_member(rng, f"p{number}") for number in range(rng.randint(1, 8))]
    roster += [replace(roster[0], role="boss")] if rng.random() < 0.3 and roster[0].role != "boss" else []
    versions = [published(module, "1", rng.randint(2, 8)) for module in MODULES]
    versions += [published(module, "2", some_when(rng)) for module in MODULES if rng.random() < 0.5]
    names = {module: ["", *(each.version for each in versions if each.module == module)] for module in MODULES}
    needed = [(row.person, module) for row in roster for module in REQUIRED[row.role]]
    done = [
        completed(person, module, some_when(rng), rng.choice(names[module]))
        for person, module in needed
        for _ in range(rng.choice((0, 1, 1, 1, 1, 1, 1, 2)))
    ]
    sessions = [
        attended(person, module, some_when(rng), rng.choice(("classroom", "sandbox", "")), hours=rng.randint(0, 3))
        for person, module in needed
        for _ in range(rng.randint(0, 3))
    ]
    sessions += [
        attended(person, module, some_when(rng), "assessment", passed=rng.random() < 0.8)
        for person, module in needed
        for _ in range(rng.randint(0, 2))
    ]
    return Program(
        roster=roster,
        completions=done,
        sessions=sessions,
        versions=versions,
        git=history(changes),
        covers=COVERS,
        required={role: modules for role, modules in REQUIRED.items() if any(row.role == role for row in roster)},
        process_documents={PROCESSES[0]: ("docs/**",), PROCESSES[1]: (rng.choice(("docs/quote.md", "docs/no.md")),)},
    )


def _member(rng: Random, person: str) -> Membership:
    process = rng.choice((*PROCESSES, ""))
    return Membership(
        person,
        rng.choice(tuple(REQUIRED)),
        critical=bool(process),
        process=process,
        leader=rng.random() < 0.4,
        super_user=rng.random() < 0.4,
    )


def stale_people(program: Program, changes: Sequence[Change], on: float) -> tuple[int, int]:
    """How many trained people completed a module whose files were other than now at any second when that may have
    been, and how many trained people there are: by loops over everything."""
    trained, stale = 0, 0
    for person in {row.person for row in program.roster}:
        modules = [module for row in program.roster if row.person == person for module in REQUIRED[row.role]]
        done = {module: _last(program.completions, person, module, at(on)) for module in modules}
        if None in done.values():
            continue
        trained += 1
        stale += any(when is not None and _moved(module, when, changes, at(on)) for module, when in done.items())
    return stale, trained


def _last(completions: Sequence[Completion], person: str, module: str, as_of: Instant) -> When | None:
    found = [
        When(each.earliest, each.completed_at)
        for each in completions
        if (each.person, each.module) == (person, module) and each.completed_at <= as_of
    ]
    return max(found, key=lambda when: (when.start, when.end), default=None)


def _moved(module: str, when: When, changes: Sequence[Change], as_of: Instant) -> bool:
    moments = {when.start, *(at(change.day) for change in changes if when.start < at(change.day) <= when.end)}
    return any(
        _content(path, moment_, changes) != _content(path, as_of, changes)
        for path in FILES
        if path.startswith(f"config/{module}/")
        for moment_ in moments
    )


def _content(path: str, moment_: Instant, changes: Sequence[Change]) -> str:
    held = [change.content for change in changes if change.path == path and at(change.day) <= moment_]
    return held[-1] if held else ""


Worse = Callable[[Random, Program, list[Change]], Program]


def _someone_untrained(rng: Random, program: Program, _changes: list[Change]) -> Program:
    role = rng.choice([row.role for row in program.roster])
    new = Membership("new", role, critical=False, leader=rng.random() < 0.5, super_user=False)
    return replace(program, roster=[*program.roster, new])


def _a_landing_more(rng: Random, program: Program, changes: list[Change]) -> Program:
    last = max(change.day for change in changes)
    more = Change(rng.uniform(last, AS_OF - 0.1), rng.choice(FILES), "new")
    return replace(program, git=history([*changes, more]))


def _older_versions(_rng: Random, program: Program, _changes: list[Change]) -> Program:
    return replace(program, completions=[replace(each, version="1") for each in program.completions])


def _a_version_more(rng: Random, program: Program, _changes: list[Change]) -> Program:
    return replace(
        program, versions=[*(program.versions or ()), published(rng.choice(MODULES), "3", 86 + rng.random())]
    )


def _fewer_sessions(rng: Random, program: Program, _changes: list[Change]) -> Program:
    kept = [row for row in program.sessions or () if row.is_assessment or rng.random() < 0.7]
    return replace(program, sessions=kept)


def _fewer_passed(rng: Random, program: Program, _changes: list[Change]) -> Program:
    """Some results turn out to be worse."""
    rows = [
        replace(row, passed=False) if row.is_assessment and rng.random() < 0.3 else row
        for row in program.sessions or ()
    ]
    return replace(program, sessions=rows)


def _a_result_less(rng: Random, program: Program, _changes: list[Change]) -> Program:
    rows = list(program.sessions or ())
    passed = [row for row in rows if row.passed]
    if passed:
        gone = rng.choice(passed)
        others = [row for row in rows if row.is_assessment and row.module == gone.module and row != gone]
        rows = [row for row in rows if row != gone or not others]
    return replace(program, sessions=rows)


def _fewer_super_users(rng: Random, program: Program, _changes: list[Change]) -> Program:
    rows = [replace(row, super_user=bool(row.super_user) and rng.random() < 0.7) for row in program.roster]
    return replace(program, roster=rows)


def _nobody_says(_rng: Random, program: Program, _changes: list[Change]) -> Program:
    return replace(
        program,
        roster=[replace(row, leader=None, super_user=None, critical=None, process="") for row in program.roster],
        sessions=None,
        versions=None,
        process_documents={},
    )


WORSE: Mapping[str, Worse] = {
    "a person more without training": _someone_untrained,
    "a landing more": _a_landing_more,
    "older versions": _older_versions,
    "a version more": _a_version_more,
    "fewer sessions": _fewer_sessions,
    "worse results": _fewer_passed,
    "a result less": _a_result_less,
    "fewer super-users": _fewer_super_users,
    "nobody says": _nobody_says,
}
