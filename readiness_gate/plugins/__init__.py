"""Signals, sources and reports of third parties, found by their entry points and merged with our tables.

No code of a plugin runs in this process: every call is made in a process of its own (`fence`), which gets copies of the
facts and settings and answers with plain data. A plugin that raises, exits, hangs, prints, or answers something else
than it should, makes its readings unavailable.
"""

import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

from readiness_gate.errors import CouldNotLook, NotWritten
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Parameters, Reading, Unavailable
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.plugins import described, fence
from readiness_gate.plugins.described import Json, WrongAnswer, dumped, expect
from readiness_gate.plugins.report import Report as PluginReport
from readiness_gate.reports import FORMATS, Display, Format, Report, ReportTable, table
from readiness_gate.signals import SIGNALS, Signal, SignalTable
from readiness_gate.signals.spec import answered
from readiness_gate.sources import SOURCES, Source, SourceTable

_Kind = TypeVar("_Kind", Signal, Source, PluginReport)
_Taken = TypeVar("_Taken", Signal, Source, "_PluginFormat")
_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Tables:
    """Our tables with those of the plugins; `refused` says which plugins could not be used, and why."""

    signals: SignalTable
    sources: SourceTable
    formats: tuple[Format, ...]
    refused: tuple[str, ...] = ()

    def reports(self, display: Display) -> ReportTable:
        """The reports for a reader's screen, by their names."""
        return table(self.formats, display)


@dataclass(frozen=True, slots=True)
class Sealed(SourceFacts):
    """The facts of a plugin's source, which only processes of plugins open."""

    content: bytes = field(repr=False)


@dataclass(slots=True)
class _Plugin:
    """One entry point, called in processes of its own; `given_up` is why it is not called any more: it hung once."""

    point: EntryPoint
    given_up: str = ""
    needs: dict[tuple[Parameters, Instant], Needs] = field(default_factory=dict[tuple[Parameters, Instant], Needs])

    def call(self, work: fence.Work, seconds: float | None = None) -> bytes:
        """What `work` answers. Raises NoAnswer with the reason when it does not."""
        if self.given_up:
            raise fence.NoAnswer(self.given_up)
        try:
            return fence.answer(work, _why, seconds or fence.LIMIT)
        except fence.TimedOut as error:
            self.given_up = str(error)
            raise


def tables() -> Tables:
    """All tables, with every plugin that could be loaded."""
    refused: list[str] = []
    points = entry_points()  # looks into every package that is installed: once is enough
    signals = _found(points.select(group="readiness_gate.signals"), _signal, SIGNALS, refused)
    sources = _found(points.select(group="readiness_gate.sources"), _source, SOURCES, refused)
    ours = table(FORMATS, Display())
    formats = _found(points.select(group="readiness_gate.reports"), _format, ours, refused)
    return Tables({**SIGNALS, **signals}, {**SOURCES, **sources}, (*FORMATS, *formats.values()), tuple(refused))


def _found(
    points: Iterable[EntryPoint], take: Callable[[_Plugin], _Taken], ours: Iterable[str], refused: list[str]
) -> dict[str, _Taken]:
    found: dict[str, _Taken] = {}
    for point in sorted(points, key=lambda each: each.name):
        try:
            taken = take(_Plugin(point))
        except _FAULTS as error:
            refused.append(f"the plugin {point.name} ({point.value}) cannot be used: {_why(error)}")
            continue
        if taken.name in ours or taken.name in found:
            refused.append(f"the plugin {point.name} ({point.value}) is left out: {taken.name} is there already")
        else:
            found[taken.name] = taken
    return found


_FAULTS = (fence.NoAnswer, WrongAnswer, ValueError, TypeError, LookupError, OSError)
"""What may come of an answer that nobody can vouch for, while it is read here."""


def _why(error: BaseException) -> str:
    """Why a plugin gave no answer: whatever it raised is its own fault."""
    if isinstance(error, WrongAnswer | CouldNotLook | fence.NoAnswer) and str(error):
        return str(error)
    return f"it raised {type(error).__name__}: {error}"


def _described(plugin: _Plugin, kind: type[_Kind], describe: Callable[[_Kind], Json]) -> Json:
    return described.loaded(plugin.call(lambda: dumped(describe(_load(plugin.point, kind)))))


def _load(point: EntryPoint, kind: type[_Kind]) -> _Kind:
    """What an entry point names; only to be called inside the fence."""
    found = expect(kind, point.load())
    expect(str, found.name)
    return found


