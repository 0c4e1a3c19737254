"""The contents of many files in a repository, read with few git processes."""

from collections.abc import Iterator, Sequence
from itertools import islice

from readiness_gate.errors import DEEPEN_WHOLE, CouldNotLook
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository

ENDS = (b"\r\n", b"\n")
"""The line ends that git may write, and the one that counts."""
_SUBMODULE = b"160000 "
_TOGETHER = 32
"""How many files one process reads."""


def contents(repository: Repository, commits: Sequence[str], path: str, limit: int) -> Iterator[bytes | None]:
    """Yield the content of a path in each of the commits; None if it is absent, or not a file. Raises CouldNotLook for
    what is too large, or was not fetched."""
    ahead = iter(commits)
    while batch := list(islice(ahead, _TOGETHER)):
        names = [f"{commit}:{path}" for commit in batch]
        yield from _read(repository, _files(repository, names, limit))


def _asked(repository: Repository, names: Sequence[str], *words: str) -> bytes:
    questions = "".join(f"{name}\n" for name in names).encode(errors="surrogateescape")
    return process.answers(repository, questions, "cat-file", *words)


def _files(repository: Repository, names: Sequence[str], limit: int) -> list[str]:
    """Return the names, with "" for one that is absent or not a file. Raises CouldNotLook for a file that is too large,
    or was not fetched."""
    lines = _asked(repository, names, "--batch-check=%(objecttype) %(objectsize)").split(b"\n")[:-1]
    if len(lines) != len(names):
        raise CouldNotLook(_not_fetched(names[0]))
    found: list[str] = []
    for name, line in zip(names, lines, strict=True):
        kind, _, size = line.partition(b" ")
        if line.endswith(b" missing"):
            _check_absent(repository, name)
        elif kind == b"blob" and int(size) > limit:
            raise CouldNotLook(f"{_called(name)} has more than {limit} bytes: restore an earlier version")
        found.append(name if kind == b"blob" else "")
    return found


def _check_absent(repository: Repository, name: str) -> None:
    """Raise CouldNotLook for a file that is in a commit but whose content is not in this clone. A submodule, whose
    content never is, is no file."""
    commit, _, path = name.partition(":")
    listed = process.output(repository, "ls-tree", "-z", "--full-tree", commit, "--", path)
    if listed is None or (listed and not listed.startswith(_SUBMODULE)):
        raise CouldNotLook(_not_fetched(name))


def _read(repository: Repository, names: Sequence[str]) -> Iterator[bytes | None]:
    """Yield the content of each name, None for an empty one."""
    printed, place = _asked(repository, [name for name in names if name], "--batch=%(objectsize)"), 0
    for name in names:
        if not name:
            yield None
            continue
        header, _, _ = printed[place : place + len(name.encode(errors="surrogateescape")) + 32].partition(b"\n")
        place += len(header) + 1
        size = int(header)
        content = printed[place : place + size]
        if len(content) != size:
            raise CouldNotLook(_not_fetched(name))
        place += size + 1
        yield content


def _called(name: str) -> str:
    commit, _, path = name.partition(":")
    return f"{path} at {commit[:12]}"


def _not_fetched(name: str) -> str:
    return f"{_called(name)} was not fetched, because this clone lacks contents: {DEEPEN_WHOLE}"


def blobs(repository: Repository, names: Sequence[str], limit: int) -> dict[str, bytes]:
    """Return the contents of the ids, with line ends of one byte; "" is left out. Raises CouldNotLook for one that
    is too large, or was not fetched."""
    found, ahead = {"": b""}, iter(dict.fromkeys(names))
    while batch := list(islice(ahead, _TOGETHER)):
        for name, content in zip(batch, _read(repository, _files(repository, batch, limit)), strict=True):
            if content is None:
                raise CouldNotLook(_not_fetched(name))
            found[name] = content.replace(*ENDS)
    return found
