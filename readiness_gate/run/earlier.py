"""Judge the gates of earlier milestones first, by their own rules and with their own waivers."""

from dataclasses import replace

from readiness_gate import judge
from readiness_gate.model.verdict import Verdict
from readiness_gate.run.of_gates import EARLIER, earlier_of
from readiness_gate.run.program import Fetched, Plan, Program
from readiness_gate.run.stages import answers


def deciding(program: Program, the_plan: Plan, fetched: Fetched) -> Fetched:
    """Return the facts of a plan, with the decisions of the earlier gates that its own gate waits for."""
    verdicts: list[Verdict] = []
    for one, of_one in zip(the_plan.earlier, fetched.earlier, strict=True):
        readings = answers(program, one, _knowing(program, one, of_one, verdicts))
        if one.gate is not None:
            verdicts += [judge.judge(one.gate, readings, instant) for instant in one.judged]
    return _knowing(program, the_plan, fetched, verdicts)


def _knowing(program: Program, the_plan: Plan, fetched: Fetched, verdicts: list[Verdict]) -> Fetched:
    """Return the facts of a plan with those of the verdicts that its gate waits for."""
    if the_plan.gate is None or EARLIER not in the_plan.needs.sources:
        return fetched
    decided = earlier_of(the_plan.gate, verdicts, program.now)
    sources = {**fetched.facts.sources, EARLIER: decided}
    return replace(fetched, facts=replace(fetched.facts, sources=dict(sorted(sources.items()))))
