"""The one pipeline: plan what must be known, fetch it once, measure it, judge how the gate was judged, and govern."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import reduce
from itertools import chain
from typing import Protocol

from readiness_gate import judge, signals, sources
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.governance import PolicyFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate, Rule, SignOff
from readiness_gate.model.reading import Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone, Reader, Settings
from readiness_gate.model.time import Instant, Seconds
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.signals import GOVERNING, SignalTable, Standing
from readiness_gate.signals.views.document_ages import remarked
from readiness_gate.sources.overview import noted

_NOTHING = Needs()
_POLICY = "policy"
_SKEW = 300
"""Seconds by which the clock of a source may differ before nothing is believed that depends on the time."""


@dataclass(frozen=True, slots=True)
class Program:
    """What a run works with. It can be pickled, and evaluated in another process of the same machine."""

    settings: Settings
    read: Reader
    """Reads the files of the program, by their paths relative to the configuration's folder."""
    now: Instant
    """What time it is."""
    signals: SignalTable
    sources: sources.SourceTable
    began: float = field(default_factory=time.monotonic)
    """When `now` was read, by a clock of this machine that nobody sets."""
    covers: "Covers | None" = None
    """Which questions can be answered, where the sources only have what was saved; None where they are read."""


class Covers(Protocol):
    """Knows of which questions saved facts have everything that their answers need."""

    def why_not(self, table: SignalTable, question: Question, milestone: Milestone | None) -> str:
        """Why a question cannot be answered; "" when it can."""
        ...


@dataclass(frozen=True, slots=True)
class Measurement:
    """The readings of some questions."""

    readings: Mapping[Question, Reading]
    facts: Facts
    """What they were taken from."""
    sources: tuple[Provenance, ...]
    """Where the facts come from."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of a milestone, and what must be known for that."""

    milestone: Milestone | None
    gate: Gate | None
    asked: tuple[Question, ...]
    """Every question once."""
    measured: tuple[Question, ...]
    """Those that facts answer, and what must be asked to judge how the gate was judged."""
    standing: tuple[Instant, ...]
    """The instants as of which it must be known how the gate was judged, in their order."""
    needs: Needs
    """What all of these will read."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the sources say."""

    facts: Facts
    clock_doubt: "ClockDoubt | None"
    covers: Covers | None = None
    """Which questions the facts can answer; None for every one."""


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """Why it is not known what time it is."""

    since: Instant
    """From which instant on that matters."""
    reason: str


def evaluate(program: Program, gate: Gate, as_of: Instant) -> Verdict:
    """The verdict of a gate as of an instant."""
    measurement = measure_all(program, judge.questions(gate, as_of), gate.milestone, gate=gate)
    return judge.judge(gate, measurement.readings, as_of, measurement.sources)


def evaluate_with_past(
    program: Program, gate: Gate, rule: Rule, days: Sequence[Instant]
) -> tuple[Verdict, list[tuple[Instant, Finding]]]:
    """The verdict of a gate as of the first of some instants, and what one of its rules says as of each, by the policy
    of today and waivers aside; from one read of each source."""
    as_of = days[0]
    asked = [*judge.questions(gate, as_of), *(question for day in days for question in judge.asked_by(rule, day))]
    measurement = measure_all(program, asked, gate.milestone, gate=gate)
    past = [(day, judge.finding(rule, gate, measurement.readings, day)) for day in days]
    return judge.judge(gate, measurement.readings, as_of, measurement.sources), past


def measure_all(
    program: Program,
    asked: Iterable[Question],
    milestone: Milestone | None,
    also: Needs = _NOTHING,
    gate: Gate | None = None,
) -> Measurement:
    """The answers to some questions, all from one read of each source, which reads what else is needed `also`. Those
    about the decision itself are answered of a gate, and last, as they see how the rest of it was judged."""
    program = replace(program, settings=program.settings.of_milestone(milestone))
    the_plan = plan(program, asked, milestone, gate, also)
    fetched = fetch(program, the_plan)
    readings = measure(program, the_plan, fetched)
    standing = stand(the_plan, readings)
    readings |= govern(the_plan, fetched, standing)
    answers = {question: readings[question] for question in the_plan.asked}
    return Measurement(answers, fetched.facts, _provenance(program, fetched.facts))


# Plan ---------------------------------------------------------------------------------------------------------------


def plan(
    program: Program, asked: Iterable[Question], milestone: Milestone | None, gate: Gate | None, also: Needs = _NOTHING
) -> Plan:
    """What must be known to answer some questions. Each is asked once for what it needs."""
    once = dict.fromkeys(asked)
    needs = _needs(program.signals, once)
    standing = _instants(gate, _together(needs))
    of_both = dict.fromkeys((*once, *_of_part(gate, standing)))
    measured = tuple(question for question in of_both if question.signal not in GOVERNING)
    needs += _needs(program.signals, [question for question in measured if question not in once])
    everything_needed = _of_milestone(_together(needs) | also, program.settings, milestone)
    return Plan(milestone, gate, tuple(once), measured, standing, everything_needed)


def _of_part(gate: Gate | None, instants: Iterable[Instant]) -> Iterator[Question]:
    """What must be measured to judge the part of a gate that people sign as of some instants."""
    if gate is not None:
        part = judge.signed_part(gate)
        yield from chain.from_iterable(judge.questions(part, instant) for instant in instants)


def _needs(table: SignalTable, questions: Iterable[Question]) -> list[Needs]:
    """What each of some questions will read."""
    known = ((table.get(question.signal), question) for question in questions)
    return [signal.needs(question.parameters, question.as_of) for signal, question in known if signal]


