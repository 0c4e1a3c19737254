"""Readings without a judgment: for a terminal, and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.text import Text

from readiness_gate.model.amounts import now_in_words
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.reading import Measured, Question, Reading
from readiness_gate.model.time import Instant, iso, local
from readiness_gate.reports import json
from readiness_gate.reports.screen import draw, evidence_list, indented, words
from readiness_gate.reports.spec import Display
from readiness_gate.reports.words import localized, localized_evidence, parameters_in_words, remarks


def as_json(
    readings: Mapping[Question, Reading], sources: tuple[Provenance, ...], as_of: Instant, notes: Sequence[str] = ()
) -> str:
    """Return the readings in schema 1."""
    return json.dump(
        {
            "schema": json.SCHEMA,
            "as-of": iso(as_of),
            "readings": [
                json.reading(question.signal, question.parameters, answer) for question, answer in readings.items()
            ],
            "sources": [json.source(source) for source in sources],
            **json.noted(notes),
        }
    )


def as_text(
    readings: Mapping[Question, Reading],
    sources: tuple[Provenance, ...],
    as_of: Instant,
    zone: ZoneInfo,
    display: Display,
    notes: Sequence[str] = (),
) -> str:
    """Return what a reader must know about the sources, then each reading with its parameters and its first pieces
    of evidence."""
    known = (words(localized(remark, zone)) for remark in remarks(notes, sources))
    parts: list[RenderableType] = [words(f"as of {local(as_of, zone)}", "dim"), *known]
    for question, reading in readings.items():
        given = parameters_in_words(question.parameters)
        parts += [Text(), Text.assemble(words(question.signal, "bold"), words(f"  {given}" if given else ""))]
        parts += _reading(reading, zone, display)
    return draw(parts, display)


def _reading(reading: Reading, zone: ZoneInfo, display: Display) -> Iterator[RenderableType]:
    if not isinstance(reading, Measured):
        yield indented(f"unavailable: {localized(reading.reason, zone)}")
        return
    yield indented(now_in_words(reading))
    yield indented(localized(reading.summary, zone))
    if reading.evidence and display.verbosity > 0:
        yield evidence_list(localized_evidence(reading.evidence, zone), display)
