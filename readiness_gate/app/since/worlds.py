"""The verdicts that would result if some things were as they were at an earlier time, and the others as they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TypeAlias

from readiness_gate.errors import CouldNotLook, Unreadable
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.comparison import CAUSES, Cause
from readiness_gate.model.digest import digest
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.facts.people import Membership, PeopleFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.plugins.fence import stopwatch
from readiness_gate.run import Program, evaluate
from readiness_gate.sources import OF_HISTORY, SOURCES
from readiness_gate.sources.git.reader import AtRef
from readiness_gate.sources.source import Fetch, Source, SourceTable

World: TypeAlias = frozenset[Cause]
"""The causes that are as they are now; the others are as they were then."""
NOW: World = frozenset(CAUSES)
THEN: World = frozenset()
Rows: TypeAlias = Callable[[Sequence[Membership]], tuple[Membership, ...]]


@dataclass(frozen=True, slots=True)
class FilesThen:
    """A reader of the files that git had at an earlier time; one that git did not have then is read as it is now."""

    files: AtRef
    here: Reader
    not_there: set[str] = field(default_factory=set[str])
    """The files that were read as they are now."""

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the content of a file; None if it exists at neither time."""
        try:
            content = self.files.read(path, limit)
        except Unreadable:  # a file outside the repository, or a link
            content = None
        if content is None:
            content = self.here(path, limit)
            self.not_there.update([path] if content is not None else [])
        return content


@dataclass(frozen=True, slots=True)
class _Fetch:
    """Reads a source with the earlier files, and with other rows of the roster."""

    fetch: Fetch
    files: FilesThen | None
    rows: Rows | None

    def __call__(self, settings: Settings, needs: Needs, now: Instant, read: Reader) -> SourceFacts:
        """Return the facts of the source."""
        if self.files is not None:
            settings, read = replace(settings, policy_ref=self.files.files.commit), self.files.read
        facts = self.fetch(settings, needs, now, read)
        if self.rows is not None and isinstance(facts, PeopleFacts):
            return replace(facts, roster=self.rows(facts.roster))
        return facts


Answer: TypeAlias = tuple[SourceFacts | CouldNotLook, Callable[[], float]]
"""The answer of a source, and a function that returns its age in seconds."""


@dataclass(frozen=True, slots=True)
class Once:
    """Reads a source once for all worlds that request the same from it."""

    fetch: Fetch
    how: tuple[object, ...]
    answers: dict[str, Answer]

    def __call__(self, settings: Settings, needs: Needs, now: Instant, read: Reader) -> SourceFacts:
        """Return the facts. Raises CouldNotLook each time for a source that could not be read."""
        key = digest((self.how, replace(settings, root=Path()), needs))
        if key not in self.answers:
            try:
                said: SourceFacts | CouldNotLook = self.fetch(settings, needs, now, read)
            except CouldNotLook as error:
                said = error
            self.answers[key] = said, stopwatch()
        said, seconds = self.answers[key]
        if isinstance(said, CouldNotLook):
            raise said
        ahead = said.provenance.ahead
        if ahead is None:
            return said
        # Its clock is compared with the time that has passed since the run began.
        return replace(said, provenance=replace(said.provenance, ahead=ahead + round(seconds())))


@dataclass(frozen=True, slots=True)
class Side:
    """The state at one of the two times."""

    as_of: Instant
    read: FilesThen | None
    """Reads the earlier files; None for the present ones."""
    settings: Settings
    gate: Gate
    rows: Rows | None = None
    """Converts the rows of a roster of the other time to this one."""


@dataclass(frozen=True, slots=True)
class Worlds:
    """The verdict for each choice of what is as it is now."""

    program: Program
    then: Side
    now: Side
    alike: frozenset[Cause]
    """The causes that are the same at both times."""
    smaller: frozenset[str] = frozenset()
    """The sources that have fewer records now: which version of them is read belongs to the cause `counted`."""
    known: dict[World, Verdict] = field(default_factory=dict[World, Verdict])
    answers: dict[str, Answer] = field(default_factory=dict[str, Answer])
    """The answers of the sources, by request."""

    def verdict(self, world: World) -> Verdict:
        """Return the verdict in a world."""
        different = frozenset(world - self.alike)
        if different not in self.known:
            self.known[different] = self._judged(different)
        return self.known[different]

    def findings(self, world: World) -> Mapping[str, Finding]:
        """Return the findings in a world, by the ids of their rules."""
        return {finding.rule.id: finding for finding in self.verdict(world).findings}

    def _judged(self, world: World) -> Verdict:
        facts, scope, policy = (self._side(cause, world) for cause in ("facts", "counted", "limits"))
        program = replace(self.program, settings=scope.settings, sources=self._sources(facts, scope))
        return evaluate(program, policy.gate, facts.as_of)

    def _side(self, cause: Cause, world: World) -> Side:
        return self.now if cause in world or cause in self.alike else self.then

    def _sources(self, facts: Side, scope: Side) -> SourceTable:
        """Return the sources, each read once, with the files of each time; git and the decision log have their own
        history, and plugins read what they want."""
        rows = None if scope is facts else scope.rows
        table: dict[str, Source] = {}
        for name, source in self.program.sources.items():
            of_files = name in SOURCES and name not in OF_HISTORY
            files = (scope if name in self.smaller else facts).read if of_files else None
            of_people = rows if name == "people" else None
            read = source.fetch if files is None and of_people is None else _Fetch(source.fetch, files, of_people)
            once = Once(read, (name, files is None, of_people and facts is self.now), self.answers)
            table[name] = replace(source, fetch=once)
        return table
