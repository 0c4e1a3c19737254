"""The name of the program in a configuration that is not loaded, such as an earlier version of it."""

import tomllib
from typing import cast


def program_in(content: bytes | None) -> str:
    """Return the name of the program that a file configures; "" if the file is not a configuration."""
    try:
        table: object = tomllib.loads((content or b"").decode()).get("program")
    except (ValueError, RecursionError):
        return ""
    program = cast("dict[str, object]", table).get("name") if isinstance(table, dict) else None
    return program if isinstance(program, str) else ""
