"""Forecasts made at past dates, against what came."""

from collections.abc import Sequence

import pytest
from support.forecasts import MINOR, READ, bursts, facts_of
from support.git import instant
from support.tracker import lived, tracker

from readiness_gate.signals.forecast.history import History, history
from readiness_gate.signals.forecast.replay import Record, Skill, counts, records
from readiness_gate.statistics.scores import Interval

FIRST = lived("CRM-1", (-600, MINOR), (-599, {"done": True}))


def _known(pattern: Sequence[int], weeks: int = 100, days: float = 7) -> History:
    """A history in which severe defects come as in a pattern, the last week first."""
    repeated = [pattern[week % len(pattern)] for week in range(weeks)]
    return history(facts_of(tracker(FIRST, *bursts(repeated, days=days), updated=READ + 1), 300), instant(READ))


def _none_open(levels: Sequence[int], _flows: object) -> bool:
    return not any(levels)


def _closing(_levels: Sequence[int], flows: Sequence[tuple[float, float]]) -> bool:
    return flows[-1][1] >= flows[-1][0]


@pytest.mark.parametrize(
    ("dates", "came_true", "better", "skill"),
    [
        (11, 5, (0.1, 0.05, 0.2), "too-few"),
        (12, 2, (0.1, 0.05, 0.2), "too-few"),
        (20, 18, (0.1, 0.05, 0.2), "too-few"),
        (12, 0, (0.1, 0.05, 0.2), "constant"),
        (12, 12, (0.0, 0.0, 0.0), "constant"),
        (12, 3, (0.0, -0.1, 0.1), "none"),
        (12, 3, (-0.1, -0.2, 0.1), "none"),
        (12, 9, (0.1, -0.1, 0.2), "unclear"),
        (12, 9, (0.1, 0.01, 0.2), "shown"),
    ],
)
def test_what_a_record_says(dates: int, came_true: int, better: tuple[float, float, float], skill: Skill) -> None:
    """Of few dates nothing; else whether forecasts are better than the base rate, and whether by more than chance."""
    assert Record(dates, came_true, 0.2, 0.2, Interval(*better)).skill == skill


def test_dates_are_every_four_weeks_of_which_it_is_known_what_came() -> None:
    """Each with eight weeks before it, and the last 26 of them."""
    known = _known([1, 0])
    assert len(known.weeks) == 104
    for ahead, dates in ((4, 24), (8, 23), (26, 18), (96, 1), (97, 0)):
        found = records(known, ahead, {"open": _none_open}, ("sev1",))
        assert (found["open"].dates if found else 0) == dates
        both = counts(known, ahead)
        assert (both[0].dates if both else 0) == dates
    assert records(known, 4, {"open": _none_open}, ("sev1",), most=5)["open"].dates == 5


def test_what_is_certain_is_forecast_without_error() -> None:
    """Each week brings one, which its week ends with."""
    known = _known([1], days=3)
    found = records(known, 4, {"open": _none_open, "closing": _closing}, ("sev1",), most=9, with_flows=True)
    assert {(one.came_true, one.dates) for one in found.values()} == {(9, 9)}
    assert found["open"].brier == found["open"].base == 0


def test_what_lasts_is_forecast_better_than_what_is_random() -> None:
    """The first has skill; the second has none, as one half of all weeks says nothing of the others."""
    lasting = records(_known([0] * 50 + [2] * 54), 4, {"open": _none_open}, ("sev1",))["open"]
    assert lasting.skill == "shown"
    assert lasting.brier < lasting.base == pytest.approx(0.25, abs=0.01)
    assert lasting.better.mean == pytest.approx(lasting.base - lasting.brier)
    alternating = records(_known([1, 1, 1, 1, 0, 0, 0, 0]), 4, {"open": _none_open}, ("sev1",))["open"]
    assert alternating.skill == "none"


def test_counts_that_never_change_are_held_by_any_interval() -> None:
    """And both methods score the same; what changes is scored by both."""
    same = counts(_known([2], days=3), 4, most=9)
    assert same is not None
    raised, closed = same
    assert raised.held == raised.dates == closed.held == 9
    assert raised.crps == raised.usual == 0
    falling = counts(_known([*range(104)], days=3, weeks=104), 8)
    assert falling is not None
    assert falling[0].held < falling[0].dates
    assert falling[0].better.mean == pytest.approx(falling[0].usual - falling[0].crps)


def test_a_replay_knows_nothing_of_what_came_later() -> None:
    """The dates of a longer history are judged as they were, whatever comes after them."""
    calm, wild = _known([0] * 26 + [1, 0, 2, 0] * 20), _known([3, 1] * 13 + [1, 0, 2, 0] * 20)
    assert calm.start(4, before=26) == wild.start(4, before=26)
