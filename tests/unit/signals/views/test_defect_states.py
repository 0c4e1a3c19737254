"""What open defects are like: without a way around them, without a severity, how old, and how long none was raised."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from support.exports import jira_settings
from support.landings import evidence, reason, value
from support.tracker import asked, lived, tracker

from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Measured, Unavailable

ISSUES = (
    lived("CRM-1", (90, {})),
    lived("CRM-2", (80, {"severity": "sev2", "workaround": True})),
    lived("CRM-3", (70, {"labels": frozenset({"workaround"})})),
    lived("CRM-4", (60, {"severity": None, "severity_given": "Odd"})),
    lived("CRM-5", (50, {}), (95, {"done": True})),
    lived("CRM-6", (99, {}), kind="Story"),
)
FOUND = tracker(*ISSUES)


@pytest.mark.parametrize(
    ("severity", "left"),
    [("sev1", ["CRM-1", "CRM-4"]), ("sev2", ["CRM-4"]), ("sev3", ["CRM-4"]), ("any", ["CRM-1", "CRM-4"])],
)
def test_open_defects_without_a_workaround(severity: str, left: list[str]) -> None:
    """Neither the label nor the field says that there is one."""
    found = asked("defects.without-workaround", FOUND, severity=severity)
    assert [key for _, key, _ in evidence(found)] == left


def test_workarounds_in_words() -> None:
    """Of how many, and where nobody says what tells, what to provide."""
    found = asked("defects.without-workaround", FOUND)
    assert isinstance(found, Measured)
    assert found.summary == (
        "2 of 3 open defects (sev1) have no workaround. 1 of these counts as severity 1 because its priority "
        '"Odd" is not mapped: map "Odd" in [jira.severity].'
    )
    assert "provide workaround = { labels = […] }" in reason(
        asked("defects.without-workaround", FOUND, jira=jira_settings())
    )


def test_open_defects_without_a_severity() -> None:
    """What was given is told."""
    found = asked("defects.unmapped", FOUND)
    assert isinstance(found, Measured)
    assert found.summary == "1 of 4 open defects have no usable severity."
    assert evidence(found) == [("issue", "CRM-4", 'no usable severity ("Odd"): Summary of CRM-4')]


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ({}, 30),
        ({"percentile": 1}, 10),
        ({"percentile": 34}, 30),
        ({"percentile": 100}, 40),
        ({"severity": "sev2"}, 20),
    ],
)
def test_the_age_of_open_defects(given: dict[str, Any], days: float) -> None:
    """The nearest rank, over 10, 30 and 40 days."""
    assert value(asked("defects.age", FOUND, **given)) == days


def test_the_age_in_words() -> None:
    """The oldest first; none that is open has no age."""
    found = asked("defects.age", FOUND)
    assert isinstance(found, Measured)
    assert found.summary == "50 % of 3 open defects (sev1) are at most 30.0 days old."
    assert [key for _, key, _ in evidence(found)] == ["CRM-4", "CRM-3", "CRM-1"]
    mapped = tracker(lived("CRM-1", (90, {})))
    assert "no open defect is sev3, so there is no age to report" in reason(
        asked("defects.age", mapped, severity="sev3")
    )


@pytest.mark.parametrize("percentile", [1, 50, 80, 100])
@pytest.mark.parametrize("lost", [(), (0,), (1,), (2,), (3,), (0, 3), (1, 2), (0, 1, 2, 3)])
def test_a_severity_that_is_lost_makes_nothing_younger(lost: Sequence[int], percentile: int) -> None:
    """Four defects of severity 3, and one of severity 4: whichever lose theirs, they are as old as before, or older."""
    raised = (20, 60, 80, 99, 40)
    given: list[dict[str, Any]] = [{"severity": "sev3"}] * 4 + [{"severity": "sev4"}]

    def age(*without: int) -> Any:
        lives = [{"severity": None} if at in without else each for at, each in enumerate(given)]
        issues = [lived(f"CRM-{at}", (raised[at], life)) for at, life in enumerate(lives)]
        return value(asked("defects.age", tracker(*issues), severity="sev3", percentile=percentile))

    assert min(age(*lost), age(*lost, 4)) >= age()


@pytest.mark.parametrize(("lost", "names"), [(None, ("CRM-0", "CRM-1")), (1, ())])
def test_the_oldest_are_closed_first(lost: int | None, names: tuple[str, ...]) -> None:
    """Where one has no usable severity, even a young one, it is unknown which ones count after that."""
    lives = [lived(f"CRM-{at}", (20 + at, {"severity": None if at == lost else "sev3"})) for at in range(2)]
    reading = asked("defects.age", tracker(*lives), severity="sev3", percentile=100)
    assert isinstance(reading, Measured)
    assert tuple(name for lever in reading.levers if isinstance(lever, Work) for name in lever.names) == names


@pytest.mark.parametrize("severity", ["sev2", "sev3", "sev4", "sev2+sev3+sev4", "sev1", "any"])
@pytest.mark.parametrize("signal", ["defects.open", "defects.without-workaround"])
def test_a_severity_that_is_lost_counts_in_each(signal: str, severity: str) -> None:
    """A rule on any severity counts a defect that nobody can grade."""
    facts = tracker(*(lived(f"CRM-{at}", (50, {"severity": f"sev{at}"})) for at in range(1, 5)))
    lost = tracker(*(lived(f"CRM-{at}", (50, {"severity": None})) for at in range(1, 5)))
    assert value(asked(signal, facts, severity=severity)) <= value(asked(signal, lost, severity=severity)) == 4


@pytest.mark.parametrize(
    ("day", "severity", "days"), [(100, "sev1+sev2", 10), (100, "sev2", 20), (89, "sev1+sev2", 9), (90, "sev1", 0)]
)
def test_days_without_a_new_defect(day: float, severity: str, days: float) -> None:
    """Since the last that was raised, open or not; what nobody mapped is grave."""
    assert value(asked("defects.quiet-days", FOUND, day, severity=severity)) == days


@pytest.mark.parametrize(
    ("day", "severity", "told"),
    [
        (
            100,
            "sev1+sev2",
            "The last defect that is sev1+sev2 was raised on 2026-04-01; no more than 8.4 are to be",
        ),
        (
            64,
            "sev3",
            "The last defect that is sev3 was raised on 2026-03-02; no more than 21.0 are to be",
        ),
        (
            59,
            "sev3",
            "No defect is sev3 since the first issue of 2026-02-20; no more than 9.3 are to be",
        ),
        (90, "sev1", "The last defect that is sev1 was raised on 2026-04-01."),
    ],
)
def test_quiet_days_in_words(day: float, severity: str, told: str) -> None:
    """With the exact bound of how many more may come; on the very day there is none."""
    found = asked("defects.quiet-days", FOUND, day, severity=severity)
    assert isinstance(found, Measured)
    rest = " expected in the next 28 days (95 %)." if told.endswith(" be") else ""
    assert found.summary == told + rest


EVERY = ["defects.without-workaround", "defects.unmapped", "defects.age", "defects.quiet-days"]


@pytest.mark.parametrize("signal", EVERY)
def test_without_issues_there_is_no_reading(signal: str) -> None:
    """The reason is the source's."""
    assert reason(asked(signal, Unavailable("no export"))) == "no export"


@pytest.mark.parametrize("signal", ["defects.age", "defects.quiet-days"])
def test_without_times_of_creation_there_is_no_reading(signal: str) -> None:
    """What was raised nobody knows when may have been raised just now."""
    undated = replace(ISSUES[0], created=None)
    assert '1 issue have no time of creation (CRM-1): export the field "created"' in reason(
        asked(signal, tracker(undated))
    )
    other = replace(lived("CRM-7", (1, {"severity": "sev4"})), created=None)
    if signal == "defects.quiet-days":
        assert "no issue has a time of creation" in reason(asked(signal, tracker(other)))


def test_before_the_first_issue_nothing_is_known() -> None:
    """A zero would prove nothing."""
    assert "no issue had been raised by 2026-01-02" in reason(asked("defects.open", FOUND, 1))
