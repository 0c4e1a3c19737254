"""What a file was over time, and what commits dropped from it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import Touch
from readiness_gate.sources.git.blobs import ENDS, blobs
from readiness_gate.sources.git.chain import Chain, brought
from readiness_gate.sources.git.dropped import Change, changes, lost_a_race
from readiness_gate.sources.git.process import Repository


@dataclass(frozen=True, slots=True)
class Aside:
    """Where a version is from that did not land as the file itself."""

    became: str
    """What became of it: `was dropped by the commit 1234567890ab`."""
    remedy: str
    """How the file gets it again."""
    configurations: tuple[str, ...] = ()
    """Where the configuration was then, from the top of the repository; none if it is where it was."""
    programs: frozenset[str] = frozenset()
    """The programs whose lines alone made the file its own; none if the whole file was."""
    is_replaced: bool = False
    """Whether a commit has something else in its place."""


@dataclass(frozen=True, slots=True)
class FileVersion:
    """What a file was after a landing that changed it."""

    landed: Touch
    content: bytes | None
    """None where the landing removed it."""
    aside: Aside | None = None
    """Where it is from, if it did not land as this file."""


def dropped_by_commits(
    repository: Repository, landed: Chain, path: str, limit: int, own: Sequence[FileVersion], revisions: str
) -> Iterator[FileVersion]:
    """What commits dropped from a file, each with the landing that brought the commit; but for what landings dropped
    from those before them, which the versions themselves show. Oldest first."""
    above = {one.landed.commit: (before.content or b"").replace(*ENDS) for before, one in pairwise(own)}
    found = list(changes(repository, revisions, path))
    texts = blobs(repository, [name for one in found for name in (one.before, one.after) if name], limit)
    for one in reversed(found):
        before, after = texts[one.before], texts[one.after]
        if after.startswith(before) or above.get(one.commit) == before:
            continue
        is_cut = before.startswith(after)
        if not is_cut and lost_a_race(repository, one.commit, path, before, after, limit):
            continue
        index = brought(repository, landed, one.commit)
        if index is not None:
            yield FileVersion(landed.touch(index), before, _dropped_by(one, is_cut=is_cut))


def _dropped_by(change: Change, *, is_cut: bool) -> Aside:
    commit, shown = change.commit[:12], f"`git cat-file blob {change.before[:12]}` prints"
    if is_cut:
        return Aside(f"was dropped by the commit {commit}", f"add its lines again ({shown} them)")
    remedy = f"restore the file that had it ({shown} it), and write again what came in its place"
    return Aside(f"was replaced by the commit {commit}", remedy, is_replaced=True)
