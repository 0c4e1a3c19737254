"""Signals, sources and reports of third parties, found by their entry points and merged with our tables.

A plugin is called in isolation: one that raises, or answers something else than it should, makes the reading
unavailable; it can never make a gate pass.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeVar

from readiness_gate.errors import CouldNotLook, NotWritten
from readiness_gate.model.facts import Facts, SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Parameters, Reading, Unavailable
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports import REPORTS, Display, Report, ReportTable
from readiness_gate.signals import SIGNALS, Signal, SignalTable
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
    signals = _found("readiness_gate.signals", Signal, SIGNALS, refused)
    sources = _found("readiness_gate.sources", Source, SOURCES, refused)
    reports = _found("readiness_gate.reports", Report, REPORTS, refused)
    return Tables(
        {**SIGNALS, **{name: _isolated_signal(each) for name, each in signals.items()}},
        {**SOURCES, **{name: _isolated_source(each) for name, each in sources.items()}},
        {**REPORTS, **{name: _isolated_report(each) for name, each in reports.items()}},
        tuple(refused),
    )


def _found(group: str, kind: type[_Kind], ours: Mapping[str, _Kind], refused: list[str]) -> dict[str, _Kind]:
    found: dict[str, _Kind] = {}
    for point in sorted(entry_points(group=group), key=lambda each: each.name):
        loaded = _call(point.load)
        if isinstance(loaded, _Broken):
            refused.append(f"the plugin {_told(point)} could not be loaded: {loaded.why}")
        elif not isinstance(loaded, kind):
            refused.append(f"the plugin {_told(point)} is no {kind.__name__}")
        elif loaded.name in ours or loaded.name in found:
            refused.append(f'the plugin {_told(point)} is left out: there is a {kind.__name__} "{loaded.name}" already')
        else:
            found[loaded.name] = loaded
    return found


def _told(point: EntryPoint) -> str:
    return f"{point.name} ({point.value})"


@dataclass(frozen=True, slots=True)
class _Broken:
    why: str


def _call(function: Callable[..., object], *arguments: Any) -> object:  # noqa: ANN401 - whatever the plugin takes
    """What a plugin answers, or why it does not: whatever it raises is its own fault, and stays its own."""
    try:
        return function(*arguments)
    except CouldNotLook:
        raise
    except Exception as error:  # noqa: BLE001 - nothing that a plugin raises may end the run
        return _Broken(f"{type(error).__name__}: {error}")


def _isolated_signal(signal: Signal) -> Signal:
    def needs(parameters: Parameters, as_of: Instant) -> Needs:
        answer = _call(signal.needs, parameters, as_of)
        return answer if isinstance(answer, Needs) else Needs(frozenset(signal.sources))

    def measure(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
        answer = _call(signal.measure, facts, as_of, parameters)
        if isinstance(answer, Measured | Unavailable):
            return answer
        why = answer.why if isinstance(answer, _Broken) else f"it answered {type(answer).__name__}, which is no reading"
        return Unavailable(f"the plugin of the signal {signal.name} is broken: {why}")

    return replace(signal, needs=needs, measure=measure)


def _isolated_source(source: Source) -> Source:
    def fetch(settings: Settings, needs: Needs, now: Instant, read: Reader) -> SourceFacts:
        answer = _call(source.fetch, settings, needs, now, read)
        if isinstance(answer, SourceFacts):
            return answer
        why = answer.why if isinstance(answer, _Broken) else f"it answered {type(answer).__name__}, which is no facts"
        raise CouldNotLook(f"the plugin of the source {source.name} is broken: {why}")

    return replace(source, fetch=fetch)


def _isolated_report(report: Report) -> Report:
    def render(verdict: Verdict, display: Display) -> str:
        answer = _call(report.render, verdict, display)
        if isinstance(answer, str):
            return answer
        why = answer.why if isinstance(answer, _Broken) else f"it answered {type(answer).__name__}, which is no text"
        raise NotWritten(f"the plugin of the report {report.name} is broken: {why}")

    return replace(report, render=render)
