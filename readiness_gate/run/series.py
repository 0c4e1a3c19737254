"""Gates as of several instants, from one read of each source."""

from collections.abc import Iterable, Mapping, Sequence

from readiness_gate import judge
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
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


@dataclass(frozen=True, slots=True)
class Trial:
    """A gate that is to be judged as of an instant, and what else is asked of a milestone."""

    gate: Gate
    as_of: Instant
    milestone: Milestone | None = None
    """The milestone that is asked about; None where nothing is asked."""
    questions: tuple[Question, ...] = ()
    """As of any instants, later ones too: the verdict knows nothing of them."""


def evaluate_series(program: Program, gate: Gate, instants: Sequence[Instant], also: Iterable[Question] = ()) -> Series:
    """The verdicts of a gate as of some instants, oldest first and at least one, and the answers to further questions
    that it is measured with as of the last of them.

    Each source is read once for all of it. Every verdict is the one that a run as of its instant alone gives: it knows
    of no other instant, and what a source cannot know of that time is unknown.
    """
    further = tuple(also)
    plans = [_plan(program, gate, instant) for instant in instants]
    if further:
        plans.append(_plan(program, gate, instants[-1], further))
    taken = _measured(program, plans)
    verdicts = [_judged(gate, *both) for both in zip(instants, taken, strict=False)]
    return Series(tuple(verdicts), {question: taken[-1].readings[question] for question in further})


def evaluate_with(program: Program, gate: Gate, as_of: Instant, also: Iterable[Question]) -> Evaluation:
    """The verdict of a gate as of an instant, which is the one of `evaluate`, and the answers to further questions with
    the facts behind them."""
    further = tuple(also)
    plans = [_plan(program, gate, as_of), *([_plan(program, gate, as_of, further)] if further else [])]
    taken = _measured(program, plans)
    readings = {question: taken[-1].readings[question] for question in further}
    return Evaluation(_judged(gate, as_of, taken[0]), readings, taken[-1].facts)


def evaluate_trials(program: Program, trials: Sequence[Trial]) -> list[Evaluation]:
    """The verdict of each gate as of its instant, and the answers to what else is asked.

    Each source is read once for all of it. Every verdict is the one that a run of that gate as of its instant alone
    gives.
    """
    gates = [_plan(program, trial.gate, trial.as_of) for trial in trials]
    asking = [trial for trial in trials if trial.questions]
    besides = [plan(program, trial.questions, trial.milestone, None) for trial in asking]
    taken = _measured(program, [*gates, *besides])
    answered = dict(zip(map(id, asking), taken[len(gates) :], strict=True))
    return [
        Evaluation(
            _judged(trial.gate, trial.as_of, own),
            {question: answered[id(trial)].readings[question] for question in trial.questions},
            own.facts,
        )
        for trial, own in zip(trials, taken, strict=False)
    ]


def _plan(program: Program, gate: Gate, as_of: Instant, also: Sequence[Question] = ()) -> Plan:
    """What must be known to judge a gate as of an instant, and to answer further questions."""
    return plan(program, [*judge.questions(gate, as_of), *also], gate.milestone, gate)


@dataclass(frozen=True, slots=True)
class _Taken:
    """The answers to what a plan asks."""

    readings: Mapping[Question, Reading]
    sources: tuple[Provenance, ...]
    """Where they come from."""
    facts: Facts


def _judged(gate: Gate, as_of: Instant, taken: _Taken) -> Verdict:
    return judge.judge(gate, taken.readings, as_of, taken.sources)


def _measured(program: Program, plans: Sequence[Plan]) -> list[_Taken]:
    """The answers to what each plan asks."""
    fetched = [deciding(program, *both) for both in zip(plans, fetch_all(program, plans), strict=True)]
    return [
        _Taken(answers(program, one, of_one), provenance(program, of_one), of_one.facts)
        for one, of_one in zip(plans, fetched, strict=True)
    ]
