"""Excel workbooks for tests: built as people have them, and then damaged."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def book(*rows: Sequence[Any], change: Callable[[Workbook], object] = lambda _book: None) -> bytes:
    """A workbook with one sheet of these rows, changed before it is saved."""
    made = Workbook()
    for row in rows:
        sheet_of(made).append(list(row))
    change(made)
    return saved(made)


def sheet_of(made: Workbook) -> Worksheet:
    """The sheet of a workbook that has one."""
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    return sheet


def cells(**values: Any) -> Callable[[Workbook], None]:
    """Sets cells of the sheet: `A2="x"`; with `A2__format`, how one is shown."""

    def change(made: Workbook) -> None:
        for name, value in values.items():
            place, _, attribute = name.partition("__")
            cell = sheet_of(made)[place]
            if attribute:
                cell.number_format = value
            else:
                cell.value = value

    return change


def patched(content: bytes, changes: Mapping[str, Callable[[bytes], bytes | None]]) -> bytes:
    """A workbook with some parts changed; None takes a part away."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as taken,
    ):
        for name in given.namelist():
            change = changes.get(name)
            part = given.read(name) if change is None else change(given.read(name))
            if part is not None:
                taken.writestr(name, part)
    return result.getvalue()


def replaced(content: bytes, old: str, new: str, part: str = SHEET) -> bytes:
    """A workbook with a text in one part replaced, which must be there."""

    def change(xml: bytes) -> bytes:
        assert old.encode() in xml, f"{old!r} is not in {part}"
        return xml.replace(old.encode(), new.encode(), 1)

    return patched(content, {part: change})


def inline(row: int, values: Iterable[str]) -> str:
    """A row of a sheet with texts in it."""
    columns = "".join(
        f'<c r="{chr(ord("A") + index)}{row}" t="inlineStr"><is><t>{value}</t></is></c>'
        for index, value in enumerate(values)
    )
    return f'<row r="{row}">{columns}</row>'
