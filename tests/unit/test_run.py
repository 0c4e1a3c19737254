"""The pipeline: every question is asked once, verdicts stay out of facts, and all of it runs in any executor."""

import pickle
from collections import Counter
from collections.abc import Generator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context

import pytest
from support.exports import no_file
from support.program import AS_OF, Sample
from support.toy_signal import TOY, WITH_TOY

from readiness_gate.config import Configuration, load
from readiness_gate.config.reader import WorkTree
from readiness_gate.config.signoffs import FILE as SIGNOFFS
from readiness_gate.judge import questions
from readiness_gate.model.governance import PolicyFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate, Limit, Rule
from readiness_gate.model.reading import Measured, Parameters, Question, Unavailable
from readiness_gate.model.time import DAY, Instant, instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.run import (
    Program,
    evaluate,
    evaluate_series,
    fetch,
    govern,
    judge_standing,
    measure,
    measure_all,
    plan,
)
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import NeedsOf
from readiness_gate.sources import SOURCES

NOW = instant(AS_OF)
THEN = NOW - DAY
APPROVERS = '[signoffs.approvers]\nsponsor = ["sponsor@example.com"]\n\n[git]\n'
SIGNED = f"""
[[signoffs]]
milestone = "go-live"
role = "sponsor"
approver = "sponsor@example.com"
signed-on = 2026-03-31T12:00:00Z
evidence = "sha256:{"0" * 64}"
"""


@pytest.fixture
def signed(sample: Sample) -> Sample:
    """A program whose policy is signed: what is measured depends on how the gate stood on two days."""
    sample.configure("[git]\n", APPROVERS)
    sample.configure('packs = ["starter"]', 'packs = ["starter", "baseline"]\npolicy-lock = 2026-02-01')
    sample.write(SIGNOFFS, SIGNED)
    return sample


def _loaded(sample: Sample) -> tuple[Configuration, Program]:
    read = WorkTree(sample.path).read
    configuration = load("readiness-gate.toml", read, SIGNALS, root=sample.path)
    return configuration, Program(configuration.settings, read, NOW, WITH_TOY, SOURCES)


def _rule(signal: str, like: Rule) -> Rule:
    known = WITH_TOY[signal]
    limit, parameters = Limit("at-most", 0), known.with_defaults({})
    return replace(like, id=signal.upper(), signal=signal, parameters=parameters, limit=limit, unit=known.unit)


def _gate(configuration: Configuration) -> Gate:
    """The gate with a rule on the toy signal, and those on the decision itself."""
    gate = configuration.gates["go-live"]
    ours = ("toy.people", "governance.signoffs-missing", "governance.signoffs-early", "policy.edits-after-lock")
    return replace(gate, rules=(*gate.rules, *(_rule(name, gate.rules[0]) for name in ours)))


@dataclass(frozen=True)
class _Counting:
    """Counts what a signal is asked for its needs."""

    needs: NeedsOf
    name: str
    asked: list[Question]

    def __call__(self, parameters: Parameters, as_of: Instant) -> Needs:
        self.asked.append(Question(self.name, as_of, parameters))
        return self.needs(parameters, as_of)


def test_every_question_is_asked_once_for_its_needs(signed: Sample) -> None:
    """Those of the gate, and those of how it stood when it was signed."""
    configuration, program = _loaded(signed)
    asked: list[Question] = []
    counting = {name: replace(each, needs=_Counting(each.needs, name, asked)) for name, each in WITH_TOY.items()}
    gate = _gate(configuration)
    evaluate(replace(program, signals=counting), gate, NOW)
    assert set(Counter(asked).values()) == {1}
    assert {*questions(gate, NOW)} < {*asked}
    assert {question.as_of for question in asked} == {NOW, THEN}


