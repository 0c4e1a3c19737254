"""What merges dropped from a file: a parent had all that the merge kept, and more after it."""

from collections.abc import Iterator

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, rows


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge after which a file is another than in one of its parents."""

    commit: str
    before: str
    """The id of the file in that parent."""
    after: str
    """The id of the file in the merge; empty where it has none."""


def merges(repository: Repository, tip: str, path: str) -> Iterator[Merge]:
    """The merges in the whole history of a commit that changed a file against any of their parents."""
    words = (*LOG, "--full-history", "--merges", "--diff-merges=separate", "--raw", "--format=%x01%H%x00")
    with process.stream(repository, b"\0", *words, "--end-of-options", tip, "--", path) as tokens:
        for commit, found, before, after in rows(tokens):
            if found == path and before:
                yield Merge(commit, before, after)
