"""What git stores in place of a log may be something else: then no line ever lands, and none may be lost."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from support.decisions import conditions, decided, written
from support.git import Repo, instant

from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.decisions import DecisionFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.sources.decisions import fetch
from readiness_gate.sources.decisions.lines import FILE

NOW = instant(100)
CONFIG = "readiness-gate.toml"
POLICY = '[waivers]\napprovers = ["sponsor@example.com"]\n[git]\nmainline = "main"\n'
LOG = written([decided(conditions=conditions(1, "2026-04-20"))])


def facts(repo: Repo) -> DecisionFacts:
    """The content of the log."""
    of = Settings("P", repo.path, git=GitSettings(mainline="main"), policy_files=(CONFIG,))
    return fetch(of, Needs(), NOW, WorkTree(repo.path).read)


def link(repo: Repo) -> None:
    """The log is a symbolic link to a file beside it."""
    (repo.path / "real.jsonl").write_bytes(LOG)
    (repo.path / FILE).symlink_to("real.jsonl")
    repo.commit(91, {})


def pointer(repo: Repo) -> None:
    """Git stores a pointer, and has the file in another place, as Git LFS does."""
    digest = hashlib.sha256(LOG).hexdigest()
    repo.commit(91, {FILE: f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(LOG)}\n"})
    (repo.path / FILE).write_bytes(LOG)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with a configuration."""
    made = Repo(tmp_path / "repo")
    made.commit(90, {CONFIG: POLICY})
    return made


@pytest.mark.parametrize("store", [link, pointer])
def test_a_log_that_git_stores_elsewhere(repo: Repo, store: Callable[[Repo], None]) -> None:
    """Is unknown while it is there, and when it is gone, until the file itself has landed."""
    store(repo)
    with pytest.raises(CouldNotLook, match=r"line 1 is not in git, which stores something else .*: commit the file"):
        facts(repo)
    (repo.path / FILE).unlink()
    repo.branch("change")
    removed = repo.commit(92, {})
    with pytest.raises(CouldNotLook, match=r"line 1 is missing, and something landed in .* of which no line can be"):
        facts(repo)
    repo.git("branch", "-f", "main", removed)
    repo.commit(93, {FILE: LOG})
    assert len(facts(repo).entries) == 1


def test_something_that_never_was_a_log(repo: Repo) -> None:
    """Is not missed once an empty file took its place."""
    repo.commit(91, {FILE: "notes"})
    repo.commit(92, {FILE: None})
    with pytest.raises(CouldNotLook, match="land an empty file if nothing was decided"):
        facts(repo)
    repo.commit(93, {FILE: b""})
    assert facts(repo).entries == ()
    repo.commit(94, {FILE: None})
    assert facts(repo).entries == ()


def test_something_else_on_a_branch(repo: Repo) -> None:
    """That was removed there before it landed is not missed."""
    repo.branch("change")
    repo.commit(91, {FILE: "notes"})
    repo.commit(92, {FILE: None})
    repo.merge(93, "change")
    assert facts(repo).entries == ()
