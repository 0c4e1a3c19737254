"""Evidence without dates: it shows today's state, and nothing about a past go-live.

For a past go-live it is unknown, unless the user asks to use today's state. Each go-live judged with it is then marked:
later changes may have influenced it, which is leakage.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.backtest import Replay
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.facts.records.benefits import BenefitFacts
from readiness_gate.model.facts.records.processes import ProcessFacts
from readiness_gate.model.facts.stated import LeadershipFacts, SupportFacts
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.reading import Measured, Parameters, Reading
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import agreeing, capitalized, listed
from readiness_gate.run import Evaluation
from readiness_gate.signals import Signal, SignalTable
from readiness_gate.signals.milestones import EARLIER_NOT_GO

_NAMED = 3
_DATED = frozenset({"evidence.age", "phases.strategy-first"})
"""What such a source states with a date: the age of its files, and when the strategy was approved."""


@dataclass(frozen=True, slots=True)
class Undated:
    """Why the facts of a source say nothing about the past."""

    why: str
    cure: str = ""
    """How to date them; empty if that is impossible."""


def _of_people(facts: Facts) -> bool:
    people = facts.people
    return isinstance(people, PeopleFacts) and all(row.since is row.until is None for row in people.roster)


def _of(name: str, kind: type) -> Callable[[Facts], bool]:
    return lambda facts: isinstance(facts.sources.get(name), kind)


_Known: TypeAlias = tuple[Callable[[Facts], bool], Undated]
_SOURCES: Mapping[str, _Known] = {
    "people": (
        _of_people,
        Undated("the roster does not say since when people are on it", "add the columns from and to"),
    ),
    "processes": (_of("processes", ProcessFacts), Undated("the table of processes has no dates")),
    "benefits": (_of("benefits", BenefitFacts), Undated("the table of benefits has no dates")),
    "support": (_of("support", SupportFacts), Undated("[support] has no dates")),
    "leadership": (_of("leadership", LeadershipFacts), Undated("[leadership] has no dates")),
}


def sources_of(signals: Iterable[Signal]) -> frozenset[str]:
    """Return the sources of the signals that may have no dates."""
    return frozenset(name for signal in signals if signal.name not in _DATED for name in signal.sources) & set(_SOURCES)


def undated(signal: Signal, facts: Facts) -> list[Undated]:
    """Return why what a signal reads says nothing about the past; empty if all of it has dates, or could not be
    read."""
    known = (_SOURCES[name] for name in sorted(sources_of((signal,))))
    return [why for is_undated, why in known if is_undated(facts)]


@dataclass(frozen=True, slots=True)
class _DatedOnly:
    """Measures a signal, but not from undated evidence."""

    signal: Signal

    def __call__(self, facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
        """Return the reading. Raises CannotMeasure if it would be today's."""
        found = undated(self.signal, facts)
        if found:
            cure = f"{found[0].cure}, or " if found[0].cure else ""
            raise CannotMeasure(
                f"{found[0].why}, so its state at a past go-live is unknown: {cure}use --undated as-of-today to judge "
                "with today's state"
            )
        return self.signal.measure(facts, as_of, parameters)


def without_undated(signals: SignalTable) -> SignalTable:
    """Return the signals, each unknown if it would be measured from undated evidence."""
    return {
        name: replace(signal, measure=_DatedOnly(signal)) if sources_of((signal,)) else signal
        for name, signal in signals.items()
    }


def signals_behind(rule: Rule, gate: Gate, signals: SignalTable) -> Iterator[Signal]:
    """Yield the signals behind a rule: its own, and all those of earlier milestones if it is about their gates."""
    yield signals[rule.signal]
    if rule.signal == EARLIER_NOT_GO.name:
        yield from (signals[one.signal] for earlier in gate.earlier for one in earlier.rules)


def marked(replay: Replay, result: Evaluation, gate: Gate, signals: SignalTable) -> Replay:
    """Return a go-live that was judged with everything in today's state, with the rules that depend on undated
    evidence, and whether its outcome does."""

    def leaks(signal: Signal) -> bool:
        return bool(undated(signal, result.facts))

    measured = (finding.rule for finding in replay.verdict.findings if isinstance(finding.reading, Measured))
    rules = tuple(sorted(rule.id for rule in measured if any(map(leaks, signals_behind(rule, gate, signals)))))
    shown = [signals[question.signal] for question, one in result.readings.items() if isinstance(one, Measured)]
    return replace(replay, aftermath=replace(replay.aftermath, is_leaking=any(map(leaks, shown))), leaks=rules)


def taken_as_today(gate: Gate, facts: Iterable[Facts], signals: SignalTable) -> Iterator[str]:
    """Yield which evidence was used in today's state, for which rules, and how to date it; a sentence each."""
    rules: dict[Undated, dict[str, None]] = {}
    for known in facts:
        for rule in gate.rules:
            for signal in signals_behind(rule, gate, signals):
                for why in undated(signal, known):
                    rules.setdefault(why, {})[rule.id] = None
    for one, ids in rules.items():
        cure = f": {one.cure}" if one.cure else ""
        yield (
            f"{capitalized(one.why)}, so {listed(list(ids), _NAMED)} {agreeing(len(ids), 'uses', 'use')} "
            f"the data of today at every go-live, which say nothing about that time (leakage){cure}."
        )
