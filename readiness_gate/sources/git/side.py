"""Files as in one of two commits. Files that neither commit has are read from disk."""

import os
import posixpath
from pathlib import Path, PurePosixPath

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.settings import Reader
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.reader import AtRef, entry_of

_FOLDER = b"040000"


@dataclass(frozen=True, slots=True)
class Side:
    """Reads files by their paths relative to the configuration's folder, as in one of two commits."""

    repository: Repository
    """Its prefix is the path of the configuration's folder from the top."""
    commit: str
    other: str
    called: str
    """The name of the commit."""
    here: Reader
    """Reads what neither commit has."""
    written: frozenset[str] = frozenset()
    """The files in git that a job may overwrite: they are read from disk if they are the same in both commits."""

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the content of a file; None if only the other commit has it, or it does not exist."""
        if self._is_outside(path) or self._is_neither(path) or (path in self.written and not self.differs(path)):
            return self.here(path, limit)
        return AtRef(self.repository, self.called, self.commit).read(path, limit)

    def differs(self, path: str) -> bool:
        """Return whether the two commits differ at a path, or have different links or submodules on the way to it."""
        return not self._is_outside(path) and self._reached(path, self.commit) != self._reached(path, self.other)

    def _is_neither(self, path: str) -> bool:
        return self._entry(path, self.commit) is None and self._entry(path, self.other) is None

    def _reached(self, path: str, commit: str) -> tuple[bytes, str] | None:
        """Return what a commit has at a path, or in place of a folder above it."""
        inside = PurePosixPath(self._inside(path))
        found = (entry_of(self.repository, commit, str(one)) for one in (inside, *inside.parents[:-1]))
        first = next(filter(None, found), None)
        return None if first is None or first[0] == _FOLDER else first

    def _entry(self, path: str, commit: str) -> tuple[bytes, str] | None:
        return entry_of(self.repository, commit, self._inside(path))

    def _inside(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(self.repository.prefix, path))

    def _is_outside(self, path: str) -> bool:
        inside = self._inside(path)
        return inside.startswith(("../", "/")) or inside in ("..", ".")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Reads files by their paths relative to a configuration's folder outside the repository of a change: files in
    that repository as in one of two commits, others as usual."""

    root: Path
    """The configuration's folder."""
    top: Path
    """The top of the repository's work tree, without symbolic links."""
    side: Side
    """Reads by paths from the top."""
    outside: Reader

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the content of a file; None if there is none."""
        inside = path_within(self.top, self.root / path)
        return self.outside(path, limit) if inside is None else self.side.read(inside, limit)

    def differs(self, path: str) -> bool:
        """Return whether the two commits differ at a path, or have different links or submodules on the way to it."""
        inside = path_within(self.top, self.root / path)
        return inside is not None and self.side.differs(inside)


def path_within(top: Path, path: Path) -> str | None:
    """Return the path from the top of a work tree, as it is written; else as links lead into it; None if it is
    outside."""
    for written in (os.path.abspath(path), os.path.realpath(path)):  # noqa: PTH100 - without following links
        for folder in reversed(Path(written).parents):
            if folder.resolve() == top:
                return Path(written).relative_to(folder).as_posix()
    return None
