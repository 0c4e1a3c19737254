"""Reads from a configuration who may write to the decision log."""

from functools import lru_cache

from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.toml.document import Table
from readiness_gate.toml.program import tables_in


@lru_cache(maxsize=32)
def deciders(content: bytes | None) -> tuple[str, ...] | None:
    """Return the names of `waivers.approvers` and `decisions.by` in a configuration; None if there is no configuration,
    or it cannot be read."""
    tables = tables_in(content)
    if tables is None:
        return None
    names = (*_names(tables, "waivers", "approvers"), *_names(tables, "decisions", "by"))
    return tuple(dict.fromkeys(names))


def _names(tables: Table, table: str, key: str) -> list[str]:
    names = (as_mapping(tables.get(table)) or {}).get(key)
    return [name for name in as_sequence(names) or () if isinstance(name, str)]
