"""Content that commits dropped from a file: a parent had everything that the commit kept and more after it, or had
different content in its place."""

from collections.abc import Iterator

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.git import process
from readiness_gate.sources.git.blobs import ENDS, contents
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, rows


@dataclass(frozen=True, slots=True)
class Change:
    """A commit in which a file differs from one of its parents."""

    commit: str
    before: str
    """The id of the file in that parent."""
    after: str
    """The id of the file in the commit; empty if the commit lacks it."""


def changes(repository: Repository, revisions: str, path: str) -> Iterator[Change]:
    """Yield the commits among the revisions, on any branch, in which a file differs from that of a parent. They include
    commits that no landing shows: a merge may keep nothing of a branch on which the file was removed before. A commit
    comes after all of its descendants."""
    words = (*LOG, "--topo-order", "--full-history", "--diff-merges=separate", "--raw", "--format=%x01%H%x00")
    with process.stream(repository, b"\0", *words, "--end-of-options", revisions, "--", path) as tokens:
        for commit, found, before, after in rows(tokens):
            if found == path and before:
                yield Change(commit, before, after)


def lost_a_race(repository: Repository, commit: str, path: str, before: bytes, after: bytes, limit: int) -> bool:
    """Return whether a commit is a merge that kept the content of one parent in place of `before`, that of another
    parent: both had appended to the file, so only one of them could stay."""
    parents = process.whole(repository, "rev-list", "--parents", "--max-count=1", "--end-of-options", commit).split()
    others = [parent.decode() for parent in parents[1:]] if len(parents) > 2 else []  # noqa: PLR2004 - a merge
    had = (content.replace(*ENDS) for content in contents(repository, others, path, limit) if content)
    return any(after.startswith(content) and not before.startswith(content) for content in had)
