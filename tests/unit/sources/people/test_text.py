"""A text file is read strictly: what is doubtful is refused, with its line."""

import pytest

from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.sources.people.grid import Grid, NoGrid
from readiness_gate.sources.people.text import grid

FILE = PeopleFile("roster.csv")
WANTED = ("person", "role")


def _grid(content: bytes | str, file: PeopleFile = FILE) -> Grid:
    return grid(file, content if isinstance(content, bytes) else content.encode(), WANTED)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        pytest.param("person,role\nann,Clerk\n", [(2, "ann", "Clerk")], id="plain"),
        pytest.param("\ufeffperson,role\nann,Clerk", [(2, "ann", "Clerk")], id="byte-order-mark"),
        pytest.param(
            "person,role\r\nann,Clerk\r\nbob,Clerk\r\n", [(2, "ann", "Clerk"), (3, "bob", "Clerk")], id="windows"
        ),
        pytest.param("person,role\rann,Clerk\r", [(2, "ann", "Clerk")], id="old-macintosh"),
        pytest.param(" person\t, role \n ann ,\u00a0Clerk \n", [(2, "ann", "Clerk")], id="white-space-around"),
        pytest.param("\n \nperson,role\n\n,\n , \nann,Clerk\n", [(7, "ann", "Clerk")], id="rows-without-text"),
        pytest.param(
            '"person","role"\n"ann ""A"" B","Clerk, senior"\n', [(2, 'ann "A" B', "Clerk, senior")], id="quotes"
        ),
        pytest.param('person,role\nann,\n"",Clerk\n', [(2, "ann", ""), (3, "", "Clerk")], id="empty-cells"),
        pytest.param("person,role\n", [], id="header-only"),
    ],
)
def test_rows_are_read_with_their_lines(content: str, rows: list[tuple[int, str, str]]) -> None:
    """Cells without the white space around them, and the line on which a row begins."""
    read = _grid(content)
    assert read.header == WANTED
    assert [(row.spot.row, *row.cells) for row in read.rows] == rows


def test_a_note_may_go_over_several_lines() -> None:
    """The lines behind it keep their numbers."""
    read = _grid('note,person,role\n"a\nb\r\nc",ann,Clerk\n,bob,Clerk\n')
    assert [(row.spot.row, row.cells) for row in read.rows] == [
        (2, ["a\nb\r\nc", "ann", "Clerk"]),
        (5, ["", "bob", "Clerk"]),
    ]


def test_the_header_is_the_first_row_from_the_declared_one_on() -> None:
    """As lines are numbered; rows above may have any length."""
    content = 'Report\n\n"by\nsomebody",x,y\nperson,role\nann,Clerk\n'
    for row in (4, 5):
        read = _grid(content, PeopleFile("roster.csv", header_row=row))
        assert (read.header, read.spot.row, [each.spot.row for each in read.rows]) == (WANTED, 5, [6])


def test_a_delimiter_and_an_encoding_that_are_declared() -> None:
    """Are used, and nothing else is."""
    content = "person;role\nJ\u00f6rg;Clerk\n"
    for encoding in ("utf-8", "utf-16", "windows-1252", "iso-8859-15"):
        read = _grid(content.encode(encoding), PeopleFile("roster.csv", delimiter=";", encoding=encoding))
        assert [row.cells for row in read.rows] == [["J\u00f6rg", "Clerk"]]


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        pytest.param("", 1, "the file is empty: it needs a header with person, role", id="empty"),
        pytest.param("\ufeff\n , \n", 1, "the file is empty", id="without-text"),
        pytest.param("person,role\n".encode("utf-16"), 1, "the file is UTF-16: add encoding", id="utf-16"),
        pytest.param(b"\xfe\xff\0p", 1, "the file is UTF-16", id="utf-16-big-endian"),
        pytest.param("person,role".encode("utf-16-le"), 1, "the file has a NUL character", id="utf-16-unmarked"),
        pytest.param("person,role\nJos\u00e9,x".encode("latin-1"), 2, "the file is not UTF-8: name its", id="latin-1"),
        pytest.param(b"\n\xff", 2, "the file is not UTF-8", id="not-utf-8-at-the-beginning-of-a-line"),
        pytest.param("\nperson,role\nb\0b,x", 3, "the file has a NUL character", id="nul"),
        pytest.param(
            "person;role\nann;x", 1, "the columns are separated by semicolons, not by commas", id="semicolons"
        ),
        pytest.param("person\trole\n", 1, 'by tabs, not by commas: add delimiter = "\\t"', id="tabs"),
        pytest.param("person|role\n", 1, "the columns are separated by bars, not by commas", id="bars"),
        pytest.param(
            "person,role\nann\n", 2, "the row has 1 cell, and the header has 2: correct a delimiter", id="short"
        ),
        pytest.param("person,role\nann,x\nbob,x,y\n", 3, "the row has 3 cells, and the header has 2", id="long"),
        pytest.param('person,role\nann,x\n"bob,x\ncleo,x\n', 3, "a quoted cell does not end", id="open-quote"),
        pytest.param('person,role\n"bob"s,x\n', 2, "a quoted cell does not end, or has text after", id="behind-quote"),
        pytest.param("person,role\n" + "a" * 200_000 + ",x", 2, "a cell has more than 32767 characters", id="endless"),
        pytest.param("person,role\n" + "a" * 40_000 + ",x", 2, "a cell has more than 32767 characters", id="too-long"),
        pytest.param("x," * 1_000 + "x", 1, "the row has more than 1000 columns", id="wide"),
        pytest.param('person,role\n"ann,x\nbob",x\n', 2, "a cell spans several rows: close its", id="rows-in-a-cell"),
        pytest.param('"person,role\nann",x\n', 1, "the name of a column spans several rows", id="rows-in-a-name"),
        pytest.param(
            "person,role\n" + "a,x\n" * 500_001,
            500_002,
            "the file has more than 500000 rows",
            id="many",
            marks=pytest.mark.heavy,
        ),
    ],
)
def test_what_is_doubtful_is_refused_with_its_line(content: bytes | str, line: int, why: str) -> None:
    """Nothing is guessed: not the encoding, not the delimiter, not where a row ends."""
    with pytest.raises(NoGrid) as refused:
        list(_grid(content).rows)
    assert why in refused.value.problem.what
    assert refused.value.problem.spot.row == line


