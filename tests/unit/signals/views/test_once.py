"""Views are built once, and nobody can tell from a reading whether they were."""

import pickle
from dataclasses import replace
from itertools import product

import pytest
from support.program import AS_OF, Sample

from readiness_gate.config import load
from readiness_gate.config.reader import WorkTree
from readiness_gate.model.facts import Facts
from readiness_gate.model.reading import Parameters, Question, Reading
from readiness_gate.model.time import DAY, Instant, instant
from readiness_gate.run import Program, measure_all
from readiness_gate.signals import SIGNALS, measure
from readiness_gate.signals.views.once import once
from readiness_gate.sources import SOURCES

NOW = instant(AS_OF)
INSTANTS = tuple(NOW - days * DAY for days in (0, 3, 14, 60))
MEASURED = list(SIGNALS)


@pytest.fixture
def facts(sample: Sample) -> Facts:
    """The facts that all signals read, as of all of the instants."""
    read = WorkTree(sample.path).read
    configuration = load("readiness-gate.toml", read, SIGNALS, root=sample.path)
    program = Program(configuration.settings, read, NOW, SIGNALS, SOURCES)
    gate = configuration.gates["go-live"]
    return measure_all(program, _questions(), gate.milestone, gate=gate).facts


def _questions() -> list[Question]:
    pairs = product(MEASURED, INSTANTS)
    return [Question(name, as_of, SIGNALS[name].with_defaults({})) for name, as_of in pairs]


def _read(facts: Facts, question: Question) -> Reading:
    return measure(SIGNALS, facts, question)


def test_readings_are_the_same_with_and_without(facts: Facts) -> None:
    """From facts that remember nothing, from facts that answered all before, in either order; and the facts are not
    changed by that."""
    bytes_before = pickle.dumps(facts)
    alone = {question: _read(replace(facts), question) for question in _questions()}
    assert {question: _read(facts, question) for question in _questions()} == alone
    backwards = replace(facts)
    assert {question: _read(backwards, question) for question in reversed(_questions())} == alone
    assert {question: _read(facts, question) for question in _questions()} == alone
    assert pickle.dumps(facts) == bytes_before


def test_a_view_is_built_once(facts: Facts) -> None:
    """For the same facts, the same instant and the same question; other facts have their own."""
    asked: list[tuple[Instant, str]] = []

    @once
    def view(_facts: Facts, as_of: Instant, name: str = "all") -> tuple[Instant, str]:
        asked.append((as_of, name))
        return as_of, name

    others = replace(facts)
    given = [(facts, 1, "x"), (facts, 1, "x"), (facts, 1, "y"), (facts, 2, "x"), (others, 1, "x")]
    assert [view(where, as_of, name) for where, as_of, name in given] == [(as_of, name) for _, as_of, name in given]
    assert asked == [(1, "x"), (1, "y"), (2, "x"), (1, "x")]
    assert view(facts, 1) == view(facts, 1) == (1, "all")
    assert view(facts, 1, name="y") == (1, "y")
    assert asked[4:] == [(1, "all"), (1, "y")]


def test_parameters_change_no_view(facts: Facts) -> None:
    """Signals with other parameters read the same views, and get what is theirs."""
    signal = SIGNALS["change.landings"]
    windows = ("7d", "28d", "90d")
    parameters = [Parameters((("paths", "config+code"), ("window", window))) for window in windows]
    together = [_read(facts, Question(signal.name, NOW, given)) for given in parameters]
    assert together == [_read(replace(facts), Question(signal.name, NOW, given)) for given in parameters]
