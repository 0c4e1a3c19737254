"""What is in a repository at all, before anything is configured."""

from pathlib import Path

from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import resolve
from readiness_gate.sources.git.walk import tree


def tracked(folder: Path) -> list[str]:
    """The paths, from its top, of the files of the repository around a folder, at HEAD.

    Raises CouldNotLook when there is no repository that can be read, or no commit in it.
    """
    repository = process.find(folder)
    return sorted(tree(repository, resolve(repository, "HEAD"), (), iter))
