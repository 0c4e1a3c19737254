"""The trained people of roles, and the sizes by which small roles are protected."""

from dataclasses import replace

import pytest
from support.training import Program, at, attended, trained

from readiness_gate.model.facts.people import Membership
from readiness_gate.model.reading import Measured, Question
from readiness_gate.signals import SIGNALS, measure

PEOPLE = [(f"rep{number}", "rep") for number in range(6)] + [(f"clerk{number}", "clerk") for number in range(3)]


def _program(people: list[tuple[str, str]], done: list[tuple[str, str]]) -> Program:
    sessions = [attended(person, each.module, 60, passed=True) for person, _ in people for each in trained(people)]
    return Program([Membership(*one) for one in people], trained(done), sessions=sessions)


@pytest.mark.parametrize("asked", ["worst", "rep", "clerk"])
def test_a_role_beside_a_small_one_is_hidden(asked: str) -> None:
    """However it is asked for: else the small one would be what everybody's figure has, and this one has not. How many
    of a role are trained counts, and not how many hold it."""
    for people, done in ((PEOPLE, PEOPLE), ([*PEOPLE, ("clerk3", "clerk"), ("clerk4", "clerk")], PEOPLE)):
        facts = _program(people, done).facts
        settings = facts.settings
        assert settings.people is not None
        facts = replace(facts, settings=replace(settings, people=replace(settings.people, smallest_group=5)))
        signal = SIGNALS["training.pass-share"]
        for role, hidden in ((asked, True), ("all", False)):
            reading = measure(SIGNALS, facts, Question(signal.name, at(100), signal.with_defaults({"role": role})))
            assert isinstance(reading, Measured), reading
            assert reading.hidden == hidden
            assert {one.id for one in reading.evidence} == {"2 roles are not shown"}
