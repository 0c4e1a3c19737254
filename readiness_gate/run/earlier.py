"""Judge the gates of earlier milestones first, by their own rules and with their own waivers."""

from collections.abc import Sequence
from dataclasses import replace

from readiness_gate import judge
from readiness_gate.model.verdict import Verdict
from readiness_gate.run.gate_facts import EARLIER, earlier_facts
from readiness_gate.run.program import Fetched, Plan, Program
from readiness_gate.run.stages import answers


def with_earlier_decisions(program: Program, plan: Plan, fetched: Fetched) -> Fetched:
    """Return the facts of a plan, with the decisions of the earlier gates that its own gate waits for."""
    verdicts: list[Verdict] = []
    for earlier_plan, of_earlier in zip(plan.earlier, fetched.earlier, strict=True):
        readings = answers(program, earlier_plan, _with_decisions(program, earlier_plan, of_earlier, verdicts))
        if earlier_plan.gate is not None:
            verdicts += [judge.judge(earlier_plan.gate, readings, instant) for instant in earlier_plan.judged]
    return _with_decisions(program, plan, fetched, verdicts)


def _with_decisions(program: Program, plan: Plan, fetched: Fetched, verdicts: Sequence[Verdict]) -> Fetched:
    """Return the facts of a plan with those of the verdicts that its gate waits for."""
    if plan.gate is None or EARLIER not in plan.needs.sources:
        return fetched
    decided = earlier_facts(plan.gate, verdicts, program.now)
    sources = {**fetched.facts.sources, EARLIER: decided}
    return replace(fetched, facts=replace(fetched.facts, sources=dict(sorted(sources.items()))))
