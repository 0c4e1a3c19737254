"""The extent of a sheet's values, and what its XML contains that a workbook reader would silently skip."""

import re
import zipfile
from dataclasses import field
from typing import Any
from xml.parsers import expat

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.people.grid import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, NoGrid
from readiness_gate.sources.people.merged import Range, number
from readiness_gate.sources.people.parts import refuse_doctype
from readiness_gate.sources.people.problems import Spot

_MOST_CELLS = 5_000_000
_MOST_MERGED = 100_000
_MOST_OF_ROW = 100_000
"""The most elements in a row: openpyxl holds all of them in memory, with their texts, before it returns the first
cell."""
_LONGEST_TOKEN = 1 << 20
_CHUNK = 1 << 16
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)


@dataclass(slots=True)
class Extent:
    """The last row and column with a value, counted from 1, 0 without any; the formulas without a saved result, each
    by its row and column; and the ranges of merged cells."""

    rows: int = 0
    columns: int = 0
    unsaved: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    merged: list[Range] = field(default_factory=list[Range])


def scan(archive: zipfile.ZipFile, sheet: Any) -> Extent:  # noqa: ANN401 - a sheet of openpyxl
    """Return the extent of a sheet.

    Raises NoGrid for a document type, which could expand to anything; for rows and cells out of order or duplicated, of
    which a reader keeps only one; for values too far out; and for more in one place than fits into memory. Raises
    ValueError for broken XML.
    """
    scanner = _Scanner(sheet.title)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = scanner.start
    parser.EndElementHandler = scanner.end
    parser.CharacterDataHandler = scanner.characters
    parser.StartDoctypeDeclHandler = refuse_doctype
    with archive.open(sheet._worksheet_path) as part:  # noqa: SLF001 - the only way to a sheet's part
        size = 0
        while chunk := part.read(_CHUNK):
            _parse(parser, chunk)
            size += len(chunk)
            if size - parser.CurrentByteIndex > _LONGEST_TOKEN:
                raise scanner.too_much
        _parse(parser, b"", last=True)
    return scanner.extent


def _parse(parser: expat.XMLParserType, chunk: bytes, *, last: bool = False) -> None:
    try:
        parser.Parse(chunk, last)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


class _Scanner:
    """Follows the rows and cells of a sheet."""

    def __init__(self, title: str) -> None:
        self.extent = Extent()
        self._title = title
        self._row = self._column = self._cells = self._elements = self._length = 0
        self._formula = self._value = self._inside = self._is_past = False

    @property
    def too_much(self) -> NoGrid:
        """The error that there is more in one place than any program writes."""
        what = "the row has more content than a row can have: open the file in Excel and save it again"
        return NoGrid(what, Spot(max(self._row, 1), self._title))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element."""
        tag = name.rpartition(" ")[2]
        self._elements += not self._is_past
        if self._elements > _MOST_OF_ROW:
            raise self.too_much
        if tag == "row":
            self._begin_row(attributes.get("r"))
        elif tag == "c":
            self._begin_cell(attributes.get("r"))
            self._value = attributes.get("t") == "str"  # a formula's saved result may be an empty text
        elif tag == "f":
            self._formula = True
        elif tag in ("v", "is"):
            self._inside = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def characters(self, text: str) -> None:
        """Handle text, which within a value is a value."""
        self._length += len(text) * (not self._is_past)
        if self._length > LONGEST_CELL:
            spot = Spot(max(self._row, 1), self._title, letters(self._column))
            raise NoGrid(f"the cell has more than {LONGEST_CELL} characters: shorten it", spot)
        self._value = self._value or self._inside

    def end(self, name: str) -> None:
        """Handle the end of an element; a cell then has a value, or none."""
        tag = name.rpartition(" ")[2]
        self._is_past = self._is_past or tag == "sheetData"
        if tag in ("v", "is"):
            self._inside = False
        if tag != "c":
            return
        if self._value or self._formula:
            self._reach()
        if self._formula and not self._value:
            self.extent.unsaved.add((self._row, self._column))
        self._formula = self._value = False

    def _begin_row(self, written: str | None) -> None:
        row = self._row + 1 if written is None else int(written)
        if row <= self._row:
            raise NoGrid(
                f"row {row} appears twice, or after a later one: open the file in Excel and save it again",
                Spot(row, self._title),
            )
        self._row, self._column = row, 0
        self._elements = self._length = 0
        self._is_past = False

    def _begin_cell(self, written: str | None) -> None:
        column = self._column + 1
        if written is not None:
            match = _CELL.fullmatch(written)
            if match is None or int(match[2]) != self._row:
                raise NoGrid(
                    f"a cell of row {self._row} has a wrong place: open the file in Excel and save it again",
                    Spot(self._row, self._title),
                )
            column = number(match[1])
        if column <= self._column:
            raise NoGrid(
                f"a cell of row {self._row} appears twice, or out of order: open the file in Excel and save it again",
                Spot(self._row, self._title),
            )
        self._column = column
        self._cells += 1
        self._length = 0
        if self._cells > _MOST_CELLS:
            what = f"the sheet has more than {_MOST_CELLS} cells: delete empty rows, and save"
            raise NoGrid(what, Spot(self._row, self._title))

    def _merge(self, written: str) -> None:
        merged = Range.of(written)
        if merged is not None:
            self.extent.merged.append(merged)
        if len(self.extent.merged) > _MOST_MERGED:
            what = f"the sheet has more than {_MOST_MERGED} ranges of merged cells: unmerge them in Excel, and save"
            raise NoGrid(what, Spot(1, self._title))

    def _reach(self) -> None:
        """Note that there is a value here. Raises NoGrid for one that is too far out."""
        spot = Spot(self._row, self._title, letters(self._column))
        if self._row > MOST_ROWS or self._column > MOST_COLUMNS:
            raise NoGrid(
                f"there is a value beyond row {MOST_ROWS} or column {MOST_COLUMNS}: delete stray cells, and save", spot
            )
        self.extent.rows = self._row
        self.extent.columns = max(self.extent.columns, self._column)


def letters(number: int) -> str:
    """Return the letters of a column by its number, as a workbook shows it."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
