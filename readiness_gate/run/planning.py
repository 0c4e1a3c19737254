"""The first stage of a run: determine what must be known."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import reduce
from itertools import chain

from readiness_gate import judge
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Question
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.time import Instant
from readiness_gate.run.gate_facts import signoffs
from readiness_gate.run.program import Plan, Program
from readiness_gate.signals import GOVERNING, SignalTable

_NOTHING = Needs()


def plan(
    program: Program,
    questions: Iterable[Question],
    milestone: Milestone | None,
    gate: Gate | None,
    extra_needs: Needs = _NOTHING,
) -> Plan:
    """Return what must be known to answer the questions, and to judge the earlier gates that they depend on. Each
    question is asked only once for its needs."""
    own = _plan(program, questions, milestone, gate, extra_needs)
    return own if gate is None else replace(own, earlier=_earlier(program, gate, own.needs))


def _earlier(program: Program, gate: Gate, needs: Needs) -> tuple[Plan, ...]:
    """Return the plans of the gates of earlier milestones that are needed."""
    wanted: dict[str, frozenset[Instant]] = {}
    _require_earlier(wanted, gate, needs)
    plans: list[Plan] = []
    for one in reversed(gate.earlier):
        instants = tuple(sorted(wanted.get(one.milestone.name, ())))
        if instants:
            asked = chain.from_iterable(judge.questions(one, instant) for instant in instants)
            earlier_plan = _plan(program, asked, one.milestone, one, _NOTHING)
            _require_earlier(wanted, one, earlier_plan.needs)
            plans.append(replace(earlier_plan, judged=instants))
    return tuple(reversed(plans))


def _require_earlier(wanted: dict[str, frozenset[Instant]], gate: Gate, needs: Needs) -> None:
    """Add the instants as of which the gates of the directly preceding milestones must be judged."""
    for name in gate.milestone.after:
        wanted[name] = wanted.get(name, frozenset()) | needs.earlier


def _plan(
    program: Program, questions: Iterable[Question], milestone: Milestone | None, gate: Gate | None, extra_needs: Needs
) -> Plan:
    """Return what must be known to answer the questions."""
    asked = dict.fromkeys(questions)
    needs = _needs(program.signals, asked)
    standing = _standing_instants(gate, _together(needs))
    to_measure = dict.fromkeys((*asked, *_signed_questions(gate, standing)))
    measured = tuple(question for question in to_measure if question.signal not in GOVERNING)
    needs += _needs(program.signals, [question for question in measured if question not in asked])
    combined = _for_milestone(_together(needs) | extra_needs, program.settings, milestone)
    return Plan(milestone, gate, tuple(asked), measured, standing, combined)


def _signed_questions(gate: Gate | None, instants: Iterable[Instant]) -> Iterator[Question]:
    """Yield what must be measured to judge, as of some instants, the part of a gate that people sign."""
    if gate is not None:
        part = judge.signed_part(gate)
        yield from chain.from_iterable(judge.questions(part, instant) for instant in instants)


def _needs(table: SignalTable, questions: Iterable[Question]) -> list[Needs]:
    """Return the needs of each question."""
    known = ((table.get(question.signal), question) for question in questions)
    return [signal.needs(question.parameters, question.as_of) for signal, question in known if signal]


def _together(needs: Iterable[Needs]) -> Needs:
    return reduce(Needs.__or__, needs, _NOTHING)


def _standing_instants(gate: Gate | None, needs: Needs) -> tuple[Instant, ...]:
    """Return every instant as of which the gate's result must be known: those asked for, and those of the sign-offs."""
    if gate is None:
        return ()
    until = needs.signed_until
    signed = {signoff.signed_on for signoff in signoffs(gate) if until is not None and signoff.signed_on <= until}
    return tuple(sorted(needs.standing | signed))


def _for_milestone(needs: Needs, settings: Settings, milestone: Milestone | None) -> Needs:
    """Return the needs for a milestone, which may name its freeze and its version."""
    if milestone is None:
        return needs
    versions: frozenset[str] = frozenset() if milestone.version is None else frozenset({milestone.version})
    return needs.frozen_at(milestone.frozen(settings.zone)) | Needs(versions=versions)
