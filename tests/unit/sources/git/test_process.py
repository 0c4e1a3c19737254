"""git is found, run masked, and believed only when it ended well."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from support.git import Repo, git

from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a repository to another user")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with one commit."""
    made = Repo(tmp_path / "repo")
    made.commit(0, {"config/a.xml": "1", "docs/deep/a.md": "1"})
    return made


@pytest.fixture
def fake_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """Puts a program of that name, a shell script, in the place of git."""

    def put(script: str, mode: int = 0o755) -> None:
        where = tmp_path / "bin" / "git"
        where.parent.mkdir()
        where.write_text(f"#!/bin/sh\n{script}\n")
        where.chmod(mode)
        monkeypatch.setenv("PATH", str(where.parent))

    return put


def _instead(*command: str) -> Callable[[object], list[str]]:
    """Another command in the place of git's."""
    return lambda _words: list(command)


def _bare(repo: Repo, where: Path) -> Path:
    git(repo.path, "clone", "-q", "--bare", str(repo.path), str(where))
    return where


def _worktree(repo: Repo) -> Path:
    repo.git("worktree", "add", "-q", "-b", "other", str(repo.path.parent / "worktree"))
    return repo.path.parent / "worktree" / "docs"


def _submodule(repo: Repo) -> Path:
    outer = Repo(repo.path.parent / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repo.path), "docs")
    return outer.path / "docs" / "docs" / "deep"


PLACES: dict[str, tuple[Callable[[Repo], Path], str, str]] = {
    "top": (lambda repo: repo.path, "repo/.git", ""),
    "folder": (lambda repo: repo.path / "docs/deep", "repo/.git", "docs/deep"),
    "git-directory": (lambda repo: repo.path / ".git", "repo/.git", ""),
    "in-the-git-directory": (lambda repo: repo.path / ".git/objects", "repo/.git", ""),
    "bare": (lambda repo: _bare(repo, repo.path.parent / "bare"), "bare", ""),
    "in-a-bare-one": (lambda repo: _bare(repo, repo.path.parent / "bare") / "refs", "bare", ""),
    "work-tree": (_worktree, "repo/.git/worktrees/worktree", "docs"),
    "submodule": (_submodule, "outer/.git/modules/docs", "docs/deep"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_repository_is_found(repo: Repo, place: str) -> None:
    """From any folder of it, with the path from its top to that folder."""
    put, git_dir, prefix = PLACES[place]
    assert process.find(put(repo)) == Repository(str(repo.path.parent / git_dir), prefix)


def test_names_need_no_locale(tmp_path: Path) -> None:
    """Folders may be called what bytes allow."""
    where = tmp_path / os.fsdecode(b"k\xc3\xbcche \xff")
    Repo(where / "in").commit(0, {"a b/x": "1"})
    assert process.find(where / "in" / "a b") == Repository(str(where / "in" / ".git"), "a b")


@pytest.mark.parametrize("named", [True, False], ids=["named", "found-on-the-way-up"])
def test_a_bare_repository_among_the_files_of_another_is_refused(repo: Repo, *, named: bool) -> None:
    """A change could bring one with a history that its author made up, and so hide the real one."""
    inner = _bare(repo, repo.path / "docs" / "made-up")
    with pytest.raises(CouldNotLook, match=r"made-up is a bare repository inside another repository, which it hides"):
        process.find(inner if named else inner / "refs" / "heads")


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (".", r"there is no git repository at or above [^ ]*: clone the repository there, or use"),
        ("absent", r"there is no git repository at or above .*absent that can be read \(cannot change to"),
    ],
)
def test_no_repository(tmp_path: Path, place: str, why: str) -> None:
    """The reason names the folder, and what git said if there is more to it."""
    with pytest.raises(CouldNotLook, match=why):
        process.find(tmp_path / place)


def test_a_line_break_in_the_path_is_refused(tmp_path: Path) -> None:
    """Half of such a path might be another repository."""
    repo = Repo(tmp_path / "a\nb")
    with pytest.raises(CouldNotLook, match="contains a line break"):
        process.find(repo.path)


@pytest.mark.parametrize(
    ("script", "mode", "why"),
    [
        ("echo git version 2.30.9", 0o755, r"^git version 2\.30\.9 is too old: install git 2\.31 or newer$"),
        ("echo git version 1.99", 0o755, "is too old"),
        ("exit 1", 0o755, "^an unknown version is too old"),
        ("echo git version 2.31.0", 0o644, r"^git is not installed, or not on the PATH \(Permission denied\)"),
    ],
    ids=["older", "much-older", "unknown", "not-a-program"],
)
def test_a_git_that_cannot_be_relied_on(
    repo: Repo, fake_git: Callable[[str, int], None], script: str, mode: int, why: str
) -> None:
    """The reason says which git is needed."""
    fake_git(script, mode)
    with pytest.raises(CouldNotLook, match=why):
        process.find(repo.path)


def test_the_oldest_git_will_do(repo: Repo, fake_git: Callable[[str], None]) -> None:
    """The version is compared as numbers, not as text."""
    fake_git(f'case "$*" in *version) echo git version 2.31;; *) printf "%s\\n\\n" {repo.path}/.git;; esac')
    assert process.find(repo.path).git_dir == f"{repo.path}/.git"


