"""The later stages of a run: measure the facts, judge the gate, and govern."""

from collections.abc import Mapping

from readiness_gate import judge, signals
from readiness_gate.model.reading import Question, Reading, Unavailable
from readiness_gate.run.program import Fetched, Plan, Program
from readiness_gate.signals import SignalTable, Standing


def measure(program: Program, plan: Plan, fetched: Fetched) -> dict[Question, Reading]:
    """Return the readings of the facts; each is computed once for the same facts."""
    return {question: _answer_once(program, fetched, question) for question in plan.measured}


def judge_standing(plan: Plan, readings: Mapping[Question, Reading]) -> Standing:
    """Return the verdicts, as of each instant asked for and by today's policy, on the part of the gate that people
    sign."""
    if plan.gate is None:
        return {}
    part = judge.signed_part(plan.gate)
    return {instant: judge.judge(part, readings, instant) for instant in plan.standing}


def govern(plan: Plan, fetched: Fetched, standing: Standing) -> dict[Question, Reading]:
    """Return the readings about the decision itself, given how the gate was judged."""
    table = signals.seeing(standing)
    return {question: _answer(table, fetched, question) for question in plan.asked if question.signal in table}


def answers(program: Program, plan: Plan, fetched: Fetched) -> dict[Question, Reading]:
    """Return all readings, those about the decision itself last."""
    readings = measure(program, plan, fetched)
    return readings | govern(plan, fetched, judge_standing(plan, readings))


def _answer_once(program: Program, fetched: Fetched, question: Question) -> Reading:
    key = "answer", question
    return fetched.facts.once(question.as_of, key, lambda: _answer(program.signals, fetched, question))


def _answer(table: SignalTable, fetched: Fetched, question: Question) -> Reading:
    doubt = fetched.clock_doubt
    if doubt is not None and question.as_of >= doubt.since:
        return Unavailable(doubt.reason)
    why_not = fetched.covers.why_not(table, question, fetched.facts.milestone) if fetched.covers else ""
    if why_not:
        return Unavailable(why_not)
    return signals.measure(table, fetched.facts, question)
