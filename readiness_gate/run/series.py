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
from readiness_gate.run.earlier import deciding
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


def evaluate_series(program: Program, gate: Gate, instants: Sequence[Instant], also: Iterable[Question] = ()) -> Series:
    """Return the verdicts of a gate as of some instants, oldest first and at least one, and the answers to further
    questions as of the last.

    Each source is read once. Every verdict equals that of a run as of its instant alone: it does not depend on the
    other instants, and what a source cannot know of that time is unknown.
    """
    further = tuple(also)
    plans = [_plan(program, gate, instant) for instant in instants]
    if further:
        plans.append(_plan(program, gate, instants[-1], further))
    taken = list(_measured(program, plans))
    verdicts = [_judged(gate, *both) for both in zip(instants, taken, strict=False)]
    return Series(tuple(verdicts), {question: taken[-1].readings[question] for question in further})


def evaluate_with(program: Program, gate: Gate, as_of: Instant, also: Iterable[Question]) -> Evaluation:
    """Return the verdict of a gate as of an instant, equal to that of `evaluate`, and the answers to further questions
    with the facts behind them."""
    further = tuple(also)
    plans = [_plan(program, gate, as_of), *([_plan(program, gate, as_of, further)] if further else [])]
    taken = list(_measured(program, plans))
    readings = {question: taken[-1].readings[question] for question in further}
    return Evaluation(_judged(gate, as_of, taken[0]), readings, taken[-1].facts)


def evaluate_trials(program: Program, trials: Sequence[Trial]) -> list[Evaluation]:
    """Return the verdict of each gate as of its instant, and the answers to its further questions with the facts behind
    them.

    Each source is read once. Every verdict equals that of a run of that gate as of its instant alone.
    """
    plans = [each for trial in trials for each in (_plan(program, trial.gate, trial.as_of), _besides(program, trial))]
    taken = _measured(program, plans)
    found: list[Evaluation] = []
    for trial in trials:
        own, besides = next(taken), next(taken)
        found.append(Evaluation(_judged(trial.gate, trial.as_of, own), besides.readings, besides.facts))
    return found


def _besides(program: Program, trial: Trial) -> Plan:
    """Return the plan for the further questions of a trial."""
    return plan(program, trial.asked.questions, trial.asked.milestone, None, trial.asked.needs)


def _plan(program: Program, gate: Gate, as_of: Instant, also: Sequence[Question] = ()) -> Plan:
    """Return the plan for judging a gate as of an instant, and for further questions."""
    return plan(program, [*judge.questions(gate, as_of), *also], gate.milestone, gate)


@dataclass(frozen=True, slots=True)
class _Taken:
    """The answers to the questions of a plan."""

    readings: Mapping[Question, Reading]
    sources: tuple[Provenance, ...]
    """The provenance of the facts."""
    facts: Facts


def _judged(gate: Gate, as_of: Instant, taken: _Taken) -> Verdict:
    return judge.judge(gate, taken.readings, as_of, taken.sources)


def _measured(program: Program, plans: Sequence[Plan]) -> Iterator[_Taken]:
    """Yield the answers for each plan. Facts and what was derived from them are dropped afterwards, because those of
    many plans take much memory."""
    fetched = fetch_all(program, plans)
    fetched.reverse()
    for one in plans:
        of_one = deciding(program, one, fetched.pop())
        yield _Taken(answers(program, one, of_one), provenance(program, of_one), of_one.facts)
