"""Facts without the ids of people: each id is replaced by a number, consistently, so that people can still be
matched."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.facts.records.entries import Entry
from readiness_gate.model.reading import Unavailable

_IDS = ("person", "respondent")
"""The fields of any records that identify people."""
_MORE_IDS: Mapping[type, tuple[str, ...]] = {Entry: ("created_by", "owner")}
"""The fields of some records that identify people; in others, fields with these names have a team or an office."""


def without_ids(sources: Mapping[str, SourceFacts | Unavailable]) -> dict[str, SourceFacts | Unavailable]:
    """Return the facts of all sources with numbers for people, in order of occurrence."""
    numbers: dict[str, str] = {}
    return {name: _without_ids(facts, numbers) for name, facts in sources.items()}


def _without_ids(value: Any, numbers: dict[str, str]) -> Any:  # noqa: ANN401 - facts of any kind
    if isinstance(value, tuple):
        several = cast("tuple[object, ...]", value)
        return tuple(_without_ids(one, numbers) for one in several)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    ids = (*_IDS, *_MORE_IDS.get(type(value), ()))
    changes: dict[str, Any] = {}
    for field in fields(value):
        held = getattr(value, field.name)
        if field.name in ids and held:
            changes[field.name] = numbers.setdefault(held, f"person-{len(numbers) + 1}")
        elif isinstance(held, tuple):
            changes[field.name] = _without_ids(held, numbers)
    return replace(value, **changes) if changes else value
