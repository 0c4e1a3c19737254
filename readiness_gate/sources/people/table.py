"""A strict reader of CSV files: what is doubtful is refused, with its line, and nothing is guessed."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from readiness_gate.errors import CouldNotLook

LARGEST = 1 << 26
_TOLD = 5
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BREAK = re.compile(r"[\r\n]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line on which it begins, and its cells by column name, without white space around them."""

    line: int
    cells: dict[str, str]


class Refused(CouldNotLook):
    """A file is not a table that can be relied on; told are its first problems and how many more there are."""

    def __init__(self, name: str, problems: Sequence[tuple[int, str]]) -> None:
        told = "; ".join(f"{name}:{line}: {what}" for line, what in problems[:_TOLD])
        more = f"; and {len(problems) - _TOLD} more" if len(problems) > _TOLD else ""
        super().__init__(told + more)


def read(name: str, content: bytes, required: Sequence[str], optional: Sequence[str]) -> list[Row]:
    """The rows of a CSV file in UTF-8, separated by commas, with a header that has the required columns.

    Columns beyond the required and optional ones are left alone, and rows without any text are passed over. Raises
    Refused for another encoding or delimiter, missing or repeated columns, rows of another length than the header's,
    quotes that do not end, and cells of several lines in the columns that are read.
    """
    rows = list(_rows(name, _text(name, content)))
    if not rows:
        raise Refused(name, [(1, f"the file is empty: it needs a header with {', '.join(required)}")])
    (line, header), *body = rows
    columns = [cell.strip() for cell in header]
    _refuse(name, ((line, what) for what in _header(columns, required, optional)))
    _refuse(name, _of_other_length(body, len(columns)))
    found = [Row(line, dict(zip(columns, (cell.strip() for cell in cells), strict=True))) for line, cells in body]
    _refuse(name, _of_several_lines(found, (*required, *optional)))
    return found


def _refuse(name: str, problems: Iterable[tuple[int, str]]) -> None:
    listed = list(problems)
    if listed:
        raise Refused(name, listed)


def _of_other_length(rows: Iterable[tuple[int, list[str]]], length: int) -> Iterator[tuple[int, str]]:
    for line, cells in rows:
        if len(cells) != length:
            yield (
                line,
                f"the row has {len(cells)} cells, and the header {length}: a comma too many or too few, or a quote",
            )


def _of_several_lines(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[tuple[int, str]]:
    """A quote that does not end where it should takes the rows behind it into its cell."""
    for row in rows:
        for column in columns:
            if _BREAK.search(row.cells.get(column, "")):
                yield row.line, f'the cell "{column}" goes over several lines: does its quote end where it should?'


def _text(name: str, content: bytes) -> str:
    if content.startswith(_UTF16):
        raise Refused(name, [(1, 'the file is UTF-16: save it as "CSV UTF-8 (comma delimited)"')])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(name, [(line, 'the file is not UTF-8: save it as "CSV UTF-8 (comma delimited)"')]) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Refused(name, [(line, "there is a NUL character: this is no text file")])
    return text


def _rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(
            name, [(line, f"this is no well-formed CSV, such as a quoted cell that does not end ({error})")]
        ) from error


def _header(columns: Sequence[str], required: Sequence[str], optional: Sequence[str]) -> Iterator[str]:
    other = next((mark for mark in (";", "\t", "|") if len(columns) == 1 and mark in columns[0]), None)
    if other is not None:
        told = "tabs" if other == "\t" else f'"{other}"'
        yield f"the columns are separated by {told}, not by commas: save it as comma-separated"
        return
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
