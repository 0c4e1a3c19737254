"""TOML files with the position of everything in them.

tomli decides what is valid, and for what is invalid says where. toml-rs tells where keys and values of a valid file
stand; it is asked only when there is something to complain about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import tomli

from readiness_gate.config.problems import Position, Problem
from readiness_gate.model.shapes import as_mapping, as_sequence

LARGEST = 1_048_576
DEEPEST = 24

Path: TypeAlias = tuple[str | int, ...]
Table: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML file: its name for messages, its text, and its content."""

    name: str
    text: str
    content: Table

    def problem(self, path: Sequence[str | int], what: str, *, at_value: bool = False) -> Problem:
        """A problem with what stands at a path of keys and indices: at its key, or at its value."""
        return Problem(self.name, what, _position(self, tuple(path), at_value=at_value), self.text)


def parse(name: str, data: bytes) -> Document | Problem:
    """The document of a file's bytes, or what is wrong with them.

    Refused are files that are not UTF-8 or too large, and values nested too deeply: neither parser is to be trusted
    with those.
    """
    if len(data) > LARGEST:
        return Problem(name, f"the file has {len(data)} bytes; a policy file has at most {LARGEST}")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(name, "the file is not UTF-8: save it with that encoding", Position(line, 1))
    try:
        content = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return Problem(name, f"this is not TOML: {error.msg}", Position(error.lineno, error.colno), text)
    except RecursionError:
        return Problem(name, "the file nests arrays, tables or keys too deeply")
    except ValueError:
        return Problem(name, "the file has a number with too many digits")
    if _depth(content) > DEEPEST:
        return Problem(name, f"the file nests arrays, tables or keys more than {DEEPEST} deep")
    return Document(name, text, content)


def _depth(content: Table) -> int:
    level: list[object] = [content]
    depth = 0
    while level:
        depth += 1
        level = [item for each in level for item in _items(each) if isinstance(item, dict | list)]
    return depth


def _items(value: object) -> Iterable[object]:
    table = as_mapping(value)
    return table.values() if table is not None else as_sequence(value) or ()


def _position(document: Document, path: Path, *, at_value: bool) -> Position | None:
    """Where a path stands; for a key that is not there, where its table does."""
    headers = _headers(document.text)
    for end in range(len(path), 0, -1):
        found = _in_metadata(document.text, path[:end], at_value=at_value and end == len(path)) or headers.get(
            path[:end]
        )
        if found is not None:
            return found
    return None


def _headers(text: str) -> dict[Path, Position]:
    """Where the `[table]` and `[[array]]` headers of a text stand, by the path that they open."""
    counts: dict[Path, int] = {}
    found: dict[Path, Position] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.lstrip().startswith("["):
            continue
        try:
            path, is_array = _opened(tomli.loads(line))
        except tomli.TOMLDecodeError:
            continue
        where = Position(number, len(line) - len(line.lstrip()) + 1)
        resolved: Path = ()
        for index, key in enumerate(path):
            resolved = (*resolved, key)
            if is_array and index == len(path) - 1:
                counts[resolved] = counts.get(resolved, -1) + 1
                found.setdefault(resolved, where)
            if resolved in counts:
                resolved = (*resolved, counts[resolved])
        found.setdefault(resolved, where)
    return found


def _opened(content: Table) -> tuple[list[str], bool]:
    """The keys of a header, from the content of its line alone, and whether it opens an element of an array."""
    keys: list[str] = []
    here: object = content
    while table := as_mapping(here):
        key, here = next(iter(table.items()))
        keys.append(key)
    return keys, isinstance(here, list)


def _in_metadata(text: str, path: Path, *, at_value: bool) -> Position | None:
    """Where a key or a value stands, as toml-rs tells; None for what it does not tell (tables with a header)."""
    import toml_rs  # noqa: PLC0415 - only a complaint needs it

    node: object = toml_rs.load_with_metadata(text).meta["nodes"]
    for step in path:
        node = _child(node, step)
    leaf = as_mapping(node) or {}
    prefix = "value" if at_value or isinstance(path[-1], int) else "key"
    line, column = _first(leaf.get(f"{prefix}_line")), _first(leaf.get(f"{prefix}_col"))
    return Position(line, column) if line is not None and column is not None else None


def _child(node: object, step: str | int) -> object:
    """What stands in a node at a key or an index. A leaf keeps what it holds under `value`, beside its position; a
    table is what it holds."""
    table = as_mapping(node)
    if table is not None and any(_first(table.get(mark)) is not None for mark in ("key_line", "value_line")):
        return _child(table["value"], step)
    items = as_sequence(node)
    if items is not None:
        return items[step] if isinstance(step, int) and step < len(items) else None
    return table.get(step) if table is not None and isinstance(step, str) else None


def _first(number: object) -> int | None:
    """A line or column of toml-rs: a number, or the first and the last one of what is longer."""
    pair = as_sequence(number)
    found = pair[0] if pair else number
    return found if isinstance(found, int) else None
