"""A program in several repositories is measured as it would be in one, in which each of them is a folder.

Each history is random, and the same for its seed.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.effort import heavy_after
from support.git import Repo, instant

from readiness_gate.config.reader import WorkTree
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, ParameterValue, Question, Reading, Unavailable
from readiness_gate.model.repositories import inside, together
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.settings.git import Cover, GitPaths, GitSettings
from readiness_gate.signals import SIGNALS, measure
from readiness_gate.sources.git import fetch

pytestmark = pytest.mark.masses

FOLDERS = ("core", "mw", "erp")
FILES = ("config/a", "config/deep/b", "src/c", "docs/a.md", "docs/c.md", "other")
PATHS = GitPaths(("config/**",), ("src/**",), ("docs/**",))
NOW = 60
FREEZE = date(2026, 2, 5)  # day 35
ASKED: tuple[tuple[str, dict[str, ParameterValue]], ...] = (
    ("change.landings", {}),
    ("change.landings", {"paths": ("config/**", "docs/**"), "window": "14d"}),
    ("change.files", {"window": "40d"}),
    ("change.lines", {"window": "40d"}),
    ("change.days-since-last", {}),
    ("change.days-since-last", {"paths": "docs"}),
    ("change.late-share", {}),
    ("change.late-share", {"count": "lines"}),
    ("change.late-vs-median", {"window": "7d"}),
    ("change.late-vs-median", {"window": "7d", "count": "landings"}),
    ("change.bursts", {"window": "28d", "days": 2}),
    ("change.since-baseline", {}),
    ("change.after-freeze", {}),
    ("change.after-freeze", {"kind": "feature"}),
    ("docs.stale", {}),
    ("docs.stale", {"max-age": "20d"}),
    ("docs.fresh-share", {}),
    ("docs.uncovered", {}),
    ("docs.covered-share", {}),
    ("docs.drift-days", {}),
)
QUESTIONS = [(day, each) for day in (NOW, 45) for each in ASKED]


@dataclass(frozen=True)
class Step:
    """A landing in one folder: a few of its files get a content, or go."""

    day: int
    folder: str
    files: dict[str, str | None]
    subject: str


def _steps(chance: random.Random) -> Iterable[Step]:
    there = {folder: set(FILES) for folder in FOLDERS}
    for day in sorted(chance.sample(range(1, NOW), chance.randint(4, 14))):
        folder = chance.choice(FOLDERS)
        files: dict[str, str | None] = {}
        for name in chance.sample(FILES, chance.randint(1, 2)):
            # Content is rare, so that it comes back, and moves from one repository into another.
            goes = name in there[folder] and len(there[folder]) > 4 and chance.random() < 0.15
            # What a document says was never elsewhere than in documents: another repository would not know of that.
            files[name] = None if goes else chance.choice("abcdef" if name.startswith("docs/") else "uvwxyz")
            (there[folder].discard if goes else there[folder].add)(name)
        yield Step(day, folder, files, chance.choice(("feat: x", "fix: y", "Revert", "docs: z")))


def _begin(repo: Repo, folders: Iterable[str]) -> None:
    repo.commit(0, {f"{folder}{name}": f"{folder}{name} at first" for folder in folders for name in FILES})


def _built(root: Path, steps: Iterable[Step], baseline: int) -> None:
    """The history in one repository, and in one for each folder; each has a tag on what is there on a day."""
    one = Repo(root / "one")
    _begin(one, [f"{folder}/" for folder in FOLDERS])
    parts = {folder: Repo(root / folder) for folder in FOLDERS}
    for repo in parts.values():
        _begin(repo, [""])
    for repo in (one, *parts.values()):
        repo.git("tag", "v1")
    for step in steps:
        one.commit(step.day, {f"{step.folder}/{name}": each for name, each in step.files.items()}, step.subject)
        parts[step.folder].commit(step.day, step.files, step.subject)
        if step.day <= baseline:
            for repo in (one, parts[step.folder]):
                repo.git("tag", "-f", "v1")


def _globs(patterns: Iterable[str], head: Callable[[str, str], str]) -> tuple[str, ...]:
    return tuple(head(folder, glob) for folder in FOLDERS for glob in patterns)


def _below(folder: str, path: str) -> str:
    return f"{folder}/{path}"


def _settings(root: Path, git: GitSettings, head: Callable[[str, str], str]) -> Settings:
    covers = (
        Cover((head("core", "config/**"),), (head("core", "docs/a.md"),)),
        Cover((head("mw", "src/**"), head("erp", "config/**")), (head("core", "docs/c.md"), head("mw", "docs/a.md"))),
    )
    return Settings("test", root, ZoneInfo("UTC"), git, covers)


def _readings(settings: Settings, *, frozen: bool, head: Callable[[str, str], str]) -> list[Reading]:
    milestone = Milestone("go-live", "go-live", date(2026, 4, 1), freeze=FREEZE if frozen else None)
    asked: list[Question] = []
    for day, (signal, given) in QUESTIONS:
        paths = given.get("paths")
        own = {**given, "paths": _globs(paths, head)} if isinstance(paths, tuple) else given
        asked.append(Question(signal, instant(day), SIGNALS[signal].with_defaults(own)))
    needs = reduce(Needs.__or__, (SIGNALS[each.signal].needs(each.parameters, each.as_of) for each in asked))
    needs = needs.frozen_at(milestone.frozen(settings.zone))
    git = fetch(settings, needs, instant(NOW), WorkTree(settings.root).read)
    return [measure(SIGNALS, Facts(settings, milestone, {"git": git}), each) for each in asked]


@pytest.mark.parametrize("seed", heavy_after(2, range(6)))
def test_a_folder_is_as_good_as_a_repository(seed: int, tmp_path: Path) -> None:
    """Every signal gives the same value, whichever way the freeze begins."""
    chance = random.Random(seed)  # noqa: S311 - the same for its seed
    _built(tmp_path, tuple(_steps(chance)), chance.randint(0, NOW - 1))
    whole = GitPaths(*(_globs(each, _below) for each in (PATHS.config, PATHS.code, PATHS.docs)))
    one = _settings(tmp_path, GitSettings("one", "main", "v1", whole), _below)
    each = {folder: GitSettings(folder, "main", "v1", PATHS) for folder in FOLDERS}
    several = _settings(tmp_path, together(each), inside)
    for frozen in (True, False):
        before, after = _readings(one, frozen=frozen, head=_below), _readings(several, frozen=frozen, head=inside)
        told = [
            (*each, _value(here), _value(there)) for each, here, there in zip(QUESTIONS, before, after, strict=True)
        ]
        assert [row for row in told if row[2] != row[3]] == []
        assert sum(isinstance(reading, Measured) for reading in after) > len(QUESTIONS) // 2
        for here, there in zip(before, after, strict=True):
            if isinstance(here, Measured) and isinstance(there, Measured):
                assert len(here.evidence) == len(there.evidence)


def _value(reading: Reading) -> float | str:
    return "unavailable" if isinstance(reading, Unavailable) else round(reading.value, 9)
