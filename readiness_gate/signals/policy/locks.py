"""When the policy of a milestone was locked: the first lock that took effect while a version of the configuration
declared it, wherever it was moved later, and under any earlier name of the milestone."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import GitFacts, Lock, PolicyVersion
from readiness_gate.model.reading import Unavailable, available
from readiness_gate.model.time import Instant, iso


@dataclass(frozen=True, slots=True)
class Declared:
    """A lock and the milestone that declared it, which may be this milestone under another name."""

    by: str
    lock: Lock

    @property
    def precedence(self) -> tuple[Instant, bool, int]:
        """The sort key: earlier locks first; at the same instant, one with a place before one without."""
        return self.lock.at, self.lock.place is None, self.lock.place or 0

    def shown(self, name: str) -> str:
        """Return what locked the policy of a milestone, unless it is a date of its own."""
        ref = f' by "{self.lock.ref}"' if self.lock.ref else ""
        return ref if self.by == name else f"{ref} {'of' if ref else 'by'} {_by_another_name(self.by)}"


def first_lock(git: GitFacts, name: str, as_of: Instant) -> Declared | None:
    """Return the first lock that had taken effect, of this configuration or of one that may be the same under
    another name. Raises CannotMeasure if one of them is no longer known."""
    histories = (available(git.versions), *available(git.renamed))
    first_ones = [_first_of(versions, name, as_of) for versions in histories]
    return min(filter(None, first_ones), key=lambda declared: declared.precedence, default=None)


def _first_of(versions: Sequence[PolicyVersion], name: str, as_of: Instant) -> Declared | None:
    """Return the first lock that took effect while it was declared; None if none has."""
    came = list(_came_by(versions, name, as_of))
    return min(came, key=lambda declared: (declared.precedence, declared.by != name), default=None)


def _came_by(versions: Sequence[PolicyVersion], name: str, as_of: Instant) -> Iterator[Declared]:
    """Yield the locks that took effect while they were declared."""
    counting = _counting(versions, name)
    there = [version for version in versions if version.landed <= as_of]
    for number, (version, following) in enumerate(zip_longest(there, there[1:])):
        for by, lock in version.locks.items():
            if lock is None or number >= counting.get(by, 0):
                continue
            if isinstance(lock, Unavailable):
                raise _unknown_lock(by, name, lock.reason)
            if lock.at <= as_of and _came_before(lock, following):
                yield Declared(by, lock)
            elif following is not None and _is_gone(lock, by, version, following):
                raise _unknown_lock(by, name, _too_late(lock, following))


def _counting(versions: Sequence[PolicyVersion], name: str) -> Mapping[str, int]:
    """Return, for each milestone, the version before which its locks count for this one. This milestone's own locks
    always do. Those of a milestone that existed before this one appeared count until that one was last changed or
    removed: there it may have been renamed to this one, and its name reused."""
    appeared = [
        number
        for number, (before, after) in enumerate(zip((None, *versions), versions, strict=False))
        if name in after.locks and (before is None or name not in before.locks)
    ]
    first = max(appeared, default=len(versions))
    others = {milestone for version in versions[:first] for milestone in version.locks}
    return {**{other: _last_changed(versions, other) for other in others}, name: len(versions)}


def _last_changed(versions: Sequence[PolicyVersion], name: str) -> int:
    """Return the last version in which a milestone was missing, or its date, kind or lock had changed; 0 for none."""
    numbered = enumerate(pairwise(versions), 1)
    return max((number for number, (before, after) in numbered if _differs(before, after, name)), default=0)


def _differs(before: PolicyVersion, after: PolicyVersion, name: str) -> bool:
    """Return whether a milestone may have become another one; adding a lock where there was none does not count."""
    if name not in before.locks or name not in after.locks:
        return name in before.locks
    (was, lock), (now, new) = before.written.get(name, ("", "")), after.written.get(name, ("", ""))
    return was != now or lock not in ("", new)


def _by_another_name(milestone: str) -> str:
    return f"[milestones.{milestone}], which this milestone may be by another name"


def _unknown_lock(by: str, name: str, why: str) -> CannotMeasure:
    return CannotMeasure(why if by == name else f"{_by_another_name(by)}: {why}")


def _too_late(lock: Lock, following: PolicyVersion) -> str:
    return (
        f'the policy-lock "{lock.ref}" landed at {iso(lock.at)}, after the configuration had stopped naming it, '
        "so it is unknown from when on the policy was locked: set it again on the commit that it named, or, if it was "
        f"never set then, on a landing before {iso(following.landed)}"
    )


def _came_before(lock: Lock, following: PolicyVersion | None) -> bool:
    """Return whether a lock took effect before the next version of the configuration, if there is one."""
    if following is None:
        return True
    return lock.at < following.landed if lock.place is None else lock.place < following.place


def _is_gone(lock: Lock, by: str, version: PolicyVersion, following: PolicyVersion) -> bool:
    """Return whether the next version no longer has a lock by ref, neither for the milestone nor for one that may be
    the same under another name."""
    heirs = {by} if by in following.locks else following.locks.keys() - version.locks.keys()
    next_locks = [following.locks[heir] for heir in heirs]
    return bool(lock.ref) and not any(isinstance(other, Lock) and other.ref == lock.ref for other in next_locks)
