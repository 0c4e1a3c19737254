"""Third-party signals, sources and reports, found through entry points and merged with our tables.

No plugin code runs in this process: every call runs in a separate process (`fence`), which gets copies of the facts and
settings and answers with plain data. If a plugin raises, exits, hangs, prints, or gives an invalid answer, its readings
become unavailable.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

from readiness_gate.errors import NotWritten
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Parameters, Reading, Unavailable
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.plugins import described
from readiness_gate.plugins.described import dumped, expect
from readiness_gate.plugins.plugin import FAULTS, Plugin, describe, load, reason_of
from readiness_gate.plugins.report import Report as PluginReport
from readiness_gate.plugins.sealed import Sealed, opened
from readiness_gate.plugins.sources import source
from readiness_gate.reports import FORMATS, Display, Format, Report, ReportTable, table
from readiness_gate.signals import SIGNALS, Signal, SignalTable
from readiness_gate.signals.signal import answered
from readiness_gate.sources import SOURCES, Source, SourceTable

_Taken = TypeVar("_Taken", Signal, Source, "_PluginFormat")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of signals, sources and reports including plugins; `refused` names the unusable plugins, with
    reasons."""

    signals: SignalTable
    sources: SourceTable
    formats: tuple[Format, ...]
    refused: tuple[str, ...] = ()

    def reports(self, display: Display) -> ReportTable:
        """Return the reports for a screen, by name."""
        return table(self.formats, display)


def tables() -> Tables:
    """Return all tables, with every plugin that could be loaded."""
    refused: list[str] = []
    points = entry_points()  # searches every installed package: do it only once
    signals = _merged(points.select(group="readiness_gate.signals"), _signal, SIGNALS, refused)
    sources = _merged(points.select(group="readiness_gate.sources"), source, SOURCES, refused)
    ours = table(FORMATS, Display())
    formats = _merged(points.select(group="readiness_gate.reports"), _format, ours, refused)
    return Tables({**SIGNALS, **signals}, {**SOURCES, **sources}, (*FORMATS, *formats.values()), tuple(refused))


def _merged(
    points: Iterable[EntryPoint], take: Callable[[Plugin], _Taken], ours: Iterable[str], refused: list[str]
) -> dict[str, _Taken]:
    merged: dict[str, _Taken] = {}
    for point in sorted(points, key=lambda point: point.name):
        try:
            taken = take(Plugin(point))
        except FAULTS as error:
            refused.append(f"the plugin {point.name} ({point.value}) cannot be used: {reason_of(error)}")
            continue
        if taken.name in ours or taken.name in merged:
            refused.append(f"the plugin {point.name} ({point.value}) is ignored: the name {taken.name} is taken")
        else:
            merged[taken.name] = taken
    return merged


# Signals ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Measuring:
    """The functions of a plugin's signal, each running in a separate process."""

    plugin: Plugin
    name: str
    sources: tuple[str, ...]

    def needs(self, parameters: Parameters, as_of: Instant) -> Needs:
        """Return what a question will read."""
        known, asked = self.plugin.needs, (parameters, as_of)
        if asked not in known:
            known[asked] = _needs(self.plugin, self.sources, parameters, as_of)
        return known[asked]

    def measure(self, facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
        """Return the reading; unavailable with the reason if the answer is invalid."""

        def work() -> bytes:
            theirs = load(self.plugin.point, Signal)
            # Without its needs it would see an empty history, and take it for a quiet one.
            _checked_needs(theirs, parameters, as_of)
            return dumped(described.as_reading(answered(theirs, opened(facts), as_of, parameters)))

        try:
            return described.reading_of(described.loaded(self.plugin.call(work)))
        except FAULTS as error:
            return Unavailable(f"the plugin of the signal {self.name} is broken: {reason_of(error)}")


def _signal(plugin: Plugin) -> Signal:
    answer = describe(plugin, Signal, described.as_signal)
    measuring = _Measuring(plugin, described.text(answer.get("name")), described.texts(answer.get("sources")))
    return described.signal_of(answer, measuring.needs, measuring.measure)


def _needs(plugin: Plugin, sources: tuple[str, ...], parameters: Parameters, as_of: Instant) -> Needs:
    """Return what a question will read; if the plugin does not say, what its signal always reads."""

    def work() -> bytes:
        return dumped(described.as_needs(_checked_needs(load(plugin.point, Signal), parameters, as_of)))

    try:
        return described.needs_of(described.loaded(plugin.call(work)))
    except FAULTS:
        return Needs(frozenset(sources))


def _checked_needs(signal: Signal, parameters: Parameters, as_of: Instant) -> Needs:
    answer = expect(Needs, signal.needs(parameters, as_of))
    expect(Needs, answer | Needs(git=GitNeed(as_of, as_of, as_of)))  # as it will be merged with other needs
    return answer


# Reports ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _PluginFormat:
    """A plugin's report, which is created once the screen is known."""

    plugin: Plugin
    name: str
    media_type: str
    endings: tuple[str, ...]

    def __call__(self, display: Display) -> Report:
        made = Report(self.name, self.media_type, lambda verdict: self._rendered(verdict, display), self.endings)
        return made if made.is_text else replace(made, join=None)

    def _rendered(self, verdict: Verdict, display: Display) -> bytes:
        def work() -> bytes:
            return described.as_content(load(self.plugin.point, PluginReport).render(verdict, display))

        try:
            return described.content_of(self.plugin.call(work), self.media_type)
        except FAULTS as error:
            raise NotWritten(f"the plugin of the report {self.name} is broken: {reason_of(error)}") from error


def _format(plugin: Plugin) -> _PluginFormat:
    answer = describe(plugin, PluginReport, described.as_report)
    name, media_type = described.text(answer.get("name")), described.media_type_of(answer)
    return _PluginFormat(plugin, name, media_type, described.endings_of(answer))


__all__ = ["Sealed", "Tables", "tables"]
