"""Rows that a stray quote swallowed into a cell: a later quote ends that cell, and the rows between are lost."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import TypeAlias

from readiness_gate.sources.jira.pages import KEY

_LINE_END = re.compile(r"[\r\n]")
Row: TypeAlias = tuple[int, Sequence[str]]
"""The line on which a row begins, and its cells."""


def swallowed(rows: Sequence[Row], key: int, columns: Iterable[int], delimiter: str = ",") -> Iterator[tuple[int, str]]:
    """Yield the rows with another row in one of their cells: their lines, and the issue key in it.

    A line in a cell is such a row if it has a key in the column `key`, and in another of the `columns` a value that
    other rows have there, such as a status.
    """
    known = {at: {cells[at] for _, cells in rows} for at in columns}
    for line, cells in rows:
        for at, text in enumerate(cells):
            swallowed_key = _key_within(text, at, key, known, delimiter)
            if swallowed_key:
                yield line, swallowed_key


def _key_within(text: str, at: int, key: int, known: Mapping[int, set[str]], delimiter: str) -> str:
    """Return the key in a line of a cell that is a row; the first line is the rest of the cell's own row."""
    if _LINE_END.search(text) is None or KEY.search(text) is None:
        return ""
    starts = chain([at], repeat(0))
    for start, line in zip(starts, text.splitlines(), strict=False):
        cells = {start + place: cell.strip() for place, cell in enumerate(line.split(delimiter))}
        is_alike = any(cells.get(column) in values for column, values in known.items())
        if len(cells) > 1 and is_alike and KEY.fullmatch(cells.get(key, "")):
            return cells[key]
    return ""
