"""Uncommitted changes in a work tree, found without running any filter of the repository."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from readiness_gate.sources.git import process
from readiness_gate.sources.git.borrowed import borrowed, path_of
from readiness_gate.sources.git.process import Repository

_KEPT = ("core.autocrlf", "core.eol", "core.fileMode", "core.symlinks", "core.ignoreCase", "core.checkStat")
"""The settings that define how git compares a file with its stored content; none of them starts a program."""


def uncommitted(repository: Repository, top: Path, head: str, wanted: Callable[[str], bool]) -> list[str]:
    """Return the wanted tracked paths that differ between a commit and the work tree or its index, sorted.

    Untracked files are not included. Raises CouldNotLook if the index cannot be read.
    """
    index = path_of(repository, "index")
    if not index.is_file():  # nothing is checked out
        return []
    with borrowed(repository, head) as temporary:
        _copy_index(index, Path(temporary.git_dir))
        work_tree = "--work-tree=" + str(top)
        words = (*_settings(repository), work_tree, "ls-files", "-z", "--modified", "--deleted")
        edited = set(_paths(process.whole(temporary, *words)))
        staged = process.whole(temporary, "ls-files", "-z", "--stage", "--full-name")
    indexed, committed = set(_entries(staged)), set(_listed(repository, head))
    edited |= {path for _, _, path in indexed ^ committed}
    return sorted(filter(wanted, edited))


def _copy_index(index: Path, folder: Path) -> None:
    """Copy an index with its times, which tell git which files to compare by content."""
    shutil.copy2(index, folder / "index")
    for shared in index.parent.glob("sharedindex.*"):
        with suppress(FileNotFoundError):  # git may just have removed an old one
            shutil.copy2(shared, folder / shared.name)


def _settings(repository: Repository) -> Iterator[str]:
    """Yield the options that pass some settings of a repository to git."""
    for name in _KEPT:
        value = process.output(repository, "config", "--local", "--get", name)
        if value is not None:
            yield from ("-c", f"{name}={value.decode(errors='surrogateescape').strip()}")


def _paths(printed: bytes) -> Iterator[str]:
    yield from printed.decode(errors="surrogateescape").split("\0")[:-1]


def _entries(staged: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield the mode, the object and the path of each entry of an index."""
    for line in _paths(staged):
        about, _, path = line.partition("\t")
        mode, object_id, _ = about.split(" ")
        yield mode, object_id, path


def _listed(repository: Repository, commit: str) -> Iterator[tuple[str, str, str]]:
    """Yield the mode, the object and the path of each file in a commit."""
    for line in _paths(process.whole(repository, "ls-tree", "-r", "-z", "--full-tree", commit)):
        about, _, path = line.partition("\t")
        mode, _, object_id = about.split(" ")
        yield mode, object_id, path