def test_the_stages(signed: Sample) -> None:
    """What is planned is fetched and measured; then it is judged how the gate stood, and only then governed."""
    configuration, program = _loaded(signed)
    gate = _gate(configuration)
    asked = questions(gate, NOW)
    the_plan = plan(program, [*asked, *asked], gate.milestone, gate)
    assert the_plan.asked == tuple(asked)
    assert the_plan.standing == (THEN, NOW)
    governing = {question.signal for question in set(asked) - set(the_plan.measured)}
    assert governing == {"governance.signoffs-missing", "governance.signoffs-early", "policy.edits-after-lock"}
    fetched = fetch(program, the_plan)
    assert fetched.facts.sources.keys() >= {"git", "jira", "people", "policy"}
    readings = measure(program, the_plan, fetched)
    assert readings.keys() == set(the_plan.measured)
    standing = judge_standing(the_plan, readings)
    assert [standing[then].as_of for then in (THEN, NOW)] == [THEN, NOW]
    governed = govern(the_plan, fetched, standing)
    assert {question.signal for question in governed} == governing
    all_at_once = measure_all(program, asked, gate.milestone, gate=gate).readings
    assert all_at_once == {question: {**readings, **governed}[question] for question in asked}
    missing = Question("governance.signoffs-missing", NOW, WITH_TOY["governance.signoffs-missing"].with_defaults({}))
    seen, unseen = governed[missing], govern(the_plan, fetched, {})[missing]
    assert isinstance(seen, Unavailable)
    assert "this evidence cannot be signed yet: CHG-04, CHG-04-b" in seen.reason
    assert isinstance(unseen, Unavailable)
    assert unseen.reason.startswith("the gate was not judged as of")


def test_facts_hold_no_verdict(signed: Sample) -> None:
    """Nothing that was concluded is among what was read."""
    configuration, program = _loaded(signed)
    gate = _gate(configuration)
    facts = measure_all(program, questions(gate, NOW), gate.milestone, gate=gate).facts
    assert isinstance(facts.sources["policy"], PolicyFacts)
    assert b"Verdict" not in pickle.dumps(facts)


def test_without_a_gate_nothing_is_governed(sample: Sample) -> None:
    """Then there is no verdict to see, and the reading says so."""
    _, program = _loaded(sample)
    question = Question("governance.signoffs-missing", NOW)
    reading = measure_all(program, [question, question], None).readings[question]
    assert isinstance(reading, Unavailable)
    assert "this is measured of a milestone's gate" in reading.reason


def test_a_signal_that_there_is_not(sample: Sample) -> None:
    """Needs nothing, and is unavailable."""
    _, program = _loaded(sample)
    question = Question("no.such-signal", NOW)
    assert measure_all(program, [question], None).readings == {
        question: Unavailable('no signal is called "no.such-signal"')
    }


def test_a_toy_signal(sample: Sample) -> None:
    """One module and one line: it is planned, fetched for, measured and judged as ours are."""
    configuration, program = _loaded(sample)
    verdict = evaluate(program, _gate(configuration), NOW)
    finding = next(finding for finding in verdict.findings if finding.rule.signal == TOY.name)
    assert isinstance(finding.reading, Measured)
    assert (finding.outcome, finding.reading.value, finding.reading.facts) == ("fail", 2, ("people",))


def _threads() -> Executor:
    return ThreadPoolExecutor(2)


def _processes() -> Executor:
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


@contextmanager
def _pool(kind: str) -> Generator[Executor]:
    with {"threads": _threads, "processes": _processes}[kind]() as executor:
        yield executor


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_any_executor_gives_the_same_verdicts(signed: Sample, kind: str) -> None:
    """A backtest over some days, with a toy signal, is the same wherever each day is judged."""
    configuration, program = _loaded(signed)
    gate = _gate(configuration)
    days = [NOW - 30 * DAY, THEN, NOW]
    with _pool(kind) as executor:
        judged = list(executor.map(evaluate, [program] * 3, [gate] * 3, days))
        series = executor.submit(evaluate_series, program, gate, days).result()
    assert judged == [evaluate(program, gate, day) for day in days]
    assert series == evaluate_series(program, gate, days)
    assert any(finding.rule.signal == TOY.name for verdict in judged for finding in verdict.findings)


@pytest.mark.parametrize("name", SIGNALS)
def test_every_signal_pickles(name: str) -> None:
    """Those that no source feeds, too; and it is the same afterwards."""
    assert pickle.loads(pickle.dumps(SIGNALS[name])) == SIGNALS[name]  # noqa: S301 - our own


def test_what_a_run_passes_pickles(signed: Sample) -> None:
    """The program, the configuration, the facts and the verdict."""
    configuration, program = _loaded(signed)
    gate = _gate(configuration)
    measurement = measure_all(program, questions(gate, NOW), gate.milestone, gate=gate)
    verdict: Verdict = evaluate(program, gate, NOW)
    for thing in (configuration, gate, measurement, measurement.facts, verdict):
        assert pickle.loads(pickle.dumps(thing)) == thing  # noqa: S301 - our own
    copy: Program = pickle.loads(pickle.dumps(program))  # noqa: S301 - our own
    assert replace(copy, read=no_file, sources={}) == replace(program, read=no_file, sources={})
    assert copy.sources.keys() == program.sources.keys()
    assert copy.read("roster.csv", 999) == program.read("roster.csv", 999)
