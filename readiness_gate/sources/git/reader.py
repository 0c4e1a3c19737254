"""Reads policy files from a ref, so that a change cannot edit its own judge."""

import posixpath
from pathlib import Path

from readiness_gate.errors import BadUse, CouldNotLook, Unreadable
from readiness_gate.model.settings import Reader
from readiness_gate.sources.git import process
from readiness_gate.sources.git.anchor import anchored
from readiness_gate.sources.git.chain import resolve_base
from readiness_gate.sources.git.process import Repository

_FILES = (b"100644", b"100755")


def at_ref(folder: Path, ref: str) -> Reader:
    """A reader of the files as a ref has them, relative to a folder, whatever the work tree has in its place.

    Raises BadUse when the folder is in no repository, when something that a change can put there leads to it, or when
    the ref was not fetched.
    """
    try:
        repository = anchored(folder, ref)
        commit = resolve_base(repository, ref)
    except CouldNotLook as error:
        raise BadUse(f'the policy cannot be read from "{ref}": {error}') from error

    def read(path: str, limit: int) -> bytes | None:
        inside = posixpath.normpath(posixpath.join(repository.prefix, path))
        if inside.startswith(("../", "/")) or inside == "..":
            raise Unreadable(f"{path} lies outside the repository, where {ref} has no say")
        if inside == ".":
            raise Unreadable(f"{path} is not a file at {ref}")
        entry = entry_of(repository, commit, inside)
        if entry is None:
            return None
        mode, object_id = entry
        if mode not in _FILES:
            raise Unreadable(f"{path} is not a file at {ref}")
        return _content(repository, object_id, f"{path} at {ref}", limit)

    return read


def entry_of(repository: Repository, commit: str, path: str) -> tuple[bytes, str] | None:
    """The file mode and the object of a path in a commit; None where it has no such path.

    Raises Unreadable where objects are missing.
    """
    listed = process.output(repository, "ls-tree", "-z", "--full-tree", commit, "--", path)
    if listed is None:
        raise Unreadable(f"{path} cannot be looked up: objects of {commit[:12]} are missing")
    mode, _, rest = listed.partition(b" ")
    return (mode, rest.split(b" ")[1].partition(b"\t")[0].decode()) if rest else None


def _content(repository: Repository, object_id: str, shown: str, limit: int) -> bytes:
    size = process.output(repository, "cat-file", "-s", object_id)
    if size is None:
        raise Unreadable(
            f"{shown} was not fetched, as this clone leaves out contents: check out without `filter: blob:none`, or "
            "fetch all of it with `git fetch --refetch --no-filter origin`"
        )
    if int(size) > limit:
        raise Unreadable(f"{shown} has more than {limit} bytes")
    content = process.output(repository, "cat-file", "blob", object_id)
    if content is None:
        raise Unreadable(f"{shown} cannot be read")
    return content
