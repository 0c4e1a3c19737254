"""Doing exactly what "To pass" says makes rules on assessments, versions, leaders and super-users pass."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st
from support.effort import law
from support.training import Program, at, attended, completed
from support.training_worlds import AS_OF, REQUIRED, some_changes, some_program

from readiness_gate.config.packs.catalog import shipped_rules
from readiness_gate.judge.to_pass import Step, to_pass
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.policy import Rule
from readiness_gate.model.reading import Measured
from readiness_gate.model.verdict import Finding
from readiness_gate.signals import SIGNALS

Rows = Sequence[Membership]
SHIPPED: Mapping[str, Rule] = {rule.id: rule for rule in shipped_rules(SIGNALS)["baseline"]}
FEW = replace(SHIPPED["SUP-04"], limit=replace(SHIPPED["SUP-04"].limit, value=3, warn_at=1.5))
"""A rule that these small programs do not always meet."""
RULES = {**SHIPPED, "SUP-04": FEW}


def _value(program: Program, rows: Rows, signal: str) -> object:
    """The reading of some rows of the roster alone; "" where there is none."""
    required = {row.role: REQUIRED[row.role] for row in rows}
    reading = replace(program, roster=rows, required=required).read(signal, AS_OF, role="all")
    return reading.value if isinstance(reading, Measured) else ""


def _of(person: str, rows: Rows) -> list[Membership]:
    return [row for row in rows if row.person == person]


def _lacks_result(program: Program, person: str, rows: Rows) -> bool:
    return _value(program, _of(person, rows), "training.pass-share") == 0


def _lacks_version(program: Program, person: str, rows: Rows) -> bool:
    return _value(program, _of(person, rows), "training.outdated-share") == 1


def _lacks_training(program: Program, person: str, rows: Rows) -> bool:
    held = _of(person, rows)
    done = {(each.person, each.module) for each in program.completions}
    return any(row.leader for row in held) and not done >= {
        (person, module) for row in held for module in REQUIRED[row.role]
    }


def _is_no_super_user(_program: Program, person: str, rows: Rows) -> bool:
    return not any(row.super_user for row in _of(person, rows))


def _pass(program: Program, people: Sequence[str], rows: Rows) -> Program:
    more = [
        attended(row.person, module, AS_OF, "assessment", passed=True)
        for row in rows
        if row.person in people
        for module in REQUIRED[row.role]
        if module in {each.module for each in program.sessions or () if each.is_assessment}
    ]
    return replace(program, sessions=[*(program.sessions or ()), *more])


def _complete(program: Program, people: Sequence[str], rows: Rows) -> Program:
    more = [
        completed(row.person, module, AS_OF) for row in rows if row.person in people for module in REQUIRED[row.role]
    ]
    return replace(program, completions=[*program.completions, *more])


def _name(program: Program, people: Sequence[str], rows: Rows) -> Program:
    named = [replace(row, super_user=True) if row in rows and row.person in people else row for row in program.roster]
    return replace(program, roster=named)


Lacks = Callable[[Program, str, Rows], bool]
Do = Callable[[Program, Sequence[str], Rows], Program]
WORK: Mapping[str, tuple[Lacks, Do]] = {
    "TRN-02": (_lacks_result, _pass),
    "TRN-05-b": (_lacks_version, _complete),
    "LDR-02": (_lacks_training, _complete),
    "SUP-04": (_is_no_super_user, _name),
    "SUP-04-b": (_is_no_super_user, _name),
}


def _finding(program: Program, rule: Rule) -> Finding:
    reading = program.read(
        rule.signal, AS_OF, **{name.replace("-", "_"): value for name, value in rule.parameters.values}
    )
    assume(isinstance(reading, Measured))
    assert isinstance(reading, Measured)
    return Finding(rule, rule.limit.judge(reading.value), "", reading, at(AS_OF))


def _about(step: Step, program: Program) -> Rows:
    """The rows of the roster that a step is about: of the role or the process that it names, else all."""
    of_role = [row for row in program.roster if f"in the role {row.role} " in step.work.many]
    of_process = [row for row in program.roster if row.process and step.work.many.endswith(f" in {row.process}")]
    return of_role or of_process or list(program.roster)


def _after(program: Program, steps: Sequence[Step], name: str, rng: Random) -> Program:
    lacks, do = WORK[name]
    now = program
    for step in steps:
        rows = _about(step, program)
        lacking = sorted({row.person for row in rows if lacks(program, row.person, rows)})
        now = do(now, rng.sample(lacking, step.count), _about(step, now))
    return now


@law(200)
@given(st.integers(0, 2**32), st.sampled_from(sorted(WORK)))
def test_doing_what_to_pass_says(seed: int, name: str) -> None:
    """By whoever lacks it; and for a single step, one piece fewer is not enough."""
    rng = Random(seed)  # noqa: S311 - the same each time
    program = some_program(rng, some_changes(rng))
    before = _finding(program, RULES[name])
    passing = to_pass(before, at(AS_OF))
    assume(passing is not None)
    assert passing is not None
    steps = [step for step in passing.steps if isinstance(step, Step)]
    better = ("pass",) if before.outcome == "warn" else ("pass", "warn")
    assert _finding(_after(program, steps, name, rng), RULES[name]).outcome in better
    if len(steps) == 1:
        fewer = [replace(steps[0], count=steps[0].count - 1)]
        assert _finding(_after(program, fewer, name, rng), RULES[name]).outcome not in better