# Signals ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Measuring:
    """What a plugin's signal does, in a process of its own."""

    plugin: _Plugin
    name: str
    sources: tuple[str, ...]

    def needs(self, parameters: Parameters, as_of: Instant) -> Needs:
        """What a question will read."""
        known, asked = self.plugin.needs, (parameters, as_of)
        if asked not in known:
            known[asked] = _needs(self.plugin, self.sources, parameters, as_of)
        return known[asked]

    def measure(self, facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
        """What it measures; where that is no answer, why."""

        def work() -> bytes:
            theirs = _load(self.plugin.point, Signal)
            # Without its needs it would see an empty history, and take that for a quiet one.
            _checked_needs(theirs, parameters, as_of)
            return dumped(described.as_reading(answered(theirs, _opened(facts), as_of, parameters)))

        try:
            return described.reading_of(described.loaded(self.plugin.call(work)))
        except _FAULTS as error:
            return Unavailable(f"the plugin of the signal {self.name} is broken: {_why(error)}")


def _signal(plugin: _Plugin) -> Signal:
    answer = _described(plugin, Signal, described.as_signal)
    measuring = _Measuring(plugin, described.text(answer.get("name")), described.texts(answer.get("sources")))
    return described.signal_of(answer, measuring.needs, measuring.measure)


def _needs(plugin: _Plugin, sources: tuple[str, ...], parameters: Parameters, as_of: Instant) -> Needs:
    """What a question will read; of a plugin that does not say, what its signal always reads."""

    def work() -> bytes:
        return dumped(described.as_needs(_checked_needs(_load(plugin.point, Signal), parameters, as_of)))

    try:
        return described.needs_of(described.loaded(plugin.call(work)))
    except _FAULTS:
        return Needs(frozenset(sources))


def _checked_needs(signal: Signal, parameters: Parameters, as_of: Instant) -> Needs:
    answer = expect(Needs, signal.needs(parameters, as_of))
    expect(Needs, answer | Needs(git=GitNeed(as_of, as_of, as_of)))  # as it will be merged with the needs of others
    return answer


def _opened(facts: Facts) -> Facts:
    """The facts with those of plugins as they gave them; only to be called inside the fence."""
    sources = {
        name: pickle.loads(found.content) if isinstance(found, Sealed) else found  # noqa: S301 - inside the fence
        for name, found in facts.sources.items()
    }
    return replace(facts, sources=sources)


# Sources ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fetching:
    """How a plugin's source is read, in a process of its own."""

    plugin: _Plugin
    name: str

    def fetch(self, settings: Settings, needs: Needs, now: Instant, read: Reader) -> SourceFacts:
        """Its facts, sealed. Raises CouldNotLook with the reason when there are none."""

        def work() -> bytes:
            facts = _load(self.plugin.point, Source).fetch(settings, needs, now, read)
            origin = dumped(described.as_provenance(facts))
            return len(origin).to_bytes(_LENGTH, "big") + origin + pickle.dumps(facts)

        try:
            answer = self.plugin.call(work, fence.FETCH)
            end = _LENGTH + int.from_bytes(answer[:_LENGTH], "big")
            origin = described.provenance_of(described.loaded(answer[_LENGTH:end]), self.name, now)
            return Sealed(origin, answer[end:])
        except _FAULTS as error:
            raise CouldNotLook(f"the plugin of the source {self.name} could not be read: {_why(error)}") from error


def _source(plugin: _Plugin) -> Source:
    name = described.text(_described(plugin, Source, lambda source: {"name": source.name}).get("name"))
    return Source(name, _Fetching(plugin, name).fetch)


# Reports ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _PluginFormat:
    """A report of a plugin, which is not made before it is known for which screen."""

    plugin: _Plugin
    name: str
    media_type: str
    endings: tuple[str, ...]

    def __call__(self, display: Display) -> Report:
        made = Report(self.name, self.media_type, lambda verdict: self._rendered(verdict, display), self.endings)
        return made if made.is_text else replace(made, join=None)

    def _rendered(self, verdict: Verdict, display: Display) -> bytes:
        def work() -> bytes:
            return described.as_content(_load(self.plugin.point, PluginReport).render(verdict, display))

        try:
            return described.content_of(self.plugin.call(work), self.media_type)
        except _FAULTS as error:
            raise NotWritten(f"the plugin of the report {self.name} is broken: {_why(error)}") from error


def _format(plugin: _Plugin) -> _PluginFormat:
    answer = _described(plugin, PluginReport, described.as_report)
    name, media_type = described.text(answer.get("name")), described.media_type_of(answer)
    return _PluginFormat(plugin, name, media_type, described.endings_of(answer))
