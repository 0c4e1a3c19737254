"""Measure how much processor time the signals on training take, for a large program at many dates.

`python benchmarks/training.py` generates 5,000 people in 12 roles, 60 modules, and a year of landings, and measures
every signal of the pack `training`, and those on leaders and super-users, as of 26 dates, a week apart. Nothing is
asserted.
"""

import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.git import Change, GitFacts, Held, Landing
from readiness_gate.model.facts.people import CalendarFacts, Completion, Membership, PeopleFacts, Session
from readiness_gate.model.facts.records.modules import ModuleFacts, ModuleVersion
from readiness_gate.model.facts.records.sessions import Attendance, SessionFacts
from readiness_gate.model.reading import Measured, ParameterValue, Question
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.settings.git import Cover, GitPaths, GitSettings
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.model.time import DAY, When
from readiness_gate.signals import SIGNALS, measure

PEOPLE, ROLES, MODULES, REQUIRED, FILES, LANDINGS, DATES = 5_000, 12, 60, 8, 20, 3, 26
TRAINED, PASSED = 0.98, 0.95
BEGIN = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
GO_LIVE = date(2027, 1, 15)
_QUESTIONS: Mapping[str, Sequence[Mapping[str, ParameterValue]]] = {
    "training.coverage": [{"role": "worst"}, {"role": "all"}, {"critical": True}],
    "training.stale-share": [{"role": "all"}, {"role": "worst"}],
    "training.outdated-share": [{}],
    "training.material-overdue": [{}],
    "training.window-share": [{}],
    "training.reinforced-share": [{}],
    "training.pass-share": [{}],
    "training.spaced-share": [{}],
    "training.spacing-days": [{}],
    "training.lead-days": [{}],
    "leadership.leaders-trained": [{}],
    "support.users-per-super-user": [{}],
    "support.super-users": [{}],
}
QUESTIONS = [(name, given) for name, asked in _QUESTIONS.items() for given in asked]


def day(number: int) -> When:
    """A day of the year, of which only the day is known."""
    return When(BEGIN + number * DAY, BEGIN + (number + 1) * DAY - 1)


def origin(source: str) -> Provenance:
    """Where generated facts come from."""
    return Provenance(source, "generated", "everything", 1, BEGIN + 365 * DAY)


def mainline(rng: random.Random) -> GitFacts:
    """A year of landings, each of which changes some files of a module."""
    paths = [f"config/m{module}/{name}.xml" for module in range(MODULES) for name in range(FILES)]
    held = {path: [Held("0" * 40, BEGIN, "0" * 40)] for path in paths}
    landings = [Landing("0" * 40, BEGIN, "first", tuple(Change(path, 0, 0o100644) for path in paths))]
    for number in range(1, 365 * LANDINGS):
        commit, landed, module = f"{number:040}", BEGIN + number * DAY // LANDINGS, rng.randrange(MODULES)
        changed = rng.sample([f"config/m{module}/{name}.xml" for name in range(FILES)], 3)
        landings.append(Landing(commit, landed, "change", tuple(Change(path, 0o100644, 0o100644) for path in changed)))
        for path in changed:
            held[path].append(Held(commit, landed, commit))
    return GitFacts(
        origin("git"),
        landings=tuple(reversed(landings)),
        since=BEGIN - 1,
        older={},
        tree=dict.fromkeys(paths, 0o100644),
        files={},
        first_landed=BEGIN,
        held={path: tuple(versions) for path, versions in held.items()},
    )


def required() -> dict[str, tuple[str, ...]]:
    """The modules that each role requires."""
    return {
        f"role {role}": tuple(f"m{(role * 5 + number) % MODULES}" for number in range(REQUIRED))
        for role in range(ROLES)
    }


def people(rng: random.Random) -> tuple[PeopleFacts, SessionFacts]:
    """People of whom most are trained, with what they attended."""
    needs = required()
    roster = tuple(
        Membership(
            f"p{number}",
            f"role {number % ROLES}",
            critical=number % 5 == 0,
            process=f"process {number % 7}" if number % 5 == 0 else "",
            leader=number % 20 == 0,
            super_user=number % 17 == 0,
        )
        for number in range(PEOPLE)
    )
    pairs = [(row.person, module) for row in roster for module in needs[row.role] if rng.random() < TRAINED]
    days = [day(rng.randrange(100, 360)) for _ in pairs]
    done = tuple(
        Completion(person, module, when.end, None, when.start)
        for (person, module), when in zip(pairs, days, strict=True)
    )
    attended = tuple(attendances(rng, pairs))
    return PeopleFacts(origin("people"), roster, done), SessionFacts(origin("sessions"), {}, attended)


def attendances(rng: random.Random, pairs: list[tuple[str, str]]) -> Iterator[Attendance]:
    """A session and an assessment of each."""
    for person, module in pairs:
        yield Attendance(person, module, day(rng.randrange(90, 350)), "classroom", hours=2.0)
        yield Attendance(person, module, day(rng.randrange(100, 360)), "assessment", passed=rng.random() < PASSED)


def program(rng: random.Random) -> Facts:
    """The facts of the whole program."""
    roster, sessions = people(rng)
    files = PeopleSettings(PeopleFile("roster.csv"), PeopleFile("completions.csv"), required())
    covers = tuple(Cover((f"config/m{module}/**",), modules=(f"m{module}",)) for module in range(MODULES))
    paths = GitPaths(config=("config/**",))
    settings = Settings("large", Path(), ZoneInfo("UTC"), GitSettings(paths=paths), covers, people=files)
    versions = tuple(
        ModuleVersion(f"m{module}", f"{number}", day(40 * number + module % 40))
        for module in range(MODULES)
        for number in range(1, 8)
    )
    sessions_after = tuple(Session(BEGIN + 390 * DAY, "m0", role) for role in required())
    sources = {
        "git": mainline(rng),
        "people": roster,
        "sessions": sessions,
        "modules": ModuleFacts(origin("modules"), {}, versions),
        "calendar": CalendarFacts(origin("calendar"), sessions_after),
    }
    return Facts(settings, Milestone("go-live", "go-live", GO_LIVE), sources)


def main() -> None:
    """Print the processor time of all dates, and how much of it is for each signal."""
    facts = program(random.Random(1))  # noqa: S311 - the same each time
    dates = [BEGIN + (364 - 7 * number) * DAY for number in reversed(range(DATES))]
    spent, values = [0.0] * len(QUESTIONS), 0
    for as_of in dates:
        for number, (name, given) in enumerate(QUESTIONS):
            question = Question(name, as_of, SIGNALS[name].with_defaults(given))
            begun = time.process_time()
            values += isinstance(measure(SIGNALS, facts, question), Measured)
            spent[number] += time.process_time() - begun
    out = sys.stdout.write
    out(f"{PEOPLE:,} people, {MODULES} modules, {ROLES} roles, {365 * LANDINGS:,} landings\n")
    out(f"{DATES} dates: {sum(spent):.1f} s of processor time; {values} of {DATES * len(QUESTIONS)} values\n")
    for (name, given), seconds in zip(QUESTIONS, spent, strict=True):
        out(f"{name} {given or ''}: {seconds:.2f} s\n")


if __name__ == "__main__":
    main()
