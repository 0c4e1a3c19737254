"""The one pipeline: what must be known, fetched once, measured, judged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from readiness_gate import sources
from readiness_gate.judge import asked_by, finding, judge, questions
from readiness_gate.model.facts import Facts, PolicyFacts, Provenance, SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.reading import Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone, Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.signals import SignalTable, measure

_NOTHING = Needs()
_POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Program:
    """What a run works with: the settings, how policy files are read, the clock's time, the signals and sources."""

    settings: Settings
    read: Reader
    now: Instant
    signals: SignalTable
    sources: sources.SourceTable


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
    about the policy itself are answered of a gate."""
    each_once = list(dict.fromkeys(asked))
    asked_of_all = reduce(Needs.__or__, (_needs(program.signals, question) for question in each_once), also)
    needs = asked_of_all.frozen_at(milestone.frozen(program.settings.zone) if milestone else None)
    if milestone is not None and milestone.version is not None:
        needs |= Needs(versions=frozenset({milestone.version}))
    elsewhere = replace(needs, sources=needs.sources - {_POLICY})
    fetched = sources.fetch(program.sources, program.settings, elsewhere, program.now, program.read)
    if _POLICY in needs.sources:
        fetched[_POLICY] = _policy(gate, program.now)
    facts = Facts(program.settings, milestone, fetched)
    readings = {question: measure(program.signals, facts, question) for question in each_once}
    provenance = (_provenance(name, found) for name, found in fetched.items())
    return Measurement(readings, facts, tuple(replace(each, fetched_at=program.now) for each in provenance))


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
    provenance = Provenance(_POLICY, gate.policy.ref or "as it is here", f"the waivers for {name}", len(waivers), now)
    return PolicyFacts(provenance, waivers, gate.terms, gate.zone)


def _needs(signals: SignalTable, question: Question) -> Needs:
    signal = signals.get(question.signal)
    return signal.needs(question.parameters, question.as_of) if signal else Needs()


def _provenance(name: str, found: SourceFacts | Unavailable) -> Provenance:
    if isinstance(found, Unavailable):
        return Provenance(name, "", found.reason, 0, None, complete=False)
    return found.provenance
