"""How often defects were closed lately, by how often they usually are."""

from dataclasses import replace
from typing import Any

import pytest
from support.git import instant
from support.landings import evidence, reason, value
from support.tracker import asked, lived, tracker

from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.signals import SIGNALS

NAME = "defects.closures-vs-median"
DONE, OPEN = {"done": True}, {"done": False}
LATER: dict[str, Any] = {"versions": frozenset({"2.0"}), "affected": frozenset[str]()}


def _closed(number: int, *days: float, born: float = 2, **fields: Any) -> Issue:
    """A defect that was closed on these days, and opened again half a day after each but the last."""
    states = [state for day in days for state in ((day, DONE), (day + 0.5, OPEN))]
    return lived(f"CRM-{number}", (born, fields), *states[:-1])


EVEN = tuple(_closed(number, 3 + 14 * number) for number in range(1, 6))
"""One closure in each of the five whole windows before the last one, to day 100."""
LATE = (_closed(10, 87), _closed(11, 90, 95), _closed(12, 80))
"""Three closures in the last window, and one more in that before it."""


def test_how_often_defects_were_closed_lately_by_what_is_usual() -> None:
    """The last window by the median of those before it; one that was reopened was closed twice."""
    found = asked(NAME, tracker(*EVEN, *LATE))
    assert isinstance(found, Measured)
    assert found.value == 3
    assert found.summary == ("3 defects closed in the 14 days to 2026-04-11; the median of the 6 windows before is 1.")
    assert found.shortfall == "3 defects closed in the last 14 days, where 1 are usual"
    assert evidence(found) == [
        ("issue", "CRM-11", "closed 2026-04-06"),
        ("issue", "CRM-11", "closed 2026-04-01"),
        ("issue", "CRM-10", "closed 2026-03-29"),
    ]


@pytest.mark.parametrize("day", [16.0, 30.0, 44.0, 58.0, 72.0, 86.0])
def test_a_window_ends_with_its_last_second(day: float) -> None:
    """Its first second belongs to the window before."""
    nearly = 1 / 86_400
    base = [_closed(number, 5 + 14 * number + 3) for number in range(7)]  # one in each window
    more = [_closed(20 + number, day, born=1.9) for number in range(4)]
    assert value(asked(NAME, tracker(*base, *more))) == 1
    if day == 86:
        later = [_closed(20 + number, day + nearly, born=1.9) for number in range(4)]
        assert value(asked(NAME, tracker(*base, *later))) == 5


def test_severities_scope_and_days_are_selected() -> None:
    """As for the open defects, as of the instant; what has no usable severity counts for each."""
    known = tracker(
        *EVEN,
        *LATE,
        _closed(30, 96, severity="sev3"),
        _closed(31, 97, severity=None),
        _closed(32, 98, **LATER),
        lived("CRM-33", (2, {}), (99, DONE), kind="Story"),
        lived("CRM-34", (2, {"versions": frozenset({"1.0"})})),
    )
    assert value(asked(NAME, known)) == 6
    assert value(asked(NAME, known, severity="sev1")) == 5
    assert value(asked(NAME, known, scope="milestone")) == 5
    assert value(asked(NAME, known, since="2025-12-31")) == 6
    assert "no such defect had been raised by 2026-04-11" in reason(asked(NAME, known, since="2026-03-01"))
    scoped = asked(NAME, known, scope="milestone", version=None)
    assert isinstance(scoped, Measured)
    assert scoped.summary.endswith("is 1; all defects count, because milestones.wave-2 has no version.")


def test_no_more_windows_are_compared_than_a_year_of_fortnights() -> None:
    """What was closed before them does not count, however much it was."""
    once = [_closed(number, 1000 - 14 * number - 3, born=-400) for number in range(27)]
    often = [_closed(100 + number, 1000 - 14 * 27 - number, born=-400) for number in range(200)]
    found = asked(NAME, tracker(*once, *often, updated=1000), day=1000)
    assert isinstance(found, Measured)
    assert found.value == 1
    assert found.summary.endswith("the median of the 26 windows before is 1.")


@pytest.mark.parametrize(
    ("day", "given", "why"),
    [
        (
            85.9,
            {},
            (
                "the first defect was raised on 2026-01-03, which leaves 4 whole windows of 14d before the last one: "
                "at least 5 are needed to know what is usual; ask again from 2026-03-28 on, or give a shorter window"
            ),
        ),
        (10, {"min": 1}, "leaves 0 whole windows"),
        (
            100,
            {"window": "3d"},
            (
                "0 defects closed in the 3 days to 2026-04-11; the median of the 26 windows before is 0, so there is "
                "no usual pace to compare with: give a longer window"
            ),
        ),
        (100, {"window": "0d"}, "in a window of no time: correct the rule"),
        (100, {"severity": "sev4"}, "no such defect had been raised by 2026-04-11, so there is no usual pace"),
    ],
)
def test_nothing_is_usual(day: float, given: dict[str, Any], why: str) -> None:
    """Too little of it is known, or it was quiet."""
    assert why in reason(asked(NAME, tracker(*EVEN, *LATE), day, **given))


def test_just_enough_windows() -> None:
    """They are whole from the first defect on, and to the second."""
    known = tracker(*EVEN, _closed(9, 14), *LATE)
    assert isinstance(asked(NAME, known, 86), Measured)
    assert isinstance(asked(NAME, known, 86 - 1 / 86_400), Unavailable)


def test_what_is_not_known_is_not_measured() -> None:
    """Issues without a history or a time of creation, and none at all."""
    hidden = lived("CRM-50", (2, {}), (95, DONE), known=False)
    assert "export them with their changelogs" in reason(asked(NAME, tracker(*EVEN, hidden)))
    assert 'export the field "created"' in reason(asked(NAME, tracker(*EVEN, replace(hidden, created=None))))
    assert reason(asked(NAME, Unavailable("no export"))) == "no export"


def test_what_is_needed() -> None:
    """What became of the issues in the last window and 26 before it."""
    signal = SIGNALS[NAME]
    assert signal.needs(signal.with_defaults({}), instant(400)) == Needs(
        frozenset({"jira"}), issues_since=instant(400 - 27 * 14)
    )
