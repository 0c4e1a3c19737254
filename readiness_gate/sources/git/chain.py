"""The mainline: the first-parent chain of a ref, with the landing time of each of its commits."""

import os
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.time import Instant
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository

TOLERANCE = 300
_LATEST: Instant = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Chain:
    """The commits of the mainline from its root to its tip, and their landing times: the running maximum of their
    committer dates, so that a backdated commit lands when it was put on top, and not before.

    `shallow` when the first commit's parents were not fetched: its own diff then means nothing.
    """

    commits: tuple[str, ...]
    landed: "array[int]"
    shallow: bool

    def tip(self, moment: Instant) -> int:
        """The index of the newest commit that landed by then; -1 before the first."""
        return bisect_right(self.landed, moment) - 1

    def doubtful_from(self, now: Instant) -> Instant | None:
        """The landing of the last commit before one that claims to land later than now; None if none does."""
        sane = self.tip(now + TOLERANCE)
        if sane == len(self.commits) - 1:
            return None
        return self.landed[sane] if sane >= 0 else 0


def resolve(repository: Repository, ref: str) -> str:
    """The commit that a ref names. Raises CouldNotLook when it names none, or two."""
    found = _commit(repository, ref)
    if found is None:
        raise CouldNotLook(_why_none(repository, ref))
    named = {_commit(repository, f"refs/{kind}/{ref}") for kind in ("heads", "tags")} - {None}
    if len(named) > 1:
        raise CouldNotLook(
            f'"{ref}" is a branch and a tag of different commits: write refs/heads/{ref} or refs/tags/{ref}'
        )
    return found


def _commit(repository: Repository, ref: str) -> str | None:
    out = process.output(repository, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    return out.decode().strip() if out else None


def _why_none(repository: Repository, ref: str) -> str:
    if ref == "HEAD":
        return "the repository has no commit yet, so nothing can have landed"
    if _commit(repository, f"refs/remotes/origin/{ref}"):
        return f'there is no branch "{ref}" in this clone; did you mean "origin/{ref}"?'
    return f'no branch, tag or commit is called "{ref}": name one that was fetched (git fetch origin {ref})'


def read(repository: Repository, commit: str) -> Chain:
    """The chain of a commit. Raises CouldNotLook when it cannot be read to its root, or to where it was cut off."""
    commits: list[str] = []
    dates = array("q")
    # Not --format=%ct: that takes the date from the commit's re-encoded text, of which nothing may be left.
    words = ("rev-list", "--first-parent", "--timestamp", "--end-of-options", commit)
    with process.stream(repository, b"\n", *words) as lines:
        for line in lines:
            date, _, name = line.decode().partition(" ")
            commits.append(name)
            dates.append(min(int(date), _LATEST))
    commits.reverse()
    dates.reverse()
    cut = repository.shallow and commits[0] in _boundary(repository)
    return Chain(tuple(commits), array("q", accumulate(dates, max)), cut)


def _boundary(repository: Repository) -> set[str]:
    """The commits whose parents were not fetched."""
    where = process.output(repository, "rev-parse", "--path-format=absolute", "--git-path", "shallow")
    try:
        return set(Path(os.fsdecode(where or b"").rstrip("\n")).read_text(encoding="ascii").split())
    except OSError as error:
        raise CouldNotLook("the clone is shallow, and where it begins cannot be read") from error
