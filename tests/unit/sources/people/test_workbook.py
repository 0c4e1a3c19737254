"""A workbook is read strictly: what is doubtful is refused, with its sheet and cell."""

import io
import sys
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
from support.workbooks import SHEET, STYLES, book, inline, patched, replaced, shared

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.sources.people import parts, sheet_xml
from readiness_gate.sources.people.grid import Broken, Grid, NoGrid
from readiness_gate.sources.people.sheet_xml import letters
from readiness_gate.sources.people.workbook import grid, is_one

FILE = PeopleFile("roster.xlsx")
GOOD = book(("person", "role"), ("ann", "Clerk"), (None, None), ("bob", "Clerk"))
AGAIN = ": open the file in Excel and save it again"
BEYOND = "the row has more content than a row can have: open the file in Excel and save it again"
LONG = "the cell has more than 32767 characters: shorten it"
FAR = "there is a value beyond row 500000 or column 1000: delete stray cells, and save"


def _fits(header: Sequence[str]) -> bool:
    return "person" in header


def _grid(content: bytes, file: PeopleFile = FILE) -> Grid:
    return grid(file, content, _fits)


def _refused(content: bytes, file: PeopleFile = FILE) -> tuple[str, str]:
    """Why a workbook is refused, and the place."""
    with pytest.raises(NoGrid) as refused:
        list(_grid(content, file).rows)
    spot = refused.value.problem.spot
    return refused.value.problem.what, f"{spot.sheet} {spot.label}"


def _behind(xml: str) -> bytes:
    """A workbook with more behind its last row."""
    return replaced(GOOD, "</sheetData>", f"{xml}</sheetData>")


def test_rows_are_read_with_their_numbers() -> None:
    """Blank rows are none, and the others keep their numbers, wherever their texts are."""
    for content in (GOOD, shared(GOOD)):
        read = _grid(content)
        assert (read.header, read.spot.row, read.spot.sheet, read.letters) == (("person", "role"), 1, "Sheet", True)
        assert [(row.spot.label, row.cells) for row in read.rows] == [("2", ["ann", "Clerk"]), ("4", ["bob", "Clerk"])]


