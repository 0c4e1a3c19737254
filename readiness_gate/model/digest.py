"""Digests of values: equal values have equal digests, in whatever order their sets and mappings were built."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from readiness_gate.model.shapes import as_mapping, as_sequence

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_WHEN = "digest"
WHEN_GIVEN = {_WHEN: "when given"}
"""Metadata of a field that a digest includes only if it is not empty, so that new fields do not change older
digests."""
NEVER = {_WHEN: "never"}
"""Metadata of a field that no digest includes, because it decides nothing."""

_PLAIN = frozenset({str, int, bool, type(None)})
"""The types whose values are encoded as they are."""


def digest(value: object) -> str:
    """Return `sha256:` and the hexadecimal SHA-256 of a value's canonical JSON."""
    text = json.dumps(_canonical(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: object) -> object:
    if type(value) in _PLAIN:  # most of what is asked for, such as the ids of evidence
        return value
    if is_dataclass(value):
        return {name: _canonical(held) for name, held in _counting_fields(value)}
    mapping, sequence = as_mapping(value), as_sequence(value)
    if mapping is not None:
        return sorted(([_canonical(key), _canonical(item)] for key, item in mapping.items()), key=repr)
    if sequence is not None:
        return [item if type(item) in _PLAIN else _canonical(item) for item in sequence]
    if isinstance(value, frozenset):
        return sorted((_canonical(item) for item in cast("frozenset[object]", value)), key=repr)
    return _canonical_scalar(value)


def _counting_fields(record: "DataclassInstance | type[DataclassInstance]") -> Iterator[tuple[str, object]]:
    """Yield the fields of a record that are part of its digest, with their names."""
    for name, when in _fields_of(record if isinstance(record, type) else type(record)):
        held = getattr(record, name)
        if _counts(held, when):
            yield name, held


@cache
def _fields_of(kind: "type[DataclassInstance]") -> tuple[tuple[str, object], ...]:
    """Return the name of each field, and when it counts. A verdict has few kinds of records, and thousands of some."""
    return tuple((field.name, field.metadata.get(_WHEN)) for field in fields(kind))


def _counts(held: object, when: object) -> bool:
    """Return whether a field is part of the digest of its record."""
    return when is None or (when != NEVER[_WHEN] and bool(held))


def _canonical_scalar(value: object) -> object:
    if isinstance(value, ZoneInfo):
        return value.key
    if value is None or isinstance(value, str | bool | int):
        return value
    return value.isoformat() if isinstance(value, date) else repr(value)
