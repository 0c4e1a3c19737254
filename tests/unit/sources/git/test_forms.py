"""A history says the same in whatever form the repository is."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from support.git import Repo, git, instant
from support.landings import settings

from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.sources.git import fetch

NOW = instant(100)
NEED = GitNeed(NOW, instant(5), NOW, frozenset({"config", "docs"}), frozenset({"config"}), documents=True)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A history with a merge, a deletion and a rename."""
    made = Repo(tmp_path / "repo")
    made.commit(0, {"config/quote": "1", "config/order": "1", "docs/quote.md": "1"})
    made.branch("side")
    made.commit(1, {"config/order": "2"})
    made.merge(10, "side")
    made.git("mv", "config/order", "config/orders")
    made.commit(20, {"docs/late.md": "1"})
    made.commit(30, {"config/quote": "2"})
    return made


def _facts(place: Path) -> GitFacts:
    return fetch(settings(place), Needs(frozenset({"git"}), NEED), NOW, lambda _path, _limit: None)


def _clone(repo: Repo, *words: str) -> Path:
    """A clone as over a network, which knows where it came from."""
    repo.git("config", "uploadpack.allowFilter", "true")
    folder = repo.path.parent / "clone"
    git(repo.path.parent, "clone", "-q", *words, f"file://{repo.path}", str(folder))
    return folder


def _worktree(repo: Repo) -> Path:
    folder = repo.path.parent / "worktree"
    repo.git("worktree", "add", "-q", "-b", "other", str(folder), "HEAD~2")
    return folder


def _submodule(repo: Repo) -> Path:
    outer = Repo(repo.path.parent / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "-b", "main", str(repo.path), "inner")
    return outer.path / "inner"


def _packed(repo: Repo) -> Path:
    repo.git("gc", "-q")
    repo.git("pack-refs", "--all", "--prune")
    assert not (repo.path / ".git/refs/heads/main").exists()
    return repo.path


def _borrowing(repo: Repo) -> Path:
    """A clone whose objects are in another repository."""
    git(repo.path.parent, "clone", "-q", "--shared", str(repo.path), "borrower")
    return repo.path.parent / "borrower"


def _detached(repo: Repo) -> Path:
    repo.git("switch", "-q", "--detach", "HEAD~1")
    return repo.path


def _locked(repo: Repo) -> Path:
    """What a git that is at work leaves in the way of another."""
    for name in ("index.lock", "HEAD.lock", "packed-refs.lock", "shallow.lock", "config.lock", "refs/heads/main.lock"):
        (repo.path / ".git" / name).touch()
    return repo.path


def _dirty(repo: Repo) -> Path:
    """A work tree in which nothing is as it was committed, and no index."""
    (repo.path / "config/quote").write_text("9")
    (repo.path / "docs/quote.md").unlink()
    (repo.path / ".git/index").write_bytes(b"no index")
    return repo.path


def _sparse(repo: Repo) -> Path:
    repo.git("sparse-checkout", "set", "src")
    return repo.path


FORMS: dict[str, Callable[[Repo], Path]] = {
    "bare": lambda repo: _clone(repo, "--bare"),
    "clone": _clone,
    "without-contents": lambda repo: _clone(repo, "--filter=blob:none", "--no-checkout"),
    "shallow-but-whole": lambda repo: _clone(repo, "--depth=99"),
    "one-branch": lambda repo: _clone(repo, "--single-branch"),
    "work-tree": _worktree,
    "submodule": _submodule,
    "packed": _packed,
    "alternates": _borrowing,
    "detached": _detached,
    "locked": _locked,
    "dirty": _dirty,
    "sparse": _sparse,
}


@pytest.mark.parametrize("form", FORMS)
def test_a_history_says_the_same_in_every_form(repo: Repo, form: str) -> None:
    """Whatever is checked out, packed, left out, borrowed or in the way."""
    before = _facts(repo.path)
    assert [len(landing.changes) for landing in before.landings] == [1, 3, 1]
    assert _facts(FORMS[form](repo)) == before


@pytest.mark.parametrize("form", ["--object-format=sha256", "--ref-format=reftable"])
def test_a_history_says_the_same_in_newer_formats(repo: Repo, tmp_path: Path, form: str) -> None:
    """With longer names of commits, or with refs stored otherwise."""
    place = tmp_path / "other"
    place.mkdir()
    try:
        git(place, "init", "-q", form, "--template=", "-b", "main")
    except subprocess.CalledProcessError:
        pytest.skip(f"this git does not know {form}")
    git(place, "fast-import", "--quiet", given=repo.git("fast-export", "--all").encode())
    other, before = _facts(place), _facts(repo.path)
    assert [landing.changes for landing in other.landings] == [landing.changes for landing in before.landings]
    assert [landing.landed for landing in other.landings] == [landing.landed for landing in before.landings]
    assert (other.tree, other.first_landed, other.older.keys()) == (
        before.tree,
        before.first_landed,
        before.older.keys(),
    )
