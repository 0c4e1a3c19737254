"""The versions of a file over time, including content that commits dropped from it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import Touch
from readiness_gate.model.time import Instant
from readiness_gate.sources.git import process
from readiness_gate.sources.git.blobs import ENDS, blobs, contents
from readiness_gate.sources.git.chain import Chain, brought
from readiness_gate.sources.git.dropped import Change, changes, lost_a_race
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE, span


@dataclass(frozen=True, slots=True)
class Aside:
    """The origin of a version that did not land as the file itself."""

    became: str
    """What happened to the version: `was dropped by the commit 1234567890ab`."""
    remedy: str
    """How to get the content back into the file."""
    configurations: tuple[str, ...] = ()
    """The paths of the configuration at that time, from the top of the repository; empty if it has not moved."""
    programs: frozenset[str] = frozenset()
    """The names of the program; only lines of these belong to it. Empty if the whole file belongs to it."""
    is_replaced: bool = False
    """Whether a commit put something else in its place."""
    lost_a_race: bool = False
    """Whether it was replaced by the content of another branch that had been appended to, too."""


@dataclass(frozen=True, slots=True)
class FileVersion:
    """The state of a file after a landing that changed it."""

    landed: Touch
    content: bytes | None
    """None if the landing removed the file."""
    aside: Aside | None = None
    """Its origin, if it did not land as this file."""


def all_versions(repository: Repository, landed: Chain, path: str, limit: int, revisions: str) -> list[FileVersion]:
    """Return the versions of a file as they landed, with the contents that commits dropped from it, oldest first."""
    own = versions(repository, landed, path, limit, revisions)
    own += _dropped_by_commits(repository, landed, path, limit, own, revisions)
    places = landed.places
    own.sort(key=lambda one: (places[one.landed.commit], one.aside is None))
    return own


def revisions_since(repository: Repository, landed: Chain, path: str, since: Instant) -> str:
    """Return the range of commits to search: those since an instant, or all if the file existed just before it."""
    after = landed.tip(since - 1)
    is_there = (
        after >= 0 and process.output(repository, "cat-file", "-e", f"{landed.commits[after]}:{path}") is not None
    )
    return span(landed, len(landed.commits) - 1, -1 if is_there else after)


def versions(repository: Repository, landed: Chain, path: str, limit: int, revisions: str) -> list[FileVersion]:
    """Return the versions of a file as they landed, oldest first."""
    touches = _touches(repository, landed, path, revisions)
    return list(map(FileVersion, touches, contents(repository, [one.commit for one in touches], path, limit)))


def _touches(repository: Repository, landed: Chain, path: str, revisions: str) -> list[Touch]:
    """Return the landings that changed a path, oldest first."""
    words = (*LOG, *MAINLINE, "--no-patch", "--format=%H", "--end-of-options", revisions, "--", path)
    commits = process.whole(repository, *words).replace(b"\0", b" ").decode().split()
    places = landed.places
    return [landed.touch(place) for place in sorted(places[commit] for commit in commits)]


def _dropped_by_commits(
    repository: Repository, landed: Chain, path: str, limit: int, own: Sequence[FileVersion], revisions: str
) -> Iterator[FileVersion]:
    """Yield the contents that commits dropped from a file, each with the landing that brought the commit, oldest first.
    Contents that a landing dropped from the previous landing are left out: the versions themselves show them."""
    above = {one.landed.commit: (before.content or b"").replace(*ENDS) for before, one in pairwise(own)}
    found = list(changes(repository, revisions, path))
    texts = blobs(repository, (name for one in found for name in (one.before, one.after)), limit)
    for one in reversed(found):
        before, after = texts[one.before], texts[one.after]
        if after.startswith(before) or above.get(one.commit) == before:
            continue
        is_cut = before.startswith(after)
        raced = not is_cut and lost_a_race(repository, one.commit, path, before, after, limit)
        index = brought(repository, landed, one.commit)
        if index is not None:
            aside = replace(_dropped_by(one, is_cut=is_cut), lost_a_race=raced)
            yield FileVersion(landed.touch(index), before, aside)


def _dropped_by(change: Change, *, is_cut: bool) -> Aside:
    commit, shown = change.commit[:12], f"`git cat-file blob {change.before[:12]}` prints"
    if is_cut:
        return Aside(f"was dropped by the commit {commit}", f"add its lines again ({shown} them)")
    remedy = f"restore the file that had it ({shown} it), and write again what came in its place"
    return Aside(f"was replaced by the commit {commit}", remedy, is_replaced=True)
