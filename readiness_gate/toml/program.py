"""The program of a configuration that is not read as one, such as an earlier version of it."""

import tomllib
from typing import cast


def program_in(content: bytes | None) -> str:
    """The program that a content configures; empty for no configuration."""
    try:
        table: object = tomllib.loads((content or b"").decode()).get("program")
    except (ValueError, RecursionError):
        return ""
    program = cast("dict[str, object]", table).get("name") if isinstance(table, dict) else None
    return program if isinstance(program, str) else ""
