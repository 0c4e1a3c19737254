"""Read CSV files as rows of texts. Anything doubtful is refused, with its line; nothing is guessed."""

import csv
import io
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.wording import and_more

Line: TypeAlias = tuple[int, list[str]]
"""A row: the line on which it begins, and its cells."""

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", "^": "carets"}
"""What separates the columns of a file, with its name."""
_SHOWN = 5
LONGEST_CELL = 1 << 20
"""Characters; Jira's own limit of a text field and of a comment is 32,767, and people files have none as long."""
_TOO_LONG = "field larger than field limit"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Refused(CouldNotLook):
    """A file is not a reliable table. The message has its first problems and how many more there are."""

    def __init__(self, name: str, problems: Sequence[tuple[int, str]]) -> None:
        shown = "; ".join(f"{name}:{line}: {what}" for line, what in problems[:_SHOWN])
        more = and_more(len(problems) - _SHOWN)
        super().__init__(f"{shown};{more}" if more else shown)


def refuse(name: str, problems: Iterable[tuple[int, str]]) -> None:
    """Raise Refused when there is any problem."""
    listed = list(problems)
    if listed:
        raise Refused(name, listed)


def table(name: str, content: bytes | bytearray, wanted: str = "", delimiter: str = ",") -> tuple[Line, list[Line]]:
    """Return the header of a file and its rows, without empty rows.

    Raises Refused for another encoding than UTF-8, another separator than `delimiter`, unclosed quotes, rows of another
    length than the header, and an empty file: `wanted` describes the header that it needs.
    """
    text = _text(name, content)
    with _long_cells():
        rows = _rows(name, text, delimiter)
        first = next(rows, None)
        if first is None:
            raise Refused(name, [(1, f"the file is empty: it needs a header{wanted}")])
        line, header = first
        columns = [cell.strip() for cell in header]
        refuse(name, ((line, what) for what in _other_separator(columns, delimiter)))
        body = list(rows)
    refuse(name, _of_other_length(body, len(columns)))
    return (line, columns), body


def _other_separator(columns: Sequence[str], delimiter: str) -> Iterator[str]:
    """That a header seems to be separated by something else than the delimiter."""
    other = next((mark for mark in SEPARATORS if len(columns) == 1 and mark in columns[0]), None)
    if other is not None:
        written = other.replace("\t", "\\t")
        what = f"the columns are separated by {SEPARATORS[other]}, not by {SEPARATORS[delimiter]}"
        yield f'{what}: add delimiter = "{written}" to csv in [jira]'


def _of_other_length(rows: Iterable[Line], length: int) -> Iterator[tuple[int, str]]:
    for line, cells in rows:
        if len(cells) != length:
            yield (
                line,
                f"the row has {len(cells)} cells, and the header {length}: a delimiter too many or too few, or a quote",
            )


def _text(name: str, content: bytes | bytearray) -> str:
    if content.startswith(_UTF16):
        raise Refused(name, [(1, 'the file is UTF-16: save it as "CSV UTF-8 (comma delimited)"')])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(name, [(line, 'the file is not UTF-8: save it as "CSV UTF-8 (comma delimited)"')]) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Refused(name, [(line, "there is a NUL character: this is not a text file")])
    return text


@contextmanager
def _long_cells() -> Generator[None]:
    """Raise the reader's limit of a cell, because descriptions and comments of Jira may exceed it."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _rows(name: str, text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        if _TOO_LONG in str(error):
            what = (
                f"a cell has more than {LONGEST_CELL:,} characters, perhaps because a stray quote takes rows into it."
            )
            raise Refused(name, [(line, f"{what} Export again, or double that quote")]) from error
        raise Refused(
            name, [(line, f"it is not well-formed CSV, perhaps because a quoted cell does not end ({error})")]
        ) from error
