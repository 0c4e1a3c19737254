"""Which commit the mainline ends with: under a policy ref never one that a change names."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.git import Repo, git
from support.landings import settings

from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.git import listing
from readiness_gate.sources.git.mainline import Mainline, find

REMOTE = "refs/remotes/origin/main"


@pytest.fixture
def clone(tmp_path: Path) -> Repo:
    """A clone as CI systems make it of a pull request: the base as it was fetched, and the change checked out."""
    base = Repo(tmp_path / "base")
    base.commit(0, {"a": "1"})
    base.commit(1, {"a": "2"})
    git(tmp_path, "clone", "-q", str(base.path), str(tmp_path / "clone"))
    made = Repo(tmp_path / "clone", is_there=True)
    made.git("switch", "-q", "--detach")
    made.git("branch", "-q", "-D", "main")
    made.commit(2, {"a": "3"})
    return made


def _found(repo: Repo, mainline: str, ref: str = "", repository: str | None = None) -> Mainline:
    configured = settings(repo.path, repository=repository)
    return find(replace(configured, git=replace(configured.git, mainline=mainline), policy_ref=ref))


def _orphan(repo: Repo) -> None:
    repo.git("checkout", "-q", "--orphan", "pr")
    repo.commit(-60, {"a": "2"})


def _branch_called_main(repo: Repo) -> None:
    repo.git("switch", "-q", "-c", "main", "HEAD~1")
    repo.commit(3, {"b": "1"})


def _tag_called_so(repo: Repo) -> None:
    repo.git("tag", "refs/heads/main")
    repo.git("tag", "refs/remotes/origin/main")


def _branch_called_so(repo: Repo) -> None:
    repo.git("update-ref", "refs/heads/refs/remotes/origin/main", "HEAD")
    repo.git("update-ref", "refs/remotes/origin/origin/main", "HEAD")


@pytest.mark.parametrize("trick", [_orphan, _branch_called_main, _tag_called_so, _branch_called_so])
def test_the_mainline_is_that_of_the_base(clone: Repo, trick: Callable[[Repo], None]) -> None:
    """Whatever the change checks out, or calls its branches and tags."""
    trick(clone)
    base = clone.git("rev-parse", f"{REMOTE}^{{commit}}").strip()
    for mainline in ("HEAD", "@", "main", "refs/heads/main", "origin/main", REMOTE):
        assert _found(clone, mainline, REMOTE).commit == base, mainline


def test_what_the_checkout_has_besides_is_told(clone: Repo) -> None:
    """HEAD is read as the ref of the policy."""
    found = _found(clone, "HEAD", "origin/main")
    assert (found.name, found.doubts) == (REMOTE, ())
    told = f'git.mainline = "HEAD" is read as {REMOTE}, the ref of the policy: 1 commit of the checkout'
    assert found.notes == (f"{told} is not judged until it lands",)
    clone.git("switch", "-q", "--detach", REMOTE)
    assert _found(clone, "HEAD", REMOTE).notes == ()


@pytest.mark.parametrize("ref", ["v1", "refs/tags/v1", "id"])
def test_a_policy_of_no_branch_has_no_mainline(clone: Repo, ref: str) -> None:
    """Nothing ever lands on a tag or a commit, and HEAD is the author's: the line to write is told."""
    clone.git("tag", "v1", REMOTE)
    ref = clone.git("rev-parse", REMOTE).strip() if ref == "id" else ref
    with pytest.raises(CouldNotLook, match='set the branch in \\[git\\], such as mainline = "main"'):
        _found(clone, "HEAD", ref)
    assert _found(clone, "main", ref).commit == clone.git("rev-parse", REMOTE).strip()


def test_a_ref_in_full_is_no_other(clone: Repo) -> None:
    """A branch that was not fetched is not a tag, nor another branch, that is called so."""
    _tag_called_so(clone)
    clone.git("tag", "refs/heads/release")
    clone.git("update-ref", "refs/remotes/origin/refs/heads/release", "HEAD")
    with pytest.raises(CouldNotLook, match='no branch, tag or commit is called "refs/heads/release"'):
        _found(clone, "refs/heads/release", REMOTE)
    assert _found(clone, "refs/heads/main").name == "refs/heads/main"


def test_a_branch_of_another_remote(clone: Repo) -> None:
    """Where the policy is from another remote, the branches are, too."""
    clone.git("update-ref", "refs/remotes/upstream/main", f"{REMOTE}~1")
    assert _found(clone, "main", "refs/remotes/upstream/main").name == "refs/remotes/upstream/main"
    assert _found(clone, "main").commit == clone.git("rev-parse", REMOTE).strip()


def test_another_repository_has_a_mainline_of_its_own(clone: Repo, tmp_path: Path) -> None:
    """The ref of the policy says nothing of it."""
    other = Repo(tmp_path / "other")
    other.commit(5, {"a": "1"})
    assert _found(clone, "HEAD", REMOTE, repository="../other").commit == other.head()


@pytest.mark.parametrize("ref", ["v1", "refs/tags/v1", "id"])
def test_a_mainline_that_does_not_move_is_a_doubt(clone: Repo, ref: str) -> None:
    """Of a tag or a commit: what landed later is not seen."""
    clone.git("tag", "v1", REMOTE)
    ref = clone.git("rev-parse", REMOTE).strip() if ref == "id" else ref
    (doubt,) = _found(clone, ref).doubts
    assert doubt.startswith(f'git.mainline "{ref}" is a {"commit" if len(ref) > 20 else "tag"}, which does not move')
    assert _found(clone, "main").doubts == _found(clone, "HEAD").doubts == ()


def test_a_tag_called_as_a_branch_of_origin(clone: Repo) -> None:
    """Is refused where the branch itself is not here: git would take the tag."""
    clone.git("tag", "main", f"{REMOTE}~1")
    with pytest.raises(
        CouldNotLook,
        match='"main" is ambiguous, because it names different commits: write refs/tags/main or refs/remotes',
    ):
        _found(clone, "main")


def test_the_branch_that_a_repository_is_about(clone: Repo, tmp_path: Path) -> None:
    """The default branch of origin, whatever is checked out; else that, if it is one, even without any commit."""
    assert listing.mainline(clone.path) == "main"
    clone.git("switch", "-q", "-c", "feature")
    assert listing.mainline(clone.path) == "main"
    clone.git("symbolic-ref", "--delete", "refs/remotes/origin/HEAD")
    assert listing.mainline(clone.path) == "feature"
    clone.git("switch", "-q", "--detach")
    assert listing.mainline(clone.path) == ""
    git(tmp_path, "init", "-q", "-b", "team/trunk", str(tmp_path / "new"))
    assert listing.mainline(tmp_path / "new") == "team/trunk"
    assert listing.mainline(tmp_path) == ""


def test_a_mainline_that_is_not_where_the_policy_landed_is_told(clone: Repo) -> None:
    """An edit of both could have the gate judge a history of its own making."""
    assert _found(clone, "main", REMOTE).notes == ()
    clone.git("branch", "release", "HEAD")
    said = "git.mainline is release, and the policy is read from main: changes in main are not judged"
    assert _found(clone, "release", REMOTE).notes == (said,)
    assert _found(clone, "release").notes == ()
