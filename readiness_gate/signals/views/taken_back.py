"""Which landings after the freeze were taken back, so that nothing of them is left."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TypeAlias

from readiness_gate.model.facts.git import Change, Landing
from readiness_gate.signals.views.history import Touching

# What git calls an empty file, which is no sign of another one's content: of SHA-1 and of SHA-256.
_EMPTY = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The landings of which nothing is left; and for those that would be among them if what they brought were not
    under a path in no set now, that path."""

    commits: frozenset[str]
    outside: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Outside:
    """What landed after the freeze under paths in no set: the content of each path now, nothing where it is gone, and
    the files that each landing brought and that are still there, by their names without folders."""

    now: Mapping[str, str]
    brought: Mapping[str, Mapping[str, str]]

    def having(self, contents: Iterable[str]) -> str | None:
        """A path that has any of some contents."""
        asked = {each for each in contents if each not in _EMPTY}
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
    still = {commit: {name: path for name, path in each.items() if path in there} for commit, each in brought.items()}
    return _Outside(there, still)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def taken_back(touching: Iterable[Touching], outside: Sequence[Landing] = ()) -> TakenBack:
    """The landings, given newest first, of which nothing is left: no file that they touched holds, on its way from the
    freeze to what it holds now, what they brought, and no other file does, be it under a path that is in no set
    (`outside`, newest first, has what landed there). A landing whose files' contents are not known is there; so is one
    whose content was taken back and came again, whoever brought it again; and one whose file went away in a landing
    that brought others, or one of the same name under a path in no set, as it may have been moved and edited."""
    beside = _outside(outside)
    ways: dict[str, _Way] = {}
    everything: set[str] = set()
    there: set[str] = set()
    moved: dict[str, str] = {}
    for landing, touched in reversed(tuple(touching)):
        everything.add(landing.commit)
        paths = frozenset(touched)
        changes = [change for change in landing.changes if change.path in paths]
        known_changes = [change for change in changes if change.contents is not None]
        if len(known_changes) < len(changes):
            there.add(landing.commit)
        there |= _perhaps_moved(known_changes, ways)
        moved.update(_moved_out(known_changes, ways, beside.brought.get(landing.commit, {})))
        for change in known_changes:
            ways.setdefault(change.path, _Way([_held(change, 0)])).go(_held(change, 1), landing.commit)
    now = {way.held[-1][1] for way in ways.values() if way.held[-1][0]}.difference(_EMPTY)
    there.update(commit for way in ways.values() for commit in (*way.there(), *way.brought_any(now)))
    moved.update(_brought_outside(ways.values(), beside))
    return TakenBack(
        frozenset(everything - there - moved.keys()),
        {commit: path for commit, path in moved.items() if commit not in there},
    )


def _moved_out(changes: Sequence[Change], ways: Mapping[str, "_Way"], brought: Mapping[str, str]) -> dict[str, str]:
    """The landings whose files go away in a landing that brings one of the same name under a path in no set, each with
    that path."""
    gone = [each.path for each in changes if not each.after and each.path in ways and _name(each.path) in brought]
    return {commit: brought[_name(path)] for path in gone for commit in ways[path].there()}


def _brought_outside(ways: Iterable["_Way"], outside: _Outside) -> dict[str, str]:
    """The landings that brought what is now under a path in no set, each with that path."""
    brought = [(commit, content) for way in ways for commit, (mode, content) in way.brought if mode]
    found = ((commit, outside.having([content])) for commit, content in brought)
    return {commit: path for commit, path in found if path is not None}


def _perhaps_moved(changes: Sequence[Change], ways: Mapping[str, "_Way"]) -> set[str]:
    """The landings whose files go away in a landing that brings others, which were never at those places before."""
    new = [each for each in changes if not each.before]
    brings = any(each.path not in ways or not ways[each.path].has(_held(each, 1)) for each in new)
    gone = [ways[each.path] for each in changes if not each.after and each.path in ways] if brings else []
    return {commit for way in gone for commit in way.there()}


_Held: TypeAlias = tuple[int, str]
"""The mode of a file, and its content as git calls it."""


def _held(change: Change, side: int) -> _Held:
    """What a file held before a change (0), or after it (1)."""
    return (change.before, change.after)[side], change.contents[side] if change.contents else ""


@dataclass(slots=True)
class _Way:
    """What a file held since the freeze, each once and without the detours, and which landings brought what."""

    held: list[_Held]
    brought: list[tuple[str, _Held]] = field(default_factory=list[tuple[str, _Held]])

    def go(self, after: _Held, commit: str) -> None:
        """The file holds something else: where it comes back, the way since is none."""
        if after in self.held:
            del self.held[self.held.index(after) + 1 :]
        else:
            self.held.append(after)
            self.brought.append((commit, after))

    def has(self, what: _Held) -> bool:
        """Whether the file held that on its way."""
        return what in self.held

    def there(self) -> set[str]:
        """The landings that brought what is left of the way."""
        left = set(self.held[1:])
        return {commit for commit, what in self.brought if what in left}

    def brought_any(self, contents: AbstractSet[str]) -> set[str]:
        """The landings that brought any of some contents, under whatever path those stand now."""
        return {commit for commit, (mode, content) in self.brought if mode and content in contents}
