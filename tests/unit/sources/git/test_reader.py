"""Policy files are read as a ref has them, whatever the work tree holds."""

from pathlib import Path

import pytest
from support.git import Repo, git

from readiness_gate.errors import BadUse, Unreadable
from readiness_gate.sources.git.reader import at_ref


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A branch, main, and a change of it that is checked out."""
    made = Repo(tmp_path / "repo")
    (tmp_path / "repo/gate").mkdir()
    (tmp_path / "repo/gate/link").symlink_to("policy.toml")
    made.commit(0, {"gate/policy.toml": "strict", "gate/deep/\u00fc \n": b"\xff\0", "top": "1", "gate/empty": ""})
    made.branch("change")
    made.commit(1, {"gate/policy.toml": "lenient", "gate/added": "1", "gate/empty": None})
    return made


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("policy.toml", b"strict"),
        ("./deep/../policy.toml", b"strict"),
        ("deep/\u00fc \n", b"\xff\0"),
        ("../top", b"1"),
        ("empty", b""),
        ("added", None),
        ("absent/file", None),
        ("policy.toml/file", None),
        ("*", None),
        (":(top)top", None),
        ("--help", None),
    ],
)
def test_a_file_is_read_as_the_ref_has_it(repo: Repo, path: str, content: bytes | None) -> None:
    """Relative to the folder; None for what the ref does not have; names are no patterns."""
    assert at_ref(repo.path / "gate", "main").read(path, 99) == content


def test_a_script_is_a_file_too(repo: Repo) -> None:
    """With either mode."""
    repo.git("update-index", "--chmod=+x", "top")
    repo.git("commit", "-q", "-m", "mode")
    assert at_ref(repo.path, "change").read("top", 99) == b"1"


def test_no_more_is_read_than_allowed(repo: Repo) -> None:
    """A file of just that size may be read."""
    read = at_ref(repo.path, "main").read
    assert read("gate/policy.toml", len("strict")) == b"strict"
    with pytest.raises(Unreadable, match=r"^gate/policy\.toml at main has more than 5 bytes$"):
        read("gate/policy.toml", len("strict") - 1)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("link", "^link is not a file at main$"),
        ("deep", "^deep is not a file at main$"),
        ("..", r"^\.\. is not a file at main$"),
        ("../..", r"^\.\./\.\. is outside the repository, so main cannot contain it: move it into the repository$"),
        ("../../etc/passwd", "is outside the repository"),
        ("/etc/passwd", "is outside the repository"),
    ],
)
def test_what_is_no_file_of_the_repository(repo: Repo, path: str, why: str) -> None:
    """Is refused, and never looked for in the work tree."""
    with pytest.raises(Unreadable, match=why):
        at_ref(repo.path / "gate", "main").read(path, 99)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("HEAD^{tree}", r"^top cannot be looked up: objects of .{12} are missing \(git fetch --refetch\)$"),
        ("HEAD:top", r"^top at change was not fetched, because this clone lacks contents: check out without"),
    ],
)
def test_an_object_that_is_missing_is_no_missing_file(repo: Repo, name: str, why: str) -> None:
    """A policy that cannot be read is not one that is not there."""
    object_id = repo.git("rev-parse", name).strip()
    (repo.path / ".git/objects" / object_id[:2] / object_id[2:]).unlink()
    with pytest.raises(Unreadable, match=why):
        at_ref(repo.path, "change").read("top", 99)


def test_contents_that_are_damaged(repo: Repo) -> None:
    """Are not read as far as they go."""
    object_id = repo.git("rev-parse", "HEAD:top").strip()
    where = repo.path / ".git/objects" / object_id[:2] / object_id[2:]
    content = where.read_bytes()
    where.chmod(0o644)
    where.write_bytes(content[:-6])
    with pytest.raises(Unreadable, match=r"^top at change (cannot be read|was not fetched)"):
        at_ref(repo.path, "change").read("top", 99)


@pytest.mark.parametrize(
    ("place", "ref", "why"),
    [
        (".", "absent", '^the policy cannot be read from "absent": no branch, tag or commit is called "absent"'),
        (".", "--output=written", '^the policy cannot be read from "--output=written"'),
        ("..", "main", '^the policy cannot be read from "main": there is no git repository'),
    ],
)
def test_a_ref_that_cannot_be_read(repo: Repo, place: str, ref: str, why: str) -> None:
    """Is bad use: nothing else may take its place."""
    with pytest.raises(BadUse, match=why):
        at_ref(repo.path / place, ref)
    assert not list(repo.path.rglob("written"))


def _as_tag(repo: Repo) -> None:
    repo.git("tag", "origin/main", "change")


def _as_bare(repo: Repo) -> None:
    """The change brings the files of a bare repository, whose main is lenient, beside the policy."""
    folder = repo.path / "gate"
    git(repo.path.parent, "clone", "-q", "--bare", str(repo.path), "made-up")
    git(repo.path.parent / "made-up", "update-ref", "refs/heads/origin/main", "change")
    for each in (repo.path.parent / "made-up").iterdir():
        each.rename(folder / each.name)


def test_a_change_cannot_put_itself_in_the_place_of_its_judge(repo: Repo) -> None:
    """Neither by a tag that git prefers to the branch, nor by a repository in the files: the ref's file is read."""
    repo.git("update-ref", "refs/remotes/origin/main", "main")
    assert at_ref(repo.path / "gate", "origin/main").read("policy.toml", 99) == b"strict"
    _as_bare(repo)
    assert at_ref(repo.path / "gate", "origin/main").read("policy.toml", 99) == b"strict"
    _as_tag(repo)
    with pytest.raises(BadUse, match="the policy cannot be read"):
        at_ref(repo.path / "gate", "origin/main")


def test_a_folder_that_the_work_tree_does_not_have(repo: Repo) -> None:
    """Is read as the ref has it: a change that takes it away does not take its judge away."""
    assert at_ref(repo.path / "absent", "main").read("policy.toml", 99) is None
    for each in sorted((repo.path / "gate").rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()
    (repo.path / "gate").rmdir()
    assert at_ref(repo.path / "gate", "main").read("policy.toml", 99) == b"strict"


def test_the_work_tree_has_no_say(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor has the environment."""
    (repo.path / "gate/policy.toml").write_text("none")
    monkeypatch.setenv("GIT_DIR", str(repo.path.parent / "elsewhere"))
    assert at_ref(repo.path / "gate", "main").read("policy.toml", 99) == b"strict"
