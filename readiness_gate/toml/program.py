"""The name of the program in a configuration that is not loaded, such as an earlier version of it."""

from functools import lru_cache

from readiness_gate.model.shapes import as_mapping
from readiness_gate.toml.document import Document, Table, parse


@lru_cache(maxsize=1024)
def program_in(content: bytes | None) -> str:
    """Return the name of the program that a file configures; "" if the file is not a configuration."""
    table = as_mapping((tables_in(content) or {}).get("program"))
    program = table.get("name") if table else None
    return program if isinstance(program, str) else ""


def tables_in(content: bytes | None) -> Table | None:
    """Return the tables of a TOML file; None if there is no file, or it cannot be read. It reads what the loader of
    configurations reads, so that no configuration in use is overlooked in the history."""
    document = parse("", content) if content is not None else None
    return document.content if isinstance(document, Document) else None
