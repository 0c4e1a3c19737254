"""Facts on training, and questions put to them: days count from 2026-01-01T00:00:00Z."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.facts.people import Completion, Membership, PeopleFacts
from readiness_gate.model.facts.records.modules import ModuleFacts, ModuleVersion
from readiness_gate.model.facts.records.sessions import Attendance, SessionFacts
from readiness_gate.model.reading import Measured, Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.settings.git import Cover
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.time import DAY, Instant, When
from readiness_gate.signals import SIGNALS, measure
from support.exports import people_settings
from support.git import instant
from support.landings import PATHS
from support.landings import settings as git_settings

REQUIRED = {"rep": ("quoting", "pipeline"), "clerk": ("quoting",)}


def at(day: float) -> Instant:
    """The second of a day and a part of it."""
    return instant(0) + round(day * DAY)


def moment(day: float) -> When:
    """A time that is known to the second."""
    return When(at(day), at(day))


def day(number: int) -> When:
    """A day of which only the day is known."""
    return When(at(number), at(number + 1) - 1)


def completed(person: str, module: str, when: float | When, version: str = "") -> Completion:
    """A completion at a time or of a day."""
    span = when if isinstance(when, When) else moment(when)
    return Completion(person, module, span.end, None, span.start if span.start < span.end else None, version)


def published(module: str, version: str, when: float | When) -> ModuleVersion:
    """A version of a module's material."""
    return ModuleVersion(module, version, when if isinstance(when, When) else moment(when))


def attended(person: str, module: str, when: float | When, kind: str = "classroom", **fields: Any) -> Attendance:
    """A session that a person attended, or an assessment."""
    return Attendance(person, module, when if isinstance(when, When) else moment(when), kind, **fields)


def _origin(source: str, records: int) -> Provenance:
    return Provenance(source, f"{source}.csv", "every row", records, at(90))


@dataclass(frozen=True)
class Program:
    """What is known of the training of a program."""

    roster: Sequence[Membership] = (Membership("ann", "rep"), Membership("bob", "rep"), Membership("cai", "clerk"))
    completions: Sequence[Completion] = ()
    sessions: Sequence[Attendance] | None = None
    versions: Sequence[ModuleVersion] | None = None
    git: GitFacts | None = None
    covers: Sequence[Cover] = ()
    required: Mapping[str, tuple[str, ...]] | None = field(default_factory=lambda: REQUIRED)
    passing: float | None = None
    process_documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    milestone: int | None = 101
    zone: str = "UTC"

    @property
    def settings(self) -> Settings:
        """The configuration."""
        records = {"sessions": PeopleFile("sessions.csv", passing_score=self.passing)}
        people = people_settings(required=self.required, records=records)
        made = git_settings(paths=PATHS, covers=self.covers, people=people)
        return replace(made, zone=ZoneInfo(self.zone), process_documents=self.process_documents)

    @property
    def facts(self) -> Facts:
        """What the sources said."""
        roster, done = tuple(self.roster), tuple(self.completions)
        sources: dict[str, SourceFacts | Unavailable] = {"people": PeopleFacts(_origin("people", 1), roster, done)}
        if self.sessions is not None:
            rows = tuple(self.sessions)
            sources["sessions"] = SessionFacts(_origin("sessions", len(rows)), {}, rows)
        if self.versions is not None:
            records = tuple(self.versions)
            sources["modules"] = ModuleFacts(_origin("modules", len(records)), {}, records)
        if self.git is not None:
            sources["git"] = self.git
        on = None if self.milestone is None else date(2026, 1, 1) + timedelta(days=self.milestone)
        return Facts(self.settings, None if on is None else Milestone("wave-1", "go-live", on), sources)

    def read(self, signal: str, on: float = 100, **given: Any) -> Reading:
        """A signal's reading as of a day; parameters are given with _ for -."""
        parameters = SIGNALS[signal].with_defaults({name.replace("_", "-"): value for name, value in given.items()})
        return measure(SIGNALS, self.facts, Question(signal, at(on), parameters))

    def value(self, signal: str, on: float = 100, **given: Any) -> Any:
        """Its value, which there must be."""
        reading = self.read(signal, on, **given)
        assert isinstance(reading, Measured), reading
        return reading.value

    def why(self, signal: str, on: float = 100, **given: Any) -> str:
        """Why there is no reading, which there must not be."""
        reading = self.read(signal, on, **given)
        assert isinstance(reading, Unavailable), reading
        return reading.reason

    def measured(self, signal: str, on: float = 100, **given: Any) -> Measured:
        """The reading, which must have a value."""
        reading = self.read(signal, on, **given)
        assert isinstance(reading, Measured), reading
        return reading


def trained(people: Iterable[tuple[str, str]], when: float = 50) -> list[Completion]:
    """All that these people's roles require, completed at one time."""
    return [completed(person, module, when) for person, role in people for module in REQUIRED[role]]


EVERYBODY = trained([("ann", "rep"), ("bob", "rep"), ("cai", "clerk")])
