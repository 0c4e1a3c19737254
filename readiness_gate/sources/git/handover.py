"""Checks that the configuration names the same mainline as its landed version: a change that names another branch, or
another repository, would choose the history that judges it."""

import posixpath
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import resolve
from readiness_gate.sources.git.orphans import replaced
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE

_CHECKED_OUT = ("HEAD", "@")
_OUTSIDE = ("../", "/")


@dataclass(frozen=True, slots=True)
class Judged:
    """The checked-out state: a configuration, and the history by which it judges a file beside it."""

    repository: Repository
    """The repository that has the configuration."""
    root: Path
    """The folder of the configuration."""
    mainline: str | None
    """The branch that the configuration names in that repository; None if it judges only other repositories."""
    configuration: str
    """The path of the configuration from the top of the repository."""
    path: str
    """The path of the file from the top of the repository."""


def handed_over(judged: Judged, after: str | None) -> Iterator[tuple[str, str]]:
    """Yield the branches that were the mainline before, newest first, each with the last commit at which it was. Only
    commits after `after` are considered.

    Raises CouldNotLook if the checked-out configuration names another mainline than before, or another repository, and
    the branch that was named before has the file and a configuration that still names that branch."""
    yield from _named_before(judged, after, "HEAD", judged.mainline, is_new=True)


def _named_before(
    judged: Judged, after: str | None, last: str, named: str | None, *, is_new: bool
) -> Iterator[tuple[str, str]]:
    """Yield the branches that the configuration named up to a commit, newest first, also under its earlier paths."""
    began = _commits(judged, after, last, "--diff-filter=A")
    for commit in _commits(judged, after, last):
        before = _mainline(judged, commit)
        if before is not None and before not in (named, judged.mainline):
            if is_new:
                _check_left(judged, before)
            is_new = False
            yield before, last
        last, named = f"{commit}^", before or named
        for earlier in _moved(judged, commit) if commit in began else ():
            yield from _named_before(earlier, after, last, named, is_new=is_new)


def _commits(judged: Judged, after: str | None, last: str, *words: str) -> list[str]:
    """Return the commits with a change of the configuration, newest first."""
    words = (*LOG, *MAINLINE, *words, "--no-patch", "--format=%H", last, *([f"^{after}"] if after else []))
    printed = process.whole(judged.repository, *words, "--", judged.configuration)
    return printed.replace(b"\0", b" ").decode().split()


def _moved(judged: Judged, commit: str) -> Iterator[Judged]:
    """Yield the configurations that left their files with the commit in which this one appeared."""
    for _, path, _, _ in replaced(judged.repository, ":(glob)**/*.toml", [commit]):
        beside = posixpath.join(posixpath.dirname(path), posixpath.basename(judged.path))
        yield replace(judged, configuration=path, path=beside)


def _check_left(judged: Judged, before: str) -> None:
    repository = judged.repository
    try:
        tip = resolve(repository, before, of_origin=True)
    except CouldNotLook:
        return  # the branch is gone
    has_file = process.output(repository, "cat-file", "-e", f"{tip}:{judged.path}") is not None
    if has_file and _mainline(judged, tip) == before:
        if judged.mainline is None:
            raise CouldNotLook(
                f"the configuration here judges another repository than the one that it is in, and that of {before} "
                f"judges {before} itself: {judged.path} is read by what is checked out once that edit has landed in "
                f"{before}"
            )
        raise CouldNotLook(
            f"git.mainline is {judged.mainline} here, and {before} in the configuration that landed in {before}: "
            f"{judged.mainline} counts once that edit has landed in {before}"
        )


def _mainline(judged: Judged, commit: str) -> str | None:
    """Return the branch that the configuration of a commit names for its own repository; None if it names none."""
    content = process.output(judged.repository, "cat-file", "blob", f"{commit}:{judged.configuration}")
    try:
        git: object = tomllib.loads((content or b"").decode()).get("git")
    except (ValueError, RecursionError):
        return None
    own = (table for table in _tables(git) if _is_own(judged, commit, table.get("repository")))
    first = next(own, None)
    name = first.get("mainline") if first else None
    return name if isinstance(name, str) and name not in _CHECKED_OUT else None


def _tables(git: object) -> Iterator[dict[str, object]]:
    for table in cast("list[object]", git) if isinstance(git, list) else [git]:
        if isinstance(table, dict):
            yield cast("dict[str, object]", table)


def _is_own(judged: Judged, commit: str, folder: object) -> bool:
    """Return whether a folder that the configuration of a commit names is in the configuration's repository. A folder
    in that commit is, regardless of what is there today: a change can replace it with a symbolic link."""
    if not isinstance(folder, str):
        return True
    inside = posixpath.normpath(posixpath.join(posixpath.dirname(judged.configuration), folder))
    if inside == ".":
        return True
    if not f"{inside}/".startswith(_OUTSIDE):
        kind = process.output(judged.repository, "cat-file", "-t", f"{commit}:{inside}")
        if kind == b"tree\n":
            return True
    try:
        return process.find(judged.root / folder).git_dir == judged.repository.git_dir
    except CouldNotLook:
        return False


__all__ = ["Judged", "handed_over"]
