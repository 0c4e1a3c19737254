"""The pipeline: plan what to know, fetch it once, measure it, judge the gate, and govern."""

from collections.abc import Iterable

from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Question
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.run.earlier import deciding
from readiness_gate.run.fetching import fetch
from readiness_gate.run.of_gates import OF_THE_GATE
from readiness_gate.run.origins import provenance
from readiness_gate.run.planning import plan
from readiness_gate.run.program import Covers, Fetched, Measurement, Plan, Program
from readiness_gate.run.series import Asked, Evaluation, Series, Trial, evaluate_series, evaluate_trials, evaluate_with
from readiness_gate.run.stages import answers, govern, measure, stand

_NOTHING = Needs()


def evaluate(program: Program, gate: Gate, as_of: Instant) -> Verdict:
    """Return the verdict of a gate as of an instant."""
    return evaluate_series(program, gate, (as_of,)).verdicts[0]


def measure_all(
    program: Program,
    asked: Iterable[Question],
    milestone: Milestone | None,
    also: Needs = _NOTHING,
    gate: Gate | None = None,
) -> Measurement:
    """Answer the given questions, reading each source once for them and for the needs in `also`. Questions about the
    decision itself are answered last, for `gate`, because they see how the rest of it was judged."""
    the_plan = plan(program, asked, milestone, gate, also)
    fetched = deciding(program, the_plan, fetch(program, the_plan))
    readings = answers(program, the_plan, fetched)
    asked_for = {question: readings[question] for question in the_plan.asked}
    return Measurement(asked_for, fetched.facts, provenance(program, fetched))


__all__ = [
    "OF_THE_GATE",
    "Asked",
    "Covers",
    "Evaluation",
    "Fetched",
    "Measurement",
    "Plan",
    "Program",
    "Series",
    "Trial",
    "evaluate",
    "evaluate_series",
    "evaluate_trials",
    "evaluate_with",
    "fetch",
    "govern",
    "measure",
    "measure_all",
    "plan",
    "stand",
]
