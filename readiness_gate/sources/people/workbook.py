"""Excel workbooks (.xlsx): limited before they are parsed, and refused with sheet and cell if doubtful."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.sources.people.grid import LONGEST_CELL, Broken, Grid, Moment, NoGrid, Row, Value
from readiness_gate.sources.people.merged import Merged, named
from readiness_gate.sources.people.notes import without_notes
from readiness_gate.sources.people.parts import check_parts
from readiness_gate.sources.people.problems import Spot
from readiness_gate.sources.people.sheet_xml import Extent, scan

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_SHEETS = 50
_SAVE_AGAIN = "open it in Excel and save it again"
_LITERAL = re.compile(r'"[^"]*"|\\.|\[\$[^\]]*\]')
"""The literal parts of a number format, and its language: their letters are not date codes."""
_DAMAGED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""The errors that openpyxl and the standard library raise for damaged files, and for files that are not workbooks."""


def is_one(content: bytes) -> bool:
    """Return whether a file is a workbook, of this form or an older one."""
    return content.startswith((_ZIP, _OLE))


def grid(file: PeopleFile, content: bytes, fits: Callable[[Sequence[str]], bool], *, alone: bool = True) -> Grid:
    """Return the header and rows of the only sheet that `fits`, or of the configured sheet.

    Raises NoGrid for other kinds of files, for too large ones, and if no sheet or several fit; if the file's sheet is
    not named, also for a hidden one, and with `alone`, for other sheets with more than one column, because these may
    have people. Raises CouldNotLook if openpyxl is not installed.
    """
    if content.startswith(_OLE):
        raise NoGrid("this is an old .xls file, or one with a password: save it as .xlsx without a password")
    try:
        return _grid(file, content, fits, alone=alone)
    except _DAMAGED as error:
        raise NoGrid(f"the workbook is damaged, or not an .xlsx file: {_SAVE_AGAIN}") from error


def _grid(file: PeopleFile, content: bytes, fits: Callable[[Sequence[str]], bool], *, alone: bool) -> Grid:
    archive = zipfile.ZipFile(io.BytesIO(content))
    check_parts(archive)
    sheets = _sheets(_open(content), file.sheet)
    extents = [scan(archive, sheet) for sheet in sheets]
    grids = [_sheet(file, sheet, extent) for sheet, extent in zip(sheets, extents, strict=True)]
    chosen, is_fitting = _chosen(grids, fits)
    if is_fitting and file.sheet is None:
        title = chosen.spot.sheet
        _check_visible(next(sheet for sheet in sheets if sheet.title == title))
        if alone:
            filled = [sheet.title for sheet, extent in zip(sheets, extents, strict=True) if extent.columns > 1]
            _check_alone(title, [name for name in filled if name != title])
    return chosen


def _sheets(book: Any, name: str | None) -> list[Any]:  # noqa: ANN401 - see _open
    """Return the sheets of a workbook that may be read: all of them, or the named one. Raises NoGrid if there is
    none."""
    if not book.worksheets:
        raise NoGrid(f"the workbook has no sheet that can be read: {_SAVE_AGAIN}")
    if len(book.worksheets) > _MOST_SHEETS:
        raise NoGrid(f"the workbook has more than {_MOST_SHEETS} sheets: save only the sheet with the people")
    sheets = [sheet for sheet in book.worksheets if name in (None, sheet.title)]
    if not sheets:
        titles = ", ".join(f'"{sheet.title}"' for sheet in book.worksheets)
        raise NoGrid(f'there is no sheet "{name}" in the workbook, which has {titles}: correct sheet')
    return sheets


def _chosen(grids: Sequence[Grid], fits: Callable[[Sequence[str]], bool]) -> tuple[Grid, bool]:
    """Return the only grid whose header fits, else the one with most columns for the message about it; and whether it
    fits.

    Raises NoGrid if several fit, or none has a header.
    """
    fitting = [grid for grid in grids if fits(grid.header)]
    if len(fitting) > 1:
        titles = ", ".join(f'"{grid.spot.sheet}"' for grid in fitting)
        raise NoGrid(f"several sheets have the columns ({titles}): name one of them with sheet = …")
    chosen = fitting[0] if fitting else max(grids, key=lambda grid: len(grid.header))
    if not chosen.header:
        raise NoGrid("the workbook has no sheet with a header: add a row with the names of the columns")
    return chosen, bool(fitting)


