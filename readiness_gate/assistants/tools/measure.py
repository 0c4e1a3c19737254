"""`measure`: the value of signals, without judging them."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from readiness_gate.app.measure import Chosen, chosen, measured
from readiness_gate.app.session import Session
from readiness_gate.assistants import parts
from readiness_gate.assistants.caveats import lines, of_number, of_sources, of_two_versions
from readiness_gate.assistants.closed import Closed
from readiness_gate.assistants.tool import Answer, Answered, Tool, Wanted
from readiness_gate.assistants.untrusted import Quoted, number_of, of_notes, of_reading, of_source_remarks, untrusted
from readiness_gate.assistants.untrusted import of_sources as quoted_of_sources
from readiness_gate.errors import BadUse
from readiness_gate.model.amounts import now_in_words
from readiness_gate.model.reading import Measured, Question, Reading
from readiness_gate.model.time import Instant, iso
from readiness_gate.reports.readings import as_text
from readiness_gate.reports.spec import Display
from readiness_gate.run import Measurement

_Name = Annotated[str, Field(max_length=100)]


class Measure(Wanted):
    """The arguments of `measure`."""

    signals: list[_Name] = Field(default_factory=list, max_length=100)
    """The names of signals, such as defects.open. Without one, all that have a source are measured."""
    with_: dict[_Name, _Name] = Field(default_factory=dict, max_length=20)
    """Values of parameters by their names, for the signals that have them, such as window: 4w. None may be a path."""


class Value(Closed):
    """The reading of a signal."""

    signal: str
    value: bool | int | float | None
    """null where nothing could be measured, and where the value is not shown to protect a small group."""
    unit: str
    available: bool
    in_words: str
    evidence: list[parts.Link]


class Values(Answer):
    """The readings of signals."""

    caveats: list[str]
    """Sentences of readiness-gate on what the values are worth. Pass them on with the values."""
    remarks: int
    """How many remarks the untrusted texts have, on what was not counted and on how the sources were read."""
    readings: list[Value]
    sources: list[parts.Source]


def _run(session: Session, wanted: Measure) -> Answered:
    given = [f"{name}={value}" for name, value in wanted.with_.items()]
    choice, moment = chosen(session.tables.signals, wanted.signals, given), session.as_of(wanted.as_of)
    _refuse_paths(choice)
    found = measured(session, choice, moment)
    content = _content(session, found, moment)
    said = [*(f"{one.signal}: {one.in_words}." for one in content.readings), *lines(content.caveats)]
    return Answered(content, "\n".join([content.program, parts.times(moment, session.program.now), *said]))


def _refuse_paths(choice: Sequence[Chosen]) -> None:
    """Raise BadUse if a parameter is a list of paths: only the configuration determines which files are read."""
    for one in choice:
        for name, value in one.parameters.items():
            if isinstance(value, tuple):
                raise BadUse(f"with: {name} of {one.signal.name} is a path. Name one of the path sets of [git.paths]")


def _content(session: Session, found: Measurement, moment: Instant) -> Values:
    zone = session.configuration.settings.calendar
    report = as_text(found.readings, found.sources, moment, zone, Display(), session.notes)
    remarks = number_of(_remarks(session, found))
    facts = of_sources(found.sources, moment)
    return Values(
        caveats=[*facts, *of_two_versions(session, of_worse=False), *of_number(remarks)],
        remarks=remarks,
        schema_=1,
        program=session.configuration.settings.program,
        as_of=iso(moment),
        read_at=iso(session.program.now),
        readings=[_value(session, question, reading) for question, reading in found.readings.items()],
        sources=parts.sources_of(found.sources),
        untrusted=untrusted(report, _quoted(session, found)),
    )


def _value(session: Session, question: Question, reading: Reading) -> Value:
    return Value(
        signal=question.signal,
        value=parts.value_of(reading),
        unit=session.tables.signals[question.signal].unit,
        available=isinstance(reading, Measured),
        in_words=now_in_words(reading) if isinstance(reading, Measured) else parts.UNKNOWN,
        evidence=parts.links_of(session, reading),
    )


def _quoted(session: Session, found: Measurement) -> Iterator[Quoted]:
    yield from _remarks(session, found)
    for question, reading in found.readings.items():
        yield from of_reading(question.signal, reading)
    yield from quoted_of_sources(found.sources)


def _remarks(session: Session, found: Measurement) -> Iterator[Quoted]:
    """Yield the remarks that every reader of the values must know."""
    yield from of_notes(session.notes)
    for question, reading in found.readings.items():
        if isinstance(reading, Measured) and reading.not_counted:
            yield Quoted(about=question.signal, kind="note", text=reading.not_counted)
    yield from of_source_remarks(found.sources)


TOOL = Tool(
    "measure",
    "Measure signals",
    "The values of signals as of a time, such as the number of open defects or the share of trained people, without "
    "judging them. Reads all sources again; writes nothing.",
    Measure,
    Values,
    _run,
)
