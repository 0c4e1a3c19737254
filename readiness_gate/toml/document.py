"""TOML documents, parsed by tomli, which decides what is valid and locates syntax errors."""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeAlias

import tomli

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.shapes import as_mapping, as_sequence, as_text
from readiness_gate.toml.partial import follows, original
from readiness_gate.toml.positions import Path, position
from readiness_gate.toml.problems import Position, Problem
from readiness_gate.toml.syntax import explained

LARGEST = 1_048_576
DEEPEST = 24

_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")

Table: TypeAlias = dict[str, Any]
Value: TypeAlias = str | int | float | date | Sequence[str]


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML file."""

    name: str
    """The name for messages."""
    text: str
    content: Table
    dropped: frozenset[Path] = frozenset()
    """The paths that were dropped from the content as mistakes."""

    def problem(self, path: Sequence[str | int], what: str, *, at_value: bool = False) -> Problem:
        """Return a problem at a path of keys and indices, at its key or at its value."""
        where = self.original(path)
        at = position(self.text, where, at_value=at_value)
        section = str(path[0]) if path else ""
        return Problem(
            self.name, what, at, self.text, follows=follows(self.content, where, self.dropped), section=section
        )

    def original(self, path: Sequence[str | int]) -> Path:
        """Return the path in the whole file of something that was kept."""
        return original(tuple(path), self.dropped)


def parse(name: str, data: bytes) -> Document | Problem:
    """Return the document of a file's bytes, or the problem with them.

    Files that are not UTF-8, too large or too deeply nested are refused: neither parser can be trusted with them.
    """
    text = _decoded(name, data)
    if isinstance(text, Problem):
        return text
    try:
        content = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        what = f"this is not valid TOML: {explained(error.msg, _line(text, error.lineno))}"
        return Problem(name, what, Position(error.lineno, error.colno), text)
    except RecursionError:
        return Problem(name, "the file nests arrays, tables or keys too deeply")
    except ValueError:  # the only other error is a number with too many digits for Python
        return Problem(name, "the file has a number with too many digits")
    if _depth(content) > DEEPEST:
        return Problem(name, f"the file nests arrays, tables or keys more than {DEEPEST} deep")
    return Document(name, text, content)


def _line(text: str, number: int) -> str:
    """Return a line of a text, counted from 1; "" after its end."""
    return next(iter(text.split("\n")[number - 1 : number]), "").rstrip("\r")


def as_toml(value: Value) -> str:
    """Return a value as TOML on one line: a JSON string is also a TOML basic string."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"[{', '.join(map(as_toml, value))}]" if isinstance(value, Sequence) else str(value)


def _decoded(name: str, data: bytes) -> str | Problem:
    if len(data) > LARGEST:
        return Problem(name, f"the file has {len(data)} bytes; a policy file has at most {LARGEST}")
    try:
        text = as_text(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(name, "the file is not UTF-8: save it with that encoding", Position(line, 1))
    turned = _TURNS.search(text)
    if turned is None:
        return text
    begin = text.rfind("\n", 0, turned.start())
    what = "this character reverses the reading direction, so the line is not what it looks like: remove it"
    return Problem(name, what, Position(text.count("\n", 0, turned.start()) + 1, turned.start() - begin), text)


def _depth(content: Table) -> int:
    level: list[object] = [content]
    depth = 0
    while level:
        depth += 1
        level = [item for value in level for item in _items(value) if isinstance(item, dict | list)]
    return depth


def _items(value: object) -> Iterable[object]:
    table = as_mapping(value)
    return table.values() if table is not None else as_sequence(value) or ()
