"""JSON values of unknown shape as tables and lists; anything else is an empty one."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from readiness_gate.model.shapes import as_mapping, as_sequence

Json: TypeAlias = Mapping[str, Any]

_EMPTY: Json = {}


def table_of(value: object) -> Json:
    """Return the value if it is a mapping, else an empty one."""
    return as_mapping(value) or _EMPTY


def list_of(value: object) -> Sequence[Any]:
    """Return the value if it is a list or a tuple, else an empty one."""
    return as_sequence(value) or ()
