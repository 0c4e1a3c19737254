"""Files as spreadsheets save them: what cannot be relied on is refused, with the sheet, the cell and what to do."""

import datetime as dt
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from support.console import Call
from support.faults import is_no_go, is_undecided
from support.program import AS_OF, Ended, Sample
from support.workbooks import OLE, SHEET, STRINGS, book, cells, inline, patched, replaced, shared, sheet_of

pytestmark = pytest.mark.usefixtures("small_groups_are_shown")

RULES = ("TRN-01", "TRN-01-b")
ID = "u47"
ROSTER = "person,role,critical-process\nu4711,Sales rep,quote\nu4712,Sales rep,\nu4713,Clerk,\n"
HEADER = ("Person", "Module", "Completed At")
DAY = dt.date(2026, 3, 1)
ROWS = (HEADER, ("u4711", "quoting", DAY), ("u4712", "quoting", DAY), ("u4713", "basics", DAY))
GOOD = book(*ROWS)
TEXT = "person,module,completed-at\nu4711,quoting,2026-03-01\nu4712,quoting,2026-03-01\nu4713,basics,2026-03-02\n"
IN_SHEET = 'c.xlsx, sheet "Sheet", '
SAVE = 'save it as "CSV UTF-8 (comma delimited)"'
AGAIN = "open it in Excel and save it again"
NO_DATE = 'is not an ISO 8601 day or time with offset ("2027-02-14", "2027-02-14T09:00:00Z")'


def _check(
    program: Sample, call: Call, content: bytes, keys: str = "", *, name: str = "c.xlsx", commit: bool = True
) -> Ended:
    """Judge the gate with this file of completions; no id may be in what is printed."""
    program.configure('completions = "completions.csv"', f'completions = {{ file = "{name}"{keys} }}')
    program.write("roster.csv", ROSTER)
    program.write(name, content)
    if commit:
        program.repo.commit(89, {}, "people")
    ended = call("check", "--as-of", AS_OF, "--format", "json")
    assert ID not in ended.out + ended.err
    return ended


def _changed(**values: object) -> bytes:
    return book(*ROWS, change=cells(**values))


def _with_sheet(title: str, *rows: tuple[object, ...], state: str = "visible") -> Callable[[Workbook], None]:
    def change(made: Workbook) -> None:
        sheet = made.create_sheet(title)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)

    return change


def _hidden_beside(title: str) -> Callable[[Workbook], None]:
    def change(made: Workbook) -> None:
        _with_sheet(title, ("x",))(made)
        sheet_of(made).sheet_state = "hidden"

    return change


def _epoch_1904(made: Workbook) -> None:
    made.epoch = CALENDAR_MAC_1904


def _titled(*above: tuple[object, ...]) -> bytes:
    return book(*above, *ROWS)


def _cell(content: bytes, place: str, xml: str) -> bytes:
    """A workbook with another cell in place of an empty one."""
    letter, row = place[0], place[1:]
    last = chr(ord(letter) - 1)

    def change(sheet: bytes) -> bytes:
        head, found, tail = sheet.partition(f'<c r="{last}{row}"'.encode())
        assert found, place
        end = min(each for each in (tail.find(b"</c>") + 4, tail.find(b"/>") + 2) if each > 3)
        return head + found + tail[:end] + xml.encode() + tail[end:]

    return patched(content, {SHEET: change})


FORMULA = book((*HEADER, "Status"), *((*row, None) for row in ROWS[1:]))

