"""Random programs with their people files, and what readiness-gate makes of them."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.load import FILE, load
from readiness_gate.config.schema.files import configuration_file, sections_of
from readiness_gate.config.settings import milestone as milestone_of
from readiness_gate.config.settings import settings as settings_of
from readiness_gate.errors import BadUse, CouldNotLook
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone, Reader, Settings
from readiness_gate.model.time import seconds_of
from readiness_gate.signals import SIGNALS, measure
from readiness_gate.sources import SOURCES, people
from readiness_gate.sources.git.platforms import joined
from readiness_gate.toml.check import parsed
from readiness_gate.toml.document import LARGEST
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem
from support.people_files import Writer
from support.people_mutations import IN_FILES, OF_BOOKS
from support.people_sheets import Case, Expectation, Sheet, toml
from support.people_world import World, some_world
from support.people_world_mutations import IN_WORLD

_LAST = ("swapped_days", "naive_quotes", "cut", "quotes")
_ASKED: Mapping[str, Mapping[str, str | bool]] = {
    "worst": {"role": "worst"},
    "all": {"role": "all"},
    "critical": {"role": "worst", "critical": True},
}


def some_case(seed: int) -> Case:
    """The random case of a seed, with up to three mutations."""
    rng = random.Random(seed)  # noqa: S311 - the same draws each time are what is wanted
    world = some_world(rng)
    count = rng.choice((0, 1, 1, 1, 1, 2, 2, 3))
    names = rng.sample([*IN_WORLD, *IN_WORLD, *IN_FILES], count)
    done = [name for name in dict.fromkeys(names) if name in IN_WORLD and IN_WORLD[name](rng, world)]
    writer = Writer(rng, world, books=bool(set(OF_BOOKS).intersection(names)) and rng.random() < 0.4)
    case = Case(seed, [world], writer.roster(), writer.completions(), mutations=done)
    expected: list[Expectation] = []
    for name in sorted((name for name in names if name in IN_FILES), key=lambda each: each in _LAST):
        found = IN_FILES[name](rng, case)
        if found is not None:
            case.mutations.append(name)
            expected.append(found)
    if len(expected) == 1:
        case.expects = expected[0]
    elif any(each != "same" for each in expected):
        case.expects = "at most"
    return case


def files(case: Case) -> dict[str, bytes]:
    """The files of a case by their names, with the configuration."""
    return {
        FILE: configuration(case.world, case.sheets).encode(),
        **{each.file: each.written() for each in case.sheets},
    }


def configuration(world: World, sheets: tuple[Sheet, Sheet]) -> str:
    """The configuration of a world with two files."""
    tags = f"tags = {toml_list(world.tags)}\n" if world.tags else ""
    required = "".join(f'"{role}" = {toml_list(modules)}\n' for role, modules in world.required.items())
    tables = "".join(f"{each.kind} = {toml(each.config)}\n" for each in sheets)
    return (
        f'[program]\nname = "Test program"\ntimezone = "{world.zone}"\n\n[milestones.go-live]\n'
        f'date = {world.milestone}\npacks = ["training"]\n{tags}\n[people]\n{tables}\n[people.required]\n{required}'
    )


def toml_list(texts: tuple[str, ...]) -> str:
    """Some texts as a list."""
    return "[" + ", ".join(f'"{each}"' for each in texts) + "]"


@dataclass(frozen=True)
class Seen:
    """What was measured, by what was asked, as far as anything was; and everything that was said of it."""

    values: Mapping[str, float]
    said: tuple[str, ...]

    def passes(self) -> bool:
        """Whether TRN-01 and TRN-01-b pass."""
        return self.values.get("worst", 0) >= 0.9 and self.values.get("all", 0) >= 0.95


def configured(read: Reader) -> tuple[Settings, Milestone]:
    """What the configuration says of people and of the milestone; its rules, which take longest, are not read.
    Raises ConfigurationError as `load` does."""
    problems: list[Problem] = []
    found = parsed(FILE, read(FILE, LARGEST) or b"", configuration_file(sections_of(SOURCES)), problems, {})
    if found is None:
        raise ConfigurationError(problems)
    document, file = found
    place = Place(document, ())
    settings = settings_of(file, place, Path(), joined([]), problems)
    milestone = milestone_of("go-live", file.milestones["go-live"], settings.zone, place, problems)
    if problems:
        raise ConfigurationError(problems)
    return settings.of_milestone(milestone), milestone


def loaded(read: Reader) -> tuple[Settings, Milestone]:
    """What the configuration says of people and of the milestone, all of it read."""
    found = load(FILE, read, SIGNALS, root=Path())
    milestone = found.gates["go-live"].milestone
    return replace(found.settings.of_milestone(milestone), policy_files=()), milestone


def look(case: Case, given: Mapping[str, bytes], *, whole: bool = False) -> Seen:
    """What readiness-gate makes of a case whose files have this content; `whole`: with its rules."""
    now = seconds_of(case.world.as_of)

    def read(name: str, _limit: int) -> bytes | None:
        return given.get(name)

    try:
        settings, milestone = (loaded if whole else configured)(read)
        facts = Facts(settings, milestone, {"people": people.fetch(settings, Needs(), now, read)})
    except (CouldNotLook, ConfigurationError, BadUse) as error:
        return Seen({}, (str(error),))
    asked = {name: _ASKED[name] for name in _ASKED if name != "critical" or case.world.has_critical}
    readings = {
        name: measure(
            SIGNALS, facts, Question("training.coverage", now, SIGNALS["training.coverage"].with_defaults(given))
        )
        for name, given in asked.items()
    }
    values = {name: float(each.value) for name, each in readings.items() if isinstance(each, Measured)}
    return Seen(values, tuple(text for each in readings.values() for text in _said(each)))


def _said(reading: Reading) -> tuple[str, ...]:
    if isinstance(reading, Unavailable):
        return (reading.reason,)
    return (reading.summary, *(f"{each.id}: {each.note}" for each in reading.evidence))
