"""Since when the policy of a milestone is locked: the first lock that came while a version of the configuration
declared it, wherever it was moved since, and by whatever name the milestone went then."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import GitFacts, Lock, PolicyVersion
from readiness_gate.model.reading import Unavailable, available
from readiness_gate.model.time import Instant, iso


@dataclass(frozen=True, slots=True)
class Declared:
    """A lock, and the milestone that declared it: another one may be the milestone by another name."""

    by: str
    lock: Lock

    @property
    def precedence(self) -> tuple[Instant, bool, int]:
        """The earlier a lock came, the sooner it counts; of the same instant, one with a place before one without."""
        return self.lock.at, self.lock.place is None, self.lock.place or 0

    def shown(self, name: str) -> str:
        """By what the policy of a milestone is locked, if that is not a day of the milestone's own."""
        ref = f' by "{self.lock.ref}"' if self.lock.ref else ""
        return ref if self.by == name else f"{ref} {'of' if ref else 'by'} {_by_another_name(self.by)}"


def first_lock(git: GitFacts, name: str, as_of: Instant) -> Declared | None:
    """The first lock that had come by then, of the configuration or of another one that it may be by another name.
    Raises CannotMeasure when one of them is no longer known."""
    histories = (available(git.versions), *available(git.renamed))
    first_ones = [_first_of(versions, name, as_of) for versions in histories]
    return min(filter(None, first_ones), key=lambda declared: declared.precedence, default=None)


def _first_of(versions: Sequence[PolicyVersion], name: str, as_of: Instant) -> Declared | None:
    """The first lock that had come by then, while it was declared; None when none has come."""
    came = list(_came_by(versions, name, as_of))
    return min(came, key=lambda declared: (declared.precedence, declared.by != name), default=None)


def _came_by(versions: Sequence[PolicyVersion], name: str, as_of: Instant) -> Iterator[Declared]:
    """The locks that came while they were declared."""
    counting = _counting(versions, name)
    there = [version for version in versions if version.landed <= as_of]
    for number, (version, following) in enumerate(zip_longest(there, there[1:])):
        for by, lock in version.locks.items():
            if lock is None or number >= counting.get(by, 0):
                continue
            if isinstance(lock, Unavailable):
                raise _cannot_tell(by, name, lock.reason)
            if lock.at <= as_of and _came_before(lock, following):
                yield Declared(by, lock)
            elif following is not None and _is_gone(lock, by, version, following):
                raise _cannot_tell(by, name, _too_late(lock, following))


def _counting(versions: Sequence[PolicyVersion], name: str) -> Mapping[str, int]:
    """Before which version the locks of a milestone count as this one's. Its own always do; those of another one that
    was there before this one appeared do up to where that one was last changed or taken out: there it may have got this
    name, and something else its own."""
    appeared = [
        number
        for number, (before, after) in enumerate(zip((None, *versions), versions, strict=False))
        if name in after.locks and (before is None or name not in before.locks)
    ]
    first = max(appeared, default=len(versions))
    others = {milestone for version in versions[:first] for milestone in version.locks}
    return {**{other: _last_changed(versions, other) for other in others}, name: len(versions)}


def _last_changed(versions: Sequence[PolicyVersion], name: str) -> int:
    """The last version in which a milestone was gone, or had another date, kind or lock than before; 0 for none."""
    numbered = enumerate(pairwise(versions), 1)
    return max((number for number, (before, after) in numbered if _differs(before, after, name)), default=0)


def _differs(before: PolicyVersion, after: PolicyVersion, name: str) -> bool:
    """Whether a milestone may have become another one; a lock where there was none makes it none."""
    if name not in before.locks or name not in after.locks:
        return name in before.locks
    (was, lock), (now, new) = before.written.get(name, ("", "")), after.written.get(name, ("", ""))
    return was != now or lock not in ("", new)


def _by_another_name(milestone: str) -> str:
    return f"[milestones.{milestone}], which this milestone may be by another name"


def _cannot_tell(by: str, name: str, why: str) -> CannotMeasure:
    return CannotMeasure(why if by == name else f"{_by_another_name(by)}: {why}")


def _too_late(lock: Lock, following: PolicyVersion) -> str:
    return (
        f'the policy-lock "{lock.ref}" landed at {iso(lock.at)}, after the configuration had named it no more, '
        "so it is unknown from when on the policy was locked: set it again on the commit that it named, or, if it was "
        f"never set then, on a landing before {iso(following.landed)}"
    )


def _came_before(lock: Lock, following: PolicyVersion | None) -> bool:
    """Whether a lock came before the next version of the configuration did, if there is one."""
    if following is None:
        return True
    return lock.at < following.landed if lock.place is None else lock.place < following.place


def _is_gone(lock: Lock, by: str, version: PolicyVersion, following: PolicyVersion) -> bool:
    """Whether a lock by a ref is in the next version no more, for the milestone or for one that may be it by another
    name."""
    heirs = {by} if by in following.locks else following.locks.keys() - version.locks.keys()
    next_locks = [following.locks[heir] for heir in heirs]
    return bool(lock.ref) and not any(isinstance(other, Lock) and other.ref == lock.ref for other in next_locks)
