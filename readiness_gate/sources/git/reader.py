"""Read policy files from a ref, so that a change cannot edit its own judge."""

import posixpath
from pathlib import Path

from readiness_gate.errors import BadUse, CouldNotLook, Unreadable
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.git import process
from readiness_gate.sources.git.anchor import anchored
from readiness_gate.sources.git.chain import resolve_base
from readiness_gate.sources.git.process import Repository

_FILES = (b"100644", b"100755")


@dataclass(frozen=True, slots=True)
class AtRef:
    """The files of a ref, relative to a folder, whatever the work tree contains."""

    repository: Repository
    """Its prefix is the path to that folder from the top."""
    ref: str
    commit: str
    """The commit of the ref when the reader was made: all files are read from it."""

    def read(self, path: str, limit: int) -> bytes | None:
        """Read a file as any `Reader` does."""
        inside = posixpath.normpath(posixpath.join(self.repository.prefix, path))
        if inside.startswith(("../", "/")) or inside == "..":
            raise Unreadable(
                f"{path} is outside the repository, so {self.ref} cannot contain it: move it into the repository"
            )
        if inside == ".":
            raise Unreadable(f"{path} is not a file at {self.ref}")
        entry = entry_of(self.repository, self.commit, inside)
        if entry is None:
            return None
        mode, object_id = entry
        if mode not in _FILES:
            raise Unreadable(f"{path} is not a file at {self.ref}")
        return _content(self.repository, object_id, f"{path} at {self.ref}", limit)


def at_ref(folder: Path, ref: str) -> AtRef:
    """Return a reader of the files of a ref, relative to a folder.

    Raises BadUse if the folder is in no repository, when a change could redirect the path to it, or when the ref was
    not fetched.
    """
    try:
        repository = anchored(folder, ref)
        return AtRef(repository, ref, resolve_base(repository, ref))
    except CouldNotLook as error:
        raise BadUse(f'the policy cannot be read from "{ref}": {error}') from error


def entry_of(repository: Repository, commit: str, path: str) -> tuple[bytes, str] | None:
    """Return the file mode and the object id of a path in a commit; None if it has no such path.

    Raises Unreadable if objects are missing.
    """
    listed = process.output(repository, "ls-tree", "-z", "--full-tree", commit, "--", path)
    if listed is None:
        raise Unreadable(f"{path} cannot be looked up: objects of {commit[:12]} are missing (git fetch --refetch)")
    mode, _, rest = listed.partition(b" ")
    return (mode, rest.split(b" ")[1].partition(b"\t")[0].decode()) if rest else None


def _content(repository: Repository, object_id: str, shown: str, limit: int) -> bytes:
    size = process.output(repository, "cat-file", "-s", object_id)
    if size is None:
        raise Unreadable(
            f"{shown} was not fetched, because this clone lacks contents: check out without `filter: blob:none`, or "
            "fetch them all with `git fetch --refetch --no-filter origin`"
        )
    if int(size) > limit:
        raise Unreadable(f"{shown} has more than {limit} bytes")
    content = process.output(repository, "cat-file", "blob", object_id)
    if content is None:
        raise Unreadable(f"{shown} cannot be read")
    return content