def test_no_git(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git the reason says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(CouldNotLook, match=r"git is not installed, or not on the PATH \(No such file"):
        process.find(repo.path)


def test_a_git_that_does_not_answer(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command of one answer ends with the deadline."""
    monkeypatch.setattr(process, "DEADLINE", 0)
    with pytest.raises(CouldNotLook, match="git did not answer in 0 s"):
        process.find(repo.path)


def test_the_environment_is_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of git's own variables comes through, and nothing that it does not need, such as secrets."""
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("PATH", "/kept")
    monkeypatch.setenv("JIRA_TOKEN", "s3cret")
    masked = process.masked_environment()
    assert not {"GIT_DIR", "GIT_CONFIG_COUNT", "JIRA_TOKEN"} & set(masked)
    assert (masked["LC_ALL"], masked["PATH"], masked["GIT_CONFIG_GLOBAL"]) == ("C", "/kept", os.devnull)
    assert masked["GIT_ALLOW_PROTOCOL"] == ""


def test_the_output_of_a_command(repo: Repo) -> None:
    """What it prints; None when it fails."""
    found = process.find(repo.path)
    assert process.output(found, "rev-parse", "HEAD") == repo.head().encode() + b"\n"
    assert process.output(found, "rev-parse", "--verify", "nothing") is None


def test_tokens_come_up_to_each_separator(repo: Repo) -> None:
    """Also across the pieces that the output arrives in; what follows the last separator is a token too."""
    many = {f"docs/{number:04}{'x' * 80}.md": "1" for number in range(2_000)}
    commit = repo.commit(1, many)
    words = ("ls-tree", "-r", "-z", "--name-only", commit, "docs/")
    with process.stream(process.find(repo.path), b"\0", *words) as tokens:
        assert sorted(tokens) == sorted(name.encode() for name in (*many, "docs/deep/a.md"))
    with process.stream(process.find(repo.path), b"/", "rev-parse", "--symbolic-full-name", "HEAD") as tokens:
        assert list(tokens) == [b"refs", b"heads", b"main\n"]


def test_text_is_told_to_git_in_utf_8(repo: Repo) -> None:
    """Paths are bytes; whatever the locale, a text means its UTF-8."""
    repo.commit(1, {"k\u00fcche/a": "1"})
    with process.stream(
        process.find(repo.path), b"\0", "ls-tree", "-z", "--name-only", "HEAD", "k\u00fcche/"
    ) as tokens:
        assert list(tokens) == ["k\u00fcche/a".encode()]


@pytest.mark.parametrize(
    ("object_", "why"),
    [
        ("HEAD~2", r"Failed to traverse parents .*: objects are missing; fetch them all"),
        ("HEAD~2^{tree}", r"unable to read tree .*: objects are missing; fetch them all"),
    ],
)
def test_a_command_that_fails_late_is_not_believed(repo: Repo, object_: str, why: str) -> None:
    """However much it printed before, reading to the end raises."""
    for day in range(1, 4):
        repo.commit(day, {"config/a.xml": f"{day}"})
    missing = repo.git("rev-parse", object_).strip()
    (repo.path / ".git/objects" / missing[:2] / missing[2:]).unlink()
    seen: list[bytes] = []
    with (
        process.stream(process.find(repo.path), b"\n", "log", "--raw", "HEAD") as lines,
        pytest.raises(CouldNotLook, match=why),
    ):
        seen.extend(lines)
    assert seen


def test_a_command_that_cannot_begin(repo: Repo) -> None:
    """What is not known better is for git fsck to find."""
    with (
        process.stream(process.find(repo.path), b"\n", "log", "--no-such-option") as lines,
        pytest.raises(
            CouldNotLook, match=r"\(unrecognized argument: --no-such-option\): check the repository with git"
        ),
    ):
        list(lines)


def test_a_command_that_says_nothing_of_its_failure(repo: Repo, fake_git: Callable[[str], None]) -> None:
    """The reason says that there was none."""
    found = process.find(repo.path)
    fake_git("exit 1")
    with process.stream(found, b"\n", "log") as lines, pytest.raises(CouldNotLook, match=r"\(it gave no reason\)"):
        list(lines)


def test_a_command_that_takes_too_long_is_ended(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then nothing of what it printed counts."""
    found = process.find(repo.path)
    monkeypatch.setattr(process, "DEADLINE", 0)
    monkeypatch.setattr(process, "_command", _instead("sleep", "600"))
    with process.stream(found, b"\n", "log") as lines, pytest.raises(CouldNotLook, match="took longer than 0 s"):
        list(lines)


def test_reading_may_stop_early(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the command is ended, not waited for."""
    found = process.find(repo.path)
    monkeypatch.setattr(process, "_command", _instead("yes", "first"))
    with process.stream(found, b"\n", "log") as lines:
        assert next(lines) == b"first"


@as_root
@pytest.mark.parametrize("place", [".", "docs"])
def test_a_repository_of_another_user_is_refused_until_trusted(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """The reason says how to trust it; the user's own settings do, although git is run without them."""
    monkeypatch.setenv("HOME", str(tmp_path))
    subprocess.run(["chown", "-R", "12345", str(repo.path)], check=True)
    with pytest.raises(CouldNotLook, match=r"belongs to another user.*git config --global --add safe\.directory"):
        process.find(repo.path / place)
    (tmp_path / ".gitconfig").write_text(f"[safe]\n\tdirectory = /elsewhere\n\tdirectory = {repo.path}\n")
    assert process.find(repo.path / place).git_dir == f"{repo.path}/.git"
