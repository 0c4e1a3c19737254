"""Tags, and when their commits landed on the mainline."""

import os
from pathlib import Path
from subprocess import CalledProcessError

import pytest
from support.git import Repo, git, instant

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.repositories import together
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.sources.git.tags import Tag, tags

NOW = instant(100)


def _settings(root: Path) -> Settings:
    return Settings("P", root, git=GitSettings(mainline="main"))


def _tags(repo: Repo) -> dict[str, Tag]:
    return {tag.name: tag for tag in tags(_settings(repo.path), "", NOW).tags}


def test_annotated_and_lightweight_tags(tmp_path: Path) -> None:
    """Both are of a commit, which landed when it did; an annotated one has a date of its own."""
    repo = Repo(tmp_path)
    repo.commit(1, {"a": "1"})
    repo.git("tag", "v1.0.0")
    repo.commit(5, {"a": "2"})
    repo.git("tag", "-a", "-m", "two", "v2.0.0", at=instant(50))
    repo.git("tag", "-a", "-m", "a tag of a tag", "again", "v2.0.0", at=instant(60))
    found = tags(_settings(repo.path), "", NOW)
    assert found.tags == (
        Tag("v1.0.0", instant(1), instant(1), is_landing=True),
        Tag("again", instant(5), instant(5), tagged=instant(60), is_landing=True),
        Tag("v2.0.0", instant(5), instant(5), tagged=instant(50), is_landing=True),
    )
    assert [tag.released for tag in found.tags] == [instant(1), instant(60), instant(50)]
    assert (found.known_until, found.was_fetched) == (instant(60), False)


def test_a_commit_that_was_merged_landed_with_its_merge(tmp_path: Path) -> None:
    """By the first landing that has it in its history."""
    repo = Repo(tmp_path)
    repo.commit(1, {"a": "1"})
    repo.branch("release")
    repo.commit(2, {"b": "1"})
    repo.git("tag", "v1.0.0")
    repo.commit(3, {"b": "2"})
    repo.git("tag", "v1.0.1")
    repo.merge(7, "release")
    repo.commit(8, {"a": "2"})
    assert _tags(repo) == {
        "v1.0.0": Tag("v1.0.0", instant(2), instant(7)),
        "v1.0.1": Tag("v1.0.1", instant(3), instant(7)),
    }


def test_a_commit_that_never_landed(tmp_path: Path) -> None:
    """Its own date is known, for patches."""
    repo = Repo(tmp_path)
    repo.commit(1, {"a": "1"})
    repo.branch("release")
    repo.commit(2, {"b": "1"})
    repo.git("tag", "v1.0.1")
    assert _tags(repo)["v1.0.1"] == Tag("v1.0.1", instant(2), None, "its commit is not on the mainline")


def test_what_landed_after_a_commit_from_the_future(tmp_path: Path) -> None:
    """Cannot be placed in time."""
    repo = Repo(tmp_path)
    repo.commit(1, {"a": "1"})
    repo.git("tag", "v1")
    wrong = repo.commit(500, {"a": "2"})
    repo.commit(7, {"a": "3"})
    repo.git("tag", "v2")
    found = _tags(repo)
    assert (found["v1"].landed, found["v2"].released) == (instant(1), instant(7))
    assert (found["v2"].committed, found["v2"].landed) == (instant(7), None)
    assert wrong[:12] in found["v2"].why_unknown


def test_tags_of_other_things_are_none(tmp_path: Path) -> None:
    """A tag may be of a file; without tags there are none."""
    repo = Repo(tmp_path)
    repo.commit(1, {"a": "1"})
    assert tags(_settings(repo.path), "", NOW).tags == ()
    repo.git("tag", "file", "HEAD:a")
    repo.git("tag", "-a", "-m", "of a file", "said", "HEAD:a")
    assert tags(_settings(repo.path), "", NOW).tags == ()


def test_until_when_tags_are_known(tmp_path: Path) -> None:
    """In a clone until it was last fetched, by the files that git then writes, be it in another work tree."""
    origin = Repo(tmp_path / "origin")
    origin.commit(1, {"a": "1"})
    origin.git("tag", "v1")
    git(tmp_path, "clone", "-q", f"file://{origin.path}", "clone")
    clone = tmp_path / "clone"
    head = clone / ".git/refs/remotes/origin/HEAD"
    os.utime(head, (instant(20), instant(20)))
    found = tags(_settings(clone), "", NOW)
    assert (found.known_until, found.was_fetched) == (instant(20), True)
    git(clone, "fetch", "-q", "--tags")
    fetched = clone / ".git/FETCH_HEAD"
    os.utime(fetched, (instant(30), instant(30)))
    assert tags(_settings(clone), "", NOW).known_until == instant(30)
    git(clone, "worktree", "add", "-q", "--detach", str(tmp_path / "beside"))
    assert tags(_settings(tmp_path / "beside"), "", NOW).known_until == instant(30)
    os.utime(fetched, (instant(300), instant(300)))
    assert tags(_settings(clone), "", NOW).known_until == NOW


def test_a_fetch_that_failed_is_none(tmp_path: Path) -> None:
    """Git then empties the file that says when it fetched; nor is it one where there is no remote."""
    origin = Repo(tmp_path / "origin")
    origin.commit(1, {"a": "1"})
    origin.git("fetch", "-q", "--tags")
    assert (origin.path / ".git/FETCH_HEAD").read_bytes() == b""
    alone = tags(_settings(origin.path), "", NOW)
    assert (alone.known_until, alone.was_fetched, alone.has_remote) == (instant(1), False, False)
    git(tmp_path, "clone", "-q", "--mirror", f"file://{origin.path}", "clone")
    clone = tmp_path / "clone"
    found = tags(_settings(clone), "", NOW)
    assert (found.known_until, found.was_fetched, found.has_remote) == (instant(1), False, True)
    git(clone, "fetch", "-q", "--tags")
    os.utime(clone / "FETCH_HEAD", (instant(30), instant(30)))
    assert tags(_settings(clone), "", NOW).known_until == instant(30)
    git(clone, "remote", "set-url", "origin", str(tmp_path / "gone"))
    with pytest.raises(CalledProcessError):
        git(clone, "fetch", "-q")
    assert tags(_settings(clone), "", NOW) == found


def test_a_shallow_clone_says_that_it_is_one(tmp_path: Path) -> None:
    """Tags may be missing, and landings."""
    repo = Repo(tmp_path / "whole")
    repo.commit(1, {"a": "1"})
    repo.commit(2, {"a": "2"})
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repo.path}", "cut")
    with pytest.raises(CouldNotLook, match=r"shallow.*unshallow"):
        tags(_settings(tmp_path / "cut"), "", NOW)


def test_one_of_several_repositories(tmp_path: Path) -> None:
    """Each has tags of its own; one that is missing raises."""
    for name in ("crm", "web"):
        repo = Repo(tmp_path / name)
        repo.commit(1, {"a": "1"})
        repo.git("tag", f"{name}-1.0")
    by_name = {name: GitSettings(repository=name, mainline="main") for name in ("crm", "web", "gone")}
    settings = Settings("P", tmp_path, git=together(by_name))
    assert [tag.name for tag in tags(settings, "web", NOW).tags] == ["web-1.0"]
    with pytest.raises(CouldNotLook):
        tags(settings, "gone", NOW)
