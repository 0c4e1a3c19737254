"""Plugins answer in plain JSON, and every part of an answer is validated here.

The `as_…` functions run in the plugin's process and refuse invalid values; the `…_of` functions run here and trust
nothing that they read.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar, cast

from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import UNITS, Evidence, Measured, Reading, Unavailable, Value
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.time import Instant
from readiness_gate.plugins.report import Report
from readiness_gate.signals import Parameter, Signal
from readiness_gate.signals.signal import MeasuredBy, NeedsOf
from readiness_gate.toml.check import Complaint

Json = Mapping[str, Any]
_Answer = TypeVar("_Answer")
_NO_NEED = GitNeed(0, 0, 0)
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]*(; ?[a-z]+=[A-Za-z0-9-]+)*")


class WrongAnswer(Exception):
    """A plugin, or its answer, is invalid."""


def expect(kind: type[_Answer], value: object) -> _Answer:
    """Return a value of the given type. Raises WrongAnswer for any other."""
    if not isinstance(value, kind):
        raise WrongAnswer(f"it returned {type(value).__name__} instead of {kind.__name__}")
    return value


def dumped(value: object) -> bytes:
    """Return a value as JSON."""
    return json.dumps(value).encode()


def loaded(content: bytes) -> Json:
    """Return a JSON object. Raises WrongAnswer for anything else."""
    try:
        answer = as_mapping(json.loads(content))
    except (ValueError, RecursionError) as error:
        raise WrongAnswer("its answer cannot be read") from error
    if answer is None:
        raise WrongAnswer("its answer cannot be read")
    return answer


def text(value: object) -> str:
    """Return a text that can be written in any report. Raises WrongAnswer for anything else."""
    said = expect(str, value)
    try:
        said.encode()
    except UnicodeEncodeError as error:
        raise WrongAnswer("it returned a text that is not valid Unicode") from error
    return said


def texts(value: object) -> tuple[str, ...]:
    """Return texts that can be written in any report. Raises WrongAnswer for anything else."""
    return tuple(text(item) for item in _list(value))


def _list(value: object) -> tuple[object, ...]:
    return tuple(cast("list[object]", expect(list, value)))


def whole(value: object) -> int:
    """Return a whole number. Raises WrongAnswer for anything else."""
    if isinstance(value, bool):
        raise WrongAnswer("it returned bool instead of int")
    return int(expect(int, value))


def _flag(value: object) -> bool:
    return expect(bool, value)


def flags(value: object) -> Mapping[str, bool]:
    """Return flags by name. Raises WrongAnswer for anything else."""
    return {name: _flag(flag) for name, flag in (mapping(value) or {}).items()}


def mapping(value: object) -> Json | None:
    """Return a JSON object, or None. Raises WrongAnswer for anything else."""
    return None if value is None else cast("Json", expect(dict, value))


def complaints_of(value: object) -> list[Complaint]:
    """Return the mistakes in a table. Raises WrongAnswer for anything else."""
    return [_complaint(_list(complaint)) for complaint in _list(value)]


def _complaint(parts: tuple[object, ...]) -> Complaint:
    path, what, at_value = parts
    return Complaint(tuple(_step(step) for step in _list(path)), text(what), _flag(at_value))


def _step(value: object) -> str | int:
    return whole(value) if isinstance(value, int) else text(value)


# Descriptions -------------------------------------------------------------------------------------------------------


def check_signal(signal: Signal) -> None:
    """Raise WrongAnswer for a signal that cannot be used."""
    expect(tuple, signal.sources)
    for said in (signal.meaning, signal.topic, *signal.sources):
        expect(str, said)
    if signal.unit not in UNITS:
        raise WrongAnswer(f"{signal.unit} is not a unit")
    for parameter in signal.parameters:
        if parameter.default is not None and parameter.problem(parameter.default):
            raise WrongAnswer(f"the default of {parameter.name} {parameter.problem(parameter.default)}")


def as_signal(signal: Signal) -> Json:
    """Return a signal's description, without its functions."""
    check_signal(signal)
    return {
        **{name: getattr(signal, name) for name in ("name", "unit", "meaning", "topic", "above_one", "below_zero")},
        "sources": list(signal.sources),
        "parameters": [
            {"name": parameter.name, "kind": parameter.kind, "default": parameter.default, "meaning": parameter.meaning}
            | {"options": list(parameter.options)}
            for parameter in signal.parameters
        ],
    }


def signal_of(record: Json, needs: NeedsOf, measure: MeasuredBy) -> Signal:
    """Return the signal of a description, with the given functions."""
    signal = Signal(
        name=text(record.get("name")),
        unit=cast("Any", text(record.get("unit"))),
        sources=texts(record.get("sources")),
        meaning=text(record.get("meaning")),
        topic=text(record.get("topic")),
        needs=needs,
        measure=measure,
        parameters=tuple(_parameter(as_mapping(parameter) or {}) for parameter in _list(record.get("parameters"))),
        above_one=_flag(record.get("above_one")),
        below_zero=_flag(record.get("below_zero")),
    )
    check_signal(signal)
    return signal


