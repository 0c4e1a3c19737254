"""Readings without a judgement: for a terminal, and as JSON."""

from collections.abc import Mapping

from rich.padding import Padding
from rich.text import Text

from readiness_gate.judge.wording import amount
from readiness_gate.model.facts import Provenance
from readiness_gate.model.reading import Measured, ParameterValue, Question, Reading
from readiness_gate.model.time import Instant, iso
from readiness_gate.reports import json
from readiness_gate.reports.escape import printable
from readiness_gate.reports.spec import Display
from readiness_gate.reports.text import draw
from readiness_gate.reports.words import short, shown

_EVIDENCE = 5


def as_json(readings: Mapping[Question, Reading], sources: tuple[Provenance, ...], as_of: Instant) -> str:
    """The readings of schema 1."""
    return json.dump(
        {
            "schema": json.SCHEMA,
            "as-of": iso(as_of),
            "readings": [json.reading(each.signal, each.parameters, found) for each, found in readings.items()],
            "sources": [json.source(each) for each in sources],
        }
    )


def as_text(readings: Mapping[Question, Reading], as_of: Instant, display: Display) -> str:
    """The readings, one after the other, with their parameters and the first pieces of their evidence."""
    parts: list[Text | Padding] = [Text(f"as of {iso(as_of)}", "dim")]
    for question, found in readings.items():
        given = ", ".join(f"{name} = {_told(value)}" for name, value in question.parameters.values)
        parts += [Text(), Text.assemble((question.signal, "bold"), f"  {printable(given)}")]
        parts += [Padding(Text(line), (0, 0, 0, 4)) for line in _lines(found, display)]
    return draw(parts, display)


def _told(value: ParameterValue) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _lines(found: Reading, display: Display) -> list[str]:
    if not isinstance(found, Measured):
        return [f"unavailable: {printable(found.reason)}"]
    evidence, more = shown(found.evidence, len(found.evidence) if display.verbosity > 1 else _EVIDENCE)
    listed = [f"• {short(printable(f'{each.id}  {each.note}'))}" for each in evidence if display.verbosity > 0]
    told = [f"• {more} (-v shows them all)"] if more and display.verbosity > 0 else []
    return [f"{amount(found.value, found.unit)}", printable(found.summary), *listed, *told]
