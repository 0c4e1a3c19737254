"""Read the changes of the mainline from its tip backwards, in one pass of one git process."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import Change, Landing
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.process import Repository

LOG = (
    "log",
    "-z",
    "--no-renames",
    "--no-abbrev",
    "--no-ext-diff",
    "--no-textconv",
    "--no-show-signature",
    "--no-color",
    "--no-notes",
    "--no-decorate",
    "--no-mailmap",
    "--ignore-submodules=none",
    # Without re-encoding, which could put a NUL into the subject of a commit and so forge what follows.
    "--encoding=none",
)
MAINLINE = ("--first-parent", "--diff-merges=first-parent")
HEADER = b"\x01"
_ROW = b":"
_SUBMODULE = b"160000"
_NO_CONTENT = (b"000000", _SUBMODULE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the chain that is read."""

    newest: int
    """The index of its first landing."""
    after: int
    """The index below its last landing; -1 for the whole chain."""
    contents_after: int | None = None
    """Landings above this index are read with the contents of their changes; None for no landing."""

    def has_contents(self, index: int) -> bool:
        """Return whether the landing at an index is read with the contents of its changes."""
        return self.contents_after is not None and index > self.contents_after


@contextmanager
def landings(
    repository: Repository, chain: Chain, stretch: Stretch, folders: Sequence[str], wanted: Callable[[str], bool]
) -> Generator[Iterator[Landing]]:
    """Read the landings of a stretch of the chain, newest first, with their changes of wanted paths. `folders` contain
    the wanted paths, none for everywhere. Landings without any change may be left out."""
    words = (
        *LOG,
        *MAINLINE,
        "--raw",
        "--format=%x01%H%x00%s",
        "--end-of-options",
        span(chain, stretch.newest, stretch.after),
    )
    with process.stream(repository, b"\0", *words, "--", *folders) as tokens:
        yield _landings(tokens, chain, stretch, wanted)


def span(chain: Chain, newest: int, after: int) -> str:
    """Return the revision range of the commits up to the index `newest` of the chain, without those up to `after`."""
    return chain.commits[newest] if after < 0 else f"{chain.commits[after]}..{chain.commits[newest]}"


def _landings(
    tokens: Iterator[bytes], chain: Chain, stretch: Stretch, wanted: Callable[[str], bool]
) -> Iterator[Landing]:
    header = next(tokens, None)
    index = stretch.newest
    seen: _Seen = {}
    while header is not None:
        commit = commit_of(header)
        subject = next(tokens, b"").decode(errors="replace")
        while index >= 0 and chain.commits[index] != commit:
            index -= 1
        if index < 0:
            raise CouldNotLook(f"git listed the commit {commit}, which is not on the mainline")
        changes, header = _changes(tokens, wanted, None if stretch.has_contents(index) else seen)
        # Without its parents, the changes of a commit are unknown: git shows its whole tree instead.
        known = () if chain.shallow and index == 0 else tuple(changes)
        yield Landing(chain.commits[index], chain.landed[index], subject, known, index)


def commit_of(header: bytes) -> str:
    """Return the commit that a header names. Raises CouldNotLook for anything else."""
    if header[:1] != HEADER:
        raise CouldNotLook("git's answer cannot be understood: a commit was expected")
    return header[1:].decode()


_Seen: TypeAlias = dict[tuple[bytes, bytes], Change | None]
"""The changes seen so far, by modes and path as git prints them; None for an unwanted one. Most changes of a path are
the same, so each is created once."""


def _changes(
    tokens: Iterator[bytes], wanted: Callable[[str], bool], seen: _Seen | None
) -> tuple[list[Change], bytes | None]:
    """Return the changes of one commit, and the header of the next; None at the end. Without `seen` the changes have
    contents, which rarely repeat."""
    changes: list[Change] = []
    for token in tokens:
        row = token.removeprefix(b"\n")
        if row[:1] != _ROW:
            return changes, token
        path = next(tokens, b"")
        if not path:
            raise CouldNotLook("git's answer cannot be understood: a path is missing")
        if seen is None:
            change = _change(row, path, wanted, with_contents=True)
        else:
            key = row[1:14], path
            if key not in seen:
                seen[key] = _change(row, path, wanted, with_contents=False)
            change = seen[key]
        if change is not None:
            changes.append(change)
    return changes, None


def _change(row: bytes, path: bytes, wanted: Callable[[str], bool], *, with_contents: bool) -> Change | None:
    """Parse a row of git such as `:100644 100644 <content> <content> M`; None for an unwanted path."""
    text = path.decode(errors="surrogateescape")
    if not wanted(text) and not (_SUBMODULE in (row[1:7], row[8:14]) and wanted(f"{text}/")):
        return None
    before, after = row[15:].decode().split(" ")[:2] if with_contents else ("", "")
    return Change(text, int(row[1:7], 8), int(row[8:14], 8), (before, after) if with_contents else None)


def rows(tokens: Iterator[bytes]) -> Iterator[tuple[str, str, str, str]]:
    """Parse raw diffs after headers without a subject: the commit, the path, and the object ids of its content
    before and after, empty if the path is absent or a submodule."""
    commit = ""
    for token in tokens:
        row = token.removeprefix(b"\n")
        if row[:1] == _ROW:
            before, after = row[15:].decode().split(" ")[:2]
            path = next(tokens, b"").decode(errors="surrogateescape")
            yield commit, path, "" if row[1:7] in _NO_CONTENT else before, "" if row[8:14] in _NO_CONTENT else after
        elif row:
            commit = commit_of(row)


def contents(
    repository: Repository, commit: str, folders: Sequence[str], wanted: Callable[[Iterable[str]], Iterable[str]]
) -> dict[str, tuple[int, str]]:
    """Return the file modes and object ids of the wanted paths in a commit."""
    listed = process.whole(repository, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *folders)
    entries = [entry.partition("\t") for entry in listed.decode(errors="surrogateescape").split("\0")[:-1]]
    about = {path: words.split(" ") for words, _, path in entries}
    return {path: (int(about[path][0], 8), about[path][2]) for path in wanted(about)}


def differing(repository: Repository, one: str, other: str, folders: Sequence[str] = ()) -> list[str]:
    """Return the paths in some folders, none for everywhere, that differ between two commits. Does not use git diff,
    which reads the index of the work tree, and that may be damaged."""
    if one == other:
        return []
    trees = [_entries(repository, commit, folders) for commit in (one, other)]
    paths = dict.fromkeys((*trees[0], *trees[1]))
    return [path for path in paths if trees[0].get(path) != trees[1].get(path)]


def _entries(repository: Repository, commit: str, folders: Sequence[str]) -> dict[str, str]:
    """Return the paths of a commit, with their modes and object ids as git prints them."""
    listed = process.whole(repository, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *folders)
    entries = (entry.partition("\t") for entry in listed.decode(errors="surrogateescape").split("\0")[:-1])
    return {path: about for about, _, path in entries}


def tree(
    repository: Repository, commit: str, folders: Sequence[str], wanted: Callable[[Iterable[str]], Iterable[str]]
) -> dict[str, int]:
    """Return the file modes of the wanted paths in a commit."""
    entries = _entries(repository, commit, folders)
    return {path: int(entries[path][:6], 8) for path in wanted(entries)}
