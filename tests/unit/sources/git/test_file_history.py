"""The versions of a file beside the configuration, as they landed."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.git import Repo, git, instant

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.sources.git import blobs as module
from readiness_gate.sources.git.file_history import FileHistory, file_history

NOW = instant(100)
NAME = "log.jsonl"


def settings(folder: Path, **git_settings: object) -> Settings:
    """A configuration in a folder, whose mainline is main."""
    return Settings("P", folder, git=GitSettings(**{"mainline": "main", **git_settings}))  # type: ignore[arg-type]


def history(of: Settings, limit: int = 1000) -> FileHistory:
    """The versions as of day 100."""
    return file_history(of, NAME, limit, NOW)


def contents(of: Settings) -> list[tuple[int, bytes | None]]:
    """The content after each landing, with the day of the landing."""
    return [((one.landed.landed - instant(0)) // 86_400, one.content) for one in history(of).versions]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository in which the file was written, removed, and written again; on a branch, other files."""
    made = Repo(tmp_path / "repo")
    made.commit(1, {"other": "1"})
    made.commit(2, {"sub/" + NAME: "a\n", NAME: ""})
    made.commit(3, {"other": "2"})
    made.commit(4, {"sub/" + NAME: None})
    made.branch("change")
    made.commit(5, {"sub/" + NAME: "a\nb\n"})
    made.commit(6, {"sub/" + NAME: "a\nb\nc\n"})
    made.merge(9, "change")
    return made


def test_every_landing_that_changed_it(repo: Repo) -> None:
    """Of the file beside the configuration, on the mainline: a branch landed as a whole."""
    assert contents(settings(repo.path / "sub")) == [(2, b"a\n"), (4, None), (9, b"a\nb\nc\n")]
    assert contents(settings(repo.path)) == [(2, b"")]
    assert history(settings(repo.path)).where == "main"


def test_from_a_time_on(repo: Repo) -> None:
    """Nothing is looked for before, unless the file was there already."""
    of = settings(repo.path / "sub")
    for since, days in ((2, [2, 4, 9]), (3, [2, 4, 9]), (4, [2, 4, 9]), (5, [9]), (20, [2, 4, 9])):
        found = file_history(of, NAME, 1000, NOW, since=instant(since)).versions
        assert [(one.landed.landed - instant(0)) // 86_400 for one in found] == days, since


def test_many_versions_are_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None is left out, and none is read twice."""
    monkeypatch.setattr(module, "_TOGETHER", 20)
    repo = Repo(tmp_path)
    for day in range(1, 9):
        repo.commit(day, {NAME: "line\n" * day})
    assert contents(settings(tmp_path)) == [(day, b"line\n" * day) for day in range(1, 9)]


def test_no_such_file(repo: Repo) -> None:
    """It has no versions."""
    assert file_history(settings(repo.path), "nothing", 10, NOW).versions == ()


def test_the_ref_of_the_policy(repo: Repo) -> None:
    """Its history counts, whatever the mainline is."""
    repo.branch("base", "HEAD~1")
    repo.git("switch", "-q", "main")
    of_ref = replace(settings(repo.path / "sub"), policy_ref="base")
    assert contents(of_ref) == [(2, b"a\n"), (4, None)]
    assert history(of_ref).where == "base"


@pytest.mark.usefixtures("repo")
def test_a_configuration_elsewhere(tmp_path: Path) -> None:
    """Beside the repository that is judged, it is read from what is checked out where it is."""
    other = Repo(tmp_path / "policy")
    other.commit(3, {NAME: "x"})
    of_other = settings(other.path, repository="../repo", mainline="no-such-branch")
    assert contents(of_other) == [(3, b"x")]
    gone = settings(other.path, repository="../gone")
    assert (contents(gone), history(gone).where) == ([(3, b"x")], "HEAD")


def no_repository(repo: Repo) -> Settings:
    """A folder that no repository is around."""
    folder = repo.path.parent / "bare"
    folder.mkdir()
    return settings(folder)


def shallow(repo: Repo) -> Settings:
    """A clone without its beginning."""
    git(repo.path.parent, "clone", "-q", "--depth", "1", f"file://{repo.path}", "shallow")
    return settings(repo.path.parent / "shallow" / "sub")


def partial(repo: Repo) -> Settings:
    """A clone without the contents that are not checked out."""
    repo.git("config", "uploadpack.allowFilter", "true")
    git(repo.path.parent, "clone", "-q", "--filter=blob:none", f"file://{repo.path}", "partial")
    return settings(repo.path.parent / "partial" / "sub")


def large(repo: Repo) -> Settings:
    """One version is too large."""
    repo.commit(20, {"sub/" + NAME: "x" * 1001})
    repo.commit(21, {"sub/" + NAME: "a"})
    return settings(repo.path / "sub")


def to_come(repo: Repo) -> Settings:
    """A landing is in the future."""
    repo.commit(101, {"other": "3"})
    return settings(repo.path / "sub")


def no_mainline(repo: Repo) -> Settings:
    """There is no such branch."""
    return settings(repo.path / "sub", mainline="trunk")


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (no_repository, "there is no git repository"),
        (shallow, "the clone is shallow, so it is unknown what log.jsonl was before: fetch the whole history"),
        (partial, "was not fetched, because this clone lacks contents: fetch the whole history with all contents"),
        (large, "has more than 1000 bytes: restore an earlier version"),
        (to_come, "is in the future or cannot be read"),
        (no_mainline, 'no branch, tag or commit is called "trunk"'),
    ],
)
def test_what_is_not_known(repo: Repo, make: Callable[[Repo], Settings], why: str) -> None:
    """Is no shorter history."""
    of = make(repo)
    with pytest.raises(CouldNotLook) as raised:
        history(of)
    assert why in str(raised.value)


def test_a_landing_with_a_folder_or_a_submodule_in_its_place(repo: Repo) -> None:
    """Has no file; nothing can change that landing any more, so it does not make the later ones unknown."""
    repo.commit(20, {"sub/" + NAME: None, f"sub/{NAME}/x": "a"})
    repo.commit(21, {f"sub/{NAME}/x": None})
    (repo.path / "sub" / NAME).rmdir()
    Repo(repo.path / "sub" / NAME).commit(1, {"other": "1"})
    repo.commit(22, {})
    shutil.rmtree(repo.path / "sub" / NAME)
    repo.commit(23, {"sub/" + NAME: "again"})
    versions = history(settings(repo.path / "sub")).versions
    assert [one.content for one in versions if one.landed.landed >= instant(20)] == [None, None, None, b"again"]


def test_dates_that_are_ignored(repo: Repo) -> None:
    """Say nothing, as everywhere."""
    wrong = repo.commit(101, {"sub/" + NAME: "later"})
    repo.commit(30, {"other": "4"})
    assert contents(settings(repo.path / "sub", ignore_dates_of=(wrong,)))[-1] == (30, b"later")
