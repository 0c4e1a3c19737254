"""Rows that a stray quote took into a cell: a later one ends that cell, and the rows between are gone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from readiness_gate.sources.jira.pages import KEY

Row: TypeAlias = tuple[int, Sequence[str]]
"""The line on which a row begins, and its cells."""


def swallowed(rows: Sequence[Row], key: int, columns: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The rows with another row in one of their cells: their lines, and the key of an issue in that.

    A line in a cell is such a row if it has a key in the column `key`, and in another of the `columns` a value that
    other rows have there, such as a status.
    """
    known = {at: {cells[at] for _, cells in rows} for at in columns}
    for line, cells in rows:
        for at, text in enumerate(cells):
            if "\n" in text or "\r" in text:
                found = _key_within(text, at, key, known)
                if found:
                    yield line, found


def _key_within(text: str, at: int, key: int, known: Mapping[int, set[str]]) -> str:
    """The key in a line of a cell that is a row; the first line is the rest of the cell's own row."""
    if KEY.search(text) is None:
        return ""
    for number, line in enumerate(text.splitlines()):
        if "," not in line:
            continue
        start = 0 if number else at
        cells = {start + place: cell.strip() for place, cell in enumerate(line.split(","))}
        alike = any(cells.get(each) in values for each, values in known.items())
        if alike and KEY.fullmatch(cells.get(key, "")):
            return cells[key]
    return ""
