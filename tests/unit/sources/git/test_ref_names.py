"""What is said of the name of a branch that is not in the clone."""

from pathlib import Path

import pytest
from support.git import Repo

from readiness_gate.sources.git import process
from readiness_gate.sources.git.ref_names import no_such_ref


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        (
            "release",
            "fetch it (git fetch origin release), or correct the name (branches here: live, trunk, origin/trunk)",
        ),
        (
            "origin/release",
            "fetch it (git fetch origin release), or correct the name (branches here: live, trunk, origin/trunk)",
        ),
        (
            "refs/heads/release",
            "(git fetch origin release), or correct the name (branches here: live, trunk, origin/trunk)",
        ),
        ("trnk", "fetch it (git fetch origin trnk), or correct the name (similar branches here: trunk)"),
        ("-release", "correct the name (branches here: live, trunk, origin/trunk)"),
    ],
)
def test_branches_that_are_here(tmp_path: Path, ref: str, said: str) -> None:
    """The newest first; what stands for another branch is none."""
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
