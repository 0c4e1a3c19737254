"""The mainline: the first-parent chain of a ref, with the landing time of each of its commits."""

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, repeat

from readiness_gate.errors import DEEPEN, CouldNotLook
from readiness_gate.model.time import Instant
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository

TOLERANCE = 300
_LATEST: Instant = 2**63 - 1
# Where git looks for a short name, after the name as it stands.
PLACES = ("refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")


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
    """The commit that a ref names.

    Raises CouldNotLook when it names none, or several: git would take a tag called origin/main for the branch.
    """
    found = _commit(repository, ref)
    if found is None:
        raise CouldNotLook(_why_none(repository, ref))
    if ref == "HEAD" or ref.startswith("refs/"):
        return found
    places = (place.format(ref) for place in PLACES)
    named = {place: commit for place in places if (commit := _commit(repository, place))}
    if {found} != {found, *named.values()}:
        raise CouldNotLook(f'"{ref}" names different commits: write one of {", ".join(named)}')
    return found


def _commit(repository: Repository, ref: str) -> str | None:
    return _object(repository, f"{ref}^{{commit}}")


def _object(repository: Repository, name: str) -> str | None:
    out = process.output(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    return out.decode().strip() if out else None


def _why_none(repository: Repository, ref: str) -> str:
    if ref == "HEAD":
        return (
            "HEAD names no commit: the repository has none yet, or none on that branch (name another in git.mainline)"
        )
    if _object(repository, ref):
        return f'"{ref}" names no commit that is there: it points to something else, or to what was not fetched'
    if _commit(repository, f"refs/remotes/origin/{ref}"):
        return f'there is no branch "{ref}" in this clone; did you mean "origin/{ref}"?'
    fetched = ref.removeprefix("origin/")
    return f'no branch, tag or commit is called "{ref}": name one that was fetched (git fetch origin {fetched})'


def read(repository: Repository, commit: str) -> Chain:
    """The chain of a commit. Raises CouldNotLook when it cannot be read to its root, or to where it was cut off."""
    # Not --format=%ct: that takes the date from the commit's re-encoded text, of which nothing may be left.
    words = ("rev-list", "--first-parent", "--timestamp", "--end-of-options", commit)
    columns = process.whole(repository, *words).decode().split()[::-1]
    commits = tuple(columns[::2])
    dates = map(min, map(int, columns[1::2]), repeat(_LATEST))
    return Chain(commits, array("q", accumulate(dates, max)), _has_parent(repository, commits[0]))


def brought(repository: Repository, chain: Chain, commit: str) -> int | None:
    """The index of the landing that brought a commit to the mainline; None when it is not in the mainline's history.

    Raises CouldNotLook when git cannot tell.
    """
    if commit in chain.commits:
        return chain.commits.index(commit)
    if is_shallow(repository):
        raise CouldNotLook(f"the clone is shallow, so nobody can tell with which landing {commit[:12]} came: {DEEPEN}")
    places = {each: place for place, each in enumerate(chain.commits)}
    # Not by `commit ^landing`: where clocks went wrong, git stops looking too early.
    words = ("rev-list", "--topo-order", "--reverse", "--parents", "--end-of-options", chain.commits[-1])
    having = {commit}
    with process.stream(repository, b"\n", *words) as lines:
        for line in lines:
            each, *parents = line.decode().split()
            if having.isdisjoint(parents):
                continue
            if each in places:
                return places[each]
            having.add(each)
    return None


def is_shallow(repository: Repository) -> bool:
    """Whether any history was cut off, be it the mainline's or that of a branch that landed."""
    return process.output(repository, "rev-parse", "--is-shallow-repository") != b"false\n"


def has(repository: Repository, descendant: str, commit: str) -> bool:
    """Whether a commit is in the history of another: told by all of that history, as dates may lie."""
    with process.stream(repository, b"\n", "rev-list", "--end-of-options", descendant) as lines:
        return any(line.decode() == commit for line in lines)


def _has_parent(repository: Repository, commit: str) -> bool:
    """Whether the commit object itself names a parent, whatever git was told to leave out."""
    content = process.output(repository, "cat-file", "commit", commit)
    if content is None:
        raise CouldNotLook(f"the oldest commit of the mainline, {commit[:12]}, cannot be read")
    return b"\nparent " in content.partition(b"\n\n")[0]
