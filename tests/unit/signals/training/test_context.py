"""How early training starts, and how much of it is in the work itself."""

from dataclasses import replace

import pytest
from support.training import Program, attended, day

from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Parameters
from readiness_gate.signals import SIGNALS

LEAD, CONTEXT = "training.lead-days", "training.contextual-share"
SECOND = 1 / 86_400


def test_the_days_from_the_first_session_to_the_milestone() -> None:
    """To the end of its day, from the end of a day with a session; only of modules that a role requires."""
    rows = [attended("ann", "quoting", 60), attended("ann", "other", 5), attended("bob", "pipeline", day(50))]
    found = Program(sessions=rows).measured(LEAD)
    assert found.value == 102 - 51
    assert found.summary == "The first training session was on 2026-02-20, and the milestone is 2026-04-12."
    assert Program(sessions=rows[:2]).value(LEAD) == pytest.approx(42 - SECOND)
    assert Program(sessions=rows, milestone=40).value(LEAD) == 41 - 51


def test_the_hours_in_the_work_itself() -> None:
    """Of all hours, with those of each kind."""
    rows = [
        attended("ann", "quoting", 60, "classroom", hours=3.0),
        attended("ann", "quoting", 61, "sandbox", hours=1.5),
        attended("bob", "quoting", 61, "sandbox", hours=1.0),
        attended("bob", "pipeline", 62, "on-job", hours=0.5),
        attended("bob", "pipeline", 62, "assessment", hours=9.0),
        attended("bob", "other", 62, "in-app", hours=9.0),
    ]
    found = Program(sessions=rows).measured(CONTEXT)
    assert found.value == 0.5
    assert found.summary == "3.0 of 6.0 hours of training were in-app, sandbox or on-job."
    assert found.evidence == (
        Evidence("kind", "classroom", "3.0 hours"),
        Evidence("kind", "in-app", "0.0 hours"),
        Evidence("kind", "on-job", "0.5 hours"),
        Evidence("kind", "sandbox", "2.5 hours"),
    )


def test_what_cannot_be_told() -> None:
    """Is unavailable, and says what to do."""
    whole = attended("ann", "quoting", 60, "sandbox", hours=1.0)
    for partly in (replace(whole, hours=None), replace(whole, kind="")):
        assert "1 of 2 training sessions have no kind or no hours" in Program(sessions=[whole, partly]).why(CONTEXT)
    assert "took no time at all" in Program(sessions=[replace(whole, hours=0.0)]).why(CONTEXT)
    for signal in (LEAD, CONTEXT):
        nobody = "nobody attended a session of a module of [people.required] by now"
        assert nobody in Program(sessions=[replace(whole, module="other")]).why(signal)
        assert nobody in Program(sessions=[whole], required=None).why(signal)
        assert "nothing was read" in Program().why(signal)
        assert SIGNALS[signal].needs(Parameters(), 1) == Needs(frozenset({"sessions"}))
    assert "no milestone" in Program(sessions=[whole], milestone=None).why(LEAD)