@pytest.mark.parametrize(
    ("content", "is_book"), [(GOOD, True), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", True), (b"a", False)]
)
def test_a_workbook_is_known_by_how_it_begins(content: bytes, *, is_book: bool) -> None:
    """Not by its name; an old one is known, too, to be refused in words."""
    assert is_one(content) is is_book


def test_names_of_columns_may_be_numbers() -> None:
    """As they are written."""
    assert _grid(book(("person", 2027, True, 1.5), ("ann", 1, 2, 3))).header == ("person", "2027", "True", "1.5")


def test_cells_without_their_places_come_one_after_the_other() -> None:
    """As the form of workbooks allows."""
    cells = "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in ("cleo", "Clerk"))
    assert [row.cells for row in _grid(_behind(f"<row>{cells}</row>")).rows][-1] == ["cleo", "Clerk"]


def test_a_formula_counts_by_its_saved_result() -> None:
    """One without is no empty cell."""
    cells = '<c r="A9" t="str"><f>"a"</f><v>ann</v></c><c r="B9"><f>TODAY()</f></c>'
    *_, row = _grid(_behind(f'<row r="9">{cells}</row>')).rows
    assert row.cells == ["ann", Broken("is a formula without a saved result: open the file in Excel and save it again")]


def test_what_comes_behind_the_rows_is_not_read() -> None:
    """However much of it there is."""
    links = "<hyperlinks>" + '<hyperlink ref="x"/>' * 200_000 + "x" * 40_000 + "</hyperlinks>"
    assert len(list(_grid(replaced(GOOD, "</sheetData>", f"</sheetData>{links}")).rows)) == 2


@pytest.mark.parametrize(
    ("xml", "why", "place"),
    [
        (inline(4, ["x"]), "row 4 appears twice, or after a later one" + AGAIN, "Sheet 4"),
        (
            '<row r="9"><c r="A9"/><c r="A9"/></row>',
            "a cell of row 9 appears twice, or out of order" + AGAIN,
            "Sheet 9",
        ),
        (
            '<row r="9"><c r="B9"/><c r="A9"/></row>',
            "a cell of row 9 appears twice, or out of order" + AGAIN,
            "Sheet 9",
        ),
        ('<row r="9"><c r="A8"/></row>', "a cell of row 9 has a wrong place" + AGAIN, "Sheet 9"),
        ('<row r="9"><c r="a9"/></row>', "a cell of row 9 has a wrong place" + AGAIN, "Sheet 9"),
        ('<row r="9"><c r="ALM9"><v>1</v></c></row>', FAR, "Sheet ALM9"),
        ('<row r="500001"><c r="A500001"><v>1</v></c></row>', FAR, "Sheet A500001"),
        (f'<row r="9">{"<c/>" * 100_001}</row>', BEYOND, "Sheet 9"),
        (f'<row r="9">{"<x/>" * 100_001}</row>', BEYOND, "Sheet 9"),
        (f"<!--{'x' * (2 << 20)}-->", BEYOND, "Sheet 4"),
        (inline(9, ["x" * 32_768]), LONG, "Sheet A9"),
        (f'<row r="9"><c r="B9"><f>{"x" * 32_768}</f></c></row>', LONG, "Sheet B9"),
    ],
    ids=range(12),
)
def test_a_sheet_that_is_not_as_programs_write_them_is_refused(xml: str, why: str, place: str) -> None:
    """Another program would read something else of it, or run out of memory."""
    assert _refused(_behind(xml)) == (why, place)


@pytest.mark.parametrize("place", ["A9", "AB9"])
def test_the_longest_cell_is_read(place: str) -> None:
    """Far to the right, too."""
    longest = "x" * 32_767
    content = _behind(f'<row r="9"><c r="{place}" t="inlineStr"><is><t>{longest}</t></is></c></row>')
    *_, row = _grid(content).rows
    assert longest in row.cells


def test_many_cells_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty ones, too."""
    monkeypatch.setattr(sheet_xml, "_MOST_CELLS", 7)
    why, place = _refused(_behind('<row r="9"><c r="A9"/><c r="B9"/></row>'))
    assert (why, place) == ("the sheet has more than 7 cells: delete empty rows, and save", "Sheet 9")


@pytest.mark.parametrize("part", [SHEET, STYLES, "xl/workbook.xml", "[Content_Types].xml", "_rels/.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_every_part(part: str, encoding: str) -> None:
    """Before anything reads it, in any encoding."""
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    content = patched(GOOD, {part: lambda _part: xml.encode(encoding)})
    assert _refused(content)[0].startswith("the workbook has an XML document type, which is not safe to read")


def test_a_document_type_is_refused_wherever_it_is_in_a_sheet() -> None:
    """Behind more blanks than the first look at a part reads, too."""
    content = patched(GOOD, {SHEET: lambda part: b"\n" * (1 << 15) + b"<!DOCTYPE x>" + part})
    sheet: Any = type("Sheet", (), {"title": "Sheet", "_worksheet_path": SHEET})
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        pytest.raises(NoGrid, match=r"^the workbook has an XML document type"),
    ):
        sheet_xml.scan(archive, sheet)


@pytest.mark.parametrize("filling", [b"\n" * (1 << 15), b"<!--" + b"x" * (1 << 15) + b"-->"], ids=["blanks", "comment"])
def test_a_document_type_cannot_hide_behind_what_says_nothing(filling: bytes) -> None:
    """The part is refused for what comes first."""
    content = patched(GOOD, {STYLES: lambda part: filling + b'<!DOCTYPE x [<!ENTITY a "b">]>' + part})
    assert _refused(content)[0] == "a part of the workbook has no content at its beginning: export it again"


def test_a_part_that_is_not_xml_is_left_alone() -> None:
    """Such as a picture, large or small."""
    content = io.BytesIO(GOOD)
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG" + b"\0" * (1 << 15))
        archive.writestr("docProps/empty", b"")
    assert len(list(_grid(content.getvalue()).rows)) == 2


def test_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even small ones."""
    monkeypatch.setattr(parts, "_MOST_PARTS", 5)
    assert _refused(GOOD)[0].startswith("the workbook unpacks to more than 150 MiB: save only the sheet")


def test_a_large_part_that_is_no_sheet_is_refused() -> None:
    """One that is just not too large is read."""

    def with_styles_of(size: int) -> bytes:
        return patched(GOOD, {STYLES: lambda part: part + b" " * (size - len(part))})

    assert len(list(_grid(with_styles_of(1 << 21)).rows)) == 2
    why = "xl/styles.xml in the workbook has more than 2 MiB: copy the people to a new one"
    assert _refused(with_styles_of((1 << 21) + 1))[0] == why


def test_a_workbook_without_a_sheet_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any, without one of that name, with too many, and with none that has a header."""
    assert _refused(book()) == (
        "the workbook has no sheet with a header: add a row with the names of the columns",
        " 1",
    )
    assert _refused(GOOD, PeopleFile("r", header_row=9)) == (
        "the workbook has no sheet with a header: add a row with the names of the columns",
        " 1",
    )
    assert _refused(patched(GOOD, {SHEET: lambda _part: None}))[0].startswith("the workbook has no sheet that can be")
    assert _refused(GOOD, PeopleFile("r", sheet="X"))[0] == (
        'there is no sheet "X" in the workbook, which has "Sheet": correct sheet'
    )
    monkeypatch.setattr("readiness_gate.sources.people.workbook._MOST_SHEETS", 0)
    assert _refused(GOOD)[0] == "the workbook has more than 0 sheets: save only the sheet with the people"


def test_without_openpyxl_the_reason_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra, and a text file does without."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(
        CouldNotLook, match=r'^reading \.xlsx files needs openpyxl: pip install "readiness-gate\[excel\]"'
    ):
        _grid(GOOD)


@pytest.mark.parametrize(
    ("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")]
)
def test_columns_are_named_as_workbooks_name_them(number: int, name: str) -> None:
    """By letters."""
    assert letters(number) == name


def _merged(*ranges: str, rows: Sequence[Sequence[object]]) -> list[Sequence[object]]:
    """The cells of a workbook with merged ranges, below its header."""
    content = book(("person", "role", "", "note"), *rows)
    cells = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    return [row.cells for row in _grid(replaced(content, "</sheetData>", f"</sheetData>{cells}")).rows]


def _lost(written: str) -> Broken:
    return Broken(
        f"is one of the merged cells {written}, of which only the first has a value: unmerge them in Excel, and "
        "fill in every cell"
    )


@pytest.mark.parametrize(
    ("ranges", "second", "third"),
    [
        (["B2:B3"], ("ann", "Clerk", "", "x"), ("bob", _lost("B2:B3"), "", "y")),
        (["$A$2:$A$3"], ("ann", "Clerk", "", "x"), (_lost("$A$2:$A$3"), "Clerk", "", "y")),
        (["A2:B2", "B3:D3"], ("ann", _lost("A2:B2"), "", "x"), ("bob", "Clerk", "", _lost("B3:D3"))),
        (["D1:D1048576"], ("ann", "Clerk", "", _lost("D1:D1048576")), ("bob", "Clerk", "", _lost("D1:D1048576"))),
        (["B1:D1", "C2:C3", "D9:D10", "F2:H3", "A2"], ("ann", "Clerk", "", "x"), ("bob", "Clerk", "", "y")),
    ],
)
def test_a_cell_that_is_merged_away_is_no_empty_cell(
    ranges: Sequence[str], second: Sequence[object], third: Sequence[object]
) -> None:
    """Its value is that of the first cell, which a reader of workbooks does not give; headers may be merged."""
    rows = _merged(*ranges, rows=[("ann", "Clerk", "", "x"), ("bob", "Clerk", "", "y")])
    assert rows == [list(second), list(third)]


def test_merged_cells_without_a_value_are_empty() -> None:
    """But one with a value that is not shown is broken, and so is every other of a range that has one."""
    rows = [("ann", "Clerk", "", ""), ("bob", "Clerk"), ("eve", "Clerk", "", "hidden")]
    assert _merged("D2:D4", rows=rows) == [
        ["ann", "Clerk", "", ""],
        ["bob", "Clerk", "", ""],
        ["eve", "Clerk", "", _lost("D2:D4")],
    ]
    assert _merged("D3:D5", rows=[("ann", "Clerk", "", "x"), (), ("eve", "Clerk", "", "")])[-1][-1] == ""


@pytest.mark.parametrize("written", ["", "B2-B3", "b2:b3", "B2:B3 D2:D3", "B:B"])
def test_what_is_no_range_of_merged_cells_is_refused(written: str) -> None:
    """It may stand for any of them."""
    content = replaced(GOOD, "</sheetData>", f'</sheetData><mergeCell ref="{written}"/>')
    assert _refused(content)[0].startswith("the workbook is damaged")


def test_merged_ranges_are_apart_and_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Excel keeps them."""
    content = replaced(GOOD, "</sheetData>", '</sheetData><mergeCell ref="B2:B4"/><mergeCell ref="A3:B9"/>')
    why = "the merged cells A3:B9 overlap others: unmerge them in Excel, and save"
    assert _refused(content) == (why, "Sheet 3")
    monkeypatch.setattr(sheet_xml, "_MOST_MERGED", 1)
    assert _refused(content)[0].startswith("the sheet has more than 1 ranges of merged cells")


TYPES, RELATIONS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def _with_part(name: str, content: bytes, kind: str = "", relation: str = "", book_: bytes = GOOD) -> bytes:
    """A workbook with one more part, declared as of a kind, and as the target of a relation of the workbook."""
    override = f'<Override PartName="/{name}" ContentType="{KIND}{kind}+xml"/></Types>' if kind else "</Types>"
    related = f'<Relationship Id="x" Type="{RELATION}{relation}" Target="/{name}"/>' if relation else ""
    changed = replaced(book_, "</Types>", override, TYPES)
    changed = replaced(changed, "</Relationships>", f"{related}</Relationships>", RELATIONS)
    result = io.BytesIO(changed)
    with zipfile.ZipFile(result, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return result.getvalue()


LARGE = b"<x>" + b" " * (3 << 20) + b"</x>"


@pytest.mark.parametrize(
    ("name", "kind", "relation"),
    [
        ("xl/worksheets/strings.xml", "sharedStrings", "sharedStrings"),
        ("xl/worksheets/strings.xml", "", ""),
        ("xl/worksheets/workbook.xml", "sheet.main", ""),
        ("xl/worksheets/chart.xml", "worksheet", "chartsheet"),
        ("xl/worksheets/styles.xml", "styles", "styles"),
        ("xl/worksheets/_rels/workbook.xml.rels", "worksheet", ""),
        ("xl/sharedStrings.bin", "sharedStrings", "sharedStrings"),
        ("xl/media/sheet.png", "", "chartsheet"),
    ],
)
def test_only_a_sheet_may_be_as_large_as_one(name: str, kind: str, relation: str) -> None:
    """By what the workbook has a part as, and by what is in it, not by its name."""
    why = f"{name} in the workbook has more than 2 MiB: copy the people to a new one"
    assert _refused(_with_part(name, LARGE, kind, relation)) == (why, " 1")


def test_a_part_of_two_kinds_has_the_bound_of_the_stricter() -> None:
    """However its name is written."""
    both = _with_part("xl/worksheets/s.xml", LARGE, "worksheet", "worksheet")
    assert len(list(_grid(both).rows)) == 2
    strings = f'<Override PartName="?xl/worksheets/s.xml" ContentType="{KIND}sharedStrings+xml"/></Types>'
    assert _refused(replaced(both, "</Types>", strings, TYPES))[0].startswith("xl/worksheets/s.xml in the workbook has")


def test_large_sheets_and_texts_are_read() -> None:
    """As Excel writes them."""
    large = replaced(GOOD, "</sheetData>", f"</sheetData>{' ' * (3 << 20)}")
    assert len(list(_grid(large).rows)) == 2
    assert len(list(_grid(shared(GOOD, b" " * (3 << 20))).rows)) == 2


def test_parts_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that are read as a whole, and those that say what the others are."""
    monkeypatch.setattr(parts, "_MOST_TOGETHER", 3 << 20)
    half = b"<x>" + b" " * (1 << 20) + b"</x>"
    content = GOOD
    for number in range(3):
        content = _with_part(f"xl/x{number}.xml", half, book_=content)
    assert _refused(content)[0] == "the workbook has more than 3 MiB beside its sheets: copy the people to a new one"
    monkeypatch.setattr(parts, "_MOST_OF_ROLES", 1 << 20)
    content = _with_part("xl/_rels/x.rels", half)
    assert _refused(content)[0] == "the workbook has more than 1 MiB beside its sheets: copy the people to a new one"


def test_relations_that_are_no_xml_say_nothing() -> None:
    """Nothing else reads those of a part that is not read."""
    assert len(list(_grid(_with_part("xl/_rels/x.xml.rels", b"<x")).rows)) == 2
