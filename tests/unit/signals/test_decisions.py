"""Overdue conditions of decisions are counted by the program's calendar, and as of the time that is judged."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.decisions import AT, closed, conditions, decided

from readiness_gate.model.decisions import Entry, Ignored, Other
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.decisions import DecisionFacts
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Evidence, Measured, Parameters, Question, Reading, Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import instant
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import answered, measure

SIGNAL = SIGNALS["decisions.overdue"]
LOG: tuple[Entry, ...] = (
    decided(conditions=conditions(1, "2026-04-20", "2026-04-10")),
    decided(2, AT + 5, milestone="wave-2", conditions=conditions(2, "2026-04-12")),
    closed(3, "1.2", instant("2026-04-15T00:00:00Z")),
)


def reading(at: str, entries: tuple[Entry, ...] = LOG, zone: str = "UTC") -> Reading:
    """The answer as of a time."""
    facts = DecisionFacts(Provenance("decisions", "x", "y", len(entries)), entries)
    of_program = Settings("P", Path(), zone=ZoneInfo(zone))
    return answered(SIGNAL, Facts(of_program, None, {"decisions": facts}), instant(at), Parameters())


@pytest.mark.parametrize(
    ("at", "late", "still_open"),
    [
        ("2026-04-01T12:00:00Z", [], 0),
        ("2026-04-01T12:00:01Z", [], 2),
        ("2026-04-10T23:59:59Z", [], 3),
        ("2026-04-11T00:00:00Z", ["1.2"], 3),
        ("2026-04-13T00:00:00Z", ["1.2", "2.1"], 3),
        ("2026-04-15T00:00:00Z", ["1.2", "2.1"], 3),
        ("2026-04-15T00:00:01Z", ["2.1"], 2),
        ("2026-04-21T00:00:00Z", ["2.1", "1.1"], 2),
    ],
)
def test_overdue_conditions(at: str, late: list[str], still_open: int) -> None:
    """Open after the end of their day, the oldest first; what was decided or closed later is not known."""
    found = reading(at)
    assert isinstance(found, Measured)
    assert (found.value, [one.id for one in found.evidence]) == (len(late), late)
    assert [lever.names for lever in found.levers if isinstance(lever, Work)] == ([tuple(late)] if late else [])
    words = "open condition" if still_open == 1 else "open conditions"
    verb = "is" if len(late) == 1 else "are"
    said = f"{len(late)} of {still_open} {words} {verb} overdue."
    assert found.summary == (said if still_open else "No condition of a decision is open.")


def test_a_line_that_does_not_close_a_condition() -> None:
    """Is named beside it, from the time on at which it was written."""
    at = instant("2026-04-15T00:00:00Z")
    vain = Ignored(4, at, "2.1", "is by x, who may not decide, and does not count: decide again")
    facts = DecisionFacts(Provenance("decisions", "x", "y", 4), LOG, (vain,))
    of_program = Facts(Settings("P", Path()), None, {"decisions": facts})
    for after, ending in ((0, "Task 1"), (1, f"Task 1 (line 4 {vain.why})")):
        found = answered(SIGNAL, of_program, at + after, Parameters())
        assert isinstance(found, Measured)
        assert [one.note.endswith(ending) for one in found.evidence if one.id == "2.1"] == [True]


def test_the_program_of_a_condition() -> None:
    """Is named where it is another than today's; and the lines that are left out are, from the time on at which they
    were written."""
    at = instant("2026-04-15T00:00:00Z")
    others = tuple(Other(number, at, "Wave 2", "second.toml") for number in range(4, 11))
    others += (Other(11, at, "Wave 3", "third.toml"),)
    facts = DecisionFacts(Provenance("decisions", "x", "y", 11), LOG, (), others)
    of_program = Facts(Settings("Q", Path()), None, {"decisions": facts})
    said = (
        ' Left out as another program\'s: lines 4, 5, 6, 7, 8 and 2 more of "Wave 2" (second.toml); line 11 of '
        '"Wave 3" (third.toml).'
    )
    for after, ending in ((0, ""), (1, said)):
        found = answered(SIGNAL, of_program, at + after, Parameters())
        assert isinstance(found, Measured)
        assert found.summary.partition("overdue.")[2] == ending
        assert found.evidence[-1].note == 'of the decision go for wave-2 of "P", due 2026-04-12: Task 1'


def test_the_day_is_one_of_the_program() -> None:
    """On the island of Kiritimati the day ends 14 hours earlier than in UTC."""
    values = [
        found.value
        for at in ("2026-04-10T09:59:59Z", "2026-04-10T10:00:00Z")
        if isinstance(found := reading(at, zone="Pacific/Kiritimati"), Measured)
    ]
    assert values == [0, 1]


def test_the_evidence_says_of_which_decision() -> None:
    """And what was to be done, by when; it names no person."""
    found = reading("2026-04-11T00:00:00Z")
    assert isinstance(found, Measured)
    assert found.evidence == (Evidence("condition", "1.2", "of the decision go for go-live, due 2026-04-10: Task 2"),)
    assert found.shortfall == "1 overdue condition"


def test_no_decision_is_none_overdue() -> None:
    """As long as it is known that there was none."""
    found = reading("2026-04-11T00:00:00Z", ())
    assert isinstance(found, Measured)
    assert (found.value, found.levers) == (0, ())


def test_a_log_that_cannot_be_read() -> None:
    """Is not an empty one."""
    facts = Facts(Settings("P", Path()), None, {"decisions": Unavailable("gone")})
    assert measure(SIGNALS, facts, Question(SIGNAL.name, AT, Parameters())) == Unavailable("gone")
    assert SIGNAL.needs(Parameters(), AT).sources == {"decisions"}
