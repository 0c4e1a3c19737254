"""The mainline: the first-parent chain of a ref, with the landing time of each of its commits."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, repeat

from readiness_gate.errors import DEEPEN, CouldNotLook
from readiness_gate.model.facts.git import Touch
from readiness_gate.model.refs import is_id
from readiness_gate.model.time import Instant
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository

TOLERANCE = 300
_LATEST: Instant = 2**63 - 1
_CHECKED_OUT = ("HEAD", "@")
_SHORT_ID = re.compile(r"[0-9a-f]{7,39}", re.ASCII | re.IGNORECASE)
# Where git looks for a short name, after the name as it stands.
PLACES = ("refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")


@dataclass(frozen=True, slots=True)
class Chain:
    """The commits of the mainline from its root to its tip, and their landing times: the running maximum of their
    committer dates, so that a backdated commit lands when it was put on top, and not before.

    `shallow` when the first commit's parents were not fetched: its own diff then means nothing. `undated` is the index
    of the first commit whose date cannot be read; None when every date can.
    """

    commits: tuple[str, ...]
    landed: "array[int]"
    shallow: bool
    undated: int | None = None

    @property
    def places(self) -> dict[str, int]:
        """The index of every commit, made on every call."""
        return {commit: place for place, commit in enumerate(self.commits)}

    def touch(self, index: int) -> Touch:
        """The landing at an index."""
        return Touch(self.commits[index], self.landed[index])

    def seen_at(self, now: Instant) -> "Chain":
        """The same chain for a clock that says `now`: what landed a little later by another clock has landed now, as it
        is there."""
        capped = (now if now < landed <= now + TOLERANCE else landed for landed in self.landed)
        return replace(self, landed=array(self.landed.typecode, capped))

    def tip(self, moment: Instant) -> int:
        """The index of the newest commit that landed by then; -1 before the first."""
        return bisect_right(self.landed, moment) - 1

    def doubtful(self, now: Instant) -> int | None:
        """The index of the first commit that claims to land later than now, or whose date cannot be read; None if there
        is none."""
        ahead = self.tip(now + TOLERANCE) + 1
        doubtful = [index for index in (ahead, self.undated) if index is not None and index < len(self.commits)]
        return min(doubtful, default=None)

    def doubtful_commit(self, now: Instant) -> str:
        """The first commit that is doubtful; empty if none is."""
        first = self.doubtful(now)
        return "" if first is None else self.commits[first]

    def doubtful_from(self, now: Instant) -> Instant | None:
        """The landing of the last commit before the first that is doubtful; None if none is."""
        first = self.doubtful(now)
        return None if first is None else self.landed[first - 1] if first else 0


def resolve(repository: Repository, ref: str, *, of_origin: bool = False) -> str:
    """The commit that a ref names.

    A name that begins with refs/ is that ref and nothing else. Where `of_origin`, a branch that is not in this clone is
    the one that was fetched from origin. Raises CouldNotLook when it names none, or several: git would take a tag that
    is called origin/main for the branch, one that is called as a part of an id for that commit, and one that is called
    HEAD where no commit is checked out.
    """
    if ref in _CHECKED_OUT:
        return _exactly(repository, "HEAD", of_origin=False)
    if ref.startswith("refs/"):
        return _exactly(repository, ref, of_origin=of_origin)
    commit = _commit(repository, ref)
    if commit is not None:
        _refuse_others(repository, ref, commit)
        return commit
    instead = fetched(repository, ref) if of_origin and not _object(repository, ref) else None
    if instead is None:
        raise CouldNotLook(_why_none(repository, ref))
    return resolve(repository, instead)


def _exactly(repository: Repository, ref: str, *, of_origin: bool) -> str:
    """The commit of a ref by its full name, or of the one that was fetched in its place."""
    place = ref if is_there(repository, ref) else fetched(repository, ref) if of_origin else None
    commit = _commit(repository, place) if place else None
    if commit is None:
        raise CouldNotLook(_why_none(repository, ref))
    return commit


def _refuse_others(repository: Repository, ref: str, commit: str) -> None:
    """Raise CouldNotLook for a name that means another commit elsewhere."""
    places = [place.format(ref) for place in PLACES]
    places += _begun_by(repository, ref) if _SHORT_ID.fullmatch(ref) else []
    named = {place: other for place in places if (other := _commit(repository, place))}
    if {commit} != {commit, *named.values()}:
        raise CouldNotLook(f'"{ref}" names different commits: write one of {", ".join(named)}')


def resolve_base(repository: Repository, ref: str) -> str:
    """The commit of the ref that has the policy. A branch that is not in this clone is the one fetched from origin.

    Raises CouldNotLook as `resolve` does, and for a branch that is another commit here than it was fetched: a checkout
    may have made it from the change, which then judged itself.
    """
    commit = resolve(repository, ref, of_origin=True)
    as_fetched = fetched(repository, ref)
    if as_fetched is None or resolve(repository, as_fetched) == commit or not _is_branch(repository, ref):
        return commit
    raise CouldNotLook(
        f'"{ref}" is another commit here than {as_fetched}, the branch as it was fetched: write {as_fetched}'
    )


def _is_branch(repository: Repository, ref: str) -> bool:
    return is_there(repository, f"refs/heads/{ref.removeprefix('refs/heads/')}")


def _begun_by(repository: Repository, short: str) -> list[str]:
    """The ids of the objects that begin with some digits."""
    return (process.output(repository, "rev-parse", f"--disambiguate={short}") or b"").decode().split()


def is_there(repository: Repository, ref: str) -> bool:
    """Whether there is a ref of exactly this full name: git takes refs/tags/refs/heads/main for refs/heads/main."""
    return process.output(repository, "show-ref", "--verify", "--quiet", "--", ref) is not None


def fetched(repository: Repository, branch: str, remote: str = "origin") -> str | None:
    """The full name of a branch as it was fetched from a remote, if it was; its name may be given in full."""
    name = branch.removeprefix("refs/heads/")
    if name.startswith(("refs/", f"{remote}/")) or name in ("HEAD", "@") or is_id(name):
        return None
    full = f"refs/remotes/{remote}/{name}"
    return full if is_there(repository, full) else None


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
    if _object(repository, ref) and (is_there(repository, ref) or not ref.startswith("refs/")):
        return f'"{ref}" names no commit that is there: it points to something else, or to what was not fetched'
    branch = ref.removeprefix("refs/heads/").removeprefix("refs/remotes/").removeprefix("origin/")
    return f'no branch, tag or commit is called "{ref}": name one that was fetched (git fetch origin {branch})'


def read(repository: Repository, commit: str, ignored: Collection[str] = ()) -> Chain:
    """The chain of a commit, where the dates of the commits that are `ignored` say nothing.

    Raises CouldNotLook when it cannot be read to its root, or to where it was cut off, and for a commit whose date is
    to be ignored and that is not on it.
    """
    # Not --format=%ct: that takes the date from the commit's re-encoded text, of which nothing may be left.
    words = ("rev-list", "--first-parent", "--timestamp", "--end-of-options", commit)
    columns = process.whole(repository, *words).decode().split()[::-1]
    commits = tuple(columns[::2])
    left_out = _places(commits, ignored)
    dates = list(map(min, map(int, columns[1::2]), repeat(_LATEST)))
    # Git reads 0 from what it cannot read: such commits are looked at themselves.
    unread = (place for place, date in enumerate(dates) if date == 0 and place not in left_out)
    undated = next((place for place in unread if not _is_dated(repository, commits[place])), None)
    landed, last = _landed(dates, left_out)
    return Chain(commits, landed, _has_parent(repository, commits[0]), undated if undated is not None else last)


def _places(commits: Sequence[str], ignored: Collection[str]) -> frozenset[int]:
    """The places of commits in the chain. Raises CouldNotLook for one that is not on it."""
    if not ignored:
        return frozenset()
    places = {commit: place for place, commit in enumerate(commits)}
    stranger = next((commit for commit in ignored if commit.lower() not in places), None)
    if stranger is not None:
        raise CouldNotLook(
            f'git.ignore-dates-of names "{stranger}", which is no commit of the mainline: give its whole id, or take '
            "it out"
        )
    return frozenset(places[commit.lower()] for commit in ignored)


def _landed(dates: Sequence[int], left_out: frozenset[int]) -> "tuple[array[int], int | None]":
    """The landing times of the commits with some dates, and the place of the first whose time is not known.

    One whose date is left out landed with the next that has one, which is the latest that it can have; after the last
    of these the time is not known.
    """
    known = list(accumulate((0 if place in left_out else date for place, date in enumerate(dates)), max))
    dated = [place for place in range(len(dates)) if place not in left_out]
    last = dated[-1] if dated else -1
    for place in sorted(left_out, reverse=True):
        if place < last:
            known[place] = known[place + 1]
    return array("q", known), last + 1 if last < len(dates) - 1 else None


_COMMITTER = re.compile(rb"committer [^\n<>]*<[^\n<>]*> [0-9]{1,18} [+-][0-9]{4}", re.ASCII)


def _is_dated(repository: Repository, commit: str) -> bool:
    """Whether the committer's line of a commit is one that git writes."""
    content = process.output(repository, "cat-file", "commit", commit) or b""
    lines = content.partition(b"\n\n")[0].split(b"\n")
    return any(_COMMITTER.fullmatch(line) for line in lines)


def brought(repository: Repository, chain: Chain, commit: str) -> int | None:
    """The index of the landing that brought a commit to the mainline; None when it is not in the mainline's history.

    Raises CouldNotLook when git cannot tell.
    """
    if commit in chain.commits:
        return chain.commits.index(commit)
    if is_shallow(repository):
        raise CouldNotLook(f"the clone is shallow, so nobody can tell with which landing {commit[:12]} came: {DEEPEN}")
    places = chain.places
    # Not by `commit ^landing`: where clocks went wrong, git stops looking too early.
    words = ("rev-list", "--topo-order", "--reverse", "--parents", "--end-of-options", chain.commits[-1])
    having = {commit}
    with process.stream(repository, b"\n", *words) as lines:
        for line in lines:
            descendant, *parents = line.decode().split()
            if having.isdisjoint(parents):
                continue
            if descendant in places:
                return places[descendant]
            having.add(descendant)
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
