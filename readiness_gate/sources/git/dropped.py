"""What commits dropped from a file: a parent had all that the commit kept and more after it, or something else in the
place of what the commit has."""

from collections.abc import Iterator

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.git import process
from readiness_gate.sources.git.blobs import ENDS, contents
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, rows


@dataclass(frozen=True, slots=True)
class Change:
    """A commit after which a file is another than in one of its parents."""

    commit: str
    before: str
    """The id of the file in that parent."""
    after: str
    """The id of the file in the commit; empty where it has none."""


def changes(repository: Repository, revisions: str, path: str) -> Iterator[Change]:
    """The commits among some revisions, on whatever branch they were, that changed a file against any of their parents.
    Also those that no landing shows: a merge may keep nothing of a branch on which the file was removed before. No
    commit comes before one of its descendants."""
    words = (*LOG, "--topo-order", "--full-history", "--diff-merges=separate", "--raw", "--format=%x01%H%x00")
    with process.stream(repository, b"\0", *words, "--end-of-options", revisions, "--", path) as tokens:
        for commit, found, before, after in rows(tokens):
            if found == path and before:
                yield Change(commit, before, after)


def lost_a_race(repository: Repository, commit: str, path: str, before: bytes, after: bytes, limit: int) -> bool:
    """Whether a commit is a merge that kept what one parent had in place of what another one had `before`: both had
    written to the end of the file, so only one of them could stay."""
    parents = process.whole(repository, "rev-list", "--parents", "--max-count=1", "--end-of-options", commit).split()
    others = [parent.decode() for parent in parents[1:]] if len(parents) > 2 else []  # noqa: PLR2004 - a merge
    had = (content.replace(*ENDS) for content in contents(repository, others, path, limit) if content)
    return any(after.startswith(content) and not before.startswith(content) for content in had)
