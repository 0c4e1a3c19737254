"""Who counts now and did not at an earlier time: their numbers, if these may be shown, and the rosters without this
difference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import TypeAlias

from readiness_gate.errors import CannotMeasure, CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.comparison import Counted
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.groups import LEAST
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.model.settings import Milestone, Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import agreeing, counted, folded
from readiness_gate.signals.views.roster import roster
from readiness_gate.sources import people

Key: TypeAlias = tuple[str, str]
Members: TypeAlias = Mapping[Key, Membership]
"""Rows of a roster by person and role, for those who count at one time."""


def members(
    settings: Settings, milestone: Milestone, read: Reader, now: Instant, as_of: Instant
) -> Members | Unavailable:
    """Return who counts for a milestone as of an instant; nobody if no roster is configured. `settings` are those of
    the milestone."""
    if settings.people is None or settings.people.roster is None:
        return {}
    try:
        facts = people.fetch(settings, Needs(), now, read)
        held = roster(Facts(settings, milestone, {"people": facts}), as_of).members()
    except (CouldNotLook, CannotMeasure) as error:
        return Unavailable(str(error))
    return {_key(row): replace(row, since=None, until=None) for row in held}


def _key(row: Membership) -> Key:
    return folded(row.person), row.role


@dataclass(frozen=True, slots=True)
class Churn:
    """Who counts then and now."""

    then: Members = field(default_factory=dict[Key, Membership])
    now: Members = field(default_factory=dict[Key, Membership])
    least: int = LEAST
    """The size of the smallest group that is shown."""

    @property
    def is_none(self) -> bool:
        """Whether the same people count in the same way."""
        return self.then == self.now

    def in_words(self) -> Iterator[Counted]:
        """Yield how many people joined, left, and changed on the roster, without numbers too small to be shown."""
        before, after = ({person for person, _ in rows} for rows in (self.then, self.now))
        otherwise = {person for person, _ in _differing(self.then, self.now)} & before & after
        for changed, does in ((after - before, "joined"), (before - after, "left")):
            if changed:
                yield Counted("people", "people", f"{self._many(len(changed))} {does} the roster")
        if otherwise:
            has = agreeing(len(otherwise), "has", "have")
            yield Counted("people", "people", f"{self._many(len(otherwise))} {has} another entry on the roster")

    def _many(self, number: int) -> str:
        return f"fewer than {self.least} people" if number < self.least else counted(number, "person", "people")

    def reveals(self, then: Measured, now: Measured) -> bool:
        """Return whether two values together would reveal the figures of a small group: of those who joined or left
        in between, or of those who answered in between."""
        if not (then.people or now.people or then.of_group or now.of_group):
            return False
        if 0 < abs(then.people - now.people) < self.least:
            return True
        groups = {then.of_group, now.of_group}
        return any(self._is_small(group, critical=critical) for group in groups for critical in (False, True))

    def _is_small(self, group: str, *, critical: bool) -> bool:
        """Return whether few people joined or left a role, or all roles for ""."""
        before, after = (_persons(rows, group, critical=critical) for rows in (self.then, self.now))
        return any(0 < len(changed) < self.least for changed in (after - before, before - after))

    def with_now(self, rows: Iterable[Membership]) -> tuple[Membership, ...]:
        """Return the earlier rows with the people who count now."""
        return tuple(_replaced(rows, self.then, self.now))

    def with_then(self, rows: Iterable[Membership]) -> tuple[Membership, ...]:
        """Return the present rows with the people who counted then."""
        return tuple(_replaced(rows, self.now, self.then))


def _differing(one: Members, other: Members) -> set[Key]:
    return {key for key in {*one, *other} if one.get(key) != other.get(key)}


def _persons(rows: Members, group: str, *, critical: bool) -> set[str]:
    held = rows.items()
    return {key[0] for key, row in held if group in ("", row.role) and (row.critical or not critical)}


def _replaced(rows: Iterable[Membership], counting: Members, wanted: Members) -> Iterator[Membership]:
    """Yield rows in which those counting are replaced by the wanted ones; unchanged rows stay as they are."""
    unlike = _differing(counting, wanted)
    yield from (row for row in rows if _key(row) not in unlike)
    yield from (wanted[key] for key in sorted(unlike & wanted.keys()))


def smallest(settings: Sequence[Settings]) -> int:
    """Return the size of the smallest group that is shown under each of the settings."""
    return max((one.people.smallest_group for one in settings if one.people), default=LEAST)
