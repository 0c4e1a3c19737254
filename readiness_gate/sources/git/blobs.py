"""The contents of many files in a repository, read with few git processes."""

from collections.abc import Iterable, Iterator, Sequence

from readiness_gate.errors import DEEPEN_WHOLE, CouldNotLook
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository

ENDS = (b"\r\n", b"\n")
"""The line ends that git may write, and the one that counts."""
_SUBMODULE = b"160000 "
_TOGETHER = 1 << 25
"""How many bytes one process reads, if no single file has more."""


def contents(repository: Repository, commits: Sequence[str], path: str, limit: int) -> Iterator[bytes | None]:
    """Yield the content of a path in each of the commits; None if it is absent, or not a file. Raises CouldNotLook for
    what is too large, or was not fetched."""
    yield from _contents(repository, [f"{commit}:{path}" for commit in commits], limit, leave_out_large=False)


def blobs(repository: Repository, names: Iterable[str], limit: int) -> dict[str, bytes]:
    """Return the contents of the ids, with line ends of one byte; "" has none. Raises CouldNotLook for one that is too
    large, or was not fetched."""
    ids = list(dict.fromkeys(filter(None, names)))
    found = zip(ids, _contents(repository, ids, limit, leave_out_large=False), strict=True)
    return {"": b"", **{name: (content or b"").replace(*ENDS) for name, content in found}}


def small_blobs(repository: Repository, names: Iterable[str], limit: int) -> Iterator[tuple[str, bytes]]:
    """Yield the ids with their contents, without those that are larger than the limit. Raises CouldNotLook for one that
    was not fetched."""
    ids = list(dict.fromkeys(filter(None, names)))
    for name, content in zip(ids, _contents(repository, ids, limit, leave_out_large=True), strict=True):
        if content is not None:
            yield name, content


def _contents(
    repository: Repository, names: Sequence[str], limit: int, *, leave_out_large: bool
) -> Iterator[bytes | None]:
    sizes = _sizes(repository, names, limit, leave_out_large=leave_out_large) if names else []
    together: list[str] = []
    size = 0
    for name, own in zip(names, sizes, strict=True):
        if together and size + (own or 0) > _TOGETHER:
            yield from _read(repository, together)
            together, size = [], 0
        together.append("" if own is None else name)
        size += own or 0
    yield from _read(repository, together)


def _asked(repository: Repository, names: Sequence[str], *words: str) -> bytes:
    questions = "".join(f"{name}\n" for name in names).encode(errors="surrogateescape")
    return process.answers(repository, questions, "cat-file", *words)


def _sizes(repository: Repository, names: Sequence[str], limit: int, *, leave_out_large: bool) -> list[int | None]:
    """Return the size of each file; None for one that is absent, not a file, or left out because it is too large.
    Raises CouldNotLook for one that is too large otherwise, or was not fetched."""
    lines = _asked(repository, names, "--batch-check=%(objecttype) %(objectsize)").split(b"\n")[:-1]
    if len(lines) != len(names):
        raise CouldNotLook(_not_fetched(names[0]))
    found: list[int | None] = []
    for name, line in zip(names, lines, strict=True):
        if line.endswith(b" missing"):
            _check_absent(repository, name)
        kind, _, size = line.partition(b" ")
        is_large = kind == b"blob" and int(size) > limit
        if is_large and not leave_out_large:
            raise CouldNotLook(f"{_called(name)} has more than {limit} bytes: restore an earlier version")
        found.append(int(size) if kind == b"blob" and not is_large else None)
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
    asked = [name for name in names if name]
    printed, place = _asked(repository, asked, "--batch=%(objectsize)") if asked else b"", 0
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
    return f"{path} at {commit[:12]}" if path else f"the content {commit[:12]}"


def _not_fetched(name: str) -> str:
    return f"{_called(name)} was not fetched, because this clone lacks contents: {DEEPEN_WHOLE}"
