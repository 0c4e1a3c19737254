"""Files that were beside the configuration of a program before it moved, and that nothing reads any more."""

import posixpath
import tomllib
from collections.abc import Iterable, Iterator
from typing import cast

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE, rows


@dataclass(frozen=True, slots=True)
class Own:
    """A program; and the paths of its configuration and of a file beside it from the top of the repository."""

    program: str
    configuration: str
    path: str
    revisions: str
    """The part of the history in which that file may be."""


def orphans(repository: Repository, chain: Chain, own: Own) -> Iterator[str]:
    """The paths of other files of that name that were this program's."""
    name = posixpath.basename(own.path)
    others = {path for _, path, _, _ in _changes(repository, own.revisions, f":(glob)**/{name}")} - {own.path}
    began = {
        commit
        for commit, path, before, _ in _changes(repository, own.revisions, f":(literal){own.configuration}")
        if others and path == own.configuration and not before
    }
    for other in sorted(others):
        folder = posixpath.dirname(other)
        is_read = any(program_of(repository, name) for name in there(repository, chain.commits[-1], folder))
        if not is_read and _was_own(repository, folder, own, began):
            yield other


def _was_own(repository: Repository, folder: str, own: Own, began: Iterable[str]) -> bool:
    """Whether a configuration that went from a folder was the program's: it has its name, or went as its own came."""
    pattern = f":(glob){posixpath.join(_escaped(folder), '*.toml')}"
    gone = [(commit, before) for commit, _, before, after in _changes(repository, own.revisions, pattern) if not after]
    programs = ((commit, program_of(repository, before)) for commit, before in gone)
    return any(program and (program == own.program or commit in began) for commit, program in programs)


def _escaped(folder: str) -> str:
    return "".join(f"\\{letter}" if letter in "*?[]\\" else letter for letter in folder)


def _changes(repository: Repository, revisions: str, pattern: str) -> list[tuple[str, str, str, str]]:
    words = (*LOG, *MAINLINE, "--raw", "--format=%x01%H%x00", "--end-of-options", revisions, "--", pattern)
    with process.stream(repository, b"\0", "--no-literal-pathspecs", *words) as tokens:
        return list(rows(tokens))


def there(repository: Repository, commit: str, folder: str) -> Iterator[str]:
    """The ids of the TOML files in a folder."""
    words = ("ls-tree", "-z", "--full-tree", commit, "--", *([f"{folder}/"] if folder else []))
    for entry in process.whole(repository, *words).decode(errors="surrogateescape").split("\0")[:-1]:
        about, _, path = entry.partition("\t")
        if path.endswith(".toml"):
            yield about.split(" ")[2]


def program_of(repository: Repository, name: str) -> str:
    """The program that a content configures; empty for no configuration."""
    content = process.output(repository, "cat-file", "blob", name)
    try:
        table: object = tomllib.loads((content or b"").decode()).get("program")
    except ValueError:
        return ""
    program = cast("dict[str, object]", table).get("name") if isinstance(table, dict) else None
    return program if isinstance(program, str) else ""
