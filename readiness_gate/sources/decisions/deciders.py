"""Reads from a configuration who may write to the decision log."""

import tomllib
from collections.abc import Mapping
from typing import cast


def deciders(content: bytes | None) -> tuple[str, ...] | None:
    """Return the names of `waivers.approvers` and `decisions.by` in a configuration; None if there is no configuration,
    or it cannot be read."""
    try:
        tables = tomllib.loads((content or b"").decode())
    except (ValueError, RecursionError):
        return None
    names = (*_names(tables, "waivers", "approvers"), *_names(tables, "decisions", "by"))
    return tuple(dict.fromkeys(names)) if content is not None else None


def _names(tables: Mapping[str, object], table: str, key: str) -> list[str]:
    there = tables.get(table)
    names = cast("dict[str, object]", there).get(key) if isinstance(there, dict) else None
    return [name for name in cast("list[object]", names) if isinstance(name, str)] if isinstance(names, list) else []
