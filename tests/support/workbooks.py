"""Excel workbooks for tests: built as people have them, and then damaged."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sheet_of(made: Workbook) -> Worksheet:
    """The sheet of a workbook that has one."""
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    return sheet


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


def shared(content: bytes, more: bytes = b"") -> bytes:
    """A workbook with its texts in a table, as Excel writes them, and more in that table."""
    main = "http://schemas.openxmlformats.org"
    texts: list[bytes] = []

    def in_table(match: re.Match[bytes]) -> bytes:
        texts.append(match[1])
        return b't="s"><v>%d</v>' % (len(texts) - 1)

    def relation(part: bytes) -> bytes:
        kind = f"{main}/officeDocument/2006/relationships/sharedStrings"
        added = f'<Relationship Id="rIdS" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
        return part.replace(b"</Relationships>", added.encode())

    def declared(part: bytes) -> bytes:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        return part.replace(b"</Types>", f'<Override PartName="/{STRINGS}" ContentType="{kind}"/></Types>'.encode())

    def sheet(part: bytes) -> bytes:
        return re.sub(rb't="inlineStr"><is><t>(.*?)</t></is>', in_table, part)

    changes = {SHEET: sheet, "xl/_rels/workbook.xml.rels": relation, "[Content_Types].xml": declared}
    result = io.BytesIO(patched(content, changes))
    with zipfile.ZipFile(result, "a", zipfile.ZIP_DEFLATED) as archive:
        table = b"".join(b"<si><t>%s</t></si>" % each for each in texts) + more
        archive.writestr(STRINGS, f'<sst xmlns="{main}/spreadsheetml/2006/main">'.encode() + table + b"</sst>")
    return result.getvalue()


def inline(row: int, values: Iterable[str]) -> str:
    """A row of a sheet with texts in it."""
    columns = "".join(
        f'<c r="{chr(ord("A") + index)}{row}" t="inlineStr"><is><t>{value}</t></is></c>'
        for index, value in enumerate(values)
    )
    return f'<row r="{row}">{columns}</row>'


def archive(*names: str) -> bytes:
    """A zip archive with these files, which are empty."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as written:
        for name in names:
            written.writestr(name, b"")
    return content.getvalue()
