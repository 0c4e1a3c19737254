"""Who may write to the decision log, as a configuration says it."""

import tomllib
from collections.abc import Mapping
from typing import cast


def deciders(content: bytes | None) -> tuple[str, ...] | None:
    """The names of `waivers.approvers` and `decisions.by` in a configuration; None where it says nothing, as there is
    none, or it cannot be read."""
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
