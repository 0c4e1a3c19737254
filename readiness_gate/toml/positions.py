"""The positions of the keys, values and tables in a TOML text.

toml-rs knows the positions of keys and values; those of tables are their headers. Both are read only to report a
problem, and only of a text that tomli accepts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from typing import TypeAlias

import tomli

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.toml.problems import Position

Path: TypeAlias = tuple[str | int, ...]


def position(text: str, path: Path, *, at_value: bool) -> Position | None:
    """Return the position of a path of keys and indices: its key or its value; of its table, if the path does not
    exist."""
    places = _places(text)
    if at_value and path in places.values:
        return places.values[path]
    return next((places.keys[path[:end]] for end in range(len(path), 0, -1) if path[:end] in places.keys), None)


@dataclass(slots=True)
class _Places:
    """The positions of keys and values in a text by path, and the lines that continue a value."""

    lines: list[str]
    keys: dict[Path, Position] = field(default_factory=dict[Path, Position])
    values: dict[Path, Position] = field(default_factory=dict[Path, Position])
    within: set[int] = field(default_factory=set[int])

    def position(self, mark: object, column: object) -> Position | None:
        """Return a position from toml-rs, which counts columns in bytes."""
        lines, bytes_ = _as_range(mark), _as_range(column)
        if lines is None or bytes_ is None:
            return None
        before = self.lines[lines[0] - 1].encode()[: bytes_[0] - 1]
        return Position(lines[0], len(before.decode(errors="replace")) + 1)


@lru_cache(maxsize=8)
def _places(text: str) -> _Places:
    places = _Places(text.split("\n"))
    for key, node in _nodes(text).items():
        _keep(places, (key,), node)
    exact = dict(places.keys)
    headers = dict(_headers(places))
    places.keys.update(headers)
    for path, where in headers.items():
        for end in range(1, len(path)):
            places.keys.setdefault(path[:end], where)
    for path, where in exact.items():
        for end in range(len(path) - 1, 0, -1):
            places.keys.setdefault(path[:end], _dotted(places, where, path[end - 1]))
    return places


def _nodes(text: str) -> Mapping[str, object]:
    """Return the top-level keys and values of a text, as toml-rs reads them; empty if it rejects what tomli accepts."""
    import toml_rs  # noqa: PLC0415 - only a complaint needs it

    try:
        return as_mapping(toml_rs.load_with_metadata(text).meta["nodes"]) or {}
    except ValueError:  # it is younger than tomli and may disagree with it: headers are better than nothing
        return {}


def _keep(places: _Places, path: Path, node: object) -> None:
    """Keep the positions of a node and of everything in it. A leaf has a `value` beside its position; a table contains
    nodes."""
    table = as_mapping(node) or {}
    value = places.position(table.get("value_line"), table.get("value_col"))
    key = places.position(table.get("key_line"), table.get("key_col")) or value
    if value:
        places.values[path] = value
        first, last = _as_range(table["value_line"]) or (0, 0)
        places.within.update(range(first + 1, last + 1))
    if key:
        places.keys[path] = key
    for step, item in _items(table["value"] if key else table):
        _keep(places, (*path, step), item)


def _items(content: object) -> Iterable[tuple[str | int, object]]:
    """Return the items of a table by key, or those of an array by index."""
    table = as_mapping(content)
    return table.items() if table is not None else enumerate(as_sequence(content) or ())


def _dotted(places: _Places, key: Position, name: str | int) -> Position:
    """Return the position of a part of a dotted key: before a later part, on the same line."""
    column = places.lines[key.line - 1].rfind(str(name), 0, key.column - 1) + 1
    return Position(key.line, column or key.column)


def _headers(places: _Places) -> Iterator[tuple[Path, Position]]:
    """Yield the `[table]` and `[[array]]` headers of a text, with the path that each opens."""
    counts: dict[Path, int] = {}
    for number, line in enumerate(places.lines, start=1):
        if number in places.within or not line.lstrip().startswith("["):
            continue
        try:
            keys, is_array = _opened(tomli.loads(line))
        except tomli.TOMLDecodeError:
            continue
        where = Position(number, len(line) - len(line.lstrip()) + 1)
        if is_array:
            _count(counts, keys)
        yield _numbered(counts, keys), where


def _count(counts: dict[Path, int], keys: Sequence[str]) -> None:
    """Count one more element of the array with those keys."""
    array = (*_numbered(counts, keys[:-1]), keys[-1])
    counts[array] = counts.get(array, -1) + 1


def _numbered(counts: Mapping[Path, int], keys: Sequence[str]) -> Path:
    """Return the path of some keys, with the index of the last element of every array on the way."""
    path: Path = ()
    for key in keys:
        path = (*path, key)
        if path in counts:
            path = (*path, counts[path])
    return path


def _opened(content: Mapping[str, object]) -> tuple[list[str], bool]:
    """Return the keys of a header, parsed from its line alone, and whether it opens an element of an array."""
    keys: list[str] = []
    here: object = content
    while table := as_mapping(here):
        key, here = next(iter(table.items()))
        keys.append(key)
    return keys, isinstance(here, list)


def _as_range(number: object) -> tuple[int, int] | None:
    """Return a line or column of toml-rs as a range: it is a number, or a pair for what is longer."""
    pair = as_sequence(number) or (number, number)
    first, last = pair[0], pair[-1]
    return (first, last) if isinstance(first, int) and isinstance(last, int) else None
