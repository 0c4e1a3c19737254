"""Who is trained, computed from a world as plainly as can be, to compare readiness-gate with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from support.people_world import Done, Member, When, World

NOBODY = -1.0
"""The share of a role that nobody holds: no value may be measured then."""


@dataclass(frozen=True)
class Shares:
    """The share trained of the worst role, of all people, and of the worst role in critical processes."""

    worst: float
    all: float
    critical: float

    def may_pass(self) -> bool:
        """Whether TRN-01 and TRN-01-b may pass."""
        return self.worst >= 0.9 and self.all >= 0.95


def judge(world: World) -> Shares:
    """The shares on the milestone's day, or at the time of the question where that has passed, by what was completed
    until the question."""
    _, end = _counted(world)
    here = there(world)
    done = {(each.person, each.module) for each in world.completions if _counts(world, each, end)}
    by_role = {role: [each for each in here if each.role == role] for role in world.required}
    critical = [[each for each in group if each.critical] for group in by_role.values()]
    of_critical = min((_share(world, group, done) for group in critical if group), default=NOBODY)
    if not all(by_role.values()):
        return Shares(NOBODY, NOBODY, of_critical)
    people = {each.person for each in here}
    lacking = {each.person for each in here if not _is_trained(world, each, done)}
    return Shares(
        min(_share(world, group, done) for group in by_role.values()),
        (len(people) - len(lacking)) / len(people),
        of_critical,
    )


def there(world: World) -> list[Member]:
    """The people who count, once for each of their roles."""
    start, end = _counted(world)
    return [each for each in world.members if _is_there(world, each, start, end)]


def _counted(world: World) -> tuple[datetime, datetime]:
    """From when until when people count."""
    start, end = _days(world.milestone, world.zone)
    return (max(start, world.as_of), end) if end > world.as_of else (world.as_of, world.as_of)


def best(worlds: Iterable[World]) -> Shares:
    """The highest shares of several worlds, of which nothing in the files says which one is true."""
    found = [judge(world) for world in worlds]
    return Shares(
        max(each.worst for each in found), max(each.all for each in found), max(each.critical for each in found)
    )


def _days(day: date, zone: str) -> tuple[datetime, datetime]:
    """The first and the last second of a day in a zone."""
    local = ZoneInfo(zone)
    begin = datetime.combine(day, time(), local).astimezone(UTC)
    after = datetime.combine(day + timedelta(days=1), time(), local).astimezone(UTC)
    return begin, after - timedelta(seconds=1)


def _is_there(world: World, member: Member, start: datetime, end: datetime) -> bool:
    if world.has_active and not member.active:
        return False
    if world.has_waves and world.tags and member.wave not in world.tags:
        return False
    if member.since is not None and _days(member.since, world.roster_zone)[0] > end:
        return False
    return member.until is None or _days(member.until, world.roster_zone)[1] >= start


def _last(when: When, zone: str) -> datetime:
    """The last second that a day or a time may mean."""
    if isinstance(when, datetime):
        return when.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return _days(when, zone)[1]


def _counts(world: World, done: Done, end: datetime) -> bool:
    if done.result != "passed" or done.at is None:
        return False
    if world.passing is not None and (done.score is None or done.score < world.passing):
        return False
    if _last(done.at, world.completions_zone) > world.as_of:
        return False
    return done.expires is None or _last(done.expires, world.completions_zone) >= end


def _is_trained(world: World, member: Member, done: set[tuple[str, str]]) -> bool:
    return all((member.person, module) in done for module in world.required[member.role])


def _share(world: World, group: list[Member], done: set[tuple[str, str]]) -> float:
    """The share of the people of one role who completed all that it requires."""
    people = {each.person for each in group}
    trained = {each.person for each in group if _is_trained(world, each, done)}
    return len(trained) / len(people)
