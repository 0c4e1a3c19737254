"""No open defect is lost, however the issues are exported, and whatever goes wrong.

Each world is random, and the same for its seed. READINESS_FUZZ_RUNS=200000 runs so many, READINESS_FUZZ_FROM=5000
begins with that seed.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from support.effort import heavy_after
from support.issue_files import Export, written
from support.issue_mutations import MUTATIONS, Expectation
from support.issue_world import World, open_defects, some_world

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.load import FILE
from readiness_gate.config.schema.files import configuration_file, sections_of
from readiness_gate.config.settings import settings as settings_of
from readiness_gate.errors import BadUse, CouldNotLook
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Question
from readiness_gate.model.settings import Settings
from readiness_gate.model.shapes import as_mapping
from readiness_gate.signals import SIGNALS, measure
from readiness_gate.sources import SOURCES, jira
from readiness_gate.sources.git.platforms import joined
from readiness_gate.toml.check import parsed
from readiness_gate.toml.document import as_toml
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem

RUNS = int(os.environ.get("READINESS_FUZZ_RUNS", "4000"))
FROM = int(os.environ.get("READINESS_FUZZ_FROM", "0"))
PARTS = 20
_HEAD = """\
[program]
name = "Test program"
timezone = "UTC"
[milestones.go-live]
date = 2099-01-01
packs = ["defects"]
[jira]"""
ASKED = ("sev1", "sev1+sev2", "any")


@dataclass
class Case:
    """A world with its export, what was done to it, and what must come of that."""

    world: World
    export: Export
    done: list[str] = field(default_factory=list[str])
    expects: Expectation = "same"


def some_case(seed: int) -> Case:
    """The random case of a seed, with up to two mutations."""
    rng = random.Random(seed)  # noqa: S311 - the same draws each time are what is wanted
    world = some_world(rng)
    case = Case(world, written(rng, world))
    expected: list[Expectation] = []
    for name in sorted(rng.sample(sorted(MUTATIONS), rng.choice((0, 1, 1, 1, 2))), key=lambda each: each == "cut"):
        found = MUTATIONS[name](rng, world, case.export)
        if found is not None:
            case.done.append(name)
            expected.append(found)
    if len(expected) == 1:
        case.expects = expected[0]
    elif any(each != "same" for each in expected):
        case.expects = "refuse" if set(expected) == {"refuse"} else "at least"
    return case


def _toml(value: Any) -> str:
    table = as_mapping(value)
    if table is not None:
        return "{ " + ", ".join(f'"{key}" = {_toml(each)}' for key, each in table.items()) + " }"
    return str(value) if isinstance(value, int) else as_toml(value)


def configured(case: Case) -> Settings:
    """What the configuration of a case says. Raises ConfigurationError as `load` does."""
    lines = [f"{key} = {_toml(value)}" for key, value in case.export.config.items()]
    text = "\n".join([_HEAD, *lines, ""])
    problems: list[Problem] = []
    found = parsed(FILE, text.encode(), configuration_file(sections_of(SOURCES)), problems, {})
    if found is None or problems:
        raise ConfigurationError(problems)
    document, file = found
    settings = settings_of(file, Place(document, ()), Path(), joined([]), problems)
    if problems:
        raise ConfigurationError(problems)
    return settings


def look(case: Case, root: Path) -> tuple[dict[str, float], str]:
    """What is measured of a case, by severity; nothing, with the reason, where that cannot be."""
    (root / "export.json").write_bytes(case.export.written())
    try:
        settings = configured(case)
        facts = jira.fetch(
            Settings("p", root, settings.zone, jira=settings.jira),
            Needs(issues_since=case.world.as_of),
            case.world.exported,
            lambda _name, _limit: None,
        )
    except (CouldNotLook, ConfigurationError, BadUse) as error:
        return {}, str(error)
    signal = SIGNALS["defects.open"]
    values: dict[str, float] = {}
    why = ""
    for severity in ASKED:
        question = Question(signal.name, case.world.as_of, signal.with_defaults({"severity": severity}))
        found = measure(SIGNALS, Facts(settings, None, {"jira": facts}), question)
        if isinstance(found, Measured):
            values[severity] = float(found.value)
        else:
            why = found.reason
    return values, why


def _wrong(case: Case, root: Path) -> Iterator[str]:
    values, why = look(case, root)
    truth = {severity: open_defects(case.world, severity) for severity in ASKED}
    if case.expects == "refuse" and values:
        yield f"{case.export.form} {case.done}: measured {values}, and should be refused"
    if case.expects == "same" and values != truth:
        yield f"{case.export.form} {case.done}: measured {values}, expected {truth}: {why}"
    if any(value < truth[severity] for severity, value in values.items()):
        yield f"{case.export.form} {case.done}: measured {values}, at least {truth}"
    if not values and not why:
        yield f"{case.done}: no reason"


@pytest.mark.masses
@pytest.mark.timeout(0)
@pytest.mark.parametrize("part", heavy_after(1, range(PARTS)))
def test_no_export_loses_a_defect(part: int, tmp_path: Path) -> None:
    """An export that tells of a world as it is is measured exactly; others at least as high, or not at all."""
    seeds = range(FROM + part, FROM + RUNS, PARTS)
    wrong = [f"seed {seed}: {what}" for seed in seeds for what in _wrong(some_case(seed), tmp_path)]
    assert not wrong[:5], f"{len(wrong)} in all"


def test_every_mutation_is_tried() -> None:
    """And every expectation: a law that is never put to the test proves nothing."""
    cases = [some_case(seed) for seed in range(600)]
    assert set(Counter(name for case in cases for name in case.done)) == set(MUTATIONS)
    assert {case.expects for case in cases} == {"same", "at least", "refuse"}
