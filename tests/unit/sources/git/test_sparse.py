"""Files that a sparse checkout leaves out are not missing."""

import re
from pathlib import Path

import pytest
from support.git import Repo, git

from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import Unreadable
from readiness_gate.sources.git.sparse import Explaining

LIMIT = 1000


@pytest.fixture
def sparse(tmp_path: Path) -> Path:
    """A clone that has only config/ and the files at the top."""
    repo = Repo(tmp_path / "repo")
    repo.commit(0, {"top": "t", "config/a": "a", "people/eu/r.csv": "r", "gate/g.toml": "g", "my people/r.csv": "r"})
    git(tmp_path, "clone", "-q", "--no-checkout", f"file://{repo.path}", "clone")
    git(tmp_path / "clone", "sparse-checkout", "set", "--cone", "config")
    git(tmp_path / "clone", "checkout", "-q", "main")
    return tmp_path / "clone"


@pytest.mark.parametrize(
    ("folder", "path", "add"),
    [
        (".", "people/eu/r.csv", "people/eu"),
        ("config", "../people/eu/r.csv", "people/eu"),
        ("gate", "g.toml", "gate"),
        ("gate", "./g.toml", "gate"),
        (".", "my people/r.csv", "'my people'"),
    ],
)
def test_a_file_that_is_left_out_is_named_with_what_adds_it(sparse: Path, folder: str, path: str, add: str) -> None:
    """Whatever folder the configuration is in, be that left out, too."""
    why = f"is in git, but not in this sparse checkout: run `git sparse-checkout add {add}`"
    with pytest.raises(Unreadable, match=re.escape(f"{path} {why}")):
        Explaining(WorkTree(sparse / folder).read, sparse / folder).read(path, LIMIT)


def test_a_file_at_the_top_has_a_pattern_of_its_own(sparse: Path) -> None:
    """As only patterns without cones leave one out."""
    git(sparse, "sparse-checkout", "set", "--no-cone", "/config/")
    with pytest.raises(Unreadable, match="git sparse-checkout add /top`"):
        Explaining(WorkTree(sparse).read, sparse).read("top", LIMIT)


def test_a_linked_work_tree_has_its_own_patterns(sparse: Path, tmp_path: Path) -> None:
    """Its git directory is elsewhere."""
    git(sparse, "worktree", "add", "-q", str(tmp_path / "linked"), "-b", "other")
    git(tmp_path / "linked", "sparse-checkout", "set", "--cone", "config")
    with pytest.raises(Unreadable, match="sparse checkout"):
        Explaining(WorkTree(tmp_path / "linked").read, tmp_path / "linked").read("gate/g.toml", LIMIT)


def test_what_is_there_is_read_and_what_is_nowhere_is_missing(sparse: Path, tmp_path: Path) -> None:
    """In a sparse checkout, in a whole one, and without a repository."""
    read = Explaining(WorkTree(sparse).read, sparse).read
    assert (read("config/a", LIMIT), read("people/x", LIMIT), read("../x", LIMIT)) == (b"a", None, None)
    (tmp_path / "plain").mkdir()
    for folder in (tmp_path / "repo", tmp_path / "plain"):
        assert Explaining(WorkTree(folder).read, folder).read("people/x", LIMIT) is None


def test_where_git_cannot_be_asked_a_file_is_missing(tmp_path: Path) -> None:
    """A folder that only looks like a repository explains nothing."""
    (tmp_path / ".git/info").mkdir(parents=True)
    (tmp_path / ".git/info/sparse-checkout").write_text("/a\n")
    assert Explaining(WorkTree(tmp_path).read, tmp_path).read("b", LIMIT) is None
