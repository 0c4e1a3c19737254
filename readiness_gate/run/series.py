"""Judge gates as of several instants, reading each source once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from readiness_gate import judge
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Question, Reading
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.run.earlier import with_earlier_decisions
from readiness_gate.run.fetching import fetch_all
from readiness_gate.run.origins import provenance
from readiness_gate.run.planning import plan
from readiness_gate.run.program import Plan, Program
from readiness_gate.run.stages import answers


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The verdict of a gate as of an instant, and the answers to further questions."""

    verdict: Verdict
    readings: Mapping[Question, Reading]
    """The answers to the further questions."""
    facts: Facts
    """The facts behind these answers."""


@dataclass(frozen=True, slots=True)
class Series:
    """The verdicts of a gate as of several instants, by one policy."""

    verdicts: tuple[Verdict, ...]
    """The verdict as of each instant, in order."""
    readings: Mapping[Question, Reading]
    """The answers to the further questions."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Further questions about a milestone, as of any instants, which no verdict depends on."""

    milestone: Milestone
    questions: tuple[Question, ...] = ()
    needs: Needs = field(default_factory=Needs)
    """What else must be read."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A gate to judge as of an instant, with further questions."""

    gate: Gate
    as_of: Instant
    asked: Asked


def evaluate_series(
    program: Program, gate: Gate, instants: Sequence[Instant], extra: Iterable[Question] = ()
) -> Series:
    """Return the verdicts of a gate as of some instants, oldest first and at least one, and the answers to further
    questions as of the last.

    Each source is read once. Every verdict equals that of a run as of its instant alone: it does not depend on the
    other instants, and what a source cannot know of that time is unknown.
    """
    further = tuple(extra)
    plans = [_plan(program, gate, instant) for instant in instants]
    if further:
        plans.append(_plan(program, gate, instants[-1], further))
    results = list(_measured(program, plans))
    verdicts = [_judged(gate, instant, result) for instant, result in zip(instants, results, strict=False)]
    return Series(tuple(verdicts), {question: results[-1].readings[question] for question in further})


def evaluate_with(program: Program, gate: Gate, as_of: Instant, extra: Iterable[Question]) -> Evaluation:
    """Return the verdict of a gate as of an instant, equal to that of `evaluate`, and the answers to further questions
    with the facts behind them."""
    further = tuple(extra)
    plans = [_plan(program, gate, as_of), *([_plan(program, gate, as_of, further)] if further else [])]
    results = list(_measured(program, plans))
    readings = {question: results[-1].readings[question] for question in further}
    return Evaluation(_judged(gate, as_of, results[0]), readings, results[-1].facts)


def evaluate_trials(program: Program, trials: Sequence[Trial]) -> list[Evaluation]:
    """Return the verdict of each gate as of its instant, and the answers to its further questions with the facts behind
    them.

    Each source is read once. Every verdict equals that of a run of that gate as of its instant alone.
    """
    plans: list[Plan] = []
    for trial in trials:
        plans += _plan(program, trial.gate, trial.as_of), _further_plan(program, trial)
    results = _measured(program, plans)
    evaluations: list[Evaluation] = []
    for trial in trials:
        own, further = next(results), next(results)
        evaluations.append(Evaluation(_judged(trial.gate, trial.as_of, own), further.readings, further.facts))
    return evaluations


def _further_plan(program: Program, trial: Trial) -> Plan:
    """Return the plan for the further questions of a trial."""
    return plan(program, trial.asked.questions, trial.asked.milestone, None, trial.asked.needs)


def _plan(program: Program, gate: Gate, as_of: Instant, extra: Sequence[Question] = ()) -> Plan:
    """Return the plan for judging a gate as of an instant, and for further questions."""
    return plan(program, [*judge.questions(gate, as_of), *extra], gate.milestone, gate)


@dataclass(frozen=True, slots=True)
class _Answers:
    """The answers to the questions of a plan."""

    readings: Mapping[Question, Reading]
    sources: tuple[Provenance, ...]
    """The provenance of the facts."""
    facts: Facts


def _judged(gate: Gate, as_of: Instant, result: _Answers) -> Verdict:
    return judge.judge(gate, result.readings, as_of, result.sources)


def _measured(program: Program, plans: Sequence[Plan]) -> Iterator[_Answers]:
    """Yield the answers for each plan. Facts and what was derived from them are dropped afterwards, because those of
    many plans take much memory."""
    fetched = fetch_all(program, plans)
    fetched.reverse()
    for one in plans:
        known = with_earlier_decisions(program, one, fetched.pop())
        yield _Answers(answers(program, one, known), provenance(program, known), known.facts)
