"""The rows of the CSV files about people, by the names of their columns."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from readiness_gate.sources.delimited import Refused, refuse, table

LARGEST = 1 << 26
_BREAK = re.compile(r"[\r\n]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line on which it begins, and its cells by column name, without white space around them."""

    line: int
    cells: dict[str, str]


def read(name: str, content: bytes, required: Sequence[str], optional: Sequence[str]) -> list[Row]:
    """The rows of a CSV file in UTF-8, separated by commas, with a header that has the required columns.

    Columns beyond the required and optional ones are left alone, and rows without any text are passed over. Raises
    Refused for another encoding or delimiter, missing or repeated columns, rows of another length than the header's,
    quotes that do not end, and cells of several lines in the columns that are read.
    """
    (line, columns), body = table(name, content, f" with {', '.join(required)}")
    refuse(name, ((line, what) for what in _header(columns, required, optional)))
    found = [Row(line, dict(zip(columns, (cell.strip() for cell in cells), strict=True))) for line, cells in body]
    refuse(name, _of_several_lines(found, (*required, *optional)))
    return found


def _of_several_lines(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[tuple[int, str]]:
    """A quote that does not end where it should takes the rows behind it into its cell."""
    for row in rows:
        for column in columns:
            if _BREAK.search(row.cells.get(column, "")):
                yield row.line, f'the cell "{column}" goes over several lines: does its quote end where it should?'


def _header(columns: Sequence[str], required: Sequence[str], optional: Sequence[str]) -> Iterator[str]:
    for column in sorted({column for column in columns if columns.count(column) > 1}):
        yield f'the column "{column}" stands in the header {columns.count(column)} times'
    for column in required:
        if column not in columns:
            yield f'the column "{column}" is missing (the header has: {", ".join(columns)})'
    for column in columns:
        known = next((each for each in optional if plain(each) == plain(column)), column)
        if known != column:
            yield f'the column "{column}" is not known; did you mean "{known}"?'


def plain(column: str) -> str:
    """The name of a column without capitals, white space, hyphens and underscores."""
    return re.sub(r"[\s_-]", "", column).casefold()


__all__ = ["LARGEST", "Refused", "Row", "plain", "read"]
