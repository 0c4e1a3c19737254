"""The one pipeline: what must be known, fetched once, measured, judged."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from readiness_gate import sources
from readiness_gate.judge import asked_by, finding, judge, questions, signed_part
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.governance import ANSWERED, PolicyFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate, Rule, SignOff
from readiness_gate.model.reading import Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone, Reader, Settings
from readiness_gate.model.time import Instant, Seconds
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.signals import SignalTable, measure, visible

_NOTHING = Needs()
_POLICY = "policy"
_SKEW = 300
"""Seconds by which the clock of a source may differ before nothing is believed that depends on the time."""


@dataclass(frozen=True, slots=True)
class Program:
    """What a run works with: the settings, how policy files are read, the clock's time, the signals and sources."""

    settings: Settings
    read: Reader
    now: Instant
    signals: SignalTable
    sources: sources.SourceTable
    began: float = field(default_factory=time.monotonic)
    """When `now` was read, by a clock that nobody sets."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """The readings of some questions, the facts they were taken from, and where those come from."""

    readings: Mapping[Question, Reading]
    facts: Facts
    sources: tuple[Provenance, ...]


def take(
    program: Program,
    asked: Iterable[Question],
    milestone: Milestone | None,
    also: Needs = _NOTHING,
    gate: Gate | None = None,
) -> Measurement:
    """The answers to some questions, all from one read of each source, which reads what else is needed `also`; those
    about the policy itself are answered of a gate, and last: they may ask how all the rest of it stood."""
    program = replace(program, settings=program.settings.of_milestone(milestone))
    each_once = list(dict.fromkeys(asked))
    stood = _stood(gate, _needs(program.signals, each_once)) if gate else {}
    of_the_gate = (each for asked_then in stood.values() for each in asked_then)
    before = dict.fromkeys(each for each in (*each_once, *of_the_gate) if each.signal not in ANSWERED)
    needs = _needs(program.signals, (*before, *each_once)) | also
    passed = round(time.monotonic() - program.began)
    fetched = _fetched(program, needs, milestone, gate)
    facts = Facts(program.settings, milestone, fetched)
    doubt = _clock_doubt(fetched, program.now, passed)
    readings = {each: _answer(program, facts, each, doubt) for each in before}
    policy = fetched.get(_POLICY)
    if gate is not None and isinstance(policy, PolicyFacts):
        policy = replace(policy, stood={moment: judge(signed_part(gate), readings, moment) for moment in stood})
        facts = replace(facts, sources={**fetched, _POLICY: policy})
    answers = {each: readings.get(each) or _answer(program, facts, each, doubt) for each in each_once}
    doubted = visible.doubted(facts)
    provenance = (each for name, found in fetched.items() for each in _provenance(name, found, doubted.get(name, ())))
    return Measurement(answers, facts, tuple(replace(each, fetched_at=program.now) for each in provenance))


@dataclass(frozen=True, slots=True)
class _ClockDoubt:
    """Why it is not known what time it is, and from which instant on that matters."""

    since: Instant
    reason: str


def _clock_doubt(fetched: Mapping[str, SourceFacts | Unavailable], now: Instant, passed: Seconds) -> _ClockDoubt | None:
    """What follows from the clocks of sources that were asked so many seconds after `now`; None when they agree."""
    for name, found in fetched.items():
        ahead = None if isinstance(found, Unavailable) else found.provenance.ahead
        if ahead is not None and abs(ahead - passed) > _SKEW:
            side = "behind" if ahead > passed else "ahead of"
            return _ClockDoubt(
                min(now, now + ahead - passed),
                f"the clock here is {round(abs(ahead - passed) / 60)} minutes {side} that of {name}, so it is unknown "
                "what has expired and what lies in a window of time: set the clock that is wrong, and run "
                "again",
            )
    return None


def _answer(program: Program, facts: Facts, question: Question, doubt: _ClockDoubt | None) -> Reading:
    if doubt is not None and question.as_of >= doubt.since:
        return Unavailable(doubt.reason)
    return measure(program.signals, facts, question)


def _fetched(
    program: Program, needs: Needs, milestone: Milestone | None, gate: Gate | None
) -> dict[str, SourceFacts | Unavailable]:
    """What every source says, and what was written of the gate."""
    needs = needs.frozen_at(milestone.frozen(program.settings.zone) if milestone else None)
    if milestone is not None and milestone.version is not None:
        needs |= Needs(versions=frozenset({milestone.version}))
    elsewhere = replace(needs, sources=needs.sources - {_POLICY})
    fetched = sources.fetch(program.sources, program.settings, elsewhere, program.now, program.read)
    if _POLICY in needs.sources:
        fetched[_POLICY] = _policy(gate, program.now)
    return fetched


def evaluate(program: Program, gate: Gate, as_of: Instant) -> Verdict:
    """The verdict of a gate as of an instant."""
    taken = take(program, questions(gate, as_of), gate.milestone, gate=gate)
    return judge(gate, taken.readings, as_of, taken.sources)


def evaluate_with_past(
    program: Program, gate: Gate, rule: Rule, days: Sequence[Instant]
) -> tuple[Verdict, list[tuple[Instant, Finding]]]:
    """The verdict of a gate as of the first of some instants, and how one of its rules stood as of each, by the policy
    of today and waivers aside; from one read of each source."""
    as_of = days[0]
    asked = [*questions(gate, as_of), *(each for day in days for each in asked_by(rule, day))]
    taken = take(program, asked, gate.milestone, gate=gate)
    stood = [(day, finding(rule, gate, taken.readings, day)) for day in days]
    return judge(gate, taken.readings, as_of, taken.sources), stood


def _policy(gate: Gate | None, now: Instant) -> PolicyFacts | Unavailable:
    """What was written of a gate itself; nothing needs to be fetched for that."""
    if gate is None:
        return Unavailable("this is measured of a milestone's gate: name a milestone, or configure one")
    name = gate.milestone.name
    waivers = tuple(each for each in dict.fromkeys(gate.waivers) if each.milestone in (None, name))
    signoffs = _signoffs(gate)
    asked, found = f"the waivers and sign-offs for {name}", len(waivers) + len(signoffs)
    provenance = Provenance(_POLICY, gate.policy.ref or "as it is here", asked, found, now)
    return PolicyFacts(provenance, waivers, gate.terms, gate.zone, gate.signers, signoffs)


def _signoffs(gate: Gate) -> tuple[SignOff, ...]:
    return tuple(each for each in dict.fromkeys(gate.signoffs) if each.milestone == gate.milestone.name)


def _stood(gate: Gate, needs: Needs) -> dict[Instant, list[Question]]:
    """Every instant as of which it must be known how a gate stood, with what must be asked for that."""
    until = needs.signed_until
    signed = [each.signed_on for each in _signoffs(gate) if until is not None and each.signed_on <= until]
    part = signed_part(gate)
    return {moment: questions(part, moment) for moment in sorted(needs.standing.union(signed))}


def _needs(signals: SignalTable, asked: Iterable[Question]) -> Needs:
    """What some questions will read."""
    known = ((signals.get(question.signal), question) for question in asked)
    each = (signal.needs(question.parameters, question.as_of) for signal, question in known if signal)
    return reduce(Needs.__or__, each, Needs())


def _provenance(name: str, found: SourceFacts | Unavailable, doubted: Sequence[str]) -> tuple[Provenance, ...]:
    """Where facts come from, with everything that is doubtful about them, and not only where `doctor` shows it."""
    if isinstance(found, Unavailable):
        return (Provenance(name, "", found.reason, 0, None, complete=False),)
    first, *others = found.provenances
    known = {remark for each in found.provenances for remark in (*each.doubts, *each.notes)}
    new = dict.fromkeys(each for each in doubted if each not in known)
    return (replace(first, notes=(*first.notes, *new)), *others)
