"""The contents of documents and of the configuration that they describe over time, and when documents were written.

A document is as old as its text. A new mode, a new place, a return to an earlier text or a new layout does not make it
newer. A document that landed with a history of its own is as old as in that history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cache

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import NO_TEXT, Change, Held, Touch
from readiness_gate.model.time import Instant
from readiness_gate.sources.git import alike
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.origins import trace
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import Stretch, contents, landings
from readiness_gate.sources.git.wanted import Wanted, folders


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of paths over time, and when the contents of documents were written."""

    held: Mapping[str, tuple[Held, ...]]
    """The contents by path, oldest first."""
    written: Mapping[str, Touch] = field(default_factory=dict[str, Touch])
    """The landing with which each content was written."""
    unignored: Mapping[str, Touch] = field(default_factory=dict[str, Touch])
    """The same, ignoring the commits in `.git-blame-ignore-revs`, where that is another one."""
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    authored: Mapping[str, Instant] = field(default_factory=dict[str, Instant])
    """When the author made each content."""
    roots: frozenset[str] = frozenset()
    """The landings with which a history began."""


NOTHING = Contents({})


def read(repository: Repository, chain: Chain, newest: int, wanted: Wanted) -> Contents:
    """Read the contents that documents and the validity of training depend on, up to an index of the chain."""
    need = wanted.need
    if newest < 0 or not (need.documents or need.modules):
        return NOTHING
    held = _held(repository, chain, newest, wanted)
    documents = {path: held[path] for path in (wanted.docs.of(held) if need.documents else ())}
    if chain.shallow:
        # Earlier contents are unknown, so no document is known to be new.
        return Contents(held)
    origins = trace(repository, chain, chain.commits[newest], documents, wanted.docs)
    layout = alike.layouts(repository, documents)
    ignored = alike.ignored(repository, chain.commits[-1], folders(wanted.docs.globs), wanted.docs)
    written = _oldest(origins.first, layout.same)
    unignored = _oldest(origins.first, _joined(layout.same, ignored.same))
    return Contents(
        held,
        written,
        {name: touch for name, touch in unignored.items() if touch != written[name]},
        (*layout.notes, *ignored.notes),
        ignored.doubts,
        origins.authored,
        origins.roots,
    )


def content(change_mode: int, name: str) -> str:
    """Return the content of a path: its object id, with the mode of a link or a submodule; empty if it is absent."""
    if not change_mode:
        return ""
    return f"{name} {change_mode:o}" if change_mode in NO_TEXT else name


def _held(repository: Repository, chain: Chain, newest: int, wanted: Wanted) -> dict[str, tuple[Held, ...]]:
    """Return the contents of each path, oldest first. A shallow clone begins with the contents of its first commit."""
    places = folders(wanted.held.globs)
    steps: dict[str, list[tuple[str, Instant, Change]]] = {}
    with landings(repository, chain, Stretch(newest, -1, -1), places, cache(wanted.held.__contains__)) as walk:
        for landing in walk:
            for change in landing.changes:
                steps.setdefault(change.path, []).append((landing.commit, landing.landed, change))
    begins: dict[str, str] = {}
    if chain.shallow:
        entries = contents(repository, chain.commits[0], places, wanted.held.of)
        begins = {path: content(mode, name) for path, (mode, name) in entries.items()}
    paths = dict.fromkeys((*steps, *begins))
    root = chain.commits[0], chain.landed[0]
    return {path: tuple(_versions(begins.get(path, ""), root, steps.get(path, ()))) for path in paths}


def _versions(begins: str, root: tuple[str, Instant], steps: "Iterable[tuple[str, Instant, Change]]") -> Iterable[Held]:
    """Yield the contents of a path by its first content and its changes, newest first. No two in a row are the same."""
    last = begins
    if begins:
        yield Held(*root, begins)
    for commit, landed, change in reversed(tuple(steps)):
        now = content(change.after, change.contents[1] if change.contents else "")
        if now != last:
            last = now
            yield Held(commit, landed, now)


def _joined(one: alike.Same, other: alike.Same) -> alike.Same:
    return {name: one.get(name, frozenset()) | other.get(name, frozenset()) for name in {*one, *other}}


def _oldest(first: Mapping[str, Touch], same: alike.Same) -> dict[str, Touch]:
    """Return when each content was written: when the oldest content landed that means the same."""
    oldest: dict[str, Touch] = {}
    for name in first:
        reached, waiting = {name}, [name]
        while waiting:
            further = same.get(waiting.pop(), frozenset()) - reached
            reached |= further
            waiting += further
        oldest[name] = min((first[one] for one in reached & first.keys()), key=lambda touch: touch.landed)
    return oldest
