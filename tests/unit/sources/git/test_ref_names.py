"""What is said of the name of a branch that is not in the clone."""

from pathlib import Path

import pytest
from support.git import Repo

from readiness_gate.sources.git import process
from readiness_gate.sources.git.ref_names import no_such_ref

HERE = "(branches here: live, trunk, origin/trunk)"
BRANCH = "git fetch origin +refs/heads/release:refs/remotes/origin/release"
ID = "1" * 40


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("release", f"fetch it ({BRANCH}; for a tag: git fetch origin tag release), or correct the name {HERE}"),
        ("origin/release", f"fetch it ({BRANCH}), or correct the name {HERE}"),
        ("refs/heads/release", f"fetch it ({BRANCH}), or correct the name {HERE}"),
        ("refs/remotes/origin/release", f"fetch it ({BRANCH}), or correct the name {HERE}"),
        ("refs/tags/release", f"fetch it (git fetch origin tag release), or correct the name {HERE}"),
        (ID, f"fetch it (git fetch origin {ID}), or correct the name {HERE}"),
        ("trnk", "git fetch origin tag trnk), or correct the name (similar branches here: trunk)"),
        ("-release", f"correct the name {HERE}"),
    ],
)
def test_branches_that_are_here(tmp_path: Path, ref: str, said: str) -> None:
    """The newest first, without symbolic refs."""
    repo = Repo(tmp_path / "repo")
    repo.commit(1, {"a": "1"})
    repo.git("branch", "-m", "trunk")
    repo.git("update-ref", "refs/remotes/origin/trunk", "trunk")
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    repo.branch("live")
    repo.commit(2, {"a": "2"})
    found = no_such_ref(process.find(repo.path), ref)
    assert found.startswith(f'no branch, tag or commit is called "{ref}": ')
    assert found.endswith(said)


def test_a_repository_without_commits(tmp_path: Path) -> None:
    """There is no branch to name."""
    repo = Repo(tmp_path / "repo")
    said = 'no branch, tag or commit is called "main", and this clone has no branch: fetch or commit one'
    assert no_such_ref(process.find(repo.path), "main") == said
