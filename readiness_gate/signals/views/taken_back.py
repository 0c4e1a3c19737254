"""Landings after the freeze that were reverted, so that nothing of them is left."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import Change, Landing
from readiness_gate.signals.views.history import Touching

# What git calls an empty file, which is no sign of another one's content: of SHA-1 and of SHA-256.
_EMPTY = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The landings of which nothing is left, and landings that would be reverted but whose content is now under a
    path in no set, with that path."""

    commits: frozenset[str]
    outside: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Outside:
    """What landed after the freeze under paths in no set: the present content of each path ("" if it is gone), and
    the files that each landing brought and that are still there, by file name."""

    now: Mapping[str, str]
    brought: Mapping[str, Mapping[str, str]]

    def having(self, contents: Iterable[str]) -> str | None:
        """Return a path that has any of the contents."""
        asked = set(contents).difference(_EMPTY)
        return min((path for path, content in self.now.items() if content in asked), default=None)


def _outside(landings: Sequence[Landing]) -> _Outside:
    now: dict[str, str] = {}
    brought: dict[str, dict[str, str]] = {}
    for landing in reversed(landings):
        for change in landing.changes:
            now[change.path] = _held(change, 1)[1] if change.after else ""
            if not change.before:
                brought.setdefault(landing.commit, {})[_name(change.path)] = change.path
    there = {path: content for path, content in now.items() if content}
    return _Outside(there, {commit: _kept(files, there) for commit, files in brought.items()})


def _kept(files: Mapping[str, str], there: Mapping[str, str]) -> dict[str, str]:
    """Return the files, by name, that are still there."""
    return {name: path for name, path in files.items() if path in there}


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def taken_back(touching: Iterable[Touching], outside: Sequence[Landing] = ()) -> TakenBack:
    """Return the landings (given newest first) of which nothing is left.

    A landing is left if any file holds its content, now or on the way from the freeze to its present content, even
    under a path in no set (`outside`, newest first, has what landed there). A landing is also left if the contents of
    its files are unknown; if its content was removed and came back with any landing; and if its file was removed or
    restored by a landing that added others, or removed by one that added a file of the same name under a path in no
    set, because the content may have been moved and edited.
    """
    landings, beside = tuple(touching)[::-1], _outside(outside)
    trails: dict[str, _Trail] = {}
    there: set[str] = set()
    moved: dict[str, str] = {}
    for landing, touched in landings:
        paths = frozenset(touched)
        changes = [change for change in landing.changes if change.path in paths]
        known_changes = [change for change in changes if change.contents is not None]
        if len(known_changes) < len(changes):
            there.add(landing.commit)
        there |= _perhaps_moved(known_changes, trails)
        moved |= _moved_out(known_changes, trails, beside.brought.get(landing.commit, {}))
        for change in known_changes:
            trails.setdefault(change.path, _Trail([_held(change, 0)])).record(_held(change, 1), landing.commit)
    there |= _still_there(trails.values())
    moved |= _brought_outside(trails.values(), beside)
    everything = {landing.commit for landing, _ in landings}
    return TakenBack(
        frozenset(everything - there - moved.keys()),
        {commit: path for commit, path in moved.items() if commit not in there},
    )


def _still_there(trails: Collection["_Trail"]) -> set[str]:
    """Return the landings whose content any file holds, now or on the way to its present content."""
    now = {trail.held[-1][1] for trail in trails if trail.held[-1][0]}.difference(_EMPTY)
    return {commit for trail in trails for commit in (*trail.there(), *trail.brought_any(now))}


def _moved_out(changes: Sequence[Change], trails: Mapping[str, "_Trail"], brought: Mapping[str, str]) -> dict[str, str]:
    """Return the landings whose files were removed by a landing that added one of the same name under a path in no
    set, each with that path."""
    paths = [path for path in _gone(changes, trails) if _name(path) in brought]
    return {commit: brought[_name(path)] for path in paths for commit in trails[path].there()}


def _gone(changes: Iterable[Change], trails: Mapping[str, "_Trail"]) -> list[str]:
    """Return the files that a landing removed."""
    return [change.path for change in changes if not change.after and change.path in trails]


def _brought_outside(trails: Iterable["_Trail"], outside: _Outside) -> dict[str, str]:
    """Return the landings whose content is now under a path in no set, each with that path."""
    brought = [(commit, content) for trail in trails for commit, (mode, content) in trail.brought if mode]
    places = ((commit, outside.having([content])) for commit, content in brought)
    return {commit: path for commit, path in places if path is not None}


def _perhaps_moved(changes: Sequence[Change], trails: Mapping[str, "_Trail"]) -> set[str]:
    """Return the landings whose files were removed or restored by a landing that added files at new paths."""
    new = [change for change in changes if not change.before]
    if all(_is_restored(change, trails) for change in new):
        return set()
    restored = [change.path for change in changes if change.before and _is_restored(change, trails)]
    return {commit for path in (*_gone(changes, trails), *restored) for commit in trails[path].there()}


def _is_restored(change: Change, trails: Mapping[str, "_Trail"]) -> bool:
    """Return whether a change gave a file a content that it had before."""
    return change.path in trails and trails[change.path].has(_held(change, 1))


_Held: TypeAlias = tuple[int, str]
"""The mode of a file and the git id of its content."""


def _held(change: Change, side: int) -> _Held:
    """Return what a file held before a change (0) or after it (1)."""
    return (change.before, change.after)[side], change.contents[side] if change.contents else ""


@dataclass(slots=True)
class _Trail:
    """What a file held since the freeze, each content once and without detours, and which landings brought it."""

    held: list[_Held]
    brought: list[tuple[str, _Held]] = field(default_factory=list[tuple[str, _Held]])

    def record(self, after: _Held, commit: str) -> None:
        """Record that the file holds something else; if it held that before, drop the detour since."""
        if after in self.held:
            del self.held[self.held.index(after) + 1 :]
        else:
            self.held.append(after)
            self.brought.append((commit, after))

    def has(self, what: _Held) -> bool:
        """Return whether the file held that on its trail."""
        return what in self.held

    def there(self) -> set[str]:
        """Return the landings that brought what is left of the trail."""
        left = set(self.held[1:])
        return {commit for commit, what in self.brought if what in left}

    def brought_any(self, contents: AbstractSet[str]) -> set[str]:
        """Return the landings that brought any of the contents, under whatever path they are now."""
        return {commit for commit, (mode, content) in self.brought if mode and content in contents}