@pytest.mark.parametrize(
    ("content", "file", "why"),
    [
        (
            b"a",
            PeopleFile("r", encoding="utf-16"),
            "the file does not begin like UTF-16: correct or remove encoding",
        ),
        (b"\xff\xfea", PeopleFile("r", encoding="utf-16"), "the file is not UTF-16: name its encoding"),
        (
            "\u00e9".encode(),
            PeopleFile("r", encoding="iso-8859-1"),
            "the file is UTF-8, not iso-8859-1: write encoding",
        ),
        (b"\x81", PeopleFile("r", encoding="windows-1252"), "the file is not WINDOWS-1252: name its encoding"),
        (b"a,b\n", PeopleFile("r", delimiter=";"), "separated by commas, not by semicolons: add delimiter"),
        (b"a,b\n", PeopleFile("r", header_row=2), "the file has no row 2, which header-row names"),
    ],
)
def test_what_is_declared_and_does_not_hold_is_refused(content: bytes, file: PeopleFile, why: str) -> None:
    """With what to correct."""
    with pytest.raises(NoGrid) as refused:
        _grid(content, file)
    assert why in str(refused.value)


def test_a_delimiter_at_the_end_of_every_line_of_a_kind() -> None:
    """Of the header only, or of every row but the header, as some systems write it: no row has a value there."""
    for content in ("person,role,\nann,Clerk\n", "person,role\nann,Clerk,\n"):
        read = _grid(content)
        assert [dict(zip(read.header, row.cells, strict=True)) for row in read.rows] in (
            [{"person": "ann", "role": "Clerk"}],
            [{"person": "ann", "role": "Clerk", "": ""}],
        )


@pytest.mark.parametrize(
    "rows", ["ann,Clerk,\nbob,Clerk\n", "ann,Clerk\nbob,Clerk,\n", "ann,Clerk,,\n", "ann,Clerk,x\n"]
)
def test_a_delimiter_at_the_end_of_some_rows(rows: str) -> None:
    """May have shifted the cells of a row."""
    with pytest.raises(NoGrid, match="and the header has"):
        list(_grid(f"person,role\n{rows}").rows)


def test_an_id_that_is_written_as_a_formula() -> None:
    """With the zeros that a spreadsheet would drop."""
    read = _grid('person,role\n"=""0012""",Clerk\n="0013",Clerk\n"=""a""&""b""",Clerk\n')
    assert [row.cells[0] for row in read.rows] == ["0012", "0013", '="a"&"b"']


NOTES = '"Report on users"\n"Copyright (c) 2000-2026 salesforce.com, inc."\nAcme\n'
DATA = "person,role\nann,Clerk\n"


def test_notes_below_the_data() -> None:
    """Are left out if the configuration has their number; empty lines are not counted."""
    file = PeopleFile("roster.csv", footer_rows=3)
    assert [row.cells for row in _grid(f"{DATA}\n\n{NOTES}", file).rows] == [["ann", "Clerk"]]
    padded = "Applied filters: none,\n"
    assert [row.cells for row in _grid(DATA + padded, PeopleFile("roster.csv", footer_rows=1)).rows] == [
        ["ann", "Clerk"]
    ]
    remedy = "or if this is a note below the data, add footer-rows = 3"
    for count in (0, 1):
        with pytest.raises(NoGrid, match=remedy):
            list(_grid(f"{DATA}\n{NOTES}", PeopleFile("roster.csv", footer_rows=count)).rows)


def test_rows_with_data_are_never_notes() -> None:
    """Whatever number the configuration has: a row with two values is data."""
    with pytest.raises(NoGrid, match="so it is not a note below the data") as refused:
        list(_grid(DATA + NOTES, PeopleFile("roster.csv", footer_rows=4)).rows)
    assert refused.value.problem.spot.row == 2
    with pytest.raises(NoGrid, match=r"correct a delimiter or a quote$"):
        list(_grid(f"{DATA}bob\ncleo,Clerk\n").rows)


def test_a_row_that_was_cut_off_is_not_a_note() -> None:
    """It has one cell, too, and rows below it are missing."""
    with pytest.raises(NoGrid, match=r"correct a delimiter or a quote$"):
        list(_grid(f"{DATA}cle").rows)
    with pytest.raises(NoGrid, match="so its last row may be data that was cut off"):
        _grid(f"{DATA}cle", PeopleFile("roster.csv", footer_rows=1))
    assert len(list(_grid(DATA + NOTES.rstrip(), PeopleFile("roster.csv", footer_rows=3)).rows)) == 1
