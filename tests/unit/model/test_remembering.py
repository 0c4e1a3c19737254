"""What was worked out is remembered, and no part of what it was worked out from."""

import copy
import gc
import pickle
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count

import pytest

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts.remembering import MOST_INSTANTS, Remembering


@dataclass(frozen=True, slots=True)
class Thing(Remembering):
    """Something that never changes."""

    name: str


class Work:
    """Something that it is known of how often it was worked out, and whether it is still there."""

    def __init__(self, number: int) -> None:
        self.number = number


def test_it_is_worked_out_once_for_an_instant() -> None:
    """And again for another instant, and for something else."""
    thing, numbers = Thing("a"), count()
    asked = [(1, "x"), (1, "x"), (2, "x"), (1, "y"), (1, "x"), (2, "x")]
    assert [thing.once(as_of, what, lambda: next(numbers)) for as_of, what in asked] == [0, 0, 1, 2, 0, 1]


def test_nothing_that_failed_is_remembered() -> None:
    """It is worked out again."""
    thing, numbers = Thing("a"), count()

    def fail() -> int:
        raise CannotMeasure(str(next(numbers)))

    for number in range(3):
        with pytest.raises(CannotMeasure, match=str(number)):
            thing.once(1, "x", fail)
    assert thing.once(1, "x", lambda: next(numbers)) == 3


def test_nothing_is_a_result_too() -> None:
    """None is not worked out again."""
    thing, asked = Thing("a"), list[int]()
    for _ in range(3):
        assert thing.once(1, "x", lambda: asked.append(1)) is None
    assert asked == [1]


def test_it_is_no_part_of_the_value() -> None:
    """Copies, replacements and pickles are equal, and begin without it."""
    thing, numbers = Thing("a"), count()
    before = pickle.dumps(thing)
    thing.once(1, "x", lambda: next(numbers))
    assert pickle.dumps(thing) == before
    assert repr(thing) == repr(Thing("a"))
    for other in (pickle.loads(before), copy.copy(thing), copy.deepcopy(thing), replace(thing)):  # noqa: S301
        assert other == thing
        assert other.once(1, "x", lambda: next(numbers)) > 0
    assert thing.once(1, "x", lambda: next(numbers)) == 0


def test_it_goes_with_the_value() -> None:
    """Even when it holds the value itself."""
    things = [Thing("a")]
    work = weakref.ref(things[0].once(1, "x", lambda: Work(1)))
    things[0].once(1, "y", things.copy)
    assert work() is not None
    things.clear()
    gc.collect()
    assert work() is None


def _work(thing: Thing, as_of: int) -> Work:
    return thing.once(as_of, "x", lambda: Work(as_of))


def test_a_backtest_remembers_the_latest_instants() -> None:
    """The results are right for any number of instants, and the oldest ones go; to ask once more moves none."""
    thing = Thing("a")
    works = [weakref.ref(_work(thing, as_of)) for as_of in range(200)]
    _work(thing, 200 - MOST_INSTANTS)
    gc.collect()
    alive = [as_of for as_of, work in enumerate(works) if work() is not None]
    assert alive == list(range(200 - MOST_INSTANTS, 200))
    assert [_work(thing, as_of).number for as_of in reversed(range(200))] == list(reversed(range(200)))


def test_what_is_of_no_instant_stays() -> None:
    """However many instants come and go."""
    thing, numbers = Thing("a"), count()
    assert thing.always("x", lambda: next(numbers)) == 0
    for as_of in range(200):
        _work(thing, as_of)
    assert thing.always("x", lambda: next(numbers)) == 0


def test_threads_may_share_it() -> None:
    """Each gets what belongs to the instant, however many ask at once for more instants than are remembered."""
    thing, instants = Thing("a"), [number % 97 for number in range(5_000)]

    def twice(as_of: int) -> int:
        return thing.once(as_of, "x", lambda: as_of * 2)

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(twice, instants))
    assert results == [as_of * 2 for as_of in instants]
