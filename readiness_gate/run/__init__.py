"""The pipeline: plan what to know, fetch it once, measure it, judge the gate, and govern."""

from collections.abc import Iterable

from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Question
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.run.earlier import with_earlier_decisions
from readiness_gate.run.fetching import fetch
from readiness_gate.run.gate_facts import GATE_SOURCES
from readiness_gate.run.origins import provenance
from readiness_gate.run.planning import plan
from readiness_gate.run.program import Covers, Fetched, Measurement, Plan, Program
from readiness_gate.run.series import Asked, Evaluation, Series, Trial, evaluate_series, evaluate_trials, evaluate_with
from readiness_gate.run.stages import answers, govern, judge_standing, measure

_NOTHING = Needs()


def evaluate(program: Program, gate: Gate, as_of: Instant) -> Verdict:
    """Return the verdict of a gate as of an instant."""
    return evaluate_series(program, gate, (as_of,)).verdicts[0]


def measure_all(
    program: Program,
    questions: Iterable[Question],
    milestone: Milestone | None,
    extra_needs: Needs = _NOTHING,
    gate: Gate | None = None,
) -> Measurement:
    """Answer the given questions, reading each source once for them and for `extra_needs`. Questions about the
    decision itself are answered last, for `gate`, because they see how the rest of it was judged."""
    own_plan = plan(program, questions, milestone, gate, extra_needs)
    fetched = with_earlier_decisions(program, own_plan, fetch(program, own_plan))
    readings = answers(program, own_plan, fetched)
    asked = {question: readings[question] for question in own_plan.asked}
    return Measurement(asked, fetched.facts, provenance(program, fetched))


__all__ = [
    "GATE_SOURCES",
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
    "judge_standing",
    "measure",
    "measure_all",
    "plan",
]
