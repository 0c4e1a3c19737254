"""The name of the program in a configuration that is not loaded, such as an earlier version of it."""

from functools import lru_cache

from readiness_gate.model.shapes import as_mapping
from readiness_gate.toml.document import Document, Table, parse


@lru_cache(maxsize=32)
def program_in(content: bytes | None) -> str:
    """Return the name of the program that a file configures; "" if the file is not a configuration."""
    if not may_have(content, b"program"):
        return ""
    table = as_mapping((tables_in(content) or {}).get("program"))
    program = table.get("name") if table else None
    return program if isinstance(program, str) else ""


def may_have(content: bytes | None, key: bytes) -> bool:
    """Return whether a file may have a key: it is quick to see that most files of other programs do not. A quoted key
    may have its letters as escape sequences."""
    return content is not None and (key in content or b"\\" in content)


def tables_in(content: bytes | None) -> Table | None:
    """Return the tables of a TOML file; None if there is no file, or it cannot be read. It reads what the loader of
    configurations reads, so that no configuration in use is overlooked in the history."""
    document = parse("", content) if content is not None else None
    return document.content if isinstance(document, Document) else None