def _together(needs: Iterable[Needs]) -> Needs:
    return reduce(Needs.__or__, needs, _NOTHING)


def _instants(gate: Gate | None, needs: Needs) -> tuple[Instant, ...]:
    """Every instant as of which it must be known how a gate was judged: those asked for, and those of the sign-offs."""
    if gate is None:
        return ()
    until = needs.signed_until
    signed = {signoff.signed_on for signoff in _signoffs(gate) if until is not None and signoff.signed_on <= until}
    return tuple(sorted(needs.standing | signed))


def _of_milestone(needs: Needs, settings: Settings, milestone: Milestone | None) -> Needs:
    """The same for a milestone, which may say when its freeze begins, and which version it delivers."""
    if milestone is None:
        return needs
    versions: frozenset[str] = frozenset() if milestone.version is None else frozenset({milestone.version})
    return needs.frozen_at(milestone.frozen(settings.zone)) | Needs(versions=versions)


# Fetch --------------------------------------------------------------------------------------------------------------


def fetch(program: Program, the_plan: Plan) -> Fetched:
    """What every source says, and what was written of the gate."""
    passed = round(time.monotonic() - program.began)
    needs = the_plan.needs
    elsewhere = replace(needs, sources=needs.sources - {_POLICY})
    said = sources.fetch(program.sources, program.settings, elsewhere, program.now, program.read)
    if _POLICY in needs.sources:
        said[_POLICY] = _policy(the_plan.gate, program.now)
    facts = Facts(program.settings, the_plan.milestone, said)
    if program.covers is None and needs.git is not None and needs.git.documents:  # what was saved has it already
        facts = remarked(facts, needs.git.newest)
    return Fetched(facts, _clock_doubt(said, program.now, passed), program.covers)


def _policy(gate: Gate | None, now: Instant) -> PolicyFacts | Unavailable:
    """What was written of a gate itself; nothing needs to be fetched for that."""
    if gate is None:
        return Unavailable("this is measured of a milestone's gate: name a milestone, or configure one")
    name = gate.milestone.name
    waivers = tuple(waiver for waiver in dict.fromkeys(gate.waivers) if waiver.is_for(name))
    signoffs = _signoffs(gate)
    asked, records = f"the waivers and sign-offs for {name}", len(waivers) + len(signoffs)
    provenance = Provenance(_POLICY, gate.policy.ref or "as it is here", asked, records, now)
    return PolicyFacts(provenance, waivers, gate.terms, gate.zone, gate.signers, signoffs)


def _signoffs(gate: Gate) -> tuple[SignOff, ...]:
    return tuple(signoff for signoff in dict.fromkeys(gate.signoffs) if signoff.milestone == gate.milestone.name)


def _clock_doubt(said: Mapping[str, SourceFacts | Unavailable], now: Instant, passed: Seconds) -> ClockDoubt | None:
    """What follows from the clocks of sources that were asked so many seconds after `now`; None when they agree."""
    for name, facts in said.items():
        ahead = None if isinstance(facts, Unavailable) else facts.provenance.ahead
        if ahead is not None and abs(ahead - passed) > _SKEW:
            side = "behind" if ahead > passed else "ahead of"
            return ClockDoubt(
                min(now, now + ahead - passed),
                f"the clock here is {round(abs(ahead - passed) / 60)} minutes {side} that of {name}, so it is unknown "
                "what has expired and what lies in a window of time: set the clock that is wrong, and run "
                "again",
            )
    return None


# Measure, judge, govern ---------------------------------------------------------------------------------------------


def measure(program: Program, the_plan: Plan, fetched: Fetched) -> dict[Question, Reading]:
    """The answers that facts give."""
    return {question: _answer(program.signals, fetched, question) for question in the_plan.measured}


def stand(the_plan: Plan, readings: Mapping[Question, Reading]) -> Standing:
    """The verdict on the part of the gate that people sign, as of each instant asked for, by the policy of today."""
    if the_plan.gate is None:
        return {}
    part = judge.signed_part(the_plan.gate)
    return {instant: judge.judge(part, readings, instant) for instant in the_plan.standing}


def govern(the_plan: Plan, fetched: Fetched, standing: Standing) -> dict[Question, Reading]:
    """The answers about the decision itself, from how the gate was judged."""
    table = signals.seeing(standing)
    return {question: _answer(table, fetched, question) for question in the_plan.asked if question.signal in table}


def _answer(table: SignalTable, fetched: Fetched, question: Question) -> Reading:
    doubt = fetched.clock_doubt
    if doubt is not None and question.as_of >= doubt.since:
        return Unavailable(doubt.reason)
    why_not = fetched.covers.why_not(table, question, fetched.facts.milestone) if fetched.covers else ""
    if why_not:
        return Unavailable(why_not)
    return signals.measure(table, fetched.facts, question)


def _provenance(program: Program, facts: Facts) -> tuple[Provenance, ...]:
    """Where facts come from, with everything that is doubtful about them, and not only where `doctor` shows it."""
    doubted = noted(program.sources, facts)
    return tuple(
        replace(provenance, fetched_at=program.now)
        for name, said in facts.sources.items()
        for provenance in _of_source(name, said, doubted.get(name, ()))
    )


def _of_source(name: str, said: SourceFacts | Unavailable, doubted: Sequence[str]) -> tuple[Provenance, ...]:
    if isinstance(said, Unavailable):
        return (Provenance(name, "", said.reason, 0, None, complete=False),)
    first, *others = said.provenances
    known = {remark for provenance in said.provenances for remark in (*provenance.doubts, *provenance.notes)}
    new = dict.fromkeys(remark for remark in doubted if remark not in known)
    return (replace(first, notes=(*first.notes, *new)), *others)
