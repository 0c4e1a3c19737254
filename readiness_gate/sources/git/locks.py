"""When the policy was locked, by every version of the configuration that landed: to move a lock does not undo it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tomli

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts import Lock, PolicyVersion
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.refs import why_no_lock
from readiness_gate.model.shapes import as_mapping
from readiness_gate.model.time import end_of_day
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.places import moves, place_of
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE

_MISSING = (
    "earlier versions of the configuration were not fetched, so nobody can tell whether its lock was moved: fetch them "
    "(git fetch --refetch --no-filter; in CI without a filter)"
)
_AGAIN = (
    "tags are fetched with git fetch --tags, and one that was deleted must be set again on the commit that it named"
)
_KEY = "policy-lock"
_Table: TypeAlias = Mapping[str, Any]
_Declared: TypeAlias = dict[str, dt.date | str | None]
"""The locks of the milestones as a version of the configuration has them: a day, a ref, or none."""


def versions(repository: Repository, chain: Chain, path: str, mainline: str) -> tuple[PolicyVersion, ...] | Unavailable:
    """Every version of the configuration that landed, oldest first, with the locks that it declared."""
    words = (*LOG, *MAINLINE, "--format=%H", "--end-of-options", chain.commits[-1], "--", path)
    try:
        told = process.whole(repository, *words).split(b"\0")
        commits = [each.strip().decode() for each in told if each.strip()]
        return tuple(_versions(_Locks(repository, chain, mainline), path, commits))
    except CouldNotLook as error:
        return Unavailable(str(error))


def _versions(locks: "_Locks", path: str, commits: list[str]) -> Iterator[PolicyVersion]:
    repository, chain = locks.repository, locks.chain
    places = {commit: place for place, commit in enumerate(chain.commits)}
    before: _Table | None = None
    for commit in reversed(commits):
        blob = process.output(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}")
        content = process.output(repository, "cat-file", "blob", blob.decode().strip()) if blob else b""
        if content is None:
            raise CouldNotLook(_MISSING)
        table = _configuration(content)
        declared = None if table is None else _declared(table)
        if table is None or declared is None:
            continue
        place, zone = places[commit], _zone(table)
        found = {name: locks.of(each, zone, place) for name, each in declared.items()}
        only = before is not None and _declares_only(before, table)
        yield PolicyVersion(chain.landed[place], found, place, only)
        before = table


@dataclass(frozen=True)
class _Locks:
    """Finds what the locks mean that are declared on a mainline; refs as they stand today."""

    repository: Repository
    chain: Chain
    mainline: str
    _known: dict[str, tuple[int | Unavailable, bool]] = field(default_factory=dict[str, tuple[int | Unavailable, bool]])

    def of(self, declared: dt.date | str | None, zone: ZoneInfo, place: int) -> Lock | Unavailable | None:
        """What a version of the configuration that landed at a place locks the policy by: the end of a day, or the
        landing of a ref. One that moves by itself may have been anywhere since, so that it locks from the version that
        declared it on at the latest."""
        if isinstance(declared, dt.date):
            return Lock(end_of_day(declared, zone))
        if declared is None:
            return None
        if declared not in self._known:
            self._known[declared] = self._named(declared)
        named, moving = self._known[declared]
        if isinstance(named, Unavailable):
            return named
        place = min(named, place) if moving else named
        return Lock(self.chain.landed[place], place, declared)

    def _named(self, ref: str) -> tuple[int | Unavailable, bool]:
        """The place of the landing that a ref names, and whether the ref moves by itself."""
        place = place_of(self.repository, self.chain, ref, _KEY, self.mainline)
        if isinstance(place, Unavailable):
            return Unavailable(f"nobody can tell from when on the policy stands: {place.reason}; {_AGAIN}"), True
        return place, moves(self.repository, ref)


def _configuration(content: bytes) -> _Table | None:
    """A version of the configuration; None for one that is none."""
    try:
        table = tomli.loads(content.decode())
        _zone(table)
    except (ValueError, OSError, RecursionError, ZoneInfoNotFoundError):
        return None
    return table


def _zone(table: _Table) -> ZoneInfo:
    return ZoneInfo(str((as_mapping(table.get("program")) or {}).get("timezone") or "UTC"))


def _declared(table: _Table) -> _Declared | None:
    """The locks of each milestone; nothing of a version that is refused: it judged nothing, and undid no lock."""
    milestones = as_mapping(table.get("milestones"))
    if milestones is None:
        return None
    found = {name: (as_mapping(each) or {}).get(_KEY) for name, each in milestones.items()}
    return None if any(map(_refused, found.values())) else found


def _refused(lock: object) -> bool:
    if isinstance(lock, str):
        return why_no_lock(lock) is not None
    return lock is not None and (not isinstance(lock, dt.date) or isinstance(lock, dt.datetime))


def _declares_only(before: _Table, after: _Table) -> bool:
    """Whether all that a version changed is that it declares refs where there was no lock: to the letter, as an order
    may mean something."""
    old, new = _declared(before) or {}, _declared(after) or {}
    added = {name for name, lock in new.items() if isinstance(lock, str) and old.get(name) is None}
    try:
        return bool(added) and repr(before) == repr(_without(after, added))
    except RecursionError:
        return False


def _without(table: _Table, names: set[str]) -> _Table:
    """A configuration without the locks of some milestones."""
    milestones: dict[str, _Table] = dict(table["milestones"])
    milestones |= {name: {key: value for key, value in milestones[name].items() if key != _KEY} for name in names}
    return {**table, "milestones": milestones}
