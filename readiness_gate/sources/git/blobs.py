"""The contents of many files in a repository, read with few git processes."""

from collections.abc import Iterator, Sequence
from itertools import islice

from readiness_gate.errors import DEEPEN_WHOLE, CouldNotLook
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository

ENDS = (b"\r\n", b"\n")
"""The line ends that git may write, and the one that counts."""
_TOGETHER = 32
"""How many files one process reads."""


def contents(repository: Repository, commits: Sequence[str], path: str, limit: int) -> Iterator[bytes | None]:
    """Yield the content of a path in each of the commits. Raises CouldNotLook for what is not a file, is too large,
    or was not fetched."""
    ahead = iter(commits)
    while batch := list(islice(ahead, _TOGETHER)):
        names = [f"{commit}:{path}" for commit in batch]
        _check_sizes(repository, names, limit)
        yield from _read(repository, names)


def _asked(repository: Repository, names: Sequence[str], *words: str) -> bytes:
    questions = "".join(f"{name}\n" for name in names).encode(errors="surrogateescape")
    return process.answers(repository, questions, "cat-file", *words)


def _check_sizes(repository: Repository, names: Sequence[str], limit: int) -> None:
    """Raise CouldNotLook unless each name is either absent or a file that is not too large."""
    lines = _asked(repository, names, "--batch-check=%(objecttype) %(objectsize)").split(b"\n")[:-1]
    if len(lines) != len(names):
        raise CouldNotLook(_not_fetched(names[0]))
    for name, line in zip(names, lines, strict=True):
        if line.endswith(b" missing"):
            _check_absent(repository, name)
            continue
        kind, _, size = line.partition(b" ")
        if kind != b"blob" or int(size) > limit:
            why = "is not a file" if kind != b"blob" else f"has more than {limit} bytes"
            raise CouldNotLook(f"{_called(name)} {why}: restore an earlier version")


def _check_absent(repository: Repository, name: str) -> None:
    """Raise CouldNotLook for a file that is in a commit but whose content is not in this clone."""
    commit, _, path = name.partition(":")
    listed = process.output(repository, "ls-tree", "-z", "--full-tree", commit, "--", path)
    if listed is None or listed:
        raise CouldNotLook(_not_fetched(name))


def _read(repository: Repository, names: Sequence[str]) -> Iterator[bytes | None]:
    """Yield the content of each name, None if it is absent."""
    printed, place = _asked(repository, names, "--batch=%(objectsize)"), 0
    for name in names:
        header, _, _ = printed[place : place + len(name.encode(errors="surrogateescape")) + 32].partition(b"\n")
        place += len(header) + 1
        if header.endswith(b" missing"):
            yield None
            continue
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
        _check_sizes(repository, batch, limit)
        for name, content in zip(batch, _read(repository, batch), strict=True):
            if content is None:
                raise CouldNotLook(_not_fetched(name))
            found[name] = content.replace(*ENDS)
    return found
