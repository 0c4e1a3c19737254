"""A landing that is only proposed is measured as it is once it has landed, and nothing is written for that."""

import hashlib
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial, reduce
from pathlib import Path

import pytest
from support.effort import heavy_after
from support.git import git
from support.git_histories import DAY, NOW, build

from readiness_gate.app.locate import reader
from readiness_gate.model.reading import Measured, ParameterValue, Question, Reading
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.settings.git import Cover, GitPaths, GitSettings
from readiness_gate.model.time import Instant, day_of
from readiness_gate.run import Program, measure_all
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES
from readiness_gate.sources.git import chain, fetch, process
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.proposed import Ends, Pinned, Proposed, proposed
from readiness_gate.sources.git.walk import differing
from readiness_gate.sources.source import SourceTable

PATHS = GitPaths(("cfg/**",), ("src/**", "*.xml"), ("docs/**",))
COVERS = (Cover(("cfg/**",), ("docs/**",)),)
ASKED: tuple[tuple[str, dict[str, ParameterValue]], ...] = (
    ("change.landings", {"window": "7d"}),
    ("change.landings", {"window": "9999d", "paths": "docs"}),
    ("change.files", {"window": "4w", "paths": ("**",)}),
    ("change.lines", {"window": "4w"}),
    ("change.days-since-last", {"paths": "config"}),
    ("change.late-share", {}),
    ("change.bursts", {"window": "9999d", "days": 1}),
    ("change.after-freeze", {"kind": "any"}),
    ("change.after-freeze", {"kind": "feature"}),
    ("docs.stale", {"max-age": "20d"}),
    ("docs.fresh-share", {"grace": "0d"}),
    ("docs.uncovered", {}),
    ("docs.drift-days", {}),
)


def _program(folder: Path, finding: Pinned | None = None) -> Program:
    git_settings = GitSettings(mainline="refs/heads/main", paths=PATHS)
    settings = Settings("Test", folder, git=git_settings, covers=COVERS)
    sources: SourceTable = SOURCES
    if finding is not None:
        sources = {**SOURCES, "git": replace(SOURCES["git"], fetch=partial(fetch, finding=finding))}
    return Program(settings, reader(folder, None), NOW, SIGNALS, sources)


def _readings(program: Program, as_of: Instant) -> list[Reading]:
    zone = program.settings.calendar
    milestone = Milestone("go-live", "go-live", day_of(NOW, zone), freeze=day_of(as_of - 20 * DAY, zone))
    asked = [Question(name, as_of, SIGNALS[name].with_defaults(given)) for name, given in ASKED]
    return list(measure_all(program, asked, milestone).readings.values())


def _plain(readings: list[Reading], commit: str, other: str) -> list[str]:
    """Readings in comparable words, with another name for a commit."""
    texts = (
        repr((one.value, one.summary, one.evidence)) if isinstance(one, Measured) else one.reason for one in readings
    )
    named = [(commit[:digits], other[:digits]) for digits in (40, 12, 10)]
    return [reduce(lambda text, pair: text.replace(*pair), named, text) for text in texts]


def _sample(seed: int, mainline: Chain) -> Iterator[int]:
    """The indices of some landings that have a parent, are the last of their second, and whose time is known."""
    doubtful = mainline.doubtful(NOW)
    known = len(mainline.commits) if doubtful is None else doubtful
    alone = [
        index for index in range(1, known) if index + 1 == known or mainline.landed[index + 1] > mainline.landed[index]
    ]
    draw = random.Random(seed)  # noqa: S311 - no secret
    yield from draw.sample(alone, min(2, len(alone))) if doubtful is None else ()


def _everything(folder: Path) -> dict[str, str]:
    """The digest of every file below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("seed", heavy_after(2, range(40)))
def test_a_proposed_landing_is_measured_as_one_that_landed(seed: int) -> None:
    """In random histories, with its parent as the base; in half of them clocks run well."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "repository"
        build(folder, seed, bare=True, calm=seed % 2 == 0)
        repository = process.find(folder)
        mainline = chain.read(repository, chain.resolve(repository, "refs/heads/main")).seen_at(NOW)
        before = _everything(folder)
        for index in _sample(seed, mainline):
            commit, parent, as_of = mainline.commits[index], mainline.commits[index - 1], mainline.landed[index]
            if not list(differing(repository, parent, commit)):
                continue  # what a merge drops is refused: it is unknown what the change did
            with proposed(repository, Ends(parent, commit, (parent, commit)), as_of, NOW) as change:
                assert set(change.paths) == set(differing(repository, parent, commit))
                with_change = _readings(_program(folder, change.after), as_of)
                without = _readings(_program(folder, change.before), as_of)
            expected = _readings(_program(folder), as_of)
            assert _plain(with_change, change.commit, commit) == _plain(expected, commit, commit)
            _check_before(without, _readings(_program(folder, _ending(change, parent)), as_of), change)
        assert _everything(folder) == before


def _ending(change: Proposed, parent: str) -> Pinned:
    """The mainline of the real repository as it ends with a commit."""
    return Pinned(change.git_dir, process.Repository(change.git_dir, ""), parent, parent)


def _check_before(without: list[Reading], expected: list[Reading], change: Proposed) -> None:
    """Without the change, nothing is as if it were there."""
    assert _plain(without, "-", "-") == _plain(expected, "-", "-")
    assert not any(change.commit[:10] in text for text in _plain(without, "-", "-"))


@pytest.mark.parametrize("seed", heavy_after(3, range(40)))
def test_a_change_of_several_commits_is_one_landing(seed: int) -> None:
    """Its tree is that of a merge, whatever its base has beside it, and its commits land with it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "repository"
        build(folder, seed, calm=True)
        repository = process.find(folder)
        mainline = chain.read(repository, chain.resolve(repository, "refs/heads/main")).seen_at(NOW)
        base, head = mainline.commits[0], mainline.commits[-1]
        if base == head:
            return
        with proposed(repository, Ends(base, head, ("main", "HEAD")), NOW, NOW) as change:
            landed = chain.read(change.repository, change.commit)
            assert landed.commits == (base, change.commit)
            parents = git(Path(change.repository.git_dir), "log", "-1", "--format=%P", change.commit).split()
            trees = [git(folder, "rev-parse", f"{head}^{{tree}}")]
            trees.append(git(Path(change.repository.git_dir), "rev-parse", f"{change.commit}^{{tree}}"))
            assert trees[0] == trees[1]
            assert parents[0] == base
            assert head in parents[1:] or len(mainline.commits) == 2