FINE = {
    "as-it-is": (GOOD, ""),
    "texts-in-a-table": (shared(GOOD), ""),
    "dates-as-text": (book(HEADER, *((*row[:2], "2026-03-01") for row in ROWS[1:])), ""),
    "times": (book(HEADER, *((*row[:2], dt.datetime(2026, 3, 1, 10, 30)) for row in ROWS[1:])), ""),  # noqa: DTZ001
    "since-1904": (book(*ROWS, change=_epoch_1904), ""),
    "title-lines": (_titled(("Report of March",), ("by somebody", 3)), ", header-row = 3"),
    "title-lines-and-a-blank-row": (_titled(("Report of March",), ()), ", header-row = 3"),
    "a-blank-row-counted": (_titled(("Report of March",), ()), ", header-row = 2"),
    "blank-rows-between": (book(HEADER, (), ROWS[1], (), (), *ROWS[2:]), ""),
    "another-sheet-first": (book(*ROWS, change=_with_sheet("Notes", ("About", "this"))), ', sheet = "Sheet"'),
    "a-sheet-of-one-column": (book(*ROWS, change=_with_sheet("Notes", ("About",), ("this",))), ""),
    "a-hidden-sheet-that-is-named": (
        book(*ROWS, change=_hidden_beside("New")),
        ', sheet = "Sheet"',
    ),
    "one-of-two-that-fit": (book(*ROWS, change=_with_sheet("Old", *ROWS[:2])), ', sheet = "Sheet"'),
    "a-hidden-sheet-of-notes": (book(*ROWS, change=_with_sheet("Lists", ("Yes",), state="hidden")), ""),
    "numbers-as-ids": (
        book(HEADER, *ROWS[1:], (4799, "quoting", DAY)),
        ", numeric-ids = true",
    ),
    "unnamed-columns-without-values": (book((*HEADER, None, None), *ROWS[1:]), ""),
    "a-formula-with-its-result": (
        replaced(_cell(GOOD, "D2", ""), "</row>", '<c r="D1" t="str"><f>"Na"&amp;"me"</f><v>Name</v></c></row>'),
        "",
    ),
    "a-formula-with-an-empty-result": (
        _cell(FORMULA, "D2", '<c r="E2" t="str"><f>IF(TRUE,"","x")</f><v></v></c>'),
        ', ignore = ["Status"]',
    ),
    "percent": (
        book(
            (*HEADER, "Score"),
            *((*row, 0.8) for row in ROWS[1:]),
            change=cells(D2__format="0%", D3__format="0.00%", D4__format="0%"),
        ),
        ", passing-score = 80",
    ),
    "booleans-as-status": (
        book((*HEADER, "Status"), *((*row, True) for row in ROWS[1:])),
        ', completed = ["TRUE"]',
    ),
    "a-format-with-the-language": (_changed(C2__format="[$-de-CH]dd.mm.yyyy", C3__format='d/m/yyyy "Uhr"'), ""),
    "a-cell-that-is-styled-far-out": (_changed(XFD400__format="0%"), ""),
}


@pytest.mark.parametrize(("content", "keys"), FINE.values(), ids=FINE)
def test_what_can_be_relied_on_is_read(program: Sample, call: Call, content: bytes, keys: str) -> None:
    """The gate opens."""
    ended = _check(program, call, content, keys)
    assert (ended.exit, ended.decision) == (0, "go"), ended.out


FINE_TEXTS = {
    "utf-16": (TEXT.encode("utf-16"), ', encoding = "utf-16"'),
    "utf-16-with-tabs": (TEXT.replace(",", "\t").encode("utf-16"), ', encoding = "utf-16", delimiter = "\\t"'),
    "windows-1252": ((TEXT + "J\u00f6rg,basics,2026-03-01\n").encode("cp1252"), ', encoding = "windows-1252"'),
    "semicolons": (TEXT.replace(",", ";").encode(), ', delimiter = ";"'),
    "bars": (TEXT.replace(",", "|").encode(), ', delimiter = "|"'),
    "title-lines": (b"Report of March\n\nby,somebody\n" + TEXT.encode(), ", header-row = 4"),
    "a-blank-line-counted": (b"Report of March\n\n" + TEXT.encode(), ", header-row = 2"),
    "unnamed-column-without-values": (TEXT.replace("\n", ",\n").encode(), ""),
}


@pytest.mark.parametrize(("content", "keys"), FINE_TEXTS.values(), ids=FINE_TEXTS)
def test_texts_as_they_are_declared_are_read(program: Sample, call: Call, content: bytes, keys: str) -> None:
    """The gate opens."""
    ended = _check(program, call, content, keys, name="c.csv")
    assert (ended.exit, ended.decision) == (0, "go"), ended.out


