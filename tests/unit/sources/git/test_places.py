"""Where on the mainline what a ref names has landed, and which refs move by themselves."""

from pathlib import Path

import pytest
from support.git import Repo, git

from readiness_gate.model.reading import Unavailable
from readiness_gate.sources.git import chain, process
from readiness_gate.sources.git.places import moves, place_of


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Three commits on main; a branch that left after the first and landed with the fourth, and one that did not."""
    repo = Repo(tmp_path / "repo")
    for day in range(3):
        repo.commit(day, {"a": str(day)})
    repo.branch("abreast", "main")
    repo.commit(3, {"b": "1"})
    repo.merge(4, "abreast")
    repo.branch("beside", "main~1")
    repo.commit(5, {"c": "1"})
    repo.branch("behind", "main~2")
    repo.commit(6, {"d": "1"})
    repo.merge(7, "behind")
    repo.git("tag", "light", "main~3")
    repo.git("tag", "-a", "-m", "x", "full", "main~3")
    return repo


def _place(folder: Path, ref: str) -> int | Unavailable:
    found = process.find(folder)
    return place_of(found, chain.read(found, chain.resolve(found, "main")), ref, "lock", "main")


@pytest.mark.parametrize(
    ("ref", "place"),
    [("light", 1), ("full", 1), ("refs/tags/light", 1), ("main", 4), ("abreast", 3), ("main~4", 0)],
)
def test_the_place_is_that_of_the_landing(repo: Repo, ref: str, place: int) -> None:
    """The commit itself, or the merge that brought it; the id of a commit is a ref as well."""
    assert _place(repo.path, ref) == place
    assert _place(repo.path, repo.git("rev-parse", f"{ref}^{{commit}}").strip()) == place


@pytest.mark.parametrize(
    ("ref", "why"),
    [
        ("none", 'the lock "none" cannot be found: no branch, tag or commit is called "none"'),
        ("beside", "is not in the history of main: the mainline was rewritten after it, or it was set beside it"),
        ("behind", 'the lock "behind" is a commit of a branch that lacks what landed before it did'),
        ("light^{tree}", 'the lock "light^{tree}" cannot be found: "light^{tree}" names no commit that is there'),
    ],
)
def test_places_that_nobody_can_tell(repo: Repo, ref: str, why: str) -> None:
    """Are told as such, by what the ref is in the configuration."""
    found = _place(repo.path, ref)
    assert isinstance(found, Unavailable)
    assert why in found.reason


def test_where_a_history_was_cut_off(repo: Repo, tmp_path: Path) -> None:
    """What landed there may have landed before."""
    git(tmp_path, "clone", "-q", "--depth=3", f"file://{repo.path}", "part")
    found = _place(tmp_path / "part", "main~2")
    assert isinstance(found, Unavailable)
    assert "landed where it was cut off or before: fetch the whole history" in found.reason


@pytest.mark.parametrize(
    ("ref", "moving"),
    [
        ("light", False),
        ("full", False),
        ("tags/light", False),
        ("refs/tags/full", False),
        ("main", True),
        ("heads/main", True),
        ("HEAD", True),
        ("light-0-gabcdef", True),
    ],
)
def test_what_moves_by_itself(repo: Repo, ref: str, *, moving: bool) -> None:
    """A branch does; a tag does not, nor an id, nor what is a branch and a tag: git cannot say which it is."""
    assert moves(process.find(repo.path), ref) == moving


def test_ids_do_not_move(repo: Repo) -> None:
    """Whole or short, in whatever case; a branch that is called like one does."""
    commit = repo.head()
    found = process.find(repo.path)
    for each in (commit, commit[:8], commit[:8].upper()):
        assert not moves(found, each)
    repo.git("branch", "light")
    assert moves(found, "light")