def _check_visible(sheet: Any) -> None:  # noqa: ANN401 - see _open
    """Raise NoGrid for a hidden sheet that the configuration does not name."""
    if sheet.sheet_state != "visible":
        what = f'only the sheet "{sheet.title}" has the columns, and it is hidden: if it is the right one'
        raise NoGrid(f'{what}, add sheet = "{sheet.title}" beside file')


def _check_alone(title: str, others: Sequence[str]) -> None:
    """Raise NoGrid for a sheet that the configuration does not name if others are filled, too: they may have people."""
    if others:
        names = ", ".join(f'"{other}"' for other in others)
        what = f'only the sheet "{title}" has the columns, and {names} may have people, too'
        remedy = f'move them to one sheet, or if the others have none, add sheet = "{title}" beside file'
        raise NoGrid(f"{what}: {remedy}")


def _open(content: bytes) -> Any:  # noqa: ANN401 - openpyxl is imported only where a workbook is read
    try:
        from openpyxl import load_workbook  # noqa: PLC0415
    except ImportError as error:
        raise CouldNotLook(
            'reading .xlsx files needs openpyxl: pip install "readiness-gate[excel]", or save the file as CSV UTF-8'
        ) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)


def _sheet(file: PeopleFile, sheet: Any, extent: Extent) -> Grid:  # noqa: ANN401 - see _open
    """Return the header and rows of a sheet."""
    sheet.reset_dimensions()
    merged = Merged(extent.merged, sheet.title)
    rows = ((row, merged.marked(row)) for row in without_notes(_rows(sheet, extent), file.footer_rows))
    header = next((row for row, _ in rows if row.spot.row >= file.header_row), None)
    if header is None:
        return Grid((), Spot(1, sheet.title), iter(()), letters=True)
    names = tuple(_name(cell) for cell in header.cells)
    return Grid(names, header.spot, (named(row, as_written, names) for as_written, row in rows), letters=True)


def _name(cell: Value) -> str:
    return cell if isinstance(cell, str) else str(cell) if isinstance(cell, bool | int | float) else "?"


def _rows(sheet: Any, extent: Extent) -> Iterator[Row]:  # noqa: ANN401 - see _open
    """Yield the rows of a sheet that have any value."""
    if not extent.rows:
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cells = sheet.iter_rows(max_row=extent.rows, max_col=extent.columns)
            # What comes behind the rows is not read.
            for number, row in zip(range(1, extent.rows + 1), cells, strict=False):
                values = [_value(cell, number, index, extent) for index, cell in enumerate(row)]
                if any(value != "" for value in values):
                    yield Row(Spot(number, sheet.title), values)
    except _DAMAGED as error:
        raise NoGrid(f"the sheet is damaged: {_SAVE_AGAIN}", Spot(1, sheet.title)) from error


def _value(cell: Any, row: int, column: int, extent: Extent) -> Value:  # noqa: ANN401 - see _open
    """Return the value of a cell, if it is reliable."""
    if (row, column + 1) in extent.unsaved:
        return Broken("is a formula without a saved result: open the file in Excel and save it again")
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return Broken("is a spreadsheet error such as #N/A: correct the file")
    if isinstance(value, date | time | timedelta):
        return _date(value, cell.number_format)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return f"{value * 100:.9f}%" if "%" in cell.number_format else value
    text = str(value).strip()
    return text if len(text) <= LONGEST_CELL else Broken(f"has more than {LONGEST_CELL} characters: shorten it")


def _date(value: date | time | timedelta, number_format: str) -> Value:
    """Return a date, which is a day if its format has no hours."""
    if isinstance(value, datetime):
        return Moment(value, is_day="h" not in _LITERAL.sub("", number_format).casefold())
    if isinstance(value, date):
        return Moment(datetime.combine(value, time()), is_day=True)
    return Broken("is a time of day, not a date: correct the cell")
