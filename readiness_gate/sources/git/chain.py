"""The mainline: the first-parent chain of a ref, with the landing time of each of its commits."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, repeat

from readiness_gate.errors import DEEPEN, CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import Touch
from readiness_gate.model.refs import is_id
from readiness_gate.model.time import Instant
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.ref_names import no_such_ref

TOLERANCE = 300
_LATEST: Instant = 2**63 - 1
_CHECKED_OUT = ("HEAD", "@")
_SHORT_ID = re.compile(r"[0-9a-f]{7,39}", re.ASCII | re.IGNORECASE)
# Where git looks for a short name, after the name itself.
PLACES = ("refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")


@dataclass(frozen=True, slots=True)
class Chain:
    """The commits of the mainline, with their landing times."""

    commits: tuple[str, ...]
    """From the root to the tip."""
    landed: "array[int]"
    """The running maximum of the committer dates: a backdated commit lands when it was put on top, and not before."""
    shallow: bool
    """Whether the parents of the first commit were not fetched: its own diff is then meaningless."""
    undated: int | None = None
    """The index of the first commit whose date cannot be read; None when all dates can."""

    @property
    def places(self) -> dict[str, int]:
        """The index of every commit, made on every call."""
        return {commit: place for place, commit in enumerate(self.commits)}

    def touch(self, index: int) -> Touch:
        """Return the landing at an index."""
        return Touch(self.commits[index], self.landed[index])

    def seen_at(self, now: Instant) -> "Chain":
        """Return the chain as seen at `now`: a commit that a slightly faster clock dated later counts as landed now."""
        capped = (now if now < landed <= now + TOLERANCE else landed for landed in self.landed)
        return replace(self, landed=array(self.landed.typecode, capped))

    def tip(self, moment: Instant) -> int:
        """Return the index of the newest commit that landed by an instant; -1 before the first."""
        return bisect_right(self.landed, moment) - 1

    def doubtful(self, now: Instant) -> int | None:
        """Return the index of the first commit whose date is in the future or cannot be read; None if there is none."""
        ahead = self.tip(now + TOLERANCE) + 1
        doubtful = [index for index in (ahead, self.undated) if index is not None and index < len(self.commits)]
        return min(doubtful, default=None)

    def doubtful_commit(self, now: Instant) -> str:
        """Return the first doubtful commit; empty if there is none."""
        first = self.doubtful(now)
        return "" if first is None else self.commits[first]

    def doubtful_from(self, now: Instant) -> Instant | None:
        """Return when the last commit before the first doubtful one landed; None if no commit is doubtful."""
        first = self.doubtful(now)
        return None if first is None else self.landed[first - 1] if first else 0


def resolve(repository: Repository, ref: str, *, of_origin: bool = False) -> str:
    """Return the commit that a ref names.

    A name that begins with refs/ is that ref and nothing else. With `of_origin`, a branch that is missing in this clone
    is the one that was fetched from origin. Raises CouldNotLook if the ref names no commit, or several: git would take
    a tag called origin/main for the branch, a tag called like a part of an id for that commit, and a tag called HEAD
    for what is checked out.
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
    """Return the commit of a ref by its full name, or of the ref that was fetched for it."""
    place = ref if is_there(repository, ref) else fetched(repository, ref) if of_origin else None
    commit = _commit(repository, place) if place else None
    if commit is None:
        raise CouldNotLook(_why_none(repository, ref))
    return commit


def _refuse_others(repository: Repository, ref: str, commit: str) -> None:
    """Raise CouldNotLook for an ambiguous name."""
    places = [place.format(ref) for place in PLACES]
    places += _begun_by(repository, ref) if _SHORT_ID.fullmatch(ref) else []
    named = _commits(repository, places)
    if {commit} != {commit, *named.values()}:
        raise CouldNotLook(f'"{ref}" is ambiguous, because it names different commits: write one of {", ".join(named)}')


def resolve_base(repository: Repository, ref: str) -> str:
    """Return the commit of the ref that has the policy. A branch missing in this clone is the one fetched from origin.

    Raises CouldNotLook as `resolve` does, and for a branch that differs from the fetched one: a checkout may have
    created it from the change, which would then judge itself.
    """
    commit = resolve(repository, ref, of_origin=True)
    as_fetched = fetched(repository, ref)
    if as_fetched is None or resolve(repository, as_fetched) == commit or not _is_branch(repository, ref):
        return commit
    raise CouldNotLook(
        f'"{ref}" in this clone is not the same commit as {as_fetched}, the branch as fetched: write {as_fetched}'
    )


def _is_branch(repository: Repository, ref: str) -> bool:
    return is_there(repository, f"refs/heads/{ref.removeprefix('refs/heads/')}")


def _begun_by(repository: Repository, short: str) -> list[str]:
    """Return the ids of the objects that begin with the given digits."""
    return (process.output(repository, "rev-parse", f"--disambiguate={short}") or b"").decode().split()


def is_there(repository: Repository, ref: str) -> bool:
    """Return whether there is a ref of exactly this full name: git takes refs/tags/refs/heads/main for
    refs/heads/main."""
    return process.output(repository, "show-ref", "--verify", "--quiet", "--", ref) is not None


def fetched(repository: Repository, branch: str, remote: str = "origin") -> str | None:
    """Return the full name of a branch as fetched from a remote; None if it was not. The name may be given in full."""
    name = branch.removeprefix("refs/heads/")
    if name.startswith(("refs/", f"{remote}/")) or name in ("HEAD", "@") or is_id(name):
        return None
    full = f"refs/remotes/{remote}/{name}"
    return full if is_there(repository, full) else None


def _commit(repository: Repository, ref: str) -> str | None:
    return _object(repository, f"{ref}^{{commit}}")


