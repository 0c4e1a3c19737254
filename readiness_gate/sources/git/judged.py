"""The mainline that a configuration names for its own repository, in any commit."""

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository
from readiness_gate.toml.program import may_have, tables_in

_CHECKED_OUT = ("HEAD", "@")
_OUTSIDE = ("../", "/")


@dataclass(frozen=True, slots=True)
class Judged:
    """The checked-out state: a configuration, and the history by which it judges a file beside it."""

    repository: Repository
    """The repository that has the configuration."""
    root: Path
    """The folder of the configuration."""
    mainline: str | None
    """The branch that the configuration names in that repository; None if it judges only other repositories."""
    configuration: str
    """The path of the configuration from the top of the repository."""
    path: str
    """The path of the file from the top of the repository."""
    program: str
    """The name of the program."""
    head: str
    """The commit that is checked out."""

    @property
    def folder(self) -> str:
        """The folder of the configuration, from the top of the repository; empty for the top."""
        return posixpath.dirname(self.configuration)


def mainline_in(judged: Judged, commit: str) -> str | None:
    """Return the branch that the configuration of a commit names for its own repository; None if it names none."""
    content = process.output(judged.repository, "cat-file", "blob", f"{commit}:{judged.configuration}")
    return mainline_of(judged, commit, content)


def mainline_of(judged: Judged, commit: str, content: bytes | None) -> str | None:
    """Return the branch that a configuration with some content names in a commit; None if it names none."""
    git = (tables_in(content) or {}).get("git") if may_have(content, b"mainline") else None
    own = (table for table in _tables(git) if _is_own(judged, commit, table.get("repository")))
    first = next(own, None)
    name = first.get("mainline") if first else None
    return name if isinstance(name, str) and name not in _CHECKED_OUT else None


def _tables(git: object) -> Iterator[Mapping[str, object]]:
    for table in as_sequence(git) or (git,):
        if (found := as_mapping(table)) is not None:
            yield found


def _is_own(judged: Judged, commit: str, folder: object) -> bool:
    """Return whether a folder that the configuration of a commit names is in the configuration's repository. A folder
    in that commit is, regardless of what is there today: a change can replace it with a symbolic link."""
    if not isinstance(folder, str):
        return True
    inside = posixpath.normpath(posixpath.join(judged.folder, folder))
    if inside == ".":
        return True
    if not f"{inside}/".startswith(_OUTSIDE):
        kind = process.output(judged.repository, "cat-file", "-t", f"{commit}:{inside}")
        if kind == b"tree\n":
            return True
    try:
        return process.find(judged.root / folder).git_dir == judged.repository.git_dir
    except CouldNotLook:
        return False
