"""Explain files that are in git but missing in the work tree because of a sparse checkout."""

import shlex
from pathlib import Path
from posixpath import dirname, join, normpath

from readiness_gate.errors import CouldNotLook, Unreadable
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.settings import Reader
from readiness_gate.sources.git import process

_PATTERNS = "info/sparse-checkout"
_LEFT_OUT = b"S "
_GIT_DIR = "gitdir: "


@dataclass(frozen=True, slots=True)
class Explaining:
    """A reader of the files of a folder. For a file that a sparse checkout leaves out, it raises the reason."""

    reader: Reader
    folder: Path

    def read(self, path: str, limit: int) -> bytes | None:
        """Read a file as any `Reader` does. Raises Unreadable with the command that adds a file that was left out."""
        content = self.reader(path, limit)
        if content is None and _is_sparse(self.folder):
            inside = _left_out(self.folder, path)
            if inside is not None:
                add = shlex.quote(dirname(inside) or f"/{inside}")
                raise Unreadable(
                    f"{path} is in git, but not in this sparse checkout: run "
                    f"`git sparse-checkout add {add}` at the top of the repository"
                )
        return content


def _is_sparse(folder: Path) -> bool:
    """Return whether the repository of a folder may have a sparse checkout. Does not run git, as few have one."""
    places = (parent / ".git" for parent in (folder, *folder.parents))
    there = next((place for place in places if place.exists()), None)
    if there is None:
        return False
    try:
        named = there.read_text(encoding="utf-8", errors="surrogateescape") if there.is_file() else ""
    except OSError:
        return True
    git_dir = there.parent / named.removeprefix(_GIT_DIR).strip() if named else there
    return (git_dir / _PATTERNS).exists()


def _left_out(folder: Path, path: str) -> str | None:
    """Return the path from the top of the repository of a file that the index marks as left out; None for any other."""
    there = next(parent for parent in (folder, *folder.parents) if parent.is_dir())
    try:
        repository = process.find(there)
    except CouldNotLook:
        return None
    inside = normpath(join(repository.prefix, folder.relative_to(there).as_posix(), path))
    listed = process.output(repository, "ls-files", "-t", "-z", "--", inside)
    entry = _LEFT_OUT + inside.encode(errors="surrogateescape")
    return inside if entry in (listed or b"").split(b"\0") else None
