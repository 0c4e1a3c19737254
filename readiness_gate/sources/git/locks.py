"""When the policy was locked, by every version of the configuration that landed. Moving a lock does not undo it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tomli

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import Lock, PolicyVersion
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.refs import is_id, why_no_lock
from readiness_gate.model.shapes import as_mapping, as_text
from readiness_gate.model.time import end_of_day, iso_day
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.places import Named, landing_of
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE

MISSING = (
    "earlier versions of the configuration were not fetched, so it is unknown whether its lock was moved: fetch them "
    "(git fetch --refetch --no-filter; in CI without a filter)"
)
_KEY = "policy-lock"
_Table: TypeAlias = Mapping[str, Any]
_Declared: TypeAlias = dict[str, dt.date | str | None]
"""The locks of the milestones in a version of the configuration: a day, a ref, or none."""


@dataclass(frozen=True, slots=True)
class _Version:
    """A version of the configuration, and the index of the landing that brought it."""

    place: int
    table: _Table
    declared: _Declared


def versions(repository: Repository, chain: Chain, path: str, mainline: str) -> tuple[PolicyVersion, ...] | Unavailable:
    """Return every version of the configuration that landed, oldest first, with the locks that it declared."""
    try:
        landed = list(_landed(repository, chain, path))
        return tuple(_versions(_Locks(repository, chain, mainline), landed))
    except CouldNotLook as error:
        return Unavailable(str(error))


def of_judged(
    repository: Repository, chain: Chain, path: str, mainline: str
) -> tuple[PolicyVersion, ...] | Unavailable:
    """Return every version of the configuration that the gate judges by. Unavailable if the newest one cannot be
    read: its locks are then unknown, and not absent."""
    known = versions(repository, chain, path, mainline)
    if isinstance(known, Unavailable):
        return known
    newest = next(iter(_touching(repository, chain, path)), "")
    if known and chain.commits[known[-1].place] == newest:
        return known
    return Unavailable(
        f"{path} as it landed with {newest[:12]} cannot be read as a configuration, so its policy-lock is unknown: "
        "save it as UTF-8 and merge that"
    )


def mainlines(repository: Repository, chain: Chain, path: str) -> frozenset[str]:
    """Return the names of the mainline in all versions of the configuration. Raises CouldNotLook if one of them
    cannot be read."""
    return frozenset(_mainline(version.table) for version in _landed(repository, chain, path))


def _mainline(table: _Table) -> str:
    """Return the mainline in a version; with several repositories, their whole tables."""
    single = as_mapping(table.get("git", {}))
    return repr(table["git"]) if single is None else str(single.get("mainline", "HEAD"))


def _landed(repository: Repository, chain: Chain, path: str) -> Iterator[_Version]:
    places = chain.places
    for commit in reversed(_touching(repository, chain, path)):
        table = _configuration(_content(repository, commit, path))
        declared = None if table is None else _declared(table)
        if table is not None and declared is not None:
            yield _Version(places[commit], table, declared)


def _content(repository: Repository, commit: str, path: str) -> bytes:
    """Return the content of a path in a commit, empty if it is absent. Raises CouldNotLook if it was not fetched."""
    blob = process.output(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}")
    content = process.output(repository, "cat-file", "blob", blob.decode().strip()) if blob else b""
    if content is None:
        raise CouldNotLook(MISSING)
    return content


def _touching(repository: Repository, chain: Chain, path: str) -> list[str]:
    """Return the landings that changed a file, newest first. Read without patches, whose text could forge a landing."""
    words = (*LOG, *MAINLINE, "--no-patch", "--format=%H", "--end-of-options", chain.commits[-1], "--", path)
    return process.whole(repository, *words).replace(b"\0", b" ").decode().split()


def _versions(locks: "_Locks", landed: list[_Version]) -> Iterator[PolicyVersion]:
    for number, version in enumerate(landed):
        meant = {name: locks.of(lock, landed[number:]) for name, lock in version.declared.items()}
        only = number > 0 and _declares_only(landed[number - 1].table, version.table)
        written = {name: _written(version, name) for name in version.declared}
        program = str(_program(version.table).get("name", ""))
        yield PolicyVersion(locks.chain.landed[version.place], meant, version.place, only, written, program)


def _written(version: _Version, name: str) -> tuple[str, str]:
    """Return the date and kind of a milestone in a version, and its lock."""
    table = as_mapping(version.table["milestones"][name]) or {}
    values = (table.get("date"), table.get("kind", name))
    lock = version.declared[name]
    date = " ".join(str(value) for value in values if isinstance(value, dt.date | str))
    return date, "" if lock is None else str(lock)


@dataclass(frozen=True)
class _Locks:
    """Finds what the locks on a mainline mean. Refs are resolved as they are today."""

    repository: Repository
    chain: Chain
    mainline: str
    _known: dict[str, Named | Unavailable] = field(default_factory=dict[str, Named | Unavailable])

    def of(self, declared: dt.date | str | None, versions: list[_Version]) -> Lock | Unavailable | None:
        """Return when the first of some versions of the configuration locks the policy: the end of a day, or the
        landing of a ref. A ref that moves by itself may have been elsewhere, so it locks no later than the version
        that declared it."""
        version = versions[0]
        if isinstance(declared, dt.date):
            return Lock(end_of_day(declared, _zone(version.table)))
        if declared is None:
            return None
        named = self._named(declared)
        if isinstance(named, Unavailable):
            return self._unknown(declared, named, versions)
        place = min(named.place, version.place) if named.moves else named.place
        return Lock(self.chain.landed[place], place, declared)

    def _named(self, ref: str) -> Named | Unavailable:
        """Return the landing that a ref names, looked up once."""
        if ref not in self._known:
            self._known[ref] = landing_of(self.repository, self.chain, ref, _KEY, self.mainline)
        return self._known[ref]

    def _unknown(self, ref: str, why: Unavailable, versions: list[_Version]) -> Unavailable:
        """Return why it is unknown what a ref locks, which version declares it, and what helps if a later version
        does not declare it: the lock still counts."""
        reason = (
            f"it is unknown when the policy was locked: {why.reason}; the configuration that landed on "
            f"{self._landing(versions[0])} declares this lock"
        )
        after = next((version for version in versions if ref not in version.declared.values()), None)
        if after is None:
            return Unavailable(reason)
        helps = (
            f": create a tag of that name on a landing before {self._landing(after)}, and get later edits signed off"
        )
        return Unavailable(
            f"{reason}, and it counts although later versions do not declare it: no sign-off "
            f"helps{'' if is_id(ref) else helps}"
        )

    def _landing(self, version: _Version) -> str:
        return f"{iso_day(self.chain.landed[version.place])} ({self.chain.commits[version.place][:12]})"


def _configuration(content: bytes) -> _Table | None:
    """Parse a version of the configuration; None for one that is not a configuration."""
    try:
        table = tomli.loads(as_text(content))
        _zone(table)
    except (ValueError, OSError, RecursionError, ZoneInfoNotFoundError):
        return None
    return table


def _zone(table: _Table) -> ZoneInfo:
    return ZoneInfo(str(_program(table).get("timezone") or "UTC"))


def _program(table: _Table) -> _Table:
    return as_mapping(table.get("program")) or {}


def _declared(table: _Table) -> _Declared | None:
    """Return the locks of the milestones; None for an invalid version, which judged nothing and undid no lock."""
    milestones = as_mapping(table.get("milestones"))
    if milestones is None:
        return None
    locks = {name: (as_mapping(milestone) or {}).get(_KEY) for name, milestone in milestones.items()}
    return None if any(map(_refused, locks.values())) else locks


def _refused(lock: object) -> bool:
    if isinstance(lock, str):
        return why_no_lock(lock) is not None
    return lock is not None and (not isinstance(lock, dt.date) or isinstance(lock, dt.datetime))


def _declares_only(before: _Table, after: _Table) -> bool:
    """Return whether a version only adds refs as locks where there was none. Compares texts, because order may
    matter."""
    old, new = _declared(before) or {}, _declared(after) or {}
    added = {name for name, lock in new.items() if isinstance(lock, str) and old.get(name) is None}
    try:
        return bool(added) and repr(before) == repr(_without(after, added))
    except RecursionError:
        return False


def _without(table: _Table, names: set[str]) -> _Table:
    """Return a configuration without the locks of some milestones."""
    milestones: dict[str, _Table] = dict(table["milestones"])
    milestones |= {name: {key: value for key, value in milestones[name].items() if key != _KEY} for name in names}
    return {**table, "milestones": milestones}
