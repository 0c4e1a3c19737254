"""One gate as of several instants, from one read of each source."""

from collections.abc import Iterable, Mapping, Sequence

from readiness_gate import judge
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Question, Reading
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.run.earlier import deciding
from readiness_gate.run.fetching import fetch_all
from readiness_gate.run.origins import provenance
from readiness_gate.run.planning import plan
from readiness_gate.run.program import Plan, Program
from readiness_gate.run.stages import answers


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one gate decides as of an instant, and what else was asked."""

    verdict: Verdict
    readings: Mapping[Question, Reading]
    """The answers to the further questions."""
    facts: Facts
    """What these were taken from."""


@dataclass(frozen=True, slots=True)
class Series:
    """What one gate decides as of several instants, by one policy."""

    verdicts: tuple[Verdict, ...]
    """The verdict as of each instant, in their order."""
    readings: Mapping[Question, Reading]
    """The answers to the further questions."""


def evaluate_series(program: Program, gate: Gate, instants: Sequence[Instant], also: Iterable[Question] = ()) -> Series:
    """The verdicts of a gate as of some instants, oldest first and at least one, and the answers to further questions
    that it is measured with as of the last of them.

    Each source is read once for all of it. Every verdict is the one that a run as of its instant alone gives: it knows
    of no other instant, and what a source cannot know of that time is unknown.
    """
    verdicts, readings, _ = _evaluated(program, gate, instants, tuple(also))
    return Series(verdicts, readings)


def evaluate_with(program: Program, gate: Gate, as_of: Instant, also: Iterable[Question]) -> Evaluation:
    """The verdict of a gate as of an instant, which is the one of `evaluate`, and the answers to further questions with
    the facts behind them."""
    verdicts, readings, facts = _evaluated(program, gate, (as_of,), tuple(also))
    return Evaluation(verdicts[0], readings, facts)


def _evaluated(
    program: Program, gate: Gate, instants: Sequence[Instant], further: Sequence[Question]
) -> tuple[tuple[Verdict, ...], Mapping[Question, Reading], Facts]:
    """The verdicts as of some instants, the answers to further questions as of the last of them, and their facts."""
    plans = [_plan(program, gate, instant) for instant in instants]
    if further:
        plans.append(_plan(program, gate, instants[-1], further))
    taken = _measured(program, plans)
    verdicts = [
        judge.judge(gate, readings, instant, sources)
        for instant, (readings, sources, _) in zip(instants, taken, strict=False)
    ]
    last, _, facts = taken[-1]
    return tuple(verdicts), {question: last[question] for question in further}, facts


def _plan(program: Program, gate: Gate, as_of: Instant, also: Sequence[Question] = ()) -> Plan:
    """What must be known to judge a gate as of an instant, and to answer further questions."""
    return plan(program, [*judge.questions(gate, as_of), *also], gate.milestone, gate)


def _measured(
    program: Program, plans: Sequence[Plan]
) -> list[tuple[Mapping[Question, Reading], tuple[Provenance, ...], Facts]]:
    """The answers to what each plan asks, where they come from, and the facts."""
    fetched = [deciding(program, *both) for both in zip(plans, fetch_all(program, plans), strict=True)]
    return [
        (answers(program, one, of_one), provenance(program, of_one), of_one.facts)
        for one, of_one in zip(plans, fetched, strict=True)
    ]
