"""Recorded verdicts on dates: the newest of each, and never one that is older than its date allows."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.histories import recordings

from readiness_gate.history.counting import Counting
from readiness_gate.history.rows import Recorded
from readiness_gate.history.series import Series, series_of

STEP = 10
DATES = (100, 110, 120)
ONE = recordings(1)[0].verdict


def recorded(number: int, as_of: int, program: str = "a", milestone: str = "m") -> Recorded:
    """A verdict as of a time, of which nothing else matters."""
    return Recorded(number, replace(ONE, program=program, milestone=milestone, as_of=as_of), "")


def test_each_verdict_has_its_date() -> None:
    """That is the first one that is not before it; what is too old or too new has none."""
    given_ = [recorded(number, as_of) for number, as_of in enumerate((90, 91, 100, 101, 110, 121), 1)]
    series = series_of(given_, DATES, STEP)["a", "m"]
    assert [one and one.number for one in series.verdicts] == [3, 5, None]
    assert (series.first, series.last, series.is_current) == (given_[2], given_[4], False)


def test_gates_are_apart() -> None:
    """By program and milestone, in order; a gate without a verdict in time has no series."""
    given_ = [recorded(1, 100, "b"), recorded(2, 120, "a", "n"), recorded(3, 119), recorded(4, 50, "c")]
    found = series_of(given_, DATES, STEP)
    assert list(found) == [("a", "m"), ("a", "n"), ("b", "m")]
    assert [one.is_current for one in found.values()] == [True, True, False]


def test_of_one_time_the_last_recorded_counts() -> None:
    """Whatever the order they are given in; of different ones the worse, with what it contradicts."""
    old, new = recorded(1, 110), recorded(2, 110)
    go = replace(new, verdict=replace(new.verdict, decision="go"))
    no_go = replace(old, verdict=replace(old.verdict, decision="no-go"))
    for one, other in ((old, new), (new, old)):
        assert series_of([one, other], DATES, STEP)["a", "m"].last is new
    [_, found, _] = series_of([go, no_go], DATES, STEP)["a", "m"].counting
    assert found == Counting(no_go, (go,))


def test_nothing() -> None:
    """Neither dates nor verdicts."""
    assert series_of([recorded(1, 100)], (), STEP) == {}
    assert series_of([], DATES, STEP) == {}
    empty = Series("a", "m", ())
    assert (empty.first, empty.last, empty.is_current) == (None, None, False)


@given(st.lists(st.integers(60, 140), max_size=20), st.integers(1, 30), st.integers(0, 5))
@law(200)
def test_no_verdict_is_carried_on(times: Sequence[int], step: int, count: int) -> None:
    """Every verdict is within a step before its date, and none between it and the date was left out."""
    dates = [100 + number * step for number in range(count)]
    for series in series_of([recorded(number, time) for number, time in enumerate(times)], dates, step).values():
        for date, one in zip(dates, series.verdicts, strict=True):
            within = [time for time in times if date - step < time <= date]
            assert (one.verdict.as_of if one else None) == max(within, default=None)
