"""Random programs in truth: people with their roles, what these require, and what was completed when."""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

Result: TypeAlias = Literal["passed", "failed", "open"]
When: TypeAlias = date | datetime
"""A day, or a time on a wall clock in the zone of its file."""

ROLES = ("Sales rep", "Clerk", "Dispatcher", "Planner")
MODULES = ("basics", "quoting", "returns", "safety")
WAVES = ("W1", "North", "pilot site")
UNITS = ("Retail", "Wholesale", "Field service")
_SIZES = (1, 2, 3, 5, 7, 9, 10, 10, 11, 19, 20)
_ZONES = ("Europe/Berlin", "UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
_LETTERS = "abcdefghijkmnopqrstuvwxyz"


@dataclass
class Member:
    """A person in a role."""

    person: str
    role: str
    name: str
    unit: str
    since: date | None = None
    until: date | None = None
    wave: str = ""
    active: bool = True
    critical: str = ""


@dataclass
class Done:
    """What a person did in a module: passed or failed it at `at`, or has only begun."""

    person: str
    module: str
    at: When | None
    result: Result = "passed"
    score: float | None = None
    expires: When | None = None


@dataclass
class World:
    """A program, and which of its facts its systems record."""

    zone: str
    roster_zone: str
    completions_zone: str
    milestone: date
    as_of: datetime
    ids: str
    required: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    tags: tuple[str, ...] = ()
    members: list[Member] = field(default_factory=list[Member])
    completions: list[Done] = field(default_factory=list[Done])
    timed: bool = False
    wide: bool = False
    has_dates: bool = False
    has_waves: bool = False
    has_active: bool = False
    has_critical: bool = False
    has_status: bool = False
    has_expires: bool = False
    passing: float | None = None

    @property
    def today(self) -> date:
        """The day of the question in the program's zone."""
        return self.as_of.astimezone(ZoneInfo(self.zone)).date()

    @property
    def records_failures(self) -> bool:
        """Whether the completions say who failed."""
        return self.has_status or self.passing is not None


def some_world(rng: random.Random) -> World:
    """A random program, most often just below or above what its gate requires."""
    zone = rng.choice(_ZONES)
    milestone = date(2024, 1, 1) + timedelta(days=rng.randrange(700))
    distance = rng.choice((0, 1, 2, 10, 30, 45, 90, -1, -9)) if rng.random() < 0.5 else rng.randint(3, 60)
    as_of = datetime.combine(milestone - timedelta(days=distance), time(rng.randrange(24), rng.randrange(60)), UTC)
    others = [each if rng.random() < 0.1 else zone for each in rng.sample(_ZONES, 2)]
    ids = rng.choice(("letters", "zeros", "numbers", "hex", "names", "mails"))
    world = World(zone, others[0], others[1], milestone, as_of, ids)
    world.wide = rng.random() < 0.25
    world.timed = rng.random() < 0.3
    world.has_dates, world.has_waves = rng.random() < 0.5, rng.random() < 0.3
    world.has_active, world.has_critical = rng.random() < 0.3, rng.random() < 0.3
    world.has_status = rng.random() < 0.5
    if not world.wide:
        world.has_expires = rng.random() < 0.35
        world.passing = rng.choice((80, 80, 70, 0.8)) if rng.random() < 0.3 else None
    _Filler(rng, world).fill()
    return world


class _Filler:
    """Draws the people of a world, and what they did."""

    def __init__(self, rng: random.Random, world: World) -> None:
        self._rng, self._world = rng, world
        self._used: set[str] = set()

    def fill(self) -> None:
        """Draw people for some roles, and completions."""
        rng, world = self._rng, self._world
        for role in rng.sample(ROLES, rng.randint(1, 3)):
            world.required[role] = tuple(rng.sample(MODULES, rng.choice((1, 1, 2, 3))))
        if world.has_waves and rng.random() < 0.6:
            world.tags = tuple(rng.sample(WAVES, rng.randint(1, 2)))
        elif rng.random() < 0.1:
            world.tags = ("tier one",)
            world.has_waves = False
        for role in world.required:
            for number in range(rng.choice(_SIZES)):
                world.members.append(self._member(role, certain=number == 0))
        if len(world.required) > 1 and rng.random() < 0.3:
            self._second_role()
        self._complete()

    def _member(self, role: str, *, certain: bool) -> Member:
        rng, world = self._rng, self._world
        person = self._id()
        surname = "".join(rng.choice(_LETTERS) for _ in range(7)).title()
        member = Member(
            person, role, rng.choice(("{}, Ann", "Jo {}", 'Al "Max" {}')).format(surname), rng.choice(UNITS)
        )
        member.wave = rng.choice(world.tags if certain and world.tags else WAVES) if world.has_waves else ""
        if world.has_critical and rng.random() < 0.4:
            member.critical = rng.choice(("quote to cash", "x", "yes"))
        if certain:
            return member
        member.active = not (world.has_active and rng.random() < 0.1)
        if world.has_dates:
            member.since = self._near() if rng.random() < 0.3 else None
            member.until = self._near() if rng.random() < 0.3 else None
            if member.since and member.until and member.until < member.since:
                member.since, member.until = member.until, member.since
        return member

    def _near(self) -> date:
        """A day around the milestone, most often a telling one."""
        rng, world = self._rng, self._world
        off = rng.choice((-400, -30, -1, 0, 1, 30))
        base = rng.choice((world.milestone, world.milestone, world.today))
        return base + timedelta(days=off)

    def _id(self) -> str:
        rng = self._rng
        while True:
            number = rng.randrange(1_000_000, 9_999_999)
            letters = "".join(rng.choice(_LETTERS) for _ in range(5))
            person = {
                "letters": f"E{number}",
                "zeros": f"00{number}",
                "numbers": str(number),
                "hex": f"{number % 97:02d}E{number}",
                "names": f"{letters}.{number % 997}k{letters[:2]}",
                "mails": f"{letters}{number % 97}@firm.example",
            }[self._world.ids]
            if person not in self._used:
                self._used.add(person)
                return person

    def _second_role(self) -> None:
        """Somebody holds another role, too."""
        world = self._world
        first = self._rng.choice(world.members)
        others = [role for role in world.required if role != first.role]
        world.members.append(replace(first, role=self._rng.choice(others)))

    def _complete(self) -> None:
        """Complete what most roles require, but for a few of their people."""
        rng, world = self._rng, self._world
        for role, modules in world.required.items():
            people = [each.person for each in world.members if each.role == role]
            lacking = set(rng.sample(people, min(len(people), rng.choice((0, 0, 0, 1, 1, 2, 3)))))
            for person in people:
                missing = rng.choice(modules) if person in lacking else None
                for module in modules:
                    self._of_module(person, module, completes=module != missing)
        if rng.random() < 0.3:
            world.completions.append(self.done(self._id(), rng.choice(MODULES), passed=True))
        rng.shuffle(world.completions)

    def _of_module(self, person: str, module: str, *, completes: bool) -> None:
        rng, world = self._rng, self._world
        if any(each.person == person and each.module == module for each in world.completions):
            return
        if not completes:
            world.completions += untrained(rng, world, person, module)
            return
        if world.records_failures and not world.wide and rng.random() < 0.05:
            world.completions.append(self.done(person, module, passed=False))
        world.completions.append(self.done(person, module, passed=True))

    def done(self, person: str, module: str, *, passed: bool) -> Done:
        """A completion of the past, or a failure."""
        return some_done(self._rng, self._world, person, module, passed=passed)


def moment(rng: random.Random, world: World, day: date) -> When:
    """A day as the completions record it: with a time where they have times."""
    return datetime.combine(day, time(rng.randint(8, 18), rng.randrange(60))) if world.timed else day


def some_done(rng: random.Random, world: World, person: str, module: str, *, passed: bool) -> Done:
    """Something completed in time that is valid for long enough, or failed."""
    at = moment(rng, world, world.today - timedelta(days=rng.choice((2, 2, 3, 30, rng.randint(2, 300)))))
    done = Done(person, module, at)
    if not passed:
        done.result = "failed"
    if world.passing is not None:
        top = 100 if world.passing > 1 else 1
        low = world.passing if passed or (world.has_status and rng.random() < 0.3) else 0.3 * top
        high = top if low == world.passing else world.passing - 0.01 * top
        done.score = round(rng.uniform(low, high), 2) if rng.random() < 0.7 else low
    if world.has_expires and rng.random() < 0.6:
        last = max(world.milestone, world.today)
        done.expires = moment(rng, world, last + timedelta(days=rng.choice((1, 2, 30, 300))))
    return done


def untrained(rng: random.Random, world: World, person: str, module: str) -> list[Done]:
    """What the completions say of somebody who has not completed a module, which may be nothing."""
    kinds = ["nothing", "later", *(["failed", "failed", "open"] if world.records_failures else [])]
    kinds += ["expired", "expired", "expires soon"] if world.has_expires else []
    kind = rng.choice(kinds)
    if kind == "nothing":
        return []
    done = some_done(rng, world, person, module, passed=kind != "failed")
    if kind == "later":
        done.at = moment(rng, world, max(world.today, done_day(done)) + timedelta(days=rng.choice((1, 2, 30))))
        if done.expires is not None:
            done.expires = moment(rng, world, done_day(done) + timedelta(days=400))
    if kind == "open" and (world.has_status or world.passing is not None):
        done.result, done.at, done.score, done.expires = "open", None, None, None
    if kind.startswith("expire"):
        done.at = moment(rng, world, world.today - timedelta(days=400))
        last = max(world.milestone, world.today) if kind == "expires soon" else world.today - timedelta(days=9)
        done.expires = moment(rng, world, last - timedelta(days=rng.choice((2, 2, 3, 8))))
    return [done]


def done_day(done: Done) -> date:
    """The day of something done."""
    assert done.at is not None
    return done.at.date() if isinstance(done.at, datetime) else done.at
