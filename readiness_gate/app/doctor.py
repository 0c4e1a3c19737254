"""Examine whether every source can be read and every rule can be measured, and how much is visible."""

from collections.abc import Iterable, Iterator, Sequence

from readiness_gate.app import blocked
from readiness_gate.app.session import Session
from readiness_gate.config.optional_dimensions import packs_reading
from readiness_gate.judge import questions
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.overview import Overview
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import Instant
from readiness_gate.run import Measurement, Program, measure_all
from readiness_gate.signals.views.void_covers import void_covers
from readiness_gate.sources.overview import overviews
from readiness_gate.sources.people.all_tables import TABLES


@dataclass(frozen=True, slots=True)
class Health:
    """How well a program can be measured."""

    sources: Sequence[Overview]
    """What each source shows."""
    unmeasured: Sequence[tuple[str, str]]
    """The ids of rules that cannot be measured, each with the reason."""
    notes: Sequence[str]
    """What else to know, each once."""

    @property
    def is_well(self) -> bool:
        """Whether nothing is missing."""
        return not self.unmeasured and not any(source.missing for source in self.sources)


def examine(session: Session, as_of: Instant) -> Health:
    """Return how well a program can be measured as of an instant, by the gate of each of its milestones."""
    program = session.program
    gates = session.gates.values()
    needs = _needs(program, as_of)
    needs |= blocked.needed(gates, as_of) if program.settings.jira else Needs()
    # A milestone of its own for each gate: signals about a freeze mean that of the milestone.
    measured = [(gate, measure_all(program, questions(gate, as_of), gate.milestone, needs, gate)) for gate in gates]
    facts = (measured[0][1] if measured else measure_all(program, (), None, needs)).facts
    sources, notes = overviews(program.sources, facts, as_of, void_covers(facts, as_of)), list(session.notes)
    unmeasured = [pair for gate, measurement in measured for pair in _unmeasured(gate, measurement)]
    notes += _unread(program, session.gates.values(), facts)
    for gate, measurement in measured:
        notes += blocked.always_blocked(gate, measurement.facts, program.signals, as_of)
    return Health(sources, unmeasured, list(dict.fromkeys(notes)))


def _needs(program: Program, as_of: Instant) -> Needs:
    """Return the need for everything that is configured, and of git for everything that any rule may read."""
    sources = frozenset(name for name, source in program.sources.items() if source.configured(program.settings))
    return Needs(sources, GitNeed(as_of, as_of, as_of, paths=frozenset({"config", "code", "docs", ("**",)})))


def _unread(program: Program, gates: Iterable[Gate], facts: Facts) -> Iterator[str]:
    """Yield the tables that are read although no rule of any milestone uses them."""
    asked = {source for gate in gates for rule in gate.rules for source in program.signals[rule.signal].sources}
    for name, answer in facts.sources.items():
        if name in TABLES and name not in asked and not isinstance(answer, Unavailable):
            yield (
                f"{name} is read, but no rule of any milestone uses it. Add a pack that does "
                f"({', '.join(packs_reading(name, program.signals))}), or a custom rule"
            )


def _unmeasured(gate: Gate, measurement: Measurement) -> Iterator[tuple[str, str]]:
    """Yield the rules of a gate that could not be measured, with the reason of each reading."""
    for rule in gate.rules:
        for question, reading in measurement.readings.items():
            asked = (question.signal, question.parameters) == (rule.signal, rule.parameters)
            if asked and isinstance(reading, Unavailable):
                yield rule.id, reading.reason
