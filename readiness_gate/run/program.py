"""The input of a run, and the values that its stages pass on."""

import time
from collections.abc import Mapping
from dataclasses import field
from typing import Protocol

from readiness_gate import sources
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone, Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.signals import SignalTable


@dataclass(frozen=True, slots=True)
class Program:
    """The input of a run. It can be pickled and evaluated in another process on the same machine."""

    settings: Settings
    read: Reader
    """Reads the files of the program, by paths relative to the configuration's folder."""
    now: Instant
    """The current time."""
    signals: SignalTable
    sources: sources.SourceTable
    began: float = field(default_factory=time.monotonic)
    """When `now` was read, on a monotonic clock."""
    covers: "Covers | None" = None
    """Which questions can be answered from saved facts; None if the sources are read."""


class Covers(Protocol):
    """Knows for which questions saved facts are complete."""

    def why_not(self, table: SignalTable, question: Question, milestone: Milestone | None) -> str:
        """Return why a question cannot be answered; "" if it can."""
        ...


@dataclass(frozen=True, slots=True)
class Measurement:
    """The readings of some questions."""

    readings: Mapping[Question, Reading]
    facts: Facts
    """The measured facts."""
    sources: tuple[Provenance, ...]
    """The provenance of the facts."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The questions about a milestone, and what must be known to answer them."""

    milestone: Milestone | None
    gate: Gate | None
    asked: tuple[Question, ...]
    """Every question once."""
    measured: tuple[Question, ...]
    """The questions that facts answer, including those for judging the gate."""
    standing: tuple[Instant, ...]
    """The instants as of which the gate's result must be known, in order."""
    needs: Needs
    """The combined needs."""
    judged: tuple[Instant, ...] = ()
    """The instants as of which the gate of an earlier milestone must be judged, in order."""
    earlier: "tuple[Plan, ...]" = ()
    """The plans of the gates of earlier milestones, each before those that depend on it."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the sources report."""

    facts: Facts
    clock_doubt: "ClockDoubt | None"
    covers: Covers | None = None
    """Which questions the facts can answer; None for all."""
    earlier: "tuple[Fetched, ...]" = ()
    """The same for each plan of an earlier milestone, in order."""
    shared: frozenset[str] = frozenset()
    """The names of the earlier milestones whose facts come from the same read."""
    all_facts: Mapping[str, SourceFacts | Unavailable] = field(default_factory=dict[str, SourceFacts | Unavailable])
    """The facts of every source in that read, for all these milestones."""
    needs: Needs = field(default_factory=Needs)
    """What was requested from the sources in that read."""


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """Why the current time is uncertain."""

    since: Instant
    """The instant from which the uncertainty matters."""
    reason: str
