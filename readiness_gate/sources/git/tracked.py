"""What git tracks in a work tree, with names folded as file systems compare them."""

import unicodedata
from collections.abc import Iterable, Iterator

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository

_KINDS = {b"120000": "symbolic link", b"160000": "submodule"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A path that git tracks."""

    path: str
    """From the top of the work tree."""
    kind: str
    """`file`, `symbolic link` or `submodule`."""


def tracked(repository: Repository, commits: Iterable[str]) -> dict[str, Entry]:
    """Return all entries of the index and of the commits, by their folded paths. Staged files count as committed."""
    entries: dict[str, Entry] = {}
    listings: list[tuple[str, ...]] = [("ls-files", "-s", "-z", "--no-recurse-submodules")]
    listings += [("ls-tree", "-r", "-z", "--full-tree", commit) for commit in dict.fromkeys(commits)]
    for words in listings:
        for line in process.whole(repository, *words).split(b"\0")[:-1]:
            about, _, name = line.partition(b"\t")
            path = name.decode(errors="surrogateescape")
            entries.setdefault(folded(path), Entry(path, _KINDS.get(about.partition(b" ")[0], "file")))
    return entries


def namesakes(repository: Repository, commit: str, path: str) -> Iterator[str]:
    """Other paths of a commit that some file systems take for a path, or for a folder above or below it."""
    own = folded(path)
    listed = process.whole(repository, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    for name in listed.decode(errors="surrogateescape").split("\0")[:-1]:
        other = folded(name)
        if name != path and (f"{own}/".startswith(f"{other}/") or f"{other}/".startswith(f"{own}/")):
            yield name


def folded(path: str) -> str:
    """Return a path without case, forms of accents and invisible characters, which some file systems ignore."""
    if path.isascii():
        return path.lower()
    text = "".join(letter for letter in path if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