def _parameter(record: Json) -> Parameter:
    default = record.get("default")
    listed = as_sequence(default)
    return Parameter(
        name=text(record.get("name")),
        kind=cast("Any", text(record.get("kind"))),
        default=texts(default) if listed is not None else default,
        meaning=text(record.get("meaning")),
        options=texts(record.get("options")),
    )


def as_report(report: Report) -> Json:
    """Return a report's description, without its function."""
    expect(tuple, report.endings)
    return {
        "name": report.name,
        "endings": [expect(str, ending) for ending in report.endings],
        "media_type": expect(str, report.media_type),
    }


def media_type_of(record: Json) -> str:
    """Return the media type in a report's description. Raises WrongAnswer if it is invalid."""
    media_type = text(record.get("media_type"))
    if not _MEDIA_TYPE.fullmatch(media_type):
        raise WrongAnswer(f'"{media_type}" is not a media type such as application/pdf')
    return media_type


def as_content(rendered: object) -> bytes:
    """Return a rendered report as bytes; a text is encoded in UTF-8."""
    return bytes(rendered) if isinstance(rendered, bytes) else text(rendered).encode()


def content_of(content: bytes, media_type: str) -> bytes:
    """Return a rendered report. Raises WrongAnswer for a text that is not valid UTF-8."""
    if media_type.startswith("text/"):
        try:
            content.decode()
        except UnicodeDecodeError as error:
            raise WrongAnswer(f"it returned bytes that are not UTF-8 as {media_type}") from error
    return content


def endings_of(record: Json) -> tuple[str, ...]:
    """Return the file endings in a report's description."""
    return texts(record.get("endings"))


# Needs --------------------------------------------------------------------------------------------------------------


def as_needs(needs: Needs) -> Json:
    """Return what a question will read."""
    git = needs.git and {part.name: _plain(getattr(needs.git, part.name)) for part in fields(GitNeed)}
    return {part.name: git if part.name == "git" else _plain(getattr(needs, part.name)) for part in fields(Needs)}


def _plain(value: object) -> object:
    return list(cast("frozenset[object]", value)) if isinstance(value, frozenset) else value


def needs_of(record: Json) -> Needs:
    """Return the needs in an answer, without `frozen`: the milestone says when a freeze began, also for other
    signals."""
    needs = Needs(
        sources=frozenset(texts(record.get("sources"))),
        git=None if record.get("git") is None else _git_need(as_mapping(record.get("git")) or {}),
        issues_since=instant_of(record.get("issues_since")),
        versions=frozenset(texts(record.get("versions"))),
        standing=frozenset(whole(item) for item in _list(record.get("standing"))),
        signed_until=instant_of(record.get("signed_until")),
    )
    if set(record) != {part.name for part in fields(Needs)}:
        raise WrongAnswer("its needs cannot be read")
    return needs


def _git_need(record: Json) -> GitNeed:
    parts: dict[str, Any] = {
        part.name: _like(getattr(_NO_NEED, part.name), record.get(part.name)) for part in fields(GitNeed)
    }
    parts["frozen"] = None
    return GitNeed(**parts)


def _like(given: object, value: object) -> Any:  # noqa: ANN401 - as the field has it
    """Read a value of a field of GitNeed as the type that the field has when nothing is needed."""
    if isinstance(given, bool):
        return _flag(value)
    if isinstance(given, int):
        return whole(value)
    if isinstance(given, frozenset):
        return frozenset(text(item) if isinstance(item, str) else texts(item) for item in _list(value))
    return instant_of(value)


def instant_of(value: object) -> Instant | None:
    """Return an instant or None. Raises WrongAnswer for anything else."""
    return None if value is None else whole(value)


# Readings -----------------------------------------------------------------------------------------------------------


def as_reading(answer: object) -> Json:
    """Return a signal's reading as JSON."""
    if isinstance(answer, Unavailable):
        return {"unavailable": expect(str, answer.reason)}
    measured = expect(Measured, answer)
    return {
        "value": _value(measured.value),
        "summary": expect(str, measured.summary),
        "evidence": [_evidence(item) for item in measured.evidence],
    }


def _value(value: object) -> Value:
    return bool(value) if isinstance(value, bool) else int(value) if isinstance(value, int) else expect(float, value)


def _evidence(value: object) -> list[str]:
    evidence = expect(Evidence, value)
    line = "" if evidence.line is None else str(whole(evidence.line))
    texts = (evidence.kind, evidence.id, evidence.note, evidence.url, evidence.path, line)
    return [expect(str, part) for part in texts]


def reading_of(record: Json) -> Reading:
    """Return the reading in an answer. Raises ValueError unless its value is a finite number."""
    if "unavailable" in record:
        return Unavailable(text(record["unavailable"]))
    evidence = tuple(_evidence_of(texts(item)) for item in _list(record.get("evidence")))
    return Measured(_value(record.get("value")), text(record.get("summary")), evidence)


def _evidence_of(parts: tuple[str, ...]) -> Evidence:
    kind, id_, note, url, path, line = parts
    return Evidence(kind, id_, note, url, path, int(line) if line else None)
