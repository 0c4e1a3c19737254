"""A CSV file is read strictly: what is doubtful is refused, with its line."""

import pytest
from readiness_gate.sources.people.table import Refused, Row, read

REQUIRED = ("person", "role")
OPTIONAL = ("from", "critical-process")


def _read(content: bytes | str) -> list[Row]:
    return read("roster.csv", content if isinstance(content, bytes) else content.encode(), REQUIRED, OPTIONAL)


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
    assert [(row.line, row.cells["person"], row.cells["role"]) for row in _read(content)] == rows


def test_other_columns_are_left_alone() -> None:
    """A file may say more than is asked, and over several lines; the lines behind keep their numbers."""
    assert _read('note,person,role,from\n"a\nb\r\nc",ann,Clerk,\n,bob,Clerk,x\n') == [
        Row(2, {"note": "a\nb\r\nc", "person": "ann", "role": "Clerk", "from": ""}),
        Row(5, {"note": "", "person": "bob", "role": "Clerk", "from": "x"}),
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param("", "roster.csv:1: the file is empty: it needs a header with person, role", id="empty"),
        pytest.param("\ufeff\n , \n", "roster.csv:1: the file is empty", id="without-text"),
        pytest.param("person,role\n".encode("utf-16"), "roster.csv:1: the file is UTF-16: save it as", id="utf-16"),
        pytest.param(b"\xfe\xff\0p", "roster.csv:1: the file is UTF-16", id="utf-16-big-endian"),
        pytest.param("person,role".encode("utf-16-le"), "roster.csv:1: there is a NUL character", id="utf-16-unmarked"),
        pytest.param("person,role\nJosé,x".encode("latin-1"), "roster.csv:2: the file is not UTF-8", id="latin-1"),
        pytest.param(b"\n\xff", "roster.csv:2: the file is not UTF-8", id="not-utf-8-at-the-beginning-of-a-line"),
        pytest.param("\nperson,role\nb\0b,x", "roster.csv:3: there is a NUL character", id="nul"),
        pytest.param(
            "person;role\nann;x", 'roster.csv:1: the columns are separated by ";", not by commas', id="semicolons"
        ),
        pytest.param("person\trole\n", "roster.csv:1: the columns are separated by tabs, not by commas", id="tabs"),
        pytest.param("person|role\n", 'roster.csv:1: the columns are separated by "|"', id="bars"),
        pytest.param(
            "person\nann\n", 'roster.csv:1: the column "role" is missing (the header has: person)', id="missing"
        ),
        pytest.param("Person,role\n", 'roster.csv:1: the column "person" is missing', id="missing-by-case"),
        pytest.param("a;b,person\n", 'roster.csv:1: the column "role" is missing', id="missing-beside-a-semicolon"),
        pytest.param("role,person,role\n", 'roster.csv:1: the column "role" stands in the header 2 times', id="twice"),
        pytest.param(
            "role,b,role,b\n", 'roster.csv:1: the column "b" stands in the header 2 times; roster', id="two-twice"
        ),
        pytest.param("person,role,,\n", 'roster.csv:1: the column "" stands in the header 2 times', id="no-names"),
        pytest.param(
            "person,role,From\n", 'the column "From" is not known; did you mean "from"?', id="optional-by-case"
        ),
        pytest.param("person,role,critical_process\n", 'did you mean "critical-process"?', id="optional-underscore"),
        pytest.param("person,role,Critical Process\n", 'did you mean "critical-process"?', id="optional-space"),
        pytest.param("person,role\nann\n", "roster.csv:2: the row has 1 cells, and the header 2", id="short"),
        pytest.param("person,role\nann,x\nbob,x,y\n", "roster.csv:3: the row has 3 cells, and the header 2", id="long"),
        pytest.param(
            'person,role\nann,x\n"bob,x\ncleo,x\n', "roster.csv:3: this is no well-formed CSV", id="open-quote"
        ),
        pytest.param('person,role\n"bob"s,x\n', "roster.csv:2: this is no well-formed CSV", id="text-behind-a-quote"),
        pytest.param("person,role\n" + "a" * 200_000 + ",x", "roster.csv:2: this is no well-formed CSV", id="endless"),
        pytest.param(
            'person,role\n"ann,x\nbob,x\ncleo",x\n',
            'roster.csv:2: the cell "person" goes over several lines',
            id="rows-inside-a-quote",
        ),
        pytest.param('person,role,from\nann,"a\rb",\n', 'roster.csv:2: the cell "role" goes over several', id="return"),
        pytest.param(
            'person,role,from\nann,x,"1\n2"\n', 'roster.csv:2: the cell "from" goes over several', id="optional"
        ),
    ],
)
def test_what_is_doubtful_is_refused_with_its_line(content: bytes | str, why: str) -> None:
    """Nothing is guessed: not the encoding, not the delimiter, not where a row ends."""
    with pytest.raises(Refused) as refused:
        _read(content)
    assert why in str(refused.value)


@pytest.mark.parametrize(("bad", "more"), [(5, ""), (6, "; and 1 more"), (9, "; and 4 more")])
def test_the_first_problems_are_told_and_the_others_counted(bad: int, more: str) -> None:
    """A file with many problems is told with the first five of them."""
    with pytest.raises(Refused) as refused:
        _read("person,role\n" + "ann\n" * bad)
    told = str(refused.value)
    assert told.count("roster.csv:") == 5
    assert told.endswith(f"or a quote{more}")
