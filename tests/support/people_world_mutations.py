"""What happens in a world: its files then tell of it as it is. A mutation says whether it fits the world."""

import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeAlias

from support.people_world import Done, Member, World, moment, some_done

OfWorld: TypeAlias = Callable[[random.Random, World], bool]


def _people(world: World) -> list[Member]:
    """Everybody but the first of each role, who keeps the role alive."""
    first: dict[str, Member] = {}
    for each in world.members:
        first.setdefault(each.role, each)
    return [each for each in world.members if first[each.role] is not each]


def _spoil(rng: random.Random, world: World, count: int) -> list[Done]:
    return rng.sample(world.completions, min(len(world.completions), count))


def failed(rng: random.Random, world: World) -> bool:
    """Some completions are failures."""
    if not world.records_failures:
        return False
    for done in _spoil(rng, world, rng.randint(1, 3)):
        if done.at is not None:
            changed = some_done(rng, world, done.person, done.module, passed=False)
            done.result, done.score = changed.result, changed.score
    return True


def expired(rng: random.Random, world: World) -> bool:
    """Some completions expire around the milestone."""
    for done in _spoil(rng, world, rng.randint(1, 3)) if world.has_expires else []:
        done.expires = moment(rng, world, world.milestone + timedelta(days=rng.choice((-1, -1, 0, 1))))
    return world.has_expires


def later(rng: random.Random, world: World) -> bool:
    """Some completions are dated around the question, or after it."""
    for done in _spoil(rng, world, rng.randint(1, 3)):
        if done.at is not None:
            done.at = moment(rng, world, world.today + timedelta(days=rng.choice((-1, 0, 1, 20, 4000))))
    return True


def joiners(rng: random.Random, world: World) -> bool:
    """Some join between the question and the milestone, or about then."""
    for each in rng.sample(_people(world), min(3, len(_people(world)))) if world.has_dates else []:
        each.since = rng.choice((world.today, world.milestone)) + timedelta(days=rng.choice((-1, 0, 1, 2)))
        each.until = None
    return world.has_dates


def leavers(rng: random.Random, world: World) -> bool:
    """Some leave between the question and the milestone, or about then."""
    for each in rng.sample(_people(world), min(3, len(_people(world)))) if world.has_dates else []:
        each.until = rng.choice((world.today, world.milestone)) + timedelta(days=rng.choice((-2, -1, 0, 1)))
        each.since = None
    return world.has_dates


def dropped(rng: random.Random, world: World) -> bool:
    """Some completions are not in the export, nor are some people on the roster, in whom a role may lose everybody."""
    for done in _spoil(rng, world, rng.randint(1, 3)):
        world.completions.remove(done)
    if rng.random() < 0.3 and len(world.members) > 1:
        world.members.remove(rng.choice(world.members))
    return True


IN_WORLD: Mapping[str, OfWorld] = {each.__name__: each for each in (failed, expired, later, joiners, leavers, dropped)}
