"""What a run works with, and what its stages hand on."""

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
    judged: tuple[Instant, ...] = ()
    """The instants as of which the gate of an earlier milestone must be judged, in their order."""
    earlier: "tuple[Plan, ...]" = ()
    """The plans of the gates of earlier milestones, each before those that wait for it."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the sources say."""

    facts: Facts
    clock_doubt: "ClockDoubt | None"
    covers: Covers | None = None
    """Which questions the facts can answer; None for every one."""
    earlier: "tuple[Fetched, ...]" = ()
    """The same for each plan of an earlier milestone, in their order."""
    shared: frozenset[str] = frozenset()
    """The names of the earlier milestones whose facts come from the same read."""
    said: Mapping[str, SourceFacts | Unavailable] = field(default_factory=dict[str, SourceFacts | Unavailable])
    """What the sources answered in that read, to all of these milestones."""
    needs: Needs = field(default_factory=Needs)
    """What was asked of the sources in that read."""


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """Why it is not known what time it is."""

    since: Instant
    """From which instant on that matters."""
    reason: str
