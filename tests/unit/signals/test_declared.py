"""Signals that no source feeds yet are unavailable, and say what to do about that."""

import re
from typing import get_args

import pytest
from support.exports import settings
from support.policy import BEGIN, loaded

from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import ALWAYS_MEASURED, DIMENSIONS
from readiness_gate.model.reading import Parameters, ParameterValue, Question, Unavailable, Unit
from readiness_gate.signals import SIGNALS, Signal, measure
from readiness_gate.signals.declared import Unfed

DECLARED = [signal for signal in SIGNALS.values() if isinstance(signal.measure, Unfed)]

DEFAULTS: dict[str, dict[str, ParameterValue]] = {}

each_signal = pytest.mark.parametrize("signal", DECLARED, ids=[each.name for each in DECLARED])


def _told(signal: Signal) -> str:
    question = Question(signal.name, 1000, signal.with_defaults({}))
    reading = measure(SIGNALS, Facts(settings(), None), question)
    assert isinstance(reading, Unavailable)
    return reading.reason


@each_signal
def test_it_is_unavailable(signal: Signal) -> None:
    """It reads nothing, and no facts give it a value; the reason says what this version does not read."""
    assert (signal.sources, signal.fed) == ((), False)
    assert signal.needs(Parameters(), 1000) == Needs()
    assert _told(signal).startswith("this version reads no ")
    assert signal.unit in get_args(Unit)


@each_signal
def test_what_it_says_to_do_can_be_done(signal: Signal) -> None:
    """The dimension that it names may be left out, and the configuration with that loads; no section is asked for that
    there is not."""
    reason = _told(signal)
    assert set(re.findall(r"\[.*?\]", reason.replace("[[", "[").replace("]]", "]"))) <= {"[not-measured]", "[rules]"}
    named = re.search(r"leave the dimension ([a-z]+) out in \[not-measured\]", reason)
    assert named is not None
    dimension = named[1]
    assert dimension in set(DIMENSIONS) - ALWAYS_MEASURED
    text = BEGIN.replace('"starter"', '"baseline"')
    before, after = (
        loaded(each).gates["go-live"].rules for each in (text, f"{text}[not-measured]\n{dimension} = 'x'\n")
    )
    assert signal.name in {rule.signal for rule in before}
    assert signal.name not in {rule.signal for rule in after}


def test_parameters_have_the_defaults_that_are_published() -> None:
    """And fit themselves what is asked of a value."""
    assert {each.name: each.with_defaults({}).as_dict() for each in DECLARED if each.parameters} == DEFAULTS
    for signal in DECLARED:
        for parameter in signal.parameters:
            assert parameter.default is None or parameter.problem(parameter.default) is None


def test_nothing_else_is_without_a_source() -> None:
    """Every other signal is fed."""
    assert {name for name, signal in SIGNALS.items() if not signal.fed} == {each.name for each in DECLARED}
    assert {name for name, signal in SIGNALS.items() if not signal.sources} == {each.name for each in DECLARED}
