"""Files about people before they are written, and how they are."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from openpyxl import Workbook

from support.people_world import Done, Member, World

Setting: TypeAlias = "str | float | list[str] | dict[str, Setting]"
"""A value in a configuration."""
Cell: TypeAlias = str | int | float | bool | date | datetime

Source: TypeAlias = Member | Done | None
"""What a row was written from."""

Expectation: TypeAlias = Literal["same", "at most", "refuse"]
"""What must be measured: the shares of the world, at most these, or nothing."""


@dataclass
class Sheet:
    """A file before it is written: `fields` are what its columns are in truth, `headers` what they are called."""

    kind: str
    fields: list[str]
    headers: list[str]
    rows: list[list[Cell]]
    sources: list[Source]
    config: dict[str, Any]
    xlsx: bool = False
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    newline: str = "\n"
    quoting: int = csv.QUOTE_MINIMAL
    above: list[list[str]] = field(default_factory=list[list[str]])
    damage: list[Callable[[bytes], bytes]] = field(default_factory=list[Callable[[bytes], bytes]])
    on_book: list[Callable[[Workbook], object]] = field(default_factory=list[Callable[[Workbook], object]])
    no_header: bool = False
    naive: bool = False

    @property
    def file(self) -> str:
        """Its name."""
        return f"{self.kind}.{'xlsx' if self.xlsx else 'csv'}"

    def place(self, name: str) -> int | None:
        """The column that has a field in truth."""
        return self.fields.index(name) if name in self.fields else None

    def lines(self) -> list[list[Cell]]:
        """All rows with what stands above them."""
        header: list[list[Cell]] = [] if self.no_header else [list(self.headers)]
        return [*[list[Cell](each) for each in self.above], *header, *self.rows]

    def written(self) -> bytes:
        """The file, damaged as it is to be."""
        content = _book(self) if self.xlsx else text_of(self, self.lines()).encode(self.encoding, "replace")
        for damage in self.damage:
            content = damage(content)
        return content


@dataclass
class Case:
    """Files that a reader may meet, and the `worlds` that they may be of: one, or several where nothing says which."""

    seed: int
    worlds: list[World]
    roster: Sheet
    completions: Sheet
    expects: Expectation = "same"
    mutations: list[str] = field(default_factory=list[str])

    @property
    def world(self) -> World:
        """The world that was written."""
        return self.worlds[0]

    @property
    def sheets(self) -> tuple[Sheet, Sheet]:
        """Both files."""
        return self.roster, self.completions


def text_of(sheet: Sheet, lines: list[list[Cell]]) -> str:
    """Rows as the sheet's text."""
    if sheet.naive:
        return "".join(sheet.delimiter.join(str(cell) for cell in line) + sheet.newline for line in lines)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=sheet.delimiter, lineterminator=sheet.newline, quoting=_quoting(sheet.quoting))
    writer.writerows(lines)
    return out.getvalue()


def _quoting(given: int) -> Any:
    return given


def _book(sheet: Sheet) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Data"
    for row in sheet.lines():
        page.append([None if cell == "" else cell for cell in row])
    for cells in page.iter_rows():
        for cell in cells:
            if isinstance(cell.value, date) and not isinstance(cell.value, datetime):
                cell.number_format = "dd.mm.yyyy"
    for change in sheet.on_book:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def toml(config: Mapping[str, Setting]) -> str:
    """A table on one line."""

    def value(given: Setting) -> str:
        if isinstance(given, dict):
            return toml(given)
        if isinstance(given, list):
            return f"[{', '.join(value(each) for each in given)}]"
        return json.dumps(given, ensure_ascii=False)

    return "{ " + ", ".join(f"{key} = {value(given)}" for key, given in config.items()) + " }"