BAD_TEXTS = {
    "utf-8-declared-utf-16": (
        TEXT.encode(),
        ', encoding = "utf-16"',
        "c.csv:1: the file does not begin like UTF-16",
    ),
    "utf-8-declared-windows-1252": (
        (TEXT + "J\u00f6rg,basics,2026-03-01\n").encode(),
        ', encoding = "windows-1252"',
        'c.csv:1: the file is UTF-8, not windows-1252: write encoding = "utf-8"',
    ),
    "no-windows-1252": (
        TEXT.encode() + b"J\x81rg,basics,2026-03-01\n",
        ', encoding = "windows-1252"',
        "c.csv:5: the file is not WINDOWS-1252: name its encoding",
    ),
    "windows-1252-undeclared": (
        (TEXT + "J\u00f6rg,basics,2026-03-01\n").encode("cp1252"),
        "",
        f'c.csv:5: the file is not UTF-8: name its encoding, such as encoding = "windows-1252", or {SAVE}',
    ),
    "utf-16-undeclared": (TEXT.encode("utf-16"), "", 'c.csv:1: the file is UTF-16: add encoding = "utf-16", or'),
    "utf-16-cut": (TEXT.encode("utf-16")[:-1], ', encoding = "utf-16"', "the file is not UTF-16: name its encoding"),
    "commas-declared-semicolons": (
        TEXT.encode(),
        ', delimiter = ";"',
        'c.csv:1: the columns are separated by commas, not by semicolons: add delimiter = ","',
    ),
    "title-line": (b"Report of March\n" + TEXT.encode(), "", "if the header is another row, add header-row"),
    "header-row-of-a-row-of-data": (TEXT.encode(), ", header-row = 2", "c.csv:2: this row has none of the columns"),
    "header-row-behind-the-end": (TEXT.encode(), ", header-row = 6", "the file has no row 6, which header-row names"),
    "web-page": (b" <html><table><tr><td>person", "", "c.csv:1: this is a web page or XML, not a CSV file or an .xlsx"),
    "json": (b'[{"person": "u4711"}]', "", "c.csv:1: this is JSON, not a CSV file or an .xlsx workbook: export it as"),
    "pdf": (b"%PDF-1.4", "", "c.csv:1: this is a PDF, not a CSV file or an .xlsx workbook: export it as one of these"),
    "no-sheet": (TEXT.encode(), ', sheet = "One"', "c.csv:1: this is not a workbook and has no sheets: remove sheet"),
    "unnamed-column-with-a-value": (
        TEXT.replace("\n", ",\n").replace("2026-03-02,", "2026-03-02,failed").encode(),
        "",
        'c.csv:4: the cell "column 4" has a value in a column without a name: name the column, or clear the cell',
    ),
    "many-columns": (("x," * 1000 + "x\n").encode(), "", "c.csv:1: the row has more than 1000 columns"),
    "long-cell": (TEXT.encode() + b"x" * 200_000 + b",basics,2026-03-01\n", "", "c.csv:5: a cell has more than 32767"),
    "long-quoted-cell": (TEXT.encode() + b'"' + b"x\n" * 40_000 + b'",basics,2026-03-01\n', "", "c.csv:5: a cell has"),
    "nul": (
        TEXT.replace("u4713", "u4\x00713").encode(),
        "",
        "c.csv:4: the file has a NUL character, so it is not a text",
    ),
    "too-large": (TEXT.encode() + b" " * (1 << 25), "", "c.csv has more than 33554432 bytes"),
}


