"""Signals, sources and reports of third parties, found by their entry points and merged with our tables.

A plugin is called in isolation: one that raises, or answers something else than it should, makes the reading
unavailable; it can never make a gate pass.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

from readiness_gate.errors import CouldNotLook, NotWritten
from readiness_gate.model.facts import Facts, Provenance, SourceFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import UNITS, Evidence, Measured, Parameters, Reading, Unavailable, Value
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports import REPORTS, Display, Report, ReportTable
from readiness_gate.signals import SIGNALS, Signal, SignalTable
from readiness_gate.sources import SOURCES, Source, SourceTable

_Kind = TypeVar("_Kind", Signal, Source, Report)
_Answer = TypeVar("_Answer")


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
    signals = _found(points.select(group="readiness_gate.signals"), Signal, SIGNALS, refused)
    sources = _found(points.select(group="readiness_gate.sources"), Source, SOURCES, refused)
    reports = _found(points.select(group="readiness_gate.reports"), Report, REPORTS, refused)
    return Tables(
        {**SIGNALS, **{name: _isolated_signal(each) for name, each in signals.items()}},
        {**SOURCES, **{name: _isolated_source(each) for name, each in sources.items()}},
        {**REPORTS, **{name: _isolated_report(each) for name, each in reports.items()}},
        tuple(refused),
    )


def _found(
    points: Iterable[EntryPoint], kind: type[_Kind], ours: Mapping[str, _Kind], refused: list[str]
) -> dict[str, _Kind]:
    found: dict[str, _Kind] = {}
    for point in sorted(points, key=lambda each: each.name):
        loaded = _call(_load, point, kind)
        if isinstance(loaded, _Broken):
            refused.append(f"the plugin {point.name} ({point.value}) cannot be used: {loaded.why}")
        elif loaded.name in ours or loaded.name in found:
            refused.append(f"the plugin {point.name} ({point.value}) is left out: {loaded.name} is there already")
        else:
            found[loaded.name] = loaded
    return found


class _WrongAnswerError(Exception):
    """A plugin is, or answers, something else than it should."""


@dataclass(frozen=True, slots=True)
class _Broken:
    """Why a plugin gives no answer."""

    why: str


def _call(function: Callable[..., _Answer], *arguments: object) -> _Answer | _Broken:
    """What a plugin answers, or why it does not: whatever it raises is its own fault, and stays its own."""
    try:
        return function(*arguments)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - nothing that a plugin raises may end the run
        foreseen = isinstance(error, _WrongAnswerError | CouldNotLook) and str(error)
        return _Broken(foreseen or f"it raised {type(error).__name__}: {error}")


def _as(kind: type[_Answer], value: object) -> _Answer:
    if not isinstance(value, kind):
        raise _WrongAnswerError(f"it gave {type(value).__name__} for {kind.__name__}")
    return value


def _load(point: EntryPoint, kind: type[_Kind]) -> _Kind:
    """What an entry point names, with all that we rely on before it is called."""
    loaded = _as(kind, point.load())
    _as(str, loaded.name)
    if isinstance(loaded, Signal):
        _check(loaded)
    if isinstance(loaded, Report):
        _as(tuple, loaded.endings)
        for ending in loaded.endings:
            _as(str, ending)
    return loaded


def _check(signal: Signal) -> None:
    _as(tuple, signal.sources)
    for text in (signal.meaning, *signal.sources):
        _as(str, text)
    if signal.unit not in UNITS:
        raise _WrongAnswerError(f"there is no unit {signal.unit}")
    for each in signal.parameters:
        if each.default is not None and each.problem(each.default):
            raise _WrongAnswerError(f"the default of {each.name} {each.problem(each.default)}")


def _isolated_signal(signal: Signal) -> Signal:
    def needs(parameters: Parameters, as_of: Instant) -> Needs:
        answer = _call(_needs, signal, parameters, as_of)
        return Needs(frozenset(signal.sources)) if isinstance(answer, _Broken) else answer

    def measure(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
        answer = _call(_reading, signal, facts, as_of, parameters)
        if isinstance(answer, _Broken):
            return Unavailable(f"the plugin of the signal {signal.name} is broken: {answer.why}")
        return answer

    return replace(signal, needs=needs, measure=measure)


def _needs(signal: Signal, parameters: Parameters, as_of: Instant) -> Needs:
    answer = _as(Needs, signal.needs(parameters, as_of))
    _as(Needs, answer | Needs(git=GitNeed(as_of, as_of, as_of)))  # as it will be merged with the needs of others
    return answer


def _reading(signal: Signal, facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    _needs(signal, parameters, as_of)  # without them it would be shown an empty history, and take that for a quiet one
    answer = signal.measure(facts, as_of, parameters)
    if isinstance(answer, Unavailable):
        return Unavailable(_as(str, answer.reason))
    found = _as(Measured, answer)
    return Measured(_value(found.value), _as(str, found.summary), tuple(_evidence(each) for each in found.evidence))


def _value(value: object) -> Value:
    return bool(value) if isinstance(value, bool) else int(value) if isinstance(value, int) else _as(float, value)


def _evidence(value: object) -> Evidence:
    each = _as(Evidence, value)
    return Evidence(*(_as(str, text) for text in (each.kind, each.id, each.note, each.url)))


def _isolated_source(source: Source) -> Source:
    def fetch(settings: Settings, needs: Needs, now: Instant, read: Reader) -> SourceFacts:
        answer = _call(_facts, source, settings, needs, now, read)
        if isinstance(answer, _Broken):
            raise CouldNotLook(f"the plugin of the source {source.name} could not be read: {answer.why}")
        return answer

    return replace(source, fetch=fetch)


def _facts(source: Source, settings: Settings, needs: Needs, now: Instant, read: Reader) -> SourceFacts:
    answer = _as(SourceFacts, source.fetch(settings, needs, now, read))
    origin = _as(Provenance, answer.provenance)
    for text in (origin.source, origin.identity, origin.asked, *origin.doubts, *origin.notes):
        _as(str, text)
    for number in (origin.records, 0 if origin.observed_at is None else origin.observed_at):
        _as(int, number)
    if origin.complete is not True:
        raise _WrongAnswerError("it says that what it gave is not complete")
    return answer


def _isolated_report(report: Report) -> Report:
    def render(verdict: Verdict, display: Display) -> str:
        answer = _call(_text, report, verdict, display)
        if isinstance(answer, _Broken):
            raise NotWritten(f"the plugin of the report {report.name} is broken: {answer.why}")
        return answer

    return replace(report, render=render)


def _text(report: Report, verdict: Verdict, display: Display) -> str:
    return _as(str, report.render(verdict, display))
