"""What commits dropped from the end of a file: a parent had everything that the commit kept, and more after it."""

from collections.abc import Iterator

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, rows


@dataclass(frozen=True, slots=True)
class Change:
    """A commit after which a file differs from one of its parents."""

    commit: str
    before: str
    """The id of the file in that parent."""
    after: str
    """The id of the file in the commit; empty if it has none."""


def changes(repository: Repository, revisions: str, path: str) -> Iterator[Change]:
    """Yield the commits among some revisions, on any branch, that changed a file against any of their parents. These
    include commits that no landing shows: a merge may keep nothing of a branch on which the file was removed before."""
    words = (*LOG, "--full-history", "--diff-merges=separate", "--raw", "--format=%x01%H%x00")
    with process.stream(repository, b"\0", *words, "--end-of-options", revisions, "--", path) as tokens:
        for commit, found, before, after in rows(tokens):
            if found == path and before:
                yield Change(commit, before, after)
