"""The mainline's changes, from its tip backwards, in one pass of one git process."""

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
    # Text is taken as it stands: re-encoding could make a NUL of a commit's subject, and so forge what follows.
    "--encoding=none",
)
MAINLINE = ("--first-parent", "--diff-merges=first-parent")
HEADER = b"\x01"
_ROW = b":"
_SUBMODULE = b"160000"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the chain: from the index `newest` down to the one after the index `after`. What landed after the index
    `contents_after` comes with the contents of what it changed; None for nothing."""

    newest: int
    after: int
    contents_after: int | None = None

    def has_contents(self, index: int) -> bool:
        """Whether the landing at an index comes with the contents of what it changed."""
        return self.contents_after is not None and index > self.contents_after


@contextmanager
def landings(
    repository: Repository, chain: Chain, stretch: Stretch, folders: Sequence[str], wanted: Callable[[str], bool]
) -> Generator[Iterator[Landing]]:
    """The landings of a stretch of the chain, newest first, each with its changes of wanted paths; `folders` is where
    those lie, none for everywhere. Landings without any may be left out."""
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
    """What git calls the commits up to the index `newest` of the chain, without those up to the index `after`."""
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
            raise CouldNotLook(f"git named the commit {commit}, which is not on the mainline")
        changes, header = _changes(tokens, wanted, None if stretch.has_contents(index) else seen)
        # What a commit changed whose parents were not fetched is not known: git shows its whole tree instead.
        known = () if chain.shallow and index == 0 else tuple(changes)
        yield Landing(chain.commits[index], chain.landed[index], subject, known, index)


def commit_of(header: bytes) -> str:
    """The commit that a header names. Raises CouldNotLook for what is no header."""
    if header[:1] != HEADER:
        raise CouldNotLook("git's answer cannot be understood: a commit was expected")
    return header[1:].decode()


_Seen: TypeAlias = dict[tuple[bytes, bytes], Change | None]
"""The changes that were seen, by the modes and the path as git tells them; None is one that nobody wants. What happens
to a path is mostly the same again and again: it is kept once."""


def _changes(
    tokens: Iterator[bytes], wanted: Callable[[str], bool], seen: _Seen | None
) -> tuple[list[Change], bytes | None]:
    """The changes of one commit, and the header of the next; None at the end. Without what was seen they come with
    contents, which are hardly ever the same again."""
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
    """The change that a row of git tells, such as `:100644 100644 <content> <content> M`; None if nobody wants it."""
    text = path.decode(errors="surrogateescape")
    if not wanted(text) and not (_SUBMODULE in (row[1:7], row[8:14]) and wanted(f"{text}/")):
        return None
    before, after = row[15:].decode().split(" ")[:2] if with_contents else ("", "")
    return Change(text, int(row[1:7], 8), int(row[8:14], 8), (before, after) if with_contents else None)


def rows(tokens: Iterator[bytes]) -> Iterator[tuple[str, str, str, str]]:
    """What commits changed, as git tells it after headers without a subject: the commit, the path, and what git calls
    the content before and after, nothing where the path is absent."""
    commit = ""
    for token in tokens:
        row = token.removeprefix(b"\n")
        if row[:1] == _ROW:
            before, after = row[15:].decode().split(" ")[:2]
            path = next(tokens, b"").decode(errors="surrogateescape")
            yield commit, path, before if int(row[1:7], 8) else "", after if int(row[8:14], 8) else ""
        elif row:
            commit = commit_of(row)


def contents(
    repository: Repository, commit: str, folders: Sequence[str], wanted: Callable[[Iterable[str]], Iterable[str]]
) -> dict[str, tuple[int, str]]:
    """The file modes and the contents, as git calls them, of a commit's tree, of those of its paths that are wanted."""
    listed = process.whole(repository, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *folders)
    entries = [entry.partition("\t") for entry in listed.decode(errors="surrogateescape").split("\0")[:-1]]
    about = {path: words.split(" ") for words, _, path in entries}
    return {path: (int(about[path][0], 8), about[path][2]) for path in wanted(about)}


def differing(repository: Repository, one: str, other: str, folders: Sequence[str] = ()) -> list[str]:
    """The paths in some folders, none for everywhere, that are not the same in two commits. Git's own comparison reads
    the index of the work tree, which may be damaged."""
    if one == other:
        return []
    trees = [_entries(repository, commit, folders) for commit in (one, other)]
    paths = dict.fromkeys((*trees[0], *trees[1]))
    return [path for path in paths if trees[0].get(path) != trees[1].get(path)]


def _entries(repository: Repository, commit: str, folders: Sequence[str]) -> dict[str, str]:
    """The paths of a commit's tree, each with its mode and its content as git calls it."""
    listed = process.whole(repository, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *folders)
    entries = (entry.partition("\t") for entry in listed.decode(errors="surrogateescape").split("\0")[:-1])
    return {path: about for about, _, path in entries}


def tree(
    repository: Repository, commit: str, folders: Sequence[str], wanted: Callable[[Iterable[str]], Iterable[str]]
) -> dict[str, int]:
    """The file modes of a commit's tree, of those of its paths that are wanted."""
    entries = _entries(repository, commit, folders)
    return {path: int(entries[path][:6], 8) for path in wanted(entries)}
