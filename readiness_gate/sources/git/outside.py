"""Where configuration or code went that left all path sets after the freeze: to paths that nothing else looks at."""

from collections.abc import Iterable, Iterator, Sequence

from readiness_gate.model.facts.git import Change, Landing
from readiness_gate.model.globs import PathSet
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE, rows, span

_FILE = 0o100644


def outside(
    repository: Repository, chain: Chain, newest: int, after: int, measured: PathSet, landings: Iterable[Landing]
) -> tuple[Landing, ...]:
    """The landings up to the index `newest` and after the index `after`, newest first, with their changes of paths
    that are not in the measured set and at some time had a content that came to it, or the name of a file that left
    it; `landings` are those of the measured set, with contents. The modes of what is there are those of a file."""
    changes = [
        change for landing in landings if landing.place > after for change in landing.changes if change.path in measured
    ]
    if not changes:
        return ()
    contents = {change.contents[1] for change in changes if change.after and change.contents}
    deleted = {_name(change.path) for change in changes if not change.after}
    found: dict[str, list[Change]] = {}
    meant: set[str] = set()
    for commit, change in _changes(repository, chain, newest, after, measured):
        found.setdefault(commit, []).append(change)
        if contents.intersection(change.contents or ()) or _name(change.path) in deleted:
            meant.add(change.path)
    return tuple(_landings(chain, newest, after, found, meant))


def _changes(
    repository: Repository, chain: Chain, newest: int, after: int, measured: PathSet
) -> Iterator[tuple[str, Change]]:
    words = (*LOG, *MAINLINE, "--raw", "--format=%x01%H%x00", "--end-of-options", span(chain, newest, after))
    with process.stream(repository, b"\0", *words) as tokens:
        for commit, path, before, now in rows(tokens):
            if path not in measured:
                yield commit, Change(path, _FILE * bool(before), _FILE * bool(now), (before, now))


def _landings(
    chain: Chain, newest: int, after: int, found: dict[str, list[Change]], meant: set[str]
) -> Iterator[Landing]:
    for place in range(newest, after, -1):
        commit = chain.commits[place]
        changes: Sequence[Change] = [each for each in found.get(commit, ()) if each.path in meant]
        if changes:
            yield Landing(commit, chain.landed[place], "", tuple(changes), place)


def _name(path: str) -> str:
    return path.rpartition("/")[2]