def _commits(repository: Repository, places: Sequence[str]) -> dict[str, str]:
    """Return the commits of those places that lead to one. One process answers for all of them, as a process each is
    slow."""
    questions = "".join(f"{place}^{{commit}}\n" for place in places).encode(errors="surrogateescape")
    lines = process.answers(repository, questions, "cat-file", "--batch-check=%(objectname)").decode(errors="replace")
    answers = lines.split("\n")[:-1]
    if len(answers) != len(places):  # an object is damaged, which ends the process, or a name has a line break
        return {place: commit for place in places if (commit := _commit(repository, place))}
    return {place: answer for place, answer in zip(places, answers, strict=True) if is_id(answer)}


def _object(repository: Repository, name: str) -> str | None:
    out = process.output(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    return out.decode().strip() if out else None


def _why_none(repository: Repository, ref: str) -> str:
    if ref == "HEAD":
        return "HEAD names no commit: the repository or its branch is empty (set git.mainline to another branch)"
    if _object(repository, ref) and (is_there(repository, ref) or not ref.startswith("refs/")):
        return f'"{ref}" names no commit in this clone: it names something else, or its commit was not fetched'
    return no_such_ref(repository, ref)


def read(repository: Repository, commit: str, ignored: Collection[str] = ()) -> Chain:
    """Read the chain of a commit, without the dates of the `ignored` commits.

    Raises CouldNotLook if the chain cannot be read to its root, or to where the clone was cut off, and for an ignored
    commit that is not on it.
    """
    # Not --format=%ct: it takes the date from the re-encoded text of the commit, which may be empty.
    words = ("rev-list", "--first-parent", "--timestamp", "--end-of-options", commit)
    columns = process.whole(repository, *words).decode().split()[::-1]
    commits = tuple(columns[::2])
    left_out = _places(commits, ignored)
    dates = list(map(min, map(int, columns[1::2]), repeat(_LATEST)))
    undated = _undated(repository, commits, dates, left_out)
    landed, last = _landed(dates, left_out)
    return Chain(commits, landed, _has_parent(repository, commits[0]), undated if undated is not None else last)


def _undated(
    repository: Repository, commits: Sequence[str], dates: Sequence[int], left_out: frozenset[int]
) -> int | None:
    """Return the index of the first commit without a date that git can read, but for those that are left out."""
    # Git prints 0 for a date that it cannot read, so commits with 0 are inspected.
    unread = (place for place, date in enumerate(dates) if date == 0 and place not in left_out)
    return next((place for place in unread if not _is_dated(repository, commits[place])), None)


def _places(commits: Sequence[str], ignored: Collection[str]) -> frozenset[int]:
    """Return the places of commits in the chain. Raises CouldNotLook for one that is not on it."""
    if not ignored:
        return frozenset()
    places = {commit: place for place, commit in enumerate(commits)}
    stranger = next((commit for commit in ignored if commit.lower() not in places), None)
    if stranger is not None:
        raise CouldNotLook(
            f'git.ignore-dates-of names "{stranger}", which is not a commit of the mainline: write its full id, or '
            "remove it"
        )
    return frozenset(places[commit.lower()] for commit in ignored)


def _landed(dates: Sequence[int], left_out: frozenset[int]) -> "tuple[array[int], int | None]":
    """Return the landing times for some committer dates, and the index of the first commit without one.

    A commit whose date is left out landed with the next dated one, which is the latest possible time. After the last
    dated commit the time is unknown.
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
    """Return whether the committer line of a commit is well-formed."""
    content = process.output(repository, "cat-file", "commit", commit) or b""
    lines = content.partition(b"\n\n")[0].split(b"\n")
    return any(_COMMITTER.fullmatch(line) for line in lines)


def brought(repository: Repository, chain: Chain, commit: str) -> int | None:
    """Return the index of the landing that brought a commit to the mainline; None when it is not in the mainline's
    history.

    Raises CouldNotLook in a shallow clone, where this is unknown.
    """
    if commit in chain.commits:
        return chain.commits.index(commit)
    if is_shallow(repository):
        raise CouldNotLook(f"the clone is shallow, so it is unknown which landing brought {commit[:12]}: {DEEPEN}")
    # Not `commit ^landing`: with wrong clocks, git stops too early.
    words = ("rev-list", "--topo-order", "--reverse", "--parents", "--end-of-options", chain.commits[-1])
    with process.stream(repository, b"\n", *words) as lines:
        return _first_after(lines, commit, chain.places)


def _first_after(lines: Iterable[bytes], commit: str, places: Mapping[str, int]) -> int | None:
    """Return the index of the first landing that descends from a commit; the lines list commits with their parents,
    parents first."""
    having = {commit}
    for line in lines:
        descendant, *parents = line.decode().split()
        if having.isdisjoint(parents):
            continue
        if descendant in places:
            return places[descendant]
        having.add(descendant)
    return None


def is_shallow(repository: Repository) -> bool:
    """Return whether any history was cut off: that of the mainline, or of a branch that landed."""
    return process.output(repository, "rev-parse", "--is-shallow-repository") != b"false\n"


def has(repository: Repository, descendant: str, commit: str) -> bool:
    """Return whether a commit is in the history of another. Reads all of that history, because dates may be wrong."""
    with process.stream(repository, b"\n", "rev-list", "--end-of-options", descendant) as lines:
        return any(line.decode() == commit for line in lines)


def _has_parent(repository: Repository, commit: str) -> bool:
    """Return whether the commit object itself names a parent, even one that git is configured to hide."""
    content = process.output(repository, "cat-file", "commit", commit)
    if content is None:
        raise CouldNotLook(f"the oldest commit of the mainline, {commit[:12]}, cannot be read: run git fsck")
    return b"\nparent " in content.partition(b"\n\n")[0]
