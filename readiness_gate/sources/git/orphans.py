"""Files that were beside a program's configuration before it moved, and that nothing reads any more."""

import posixpath
from collections.abc import Collection, Iterator
from functools import lru_cache

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE, rows
from readiness_gate.toml.program import program_in


@dataclass(frozen=True, slots=True)
class Own:
    """A program, with the paths of its configuration and of a file beside it from the top of the repository."""

    program: str
    configuration: str
    path: str
    revisions: str
    """The part of the history in which that file may be."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """A file that was beside a program's configuration before the configuration moved."""

    path: str
    configurations: tuple[str, ...]
    """The former paths of the configuration, from the top of the repository."""
    programs: frozenset[str]
    """The names that the program had there."""
    until: str
    """The landing with which it left; empty if no configuration stayed, so that the whole file belonged to it."""


def orphans(repository: Repository, chain: Chain, own: Own) -> Iterator[Orphan]:
    """Yield the other files with that name that belonged to this program."""
    name = posixpath.basename(own.path)
    others = {path for _, path, _, _ in changes(repository, own.revisions, f":(glob)**/{name}")} - {own.path}
    rows = changes(repository, own.revisions, f":(literal){own.configuration}") if others else []
    began = {commit for commit, path, before, _ in rows if path == own.configuration and not before}
    names = {own.program, *(program_of(repository, blob) for _, _, *blobs in rows for blob in blobs)} - {""}
    for other in sorted(others):
        found = _was_own(repository, chain, other, own, began, names)
        if found is not None:
            yield found


def _was_own(
    repository: Repository, chain: Chain, path: str, own: Own, began: Collection[str], names: Collection[str]
) -> Orphan | None:
    """Return the file if a configuration that left its folder belonged to the program: it had one of its names, or
    left as the program's own appeared."""
    folder = posixpath.dirname(path)
    if folder == posixpath.dirname(own.path):
        return None
    rows = changes(repository, own.revisions, directly_in(folder, "*.toml"))
    is_there = {at: program_of(repository, blob) for at, blob in there(repository, chain.commits[-1], folder)}
    gone = [one for one in rows if is_there.get(one[1]) not in names]
    left = [one for one in gone if _has_left(repository, one, own.program, names)] or [
        one
        for one in replaced(repository, directly_in(folder, "*"), began)
        if not one[3] and is_there.get(one[1]) not in names
    ]
    if not left:
        return None
    configurations = _with_earlier(repository, own.revisions, folder, {at for _, at, _, _ in left})
    had = {program_of(repository, one[2]) for at in configurations for one in _of(repository, own.revisions, at)}
    places = chain.places
    until = max((one[0] for one in left), key=places.__getitem__) if any(is_there.values()) else ""
    return Orphan(path, tuple(sorted(configurations)), frozenset({*had, own.program} - {""}), until)


def _with_earlier(repository: Repository, revisions: str, folder: str, found: Collection[str]) -> Collection[str]:
    """Return the paths of a configuration in a folder, with its earlier names: a file was an earlier one if it was
    removed or became another program's when the later one appeared."""
    known, new = set(found), set(found)
    while new:
        began = {one[0] for at in new for one in _of(repository, revisions, at) if not one[2]}
        new = {one[1] for one in replaced(repository, directly_in(folder, "*"), began)} - known
        known |= new
    return known


def _of(repository: Repository, revisions: str, path: str) -> list[tuple[str, str, str, str]]:
    return changes(repository, revisions, f":(literal){path}")


def directly_in(folder: str, names: str) -> str:
    """Return the pattern of the files in a folder whose names match."""
    return f":(glob){posixpath.join(_escaped(folder), names)}"


def replaced(repository: Repository, pattern: str, commits: Collection[str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the changes in the commits with which the configuration of a program left its file."""
    for change in (one for commit in sorted(commits) for one in changes(repository, f"{commit}^!", pattern)):
        program = program_of(repository, change[2])
        if program and program != program_of(repository, change[3]):
            yield change


def _has_left(repository: Repository, change: tuple[str, str, str, str], program: str, names: Collection[str]) -> bool:
    """Return whether a change removed the program from its configuration: a file with one of its names, or today's
    name in it. An earlier name that changes in its place may be one that two programs started with."""
    _, _, before, after = change
    name = program_of(repository, before)
    return name in names if not after else name == program != program_of(repository, after)


def _escaped(folder: str) -> str:
    return "".join(f"\\{letter}" if letter in "*?[]\\" else letter for letter in folder)


def changes(repository: Repository, revisions: str, pattern: str, *kinds: str) -> list[tuple[str, str, str, str]]:
    """Return how landings changed the files of a pattern: each landing, the path, and the ids before and after it.
    `kinds` is a filter of git's: `--diff-filter=D` for files that were removed."""
    words = (*LOG, *MAINLINE, *kinds, "--raw", "--format=%x01%H%x00", "--end-of-options", revisions, "--", pattern)
    with process.stream(repository, b"\0", "--no-literal-pathspecs", *words) as tokens:
        return list(rows(tokens))


def there(repository: Repository, commit: str, folder: str) -> Iterator[tuple[str, str]]:
    """Yield the TOML files in a folder, each with its path from the top of the repository and its id."""
    words = ("ls-tree", "-z", "--full-tree", commit, "--", *([f"{folder}/"] if folder else []))
    for entry in process.whole(repository, *words).decode(errors="surrogateescape").split("\0")[:-1]:
        about, _, path = entry.partition("\t")
        if path.endswith(".toml"):
            yield path, about.split(" ")[2]


@lru_cache(maxsize=1024)
def program_of(repository: Repository, name: str) -> str:
    """Return the program that the object with an id configures; "" if it is not a configuration, or absent."""
    return program_in(process.output(repository, "cat-file", "blob", name)) if name else ""
