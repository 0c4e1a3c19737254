"""What git answered, for tests in which git is not what is tried: most repositories are alike.

An answer of git depends on its words, its environment and the files of the git directory alone, as the product calls
nothing that looks at the work tree. So it is asked again when one of these files is another; they are looked at
whenever the product looks for a repository, which begins with git's version.
"""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from stat import S_ISREG
from typing import IO, Any, Protocol, TypeAlias

import pytest

from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository, Word

IS_TRIED = ("tests/contract/", "tests/faults/test_git", "tests/property/test_hostile_laws", "tests/unit/sources/git/")
"""Where git itself is what is tried."""

_GIT_DIR = b"--git-dir="
_ELSEWHERE = ("commondir", "objects/info/alternates")
"""Files of a git directory that lead to another one."""
_INDEX = "index"
"""What only ls-files asks; it differs from copy to copy."""
_SMALL = 1 << 16
_Key: TypeAlias = tuple[object, ...]
_Reading: TypeAlias = tuple["_Process", IO[bytes], IO[bytes]]


class _Process(Protocol):
    """A process of git, as far as it is looked at."""

    def wait(self) -> int:
        """Return its exit code."""
        ...


class _Ended:
    """A process that ended well."""

    def wait(self) -> int:
        """Return its exit code."""
        return 0


class Answers:
    """What git answered to this process; while it `remembers`, git is asked the same only once."""

    def __init__(self) -> None:
        self.remembers = False
        self._known: dict[_Key, Any] = {}
        self._states: dict[bytes, _Key | None] = {}
        self._ask: Callable[[tuple[Word, ...], bytes], tuple[int, bytes, str]] = getattr(process, "_run")  # noqa: B009
        self._read: Callable[[Repository, tuple[Word, ...]], AbstractContextManager[_Reading]] = getattr(  # noqa: B009
            process, "_running"
        )

    def patch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand between the product and git."""
        monkeypatch.setattr(process, "_run", self.run)
        monkeypatch.setattr(process, "_running", self.running)

    def run(self, words: tuple[Word, ...], questions: bytes = b"") -> tuple[int, bytes, str]:
        """Return how a command ended and what it printed."""
        key = self._key(words, questions)
        if key is None:
            return self._ask(words, questions)
        if key not in self._known:
            self._known[key] = self._ask(words, questions)
        answer: tuple[int, bytes, str] = self._known[key]
        return answer

    @contextmanager
    def running(self, repository: Repository, words: tuple[Word, ...]) -> Generator[_Reading]:
        """Yield a command that is running, with its output and its errors."""
        key = self._key((_GIT_DIR + os.fsencode(repository.git_dir), *words), None)
        if key is not None and key in self._known:
            yield _Ended(), BytesIO(self._known[key]), BytesIO()
            return
        with self._read(repository, words) as (running, out, errors):
            if key is None:
                yield running, out, errors
                return
            printed = out.read()
            if not running.wait():
                self._known[key] = printed
            yield running, BytesIO(printed), errors

    def _key(self, words: tuple[Word, ...], questions: bytes | None) -> _Key | None:
        """What an answer depends on; None where that is not known."""
        if not self.remembers:
            return None
        environment = tuple(sorted(process.masked_environment().items()))
        first, *others = words
        if first == "version":
            self._states.clear()
            return (environment, words)
        if not isinstance(first, bytes) or not first.startswith(_GIT_DIR):
            return None
        state = self._states.get(first, ())
        if state == ():
            state = self._states[first] = _state(Path(os.fsdecode(first.removeprefix(_GIT_DIR))))
        if state is None or "ls-files" in others:
            return None
        return (environment, tuple(others), questions, state)


def _state(folder: Path) -> _Key | None:
    """What is in a git directory; None where that is not all that an answer depends on."""
    if any((folder / name).exists() for name in _ELSEWHERE):
        return None
    digest = sha256()
    for name, content in _files(str(folder), ""):
        digest.update(b"%s\0%d\0%s" % (os.fsencode(name), len(content), content))
    return (digest.digest(),)


def _files(folder: str, prefix: str) -> Iterator[tuple[str, bytes]]:
    """The files below a folder, each with its content, or with what changes when somebody writes it."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for each in entries:
        if each.is_dir(follow_symlinks=False):
            yield from _files(each.path, f"{prefix}{each.name}/")
        elif prefix + each.name != _INDEX:
            about = each.stat(follow_symlinks=False)
            is_small = about.st_size < _SMALL and S_ISREG(about.st_mode)
            state = f"{about.st_mtime_ns} {about.st_size} {about.st_ino}".encode()
            yield f"{prefix}{each.name} {about.st_mode}", Path(each.path).read_bytes() if is_small else state


__all__ = ["IS_TRIED", "Answers"]
