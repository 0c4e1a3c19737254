"""Configuration and code that moved out of all path sets after the freeze."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

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
    """Return the landings after the index `after` and up to the index `newest`, newest first, with the changes of
    paths to which something may have moved out of the measured set: paths that once had a content of that set, or
    the name of a file that was deleted in it. `landings` are those of the measured set, with contents. All modes are
    those of a file."""
    since = (change for landing in landings if landing.place > after for change in landing.changes)
    changes = [change for change in since if change.path in measured]
    if not changes:
        return ()
    elsewhere = list(_changes(repository, chain, newest, after, measured))
    by_commit = _by_commit(elsewhere, _followed(changes, [change for _, change in elsewhere]))
    places = (place for place in range(newest, after, -1) if chain.commits[place] in by_commit)
    return tuple(
        Landing(chain.commits[place], chain.landed[place], "", tuple(by_commit[chain.commits[place]]), place)
        for place in places
    )


def _by_commit(changes: Iterable[tuple[str, Change]], paths: AbstractSet[str]) -> dict[str, list[Change]]:
    """Return the changes of some paths, by commit."""
    by_commit: dict[str, list[Change]] = {}
    for commit, change in changes:
        if change.path in paths:
            by_commit.setdefault(commit, []).append(change)
    return by_commit


def _followed(measured: Iterable[Change], elsewhere: Iterable[Change]) -> set[str]:
    """Return the paths elsewhere with a content that came to a measured path, or the name of a deleted measured
    file."""
    contents = {change.contents[1] for change in measured if change.after and change.contents}
    deleted = {_name(change.path) for change in measured if not change.after}
    return {
        change.path
        for change in elsewhere
        if contents.intersection(change.contents or ()) or _name(change.path) in deleted
    }


def _changes(
    repository: Repository, chain: Chain, newest: int, after: int, measured: PathSet
) -> Iterator[tuple[str, Change]]:
    words = (*LOG, *MAINLINE, "--raw", "--format=%x01%H%x00", "--end-of-options", span(chain, newest, after))
    with process.stream(repository, b"\0", *words) as tokens:
        for commit, path, before, now in rows(tokens):
            if path not in measured:
                yield commit, Change(path, _FILE * bool(before), _FILE * bool(now), (before, now))


def _name(path: str) -> str:
    return path.rpartition("/")[2]