@pytest.mark.parametrize(("content", "keys", "reason"), BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_texts_that_cannot_be_relied_on_decide_nothing(
    program: Sample, call: Call, content: bytes, keys: str, reason: str
) -> None:
    """The line is named, and what to do."""
    is_undecided(_check(program, call, content, keys, name="c.csv", commit=False), reason, RULES)


DAMAGED = f"c.xlsx:1: the workbook is damaged, or not an .xlsx file: {AGAIN}"
NUMBER = "is a number, so leading zeros may be lost: format the column as text and export it again, or add numeric-ids"
ERROR = "is a spreadsheet error such as #N/A: correct the file"
UNSAVED = "is a formula without a saved result: open the file in Excel and save it again"
MARK = '<!DOCTYPE x [<!ENTITY a "b">]><worksheet '
STRANGE = {"D1": "Note", "D2": "x"}
BAD = {
    "old-xls": (OLE + b"\0" * 512, "", "c.xlsx:1: this is an old .xls file, or one with a password: save it as .xlsx"),
    "junk": (b"PK\x03\x04" + b"x" * 100, "", DAMAGED),
    "cut-in-half": (GOOD[: len(GOOD) // 2], "", DAMAGED),
    "cut-at-the-end": (GOOD[:-30], "", DAMAGED),
    "a-zip-of-texts": (patched(GOOD, {"[Content_Types].xml": lambda _part: None}), "", DAMAGED),
    "no-sheet-part": (
        patched(GOOD, {SHEET: lambda _part: None}),
        "",
        f"c.xlsx:1: the workbook has no sheet that can be read: {AGAIN}",
    ),
    "no-workbook-part": (patched(GOOD, {"xl/workbook.xml": lambda _part: None}), "", DAMAGED),
    "no-relations": (patched(GOOD, {"xl/_rels/workbook.xml.rels": lambda _part: None}), "", DAMAGED),
    "broken-xml": (replaced(GOOD, "</sheetData>", ""), "", DAMAGED),
    "bits-changed": (GOOD.replace(b"\x00\x00", b"\x01\x00"), "", "c.xlsx:1: the workbook "),
    "document-type": (
        replaced(GOOD, "<worksheet ", MARK),
        "",
        "c.xlsx:1: the workbook has an XML document type, which is not safe",
    ),
    "document-type-of-strings": (
        replaced(shared(GOOD), "<sst ", MARK.replace("worksheet", "sst"), STRINGS),
        "",
        "c.xlsx:1: the workbook has an XML document type",
    ),
    "no-rows": (book(), "", "c.xlsx:1: the workbook has no sheet with a header"),
    "no-such-sheet": (
        GOOD,
        ', sheet = "Export"',
        'c.xlsx:1: there is no sheet "Export" in the workbook, which has "Sheet"',
    ),
    "no-sheet-that-fits": (
        book(("Person", "Modul", "Wann"), *ROWS[1:]),
        "",
        f'{IN_SHEET}1: the columns are missing: "module"',
    ),
    "two-sheets-that-fit": (
        book(*ROWS, change=_with_sheet("Old", *ROWS[:2])),
        "",
        'c.xlsx:1: several sheets have the columns ("Sheet", "Old"): name one of them with sheet = …',
    ),
    "a-hidden-sheet-that-fits-too": (
        book(*ROWS, change=_with_sheet("Old", *ROWS[:2], state="hidden")),
        "",
        'several sheets have the columns ("Sheet", "Old")',
    ),
    "another-sheet-of-people": (
        book(*ROWS, change=_with_sheet("Paris", ("Employee", "Course", "Done"), *ROWS[1:])),
        "",
        'c.xlsx:1: only the sheet "Sheet" has the columns, and "Paris" may have people, too: move them',
    ),
    "another-sheet-with-a-title": (
        book(*ROWS, change=_with_sheet("Paris", ("Staff in Paris",), *ROWS)),
        "",
        'if the others have none, add sheet = "Sheet" beside file',
    ),
    "another-sheet-that-is-hidden": (
        book(*ROWS, change=_with_sheet("Rest", ("Staff",), *ROWS, state="veryHidden")),
        "",
        'has the columns, and "Rest" may have people, too',
    ),
    "only-a-hidden-sheet-fits": (
        book(("Staff 2027",), *ROWS, change=_with_sheet("Old", *ROWS[:2], state="hidden")),
        "",
        'only the sheet "Old" has the columns, and it is hidden: if it is the right one, add sheet = "Old" beside file',
    ),
    "many-sheets": (
        book(*ROWS, change=lambda made: [made.create_sheet() for _ in range(50)]),
        "",
        "c.xlsx:1: the workbook has more than 50 sheets",
    ),
    "far-column": (
        _changed(XFD2="x"),
        "",
        f"{IN_SHEET}XFD2: there is a value beyond row 500000 or column 1000: delete stray cells, and save",
    ),
    "far-row": (_changed(A1048576="x"), "", f"{IN_SHEET}A1048576: there is a value beyond row 500000 or column 1000"),
    "column-twice": (
        _changed(D1="Module"),
        "",
        f'{IN_SHEET}1: 2 columns are called "Module": rename or remove all but one',
    ),
    "unknown-column": (
        _changed(D1="Outcome", D2="failed"),
        "",
        f'{IN_SHEET}1: the column is unknown: "Outcome". In [people.completions], add status = "Outcome" to columns',
    ),
    "unnamed-column-with-a-value": (
        _changed(D3="failed"),
        "",
        f'{IN_SHEET}D3: the cell "column 4" has a value in a column without a name: name the column, or clear the cell',
    ),
    "merged-header": (
        book(("Person", "Training", None), *ROWS[1:], change=lambda made: sheet_of(made).merge_cells("B1:C1")),
        "",
        f'{IN_SHEET}1: the columns are missing: "module"',
    ),
    "header-that-is-an-error": (
        _changed(D1="#REF!", D2="failed"),
        "",
        f'{IN_SHEET}1: the column is unknown: "?". In [people.completions], add its name to columns',
    ),
    "title-lines": (
        _titled(("Report of March",), ()),
        "",
        f"{IN_SHEET}1: this row has none of the columns person, module, completed-at: if they have other names, add",
    ),
    "header-row-behind-the-end": (GOOD, ", header-row = 9", "c.xlsx:1: the workbook has no sheet with a header"),
    "number-as-person": (_changed(A3=4712), "", f'{IN_SHEET}A3: the cell "Person" {NUMBER}'),
    "number-as-module": (_changed(B3=12), "", f'{IN_SHEET}B3: the cell "Module" {NUMBER}'),
    "16-digits": (
        _changed(A3=4712345678901234),
        ", numeric-ids = true",
        f'{IN_SHEET}A3: the cell "Person" is a number that cannot be an id: format the column as text and export',
    ),
    "fraction-as-person": (_changed(A3=4712.5), ", numeric-ids = true", "is a number that cannot be an id: format"),
    "scientific-text": (
        _changed(A3="4.712E+15"),
        "",
        f'{IN_SHEET}A3: the cell "Person" is in scientific notation: format the column as text and export it again',
    ),
    "date-as-person": (_changed(A3=DAY), "", f'{IN_SHEET}A3: the cell "Person" is a date, not a text'),
    "error-as-person": (_changed(A3="#N/A"), "", f'{IN_SHEET}A3: the cell "Person" {ERROR}'),
    "error-of-another-language": (_changed(A3="#BEZUG!"), "", f'{IN_SHEET}A3: the cell "Person" {ERROR}'),
    "error-as-date": (_changed(C3="#VALUE!"), "", f'{IN_SHEET}C3: the cell "Completed At" {ERROR}'),
    "formula-as-date": (_changed(C3="=TODAY()"), "", f'{IN_SHEET}C3: the cell "Completed At" {UNSAVED}'),
    "formula-as-person": (_changed(A3='="u"&"4712"'), "", f'{IN_SHEET}A3: the cell "Person" {UNSAVED}'),
    "formulas-far-down": (
        book(*ROWS, *(("u4711", "quoting", "=TODAY()") for _ in range(9))),
        "",
        f'{IN_SHEET}C5: the cell "Completed At" {UNSAVED} (9 cells: C5, C6, C7, C8, C9, …)',
    ),
    "time-as-date": (_changed(C3=dt.time(9, 30)), "", f'{IN_SHEET}C3: the cell "Completed At" is a time of day, not a'),
    "duration-as-date": (
        _changed(C3=dt.timedelta(hours=30)),
        "",
        'C3: the cell "Completed At" is a placeholder for no',
    ),
    "number-as-date": (
        _changed(C3=46082, C3__format="General"),
        "",
        f'{IN_SHEET}C3: the cell "Completed At" is a number, and not a date',
    ),
    "truth-as-date": (_changed(C3=True), "", f'{IN_SHEET}C3: the cell "Completed At" is a number, and not a date'),
    "text-as-date": (_changed(C3="01.03.2026"), "", f'{IN_SHEET}C3: the cell "Completed At" {NO_DATE}'),
    "date-1900": (_changed(C3=dt.date(1900, 1, 1)), "", 'C3: the cell "Completed At" is a placeholder for no date'),
    "date-beyond-time": (
        _changed(C3=99999999, C3__format="yyyy-mm-dd"),
        "",
        f'{IN_SHEET}C3: the cell "Completed At" is a spreadsheet error',
    ),
    "long-cell": (
        replaced(GOOD, "</sheetData>", inline(9, ("x" * 200_000, "basics", "2026-03-01")) + "</sheetData>"),
        "",
        "has more than 32767 characters",
    ),
    "row-twice": (
        replaced(GOOD, "</sheetData>", inline(2, ("u4799", "basics", "2026-03-01")) + "</sheetData>"),
        "",
        f"{IN_SHEET}2: row 2 appears twice, or after a later one",
    ),
    "cell-twice": (
        replaced(GOOD, '<c r="B3"', '<c r="A3"'),
        "",
        f"{IN_SHEET}3: a cell of row 3 appears twice, or out of",
    ),
    "cell-of-another-row": (
        replaced(GOOD, '<c r="B3"', '<c r="B4"'),
        "",
        f"{IN_SHEET}3: a cell of row 3 has a wrong place",
    ),
    "cell-without-a-column": (
        replaced(GOOD, '<c r="B3"', '<c r="33"'),
        "",
        "a cell of row 3 has a wrong place",
    ),
    "text-that-is-not-in-the-table": (
        replaced(shared(GOOD), 't="s"><v>3</v>', 't="s"><v>300</v>'),
        "",
        f"{IN_SHEET}1: the sheet is damaged: {AGAIN}",
    ),
    "row-without-a-number": (replaced(GOOD, '<row r="3"', '<row r="x"'), "", DAMAGED),
}


@pytest.mark.parametrize(("content", "keys", "reason"), BAD.values(), ids=BAD)
def test_workbooks_that_cannot_be_relied_on_decide_nothing(
    program: Sample, call: Call, content: bytes, keys: str, reason: str
) -> None:
    """The sheet and the cell are named, and what to do."""
    is_undecided(_check(program, call, content, keys, commit=False), reason, RULES)


WORSE = {
    "empty-result-of-a-formula": (
        _cell(book(*ROWS[:2], ("u4712", "quoting"), ROWS[3]), "C3", '<c r="C3" t="str"><f>IF(1,"","")</f><v></v></c>'),
        "",
        "1 row without a date in c.xlsx",
    ),
    "status-false": (
        book((*HEADER, "Status"), (*ROWS[1], True), (*ROWS[2], False), (*ROWS[3], True)),
        ', completed = ["TRUE"]',
        "1 row with a status that does not count in c.xlsx",
    ),
    "score-just-below-in-percent": (
        book(
            (*HEADER, "Score"),
            *((*row, 0.79999999) for row in ROWS[1:]),
            change=cells(D2__format="0%", D3__format="0%", D4__format="0%"),
        ),
        ", passing-score = 80",
        "3 rows below the passing score in c.xlsx",
    ),
    "zeros-lost": (
        book(HEADER, ROWS[1], (4712, "quoting", DAY), ROWS[3]),
        ", numeric-ids = true",
        "1 person with completions is not on the roster",
    ),
    "in-the-future": (_changed(C3=dt.date(2027, 3, 1)), "", "1 completion is dated later"),
}


@pytest.mark.parametrize(("content", "keys", "reason"), WORSE.values(), ids=WORSE)
def test_who_is_not_trained_by_a_workbook_is_untrained(
    program: Sample, call: Call, content: bytes, keys: str, reason: str
) -> None:
    """The gate stays shut by a failing rule, which says what did not count."""
    is_no_go(_check(program, call, content, keys, commit=False), reason, "TRN-01")


def test_a_roster_may_be_a_workbook_too(program: Sample, call: Call) -> None:
    """Its cells are named as those of completions are."""
    rows = (("Person", "Role", "Critical process"), ("u4711", "Sales rep", "quote"), (4712, "Clerk", None))
    program.configure('roster = "roster.csv"', 'roster = { file = "people/r.xlsx" }')
    program.write("people/r.xlsx", book(*rows))
    ended = call("check", "--as-of", AS_OF, "--format", "json")
    is_undecided(ended, f'people/r.xlsx, sheet "Sheet", A3: the cell "Person" {NUMBER}', RULES)
