"""Whether defects converge: weeks, slopes, trends, reopenings."""

from dataclasses import replace
from typing import Any

import pytest
from support.landings import evidence, reason, value
from support.tracker import asked, lived, tracker

from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.signals import SIGNALS
from readiness_gate.statistics.trends import chance_of_fall

DONE, OPEN = {"done": True}, {"done": False}
STORY = lived("CRM-90", (1, {}), (99.5, DONE), kind="Story")


def test_weeks_in_which_as_many_were_closed_as_raised() -> None:
    """Weeks end with the instant; what is no defect does not count, and an empty week converges."""
    issues = (
        lived("CRM-1", (60, {}), (95, DONE)),
        lived("CRM-2", (94, {})),
        lived("CRM-3", (88, {}), (89, DONE), (90, OPEN), (91, DONE)),
        lived("CRM-4", (87, {})),
        lived("CRM-5", (86, {})),
        STORY,
    )
    found = asked("defects.converging-weeks", tracker(*issues))
    assert isinstance(found, Measured)
    assert found.summary == "In 3 of the last 4 weeks as many defects were closed as raised, or more."
    assert evidence(found) == [
        ("week", "2026-04-11", "to this day: 1 raised, 1 closed"),
        ("week", "2026-04-04", "to this day: 2 raised, 2 closed"),
        ("week", "2026-03-28", "to this day: 1 raised, 0 closed"),
        ("week", "2026-03-21", "to this day: 0 raised, 0 closed"),
    ]
    assert value(asked("defects.converging-weeks", tracker(*issues), weeks=2)) == 2


def test_weeks_before_the_first_defect_say_nothing() -> None:
    """Where there was nothing to close, nothing converged."""
    issues = [lived(f"CRM-{number}", (95, {})) for number in range(40)]
    assert value(asked("defects.converging-weeks", tracker(*issues))) == 0
    later = [lived(f"CRM-{number}", (75, {})) for number in range(40)]
    assert value(asked("defects.converging-weeks", tracker(*later))) == 3


def test_a_week_ends_with_its_last_instant() -> None:
    """What happened at the instant between two weeks belongs to the earlier one."""
    issues = (lived("CRM-1", (93, {})), lived("CRM-2", (50, {}), (93.0001, DONE)))
    notes = [note for _, _, note in evidence(asked("defects.converging-weeks", tracker(*issues), weeks=2))]
    assert notes == ["to this day: 0 raised, 1 closed", "to this day: 1 raised, 0 closed"]


def test_the_slope_of_the_backlog() -> None:
    """The median of all slopes, so that a single odd week does not tell the trend."""
    growing = [lived(f"CRM-{number}", (51 + 7 * number, {})) for number in range(8)]
    found = asked("defects.backlog-slope", tracker(*growing))
    assert isinstance(found, Measured)
    assert (found.value, found.unit) == (1, "count")
    assert found.summary == (
        "The open defects changed by +1.0 a week; at the ends of the last 8 weeks they were [1, 2, 3, 4, 5, 6, 7, 8]."
    )
    falling = [lived("CRM-9", (0, {})), *(lived(f"CRM-{day}", (0, {}), (day, DONE)) for day in range(52, 95, 7))]
    assert value(asked("defects.backlog-slope", tracker(*falling))) == -1
    odd = [*growing[:4], *(lived(f"CRM-5{number}", (99, {})) for number in range(30))]
    assert value(asked("defects.backlog-slope", tracker(*odd), weeks=5)) == 0


def _raised(*counts: int) -> list[Any]:
    """Defects raised in each of the last weeks, the oldest first."""
    weeks = len(counts)
    return [
        lived(f"CRM-{week}-{number}", (100 - 7 * (weeks - week) + 3, {}))
        for week, count in enumerate(counts)
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("counts", "falling"),
    [
        ((9, 8, 7, 6, 4, 3, 2, 1), True),
        ((1, 2, 3, 4, 6, 7, 8, 9), False),
        ((5, 5, 5, 5, 5, 5, 5, 5), False),
        ((5, 5, 5, 9, 9, 5, 5, 5), False),
        ((5, 5, 5, 9, 9, 5, 4, 5), True),
        ((2, 2, 2, 2, 2, 2, 2, 1), False),
    ],
    ids=["falls", "rises", "even", "just-not", "half-of-the-peak", "a-little"],
)
def test_arrivals_fall(counts: tuple[int, ...], falling: bool) -> None:  # noqa: FBT001
    """By the trend, or because the last two weeks brought at most half of the most."""
    found = asked("defects.arrivals-falling", tracker(*_raised(*counts)))
    assert isinstance(found, Measured)
    assert (found.value, f"oldest first: {list(counts)}" in found.summary) == (falling, True)


