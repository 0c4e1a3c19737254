"""Text files of comma-separated values and variants: doubtful content is refused, and nothing is guessed."""

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.wording import counted
from readiness_gate.sources.people.grid import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Grid, NoGrid, Row
from readiness_gate.sources.people.notes import is_note, without_notes
from readiness_gate.sources.people.problems import Spot

_Line: TypeAlias = tuple[int, list[str]]

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_LINE_END = re.compile(r"\r\n|\r|\n")
_CODECS = {"utf-8": "utf-8-sig"}
_TEXT_FORMULA = re.compile(r'="(?P<text>[^"]*)"')


def grid(file: PeopleFile, content: bytes, wanted: Sequence[str]) -> Grid:
    """Return the header and rows of a text file; `wanted` are the columns it needs, for the message about an empty one.

    Raises NoGrid for another encoding or delimiter than the configured ones, unterminated quotes, rows whose length
    differs from the header's, and too large content; errors further down are raised while rows are read.
    """
    _check_encoding(file, content)
    lines = _lines(file, content)
    header = next((row for row in lines if row[0] >= file.header_row), None)
    if header is None:
        needed = f": it needs a header with {', '.join(wanted)}" if wanted else ""
        what = f"the file is empty{needed}"
        raise NoGrid(what if file.header_row == 1 else f"the file has no row {file.header_row}, which header-row names")
    line, cells = header
    columns = tuple(map(_cell, cells))
    _check_delimiter(file, line, columns)
    if any(file.delimiter in name and _LINE_END.search(name) for name in columns):
        raise NoGrid("the name of a column spans several rows: close its quote", Spot(line))
    is_cut = not content.rstrip(b"\0").endswith((b"\n", b"\r"))
    if is_cut and file.footer_rows == 1:
        raise NoGrid(f"{_CUT}: export it again, or end the file with a line break", Spot(line))
    rows = without_notes((Row(Spot(line), cells) for line, cells in lines), file.footer_rows)
    columns, rows = _fitted(columns, rows)
    return Grid(columns, Spot(line), _rows(file, rows, len(columns), least=2 if is_cut else 1))


def _check_encoding(file: PeopleFile, content: bytes) -> None:
    """Raise NoGrid unless the whole file is text in its encoding."""
    is_utf16 = content.startswith(_UTF16)
    if is_utf16 and file.encoding != "utf-16":
        raise NoGrid('the file is UTF-16: add encoding = "utf-16", or save it as "CSV UTF-8 (comma delimited)"')
    if file.encoding == "utf-16" and not is_utf16:
        raise NoGrid("the file does not begin like UTF-16: correct or remove encoding")
    try:
        content.decode(_CODECS.get(file.encoding, file.encoding))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f'the file is not {file.encoding.upper()}: name its encoding, such as encoding = "windows-1252"'
        raise NoGrid(f'{what}, or save it as "CSV UTF-8 (comma delimited)"', Spot(line)) from error
    if file.encoding not in _UNICODE and _is_utf8(content):
        raise NoGrid(f'the file is UTF-8, not {file.encoding}: write encoding = "utf-8"')


_UNICODE = ("utf-8", "utf-16")


def _is_utf8(content: bytes) -> bool:
    """Return whether bytes are UTF-8 text that is not just ASCII, which is the same in all encodings."""
    try:
        return not content.isascii() and bool(content.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _check_delimiter(file: PeopleFile, line: int, columns: Sequence[str]) -> None:
    other = next((mark for mark in _DELIMITERS if len(columns) == 1 and mark in columns[0]), None)
    if other is not None:
        written = other.replace("\t", "\\t")
        what = f"the columns are separated by {_DELIMITERS[other]}, not by {_DELIMITERS[file.delimiter]}"
        raise NoGrid(f'{what}: add delimiter = "{written}"', Spot(line))


def _lines(file: PeopleFile, content: bytes) -> Iterator[_Line]:
    """Yield the rows that have any text, each with the line on which it begins."""
    decoded = io.TextIOWrapper(io.BytesIO(content), encoding=_CODECS.get(file.encoding, file.encoding), newline="")
    reader = csv.reader(_without_nul(decoded), delimiter=file.delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _check_size(line, cells)
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        too_long = "field larger" in str(error)
        what = (
            _TOO_LONG
            if too_long
            else "a quoted cell does not end, or has text after its closing quote: correct the quotes"
        )
        raise NoGrid(what, Spot(line)) from error


_CUT = "the file does not end with a line break, so its last row may be data that was cut off, and not a note"
_TOO_LONG = f"a cell has more than {LONGEST_CELL} characters: close its quote, or shorten it"


def _check_size(line: int, cells: Sequence[str]) -> None:
    if len(cells) > MOST_COLUMNS:
        raise NoGrid(f"the row has more than {MOST_COLUMNS} columns: export only those that are needed", Spot(line))
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise NoGrid(_TOO_LONG, Spot(line))


def _without_nul(lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            raise NoGrid("the file has a NUL character, so it is not a text file: export it again as CSV", Spot(number))
        yield line


def _rows(file: PeopleFile, rows: Iterator[Row], length: int, *, least: int) -> Iterator[Row]:
    """Yield rows of the header's length; at least so many rows may be notes below the data."""
    for number, row in enumerate(rows, 1):
        cells = [cell for cell in row.cells if isinstance(cell, str)]
        if number > MOST_ROWS:
            raise NoGrid(f"the file has more than {MOST_ROWS} rows: export the program's people only", row.spot)
        if len(cells) != length:
            raise _of_other_length(row, rows, length, file.footer_rows, least)
        if any(_has_rows(cell, length, file.delimiter) for cell in cells):
            raise NoGrid("a cell spans several rows: close its quote, or remove the line breaks", row.spot)
        yield Row(row.spot, list(map(_cell, cells)))


def _of_other_length(row: Row, rows: Iterable[Row], length: int, below: int, least: int) -> NoGrid:
    """Return the error of a row with another number of cells than the header. If it and the `rows` after it are notes,
    at least so many as a file may have, the message has their number, with others `below` them."""
    last = [row, *rows]
    count = len(last) + below
    are_notes = count >= least and all(map(is_note, last))
    notes = f", or if this is a note below the data, add footer-rows = {count}" if are_notes else ""
    cells = counted(len(row.cells), "cell")
    what = f"the row has {cells}, and the header has {length}: correct a delimiter or a quote"
    return NoGrid(f"{what}{notes}", row.spot, notes=count if are_notes else 0)


def _cell(written: str) -> str:
    """Return the text of a cell. Some systems write `="0012"`, a formula that keeps a spreadsheet from dropping
    zeros."""
    text = written.strip()
    formula = _TEXT_FORMULA.fullmatch(text)
    return text if formula is None else formula["text"].strip()


def _fitted(columns: tuple[str, ...], rows: Iterator[Row]) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Return the columns and rows of a file in which only the header, or every row but the header, ends with a
    delimiter: without a last column, or with one that has no name, in which no row may have a value."""
    first = next(rows, None)
    if first is None:
        return columns, rows
    length = len(first.cells)
    if columns[-1] == "" and length == len(columns) - 1:
        columns = columns[:-1]
    elif length == len(columns) + 1 and first.cells[-1] == "":
        columns = (*columns, "")
    return columns, itertools.chain([first], rows)


def _has_rows(cell: str, length: int, delimiter: str) -> bool:
    """Return whether a cell may contain a row, between the quote that one name begins with and the one that another
    name ends with: it then has at least as many delimiters as a row of that length, and a line end."""
    return length > 1 and cell.count(delimiter) >= length - 1 and _LINE_END.search(cell) is not None
