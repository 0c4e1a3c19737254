"""What comes later than an instant changes nothing that is said as of it: no reading, no finding, no forecast."""

import re
from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.future_facts import MILESTONES, Answers, answered, parts, tables
from support.futures import KINDS, Kind, some_world, with_future

from readiness_gate.model.reading import Measured, Reading
from readiness_gate.model.settings import Milestone
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.signals import SIGNALS

LATER_ROWS = re.compile(r"\d+ completions? (?:is|are) dated later")
"""The one thing that is said of what came later: that rows with such a date do not count. A date may be misspelled."""
NEVER_MEASURED = {
    "governance.signoffs-missing": "nobody can sign while anything that blocks is unknown",
    "milestones.earlier-not-go": "the milestones come after no other one",
    "hypercare.tickets-falling": "it needs people who use the system in each week",
    "clarity.favourable": "it needs answers of more people than there are",
    "clarity.barrier": "it needs answers of more people than there are",
    "decisions.overdue": "the programs have no log of decisions",
}


def _reading(reading: Reading | None) -> Reading | None:
    if isinstance(reading, Measured):
        return replace(reading, summary=LATER_ROWS.sub("", reading.summary).replace(" ()", "").replace("(; ", "("))
    return reading


def _finding(finding: Finding) -> Finding:
    other_days = tuple(map(_reading, finding.other_days))
    message = LATER_ROWS.sub("", finding.message).replace(" ()", "").replace("(; ", "(")
    return replace(finding, reading=_reading(finding.reading), message=message, other_days=other_days)


def _judged(verdict: Verdict) -> object:
    return verdict.decision, verdict.sentence, verdict.dimensions, tuple(map(_finding, verdict.findings))


def _differing(one: Answers, other: Answers) -> list[Any]:
    """What is said otherwise."""
    differing: list[Any] = [
        (question.signal, _reading(reading), _reading(other.readings[question]))
        for question, reading in one.readings.items()
        if _reading(reading) != _reading(other.readings[question])
    ]
    differing += [
        (rule, made, other.forecast[rule]) for rule, made in one.forecast.items() if made != other.forecast[rule]
    ]
    return differing or [one.verdict] * (_judged(one.verdict) != _judged(other.verdict))


@pytest.mark.timeout(0)
@law(500, few=50)
@given(st.integers(0, 2**32), st.sampled_from(sorted(parts())), st.sampled_from(KINDS), st.sampled_from(MILESTONES))
def test_no_future_changes_what_is_said(seed: int, part: str, kind: Kind, milestone: Milestone) -> None:
    """Be it deleted, doubled or shuffled: of landings, issues, completions and the rows of every table."""
    rng = Random(seed)  # noqa: S311 - the same each time
    world = some_world(rng, tables(part))
    known = answered(world, milestone, part)
    assert _differing(known, answered(with_future(world, kind, rng), milestone, part)) == []


@pytest.mark.heavy
@pytest.mark.masses
def test_the_programs_have_a_future_and_readings() -> None:
    """Of everything there is something later in most programs, and most readings have a value: of nothing unknown is
    the law above."""
    ahead, made = Counter[str](), Counter[str]()
    measured, asked = Counter[str](), Counter[str]()
    for seed in range(480):
        part = sorted(parts())[seed % len(parts())]
        world = some_world(Random(seed), tables(part))  # noqa: S311 - the same each time
        ahead.update(world.futures())
        made.update(("git", "issues", "moves", "completions", *world.records))
        for question, reading in answered(world, MILESTONES[seed // len(parts()) % 2], part).readings.items():
            asked[question.signal] += 1
            measured[question.signal] += isinstance(reading, Measured)
    untimed = {"processes", "benefits"}
    assert {name for name, number in made.items() if ahead[name] < number * 0.3} == untimed
    assert measured.total() > asked.total() * 0.7
    assert {name for name in asked if not measured[name]} == NEVER_MEASURED.keys()
    assert asked.keys() == SIGNALS.keys()