def test_too_few_show_no_trend() -> None:
    """Fourteen defects are not fifteen."""
    few = tracker(*_raised(9, 5, 0, 0, 0, 0, 0, 0))
    assert "14 defects raised in the last 8 weeks: fewer than 15 show no trend" in reason(
        asked("defects.arrivals-falling", few)
    )
    assert value(asked("defects.arrivals-falling", few, min=14)) is True


@pytest.mark.parametrize(
    ("counts", "chance"),
    [
        ((9, 8, 7, 6, 4, 3, 2, 1), 0.004_464),
        ((5, 5, 5, 5, 5, 5, 5, 5), 0.5),
        ((20, 0, 0, 0, 0, 0, 0, 0), 0.064_817),
        ((0, 0, 0, 0, 0, 0, 0, 20), 0.935_183),
    ],
)
def test_the_trend_test(counts: tuple[int, ...], chance: float) -> None:
    """Against values that were worked out by hand; overdispersion makes it more cautious."""
    assert chance_of_fall(counts) == pytest.approx(chance, rel=1e-3)


def test_reopenings_by_closures() -> None:
    """In the window; a defect may be closed and opened more than once."""
    issues = [lived(f"CRM-{number}", (10, {}), (80, DONE)) for number in range(9)]
    back = lived("CRM-99", (10, {}), (70, DONE), (85, OPEN), (86, DONE), (90, OPEN))
    found = asked("defects.reopen-rate", tracker(*issues, back))
    assert isinstance(found, Measured)
    assert found.value == 0.2
    assert found.summary == "2 defects opened again, 10 closed in the 28 days to 2026-04-11."
    assert evidence(found) == [
        ("issue", "CRM-99", "opened again 2026-04-01"),
        ("issue", "CRM-99", "opened again 2026-03-27"),
    ]
    few = asked("defects.reopen-rate", tracker(*issues))
    assert "9 defects closed in the 28 days to 2026-04-11: with fewer than 10 no rate can be computed" in reason(few)


EVERY = ["defects.converging-weeks", "defects.backlog-slope", "defects.arrivals-falling", "defects.reopen-rate"]


@pytest.mark.parametrize("signal", EVERY)
def test_without_issues_there_is_no_reading(signal: str) -> None:
    """Nor without defects."""
    assert reason(asked(signal, Unavailable("no export"))) == "no export"
    assert "is of a type in jira.defect-types" in reason(asked(signal, tracker(STORY)))


@pytest.mark.parametrize("signal", EVERY)
def test_a_life_that_is_not_known_has_no_trend(signal: str) -> None:
    """An export without histories cannot tell it, and neither can a defect without a time of creation."""
    hidden = lived("CRM-1", (50, {}), (98, DONE), known=False)
    readings = asked(signal, tracker(hidden)), asked(signal, tracker(replace(hidden, created=None)))
    told = [each.reason for each in readings if isinstance(each, Unavailable)]
    if signal != "defects.arrivals-falling":
        assert "the export has no histories, and shows" in told[0]
    assert len(told) == 2


def test_a_status_of_no_known_category_is_neither() -> None:
    """Nobody can tell whether leaving it opened or closed anything."""
    odd = lived("CRM-1", (50, {}), (97, {"done": None, "status": "Parked"}), (98, DONE))
    assert '"Parked", which CRM-1 had, is of the category done' in reason(
        asked("defects.converging-weeks", tracker(odd))
    )


@pytest.mark.parametrize("signal", ["defects.backlog-slope", "defects.arrivals-falling"])
def test_one_week_has_no_trend(signal: str) -> None:
    """The rule is to be corrected."""
    assert "needs at least two weeks" in reason(asked(signal, tracker(lived("CRM-1", (50, {}))), weeks=1))


@pytest.mark.parametrize(
    ("signal", "days"), [("defects.converging-weeks", 28), ("defects.backlog-slope", 56), ("defects.reopen-rate", 28)]
)
def test_what_is_needed(signal: str, days: int) -> None:
    """What became of the issues, as far back as the weeks or the window reach."""
    measured = SIGNALS[signal]
    needs = measured.needs(measured.with_defaults({}), 10**9)
    assert needs == Needs(frozenset({"jira"}), issues_since=10**9 - days * 86_400)
