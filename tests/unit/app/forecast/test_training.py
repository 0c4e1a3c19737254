"""What is to be expected of rules on training."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from support.training import Program, at, completed

from readiness_gate.app.forecast.grid import WEEK, grid
from readiness_gate.app.forecast.training import Group, Plan, masks, plan
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.people import CalendarFacts, Membership, Session
from readiness_gate.model.policy import Limit, Rule
from readiness_gate.model.reading import Parameters, Unavailable
from readiness_gate.model.time import Instant

DAY = 60
NOW = at(DAY)
PEOPLE = [Membership(f"rep-{number}", "rep") for number in range(20)]
CLERKS = [Membership(f"clerk-{number}", "clerk") for number in range(5)]


def _end_of(number: int) -> Instant:
    return at(number + 1) - 1


def _rule(role: str = "worst", limit: float = 0.9) -> Rule:
    parameters = Parameters((("critical", False), ("role", role)))
    return Rule("TRN-01", "Trained", "training", "training.coverage", Limit("at-least", limit), parameters=parameters)


def _facts(sessions: Sequence[Session] | None, done: Sequence[tuple[str, str, float]] = ()) -> Facts:
    program = Program(roster=[*PEOPLE, *CLERKS], completions=[completed(*one) for one in done])
    facts = program.facts
    origin = Provenance("calendar", "calendar.csv", "every row", len(sessions or ()), NOW)
    calendar = Unavailable("no training calendar") if sessions is None else CalendarFacts(origin, tuple(sessions))
    return replace(facts, sources={**facts.sources, "calendar": calendar})


def _plan(sessions: Sequence[Session], done: Sequence[tuple[str, str, float]] = (), rule: Rule | None = None) -> Plan:
    found = plan(_facts(sessions, done), NOW, rule or _rule())
    assert isinstance(found, Plan)
    return found


CLERKS_DONE = [(row.person, "quoting", 10.0) for row in CLERKS]
HELD = Session(at(30), "pipeline", "rep")
AHEAD = [Session(at(DAY + day), "quoting", "rep") for day in (6.4, 20.4)]


def test_without_a_calendar_there_is_no_forecast() -> None:
    """Nor where it is unknown who must be trained."""
    assert plan(_facts(None), NOW, _rule()) == "no training calendar"
    assert 'nobody holds the role "boss"' in str(plan(_facts(AHEAD), NOW, _rule("boss")))


def test_who_lacks_what_and_when_it_is_taught() -> None:
    """Those who lack the same are one group; sessions that were held are no longer planned."""
    done = [("rep-1", "pipeline", 31.0), ("rep-2", "pipeline", 50.0), ("rep-3", "pipeline", 5.0), *CLERKS_DONE]
    found = _plan([HELD, *AHEAD], done)
    assert found.sizes == {"rep": 20, "clerk": 5}
    assert found.trained == {"rep": 0, "clerk": 5}
    assert found.groups == (Group("rep", 17, ("pipeline", "quoting")), Group("rep", 3, ("quoting",)))
    assert found.sessions == {("rep", "quoting"): (_end_of(DAY + 6), _end_of(DAY + 20))}
    assert (found.needed, found.completed) == (19, 1)
    assert found.unplanned(at(DAY + 30)) == ["pipeline"]
    assert found.unplanned(at(DAY + 1)) == ["pipeline", "quoting"]
    assert "from sessions that were held: 1 of 19 completions that people still needed" in found.learned
    assert "as no session was held yet, any share" in replace(found, needed=0, completed=0).learned
    assert "for too few people to be shown" in replace(found, needed=2, completed=1, least=5).learned


def test_a_session_counts_two_weeks_after_it() -> None:
    """Before that, those who will complete it may not have."""
    assert _plan([Session(at(DAY - 14), "pipeline", "rep")]).needed == 0
    assert _plan([Session(at(DAY - 15), "pipeline", "rep")]).needed == 20
    assert _plan([Session(at(DAY - 15), "pipeline", "rep", ends=at(DAY - 14))]).needed == 20
    assert _plan([Session(at(DAY - 15), "pipeline", "rep", ends=at(DAY - 14) + 1)]).needed == 0
    late = [("rep-1", "pipeline", DAY - 0.5)]
    assert _plan([Session(at(DAY - 16), "pipeline", "rep")], late).completed == 0
    assert _plan([Session(at(DAY - 16), "pipeline", "rep", ends=at(DAY - 14))], late).completed == 1


@pytest.mark.parametrize(
    ("session", "over"),
    [
        (Session(NOW + 1, "quoting", "rep"), _end_of(DAY)),
        (Session(NOW, "quoting", "rep"), _end_of(DAY)),
        (Session(NOW, "quoting", "rep", ends=NOW + 60), NOW + 60),
        (Session(NOW - 60, "quoting", "rep", ends=NOW), None),
        (Session(NOW - 1, "quoting", "rep"), None),
        (Session(_end_of(DAY), "quoting", "rep", NOW), _end_of(DAY)),
    ],
)
def test_a_session_teaches_from_its_end(session: Session, over: Instant | None) -> None:
    """Or without one, from the end of its day: nobody knows a module when its session begins."""
    assert _plan([session]).sessions == ({("rep", "quoting"): (over,)} if over is not None else {})


def test_days_end_as_in_the_zone_of_the_program() -> None:
    """Where there is no end."""
    facts = _facts([Session(NOW + 60, "quoting", "rep")])
    there = replace(facts, settings=replace(facts.settings, zone=ZoneInfo("America/New_York")))
    found = plan(there, NOW, _rule())
    assert isinstance(found, Plan)
    assert found.sessions == {("rep", "quoting"): (NOW + 5 * 3600 - 1,)}


def test_what_nobody_teaches_nobody_learns() -> None:
    """A module without a planned session keeps the rule red."""
    found = _plan([HELD, *AHEAD], CLERKS_DONE)
    assert set(masks(_rule(), False, found, grid(NOW, NOW + 5 * WEEK), 50)) == {0}


def test_those_who_come_pass() -> None:
    """When nearly all completed what was held, the last planned session makes the rule green, and no earlier one."""
    done = [*CLERKS_DONE, *((row.person, "pipeline", 30.5) for row in PEOPLE)]
    found = replace(_plan([HELD, *AHEAD], done), needed=4_000, completed=4_000)
    made = masks(_rule(), False, found, grid(NOW, NOW + 5 * WEEK), 200)
    assert all(one >> 5 & 1 for one in made)
    assert not any(one >> 2 & 1 for one in made)
    of_all = _plan([HELD, *AHEAD], done, _rule("all", 0.55))
    half = replace(of_all, needed=4_000, completed=4_000)
    assert half.sizes == {"rep": 20, "clerk": 5}
    assert sum(one >> 1 & 1 for one in masks(_rule("all", 0.55), False, half, grid(NOW, NOW + 5 * WEEK), 200)) > 100


@pytest.mark.parametrize(("completed_before", "least", "most"), [(0, 0, 20), (100, 0, 60), (190, 150, 200)])
def test_the_more_completed_it_before_the_likelier(completed_before: int, least: int, most: int) -> None:
    """Of 200 who needed a session."""
    done = [*CLERKS_DONE, *((row.person, "pipeline", 30.5) for row in PEOPLE)]
    found = replace(_plan([HELD, *AHEAD], done), needed=200, completed=completed_before)
    green = sum(one >> 5 & 1 for one in masks(_rule(limit=0.85), False, found, grid(NOW, NOW + 5 * WEEK), 200))
    assert least <= green <= most
