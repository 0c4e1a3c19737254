"""Signals, sources and reports of third parties, found by their entry points and merged with our tables.

No code of a plugin runs in this process: every call is made in a process of its own (`fence`), which gets copies of the
facts and settings and answers with plain data. A plugin that raises, exits, hangs, prints, or answers something else
than it should, makes its readings unavailable.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

from readiness_gate.errors import NotWritten
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Parameters, Reading, Unavailable
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.plugins import described
from readiness_gate.plugins.described import dumped, expect
from readiness_gate.plugins.plugin import FAULTS, Plugin, describe, load, reason_of
from readiness_gate.plugins.sealed import Sealed, opened
from readiness_gate.plugins.sources import source
from readiness_gate.reports import REPORTS, Display, Report, ReportTable
from readiness_gate.signals import SIGNALS, Signal, SignalTable
from readiness_gate.signals.signal import answered
from readiness_gate.sources import SOURCES, Source, SourceTable

_Kind = TypeVar("_Kind", Signal, Source, Report)


@dataclass(frozen=True, slots=True)
class Tables:
    """Our tables with those of the plugins; `refused` says which plugins could not be used, and why."""

    signals: SignalTable
    sources: SourceTable
    reports: ReportTable
    refused: tuple[str, ...] = ()


def tables() -> Tables:
    """All tables, with every plugin that could be loaded."""
    refused: list[str] = []
    points = entry_points()  # looks into every package that is installed: once is enough
    signals = _merged(points.select(group="readiness_gate.signals"), _signal, SIGNALS, refused)
    sources = _merged(points.select(group="readiness_gate.sources"), source, SOURCES, refused)
    reports = _merged(points.select(group="readiness_gate.reports"), _report, REPORTS, refused)
    return Tables({**SIGNALS, **signals}, {**SOURCES, **sources}, {**REPORTS, **reports}, tuple(refused))


def _merged(
    points: Iterable[EntryPoint], take: Callable[[Plugin], _Kind], ours: Mapping[str, _Kind], refused: list[str]
) -> dict[str, _Kind]:
    merged: dict[str, _Kind] = {}
    for point in sorted(points, key=lambda point: point.name):
        try:
            taken = take(Plugin(point))
        except FAULTS as error:
            refused.append(f"the plugin {point.name} ({point.value}) cannot be used: {reason_of(error)}")
            continue
        if taken.name in ours or taken.name in merged:
            refused.append(f"the plugin {point.name} ({point.value}) is left out: {taken.name} is there already")
        else:
            merged[taken.name] = taken
    return merged


# Signals ------------------------------------------------------------------------------------------------------------


def _signal(plugin: Plugin) -> Signal:
    def needs(parameters: Parameters, as_of: Instant) -> Needs:
        asked = (parameters, as_of)
        if asked not in plugin.needs:
            plugin.needs[asked] = _needs(plugin, signal, parameters, as_of)
        return plugin.needs[asked]

    def measure(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
        def work() -> bytes:
            theirs = load(plugin.point, Signal)
            # Without its needs it would see an empty history, and take that for a quiet one.
            _checked_needs(theirs, parameters, as_of)
            return dumped(described.as_reading(answered(theirs, opened(facts), as_of, parameters)))

        try:
            return described.reading_of(described.loaded(plugin.call(work)))
        except FAULTS as error:
            return Unavailable(f"the plugin of the signal {signal.name} is broken: {reason_of(error)}")

    signal = described.signal_of(describe(plugin, Signal, described.as_signal), needs, measure)
    return signal


def _needs(plugin: Plugin, signal: Signal, parameters: Parameters, as_of: Instant) -> Needs:
    """What a question will read; of a plugin that does not say, what its signal always reads."""

    def work() -> bytes:
        return dumped(described.as_needs(_checked_needs(load(plugin.point, Signal), parameters, as_of)))

    try:
        return described.needs_of(described.loaded(plugin.call(work)))
    except FAULTS:
        return Needs(frozenset(signal.sources))


def _checked_needs(signal: Signal, parameters: Parameters, as_of: Instant) -> Needs:
    answer = expect(Needs, signal.needs(parameters, as_of))
    expect(Needs, answer | Needs(git=GitNeed(as_of, as_of, as_of)))  # as it will be merged with the needs of others
    return answer


# Reports ------------------------------------------------------------------------------------------------------------


def _report(plugin: Plugin) -> Report:
    found = describe(plugin, Report, described.as_report)
    name = described.text(found.get("name"))

    def render(verdict: Verdict, display: Display) -> str:
        def work() -> bytes:
            return dumped({"text": expect(str, load(plugin.point, Report).render(verdict, display))})

        try:
            return described.text(described.loaded(plugin.call(work)).get("text"))
        except FAULTS as error:
            raise NotWritten(f"the plugin of the report {name} is broken: {reason_of(error)}") from error

    return Report(name, render, described.endings_of(found))


__all__ = ["Sealed", "Tables", "tables"]
