"""What a repository contains, before anything is configured."""

from pathlib import Path

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import resolve
from readiness_gate.sources.git.walk import tree


@dataclass(frozen=True, slots=True)
class Tracked:
    """The files of a repository at HEAD, and a folder in it."""

    folder: str
    """Its path from the top; empty for the top."""
    paths: tuple[str, ...]
    """The paths of all files from the top."""

    def below(self) -> list[str]:
        """Return the files below the folder, with their paths from there."""
        head = f"{self.folder}/" if self.folder else ""
        return [path.removeprefix(head) for path in self.paths if path.startswith(head)]


def tracked(folder: Path) -> Tracked:
    """List the files of the repository around a folder.

    Raises CouldNotLook if there is no readable repository, or no commit in it.
    """
    repository = process.find(folder)
    return Tracked(repository.prefix, tuple(sorted(tree(repository, resolve(repository, "HEAD"), (), iter))))


def mainline(folder: Path) -> str:
    """Return the likely mainline of a repository: the default branch of origin, else the one that is checked out; ""
    if neither is known."""
    try:
        repository = process.find(folder)
    except CouldNotLook:
        return ""
    for head, name in (("refs/remotes/origin/", "refs/remotes/origin/HEAD"), ("refs/heads/", "HEAD")):
        full = process.output(repository, "symbolic-ref", "--quiet", name) or b""
        branch = full.decode(errors="replace").strip()
        if branch.startswith(head):
            return branch.removeprefix(head)
    return ""
