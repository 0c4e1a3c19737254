"""Files that are large, or say that they are, or unpack to much: they end in an answer, within bounded memory."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest
from support.faults import is_undecided
from support.program import AS_OF, Ended, Sample
from support.workbooks import SHEET, STYLES, book, inline, patched, shared

RULES = ("TRN-01", "TRN-01-b")
ROWS = (("Person", "Module", "Completed At"), ("ann", "quoting", "2026-03-01"), ("bob", "quoting", "2026-03-01"))
GOOD = book(*ROWS, ("cleo", "basics", "2026-03-01"))
MEMORY = 300 << 20
BEYOND = "has more content than a row can have: open the file in Excel and save it again"
_MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "readiness_gate", *sys.argv[1:]], capture_output=True)
unit = 1 if sys.platform == "darwin" else 1024
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
print(json.dumps([done.returncode, done.stdout.decode(), done.stderr.decode(), most]))
"""


def _in_sheet(xml: bytes, *, behind: bool = False) -> bytes:
    old = b"</sheetData>"
    return patched(GOOD, {SHEET: lambda part: part.replace(old, old + xml if behind else xml + old)})


def _rows(count: int) -> bytes:
    return "".join(inline(each, (f"p{each}", "basics", "2026-03-01")) for each in range(9, 9 + count)).encode()


def _styles(xml: bytes) -> bytes:
    return patched(GOOD, {STYLES: lambda part: part.replace(b"</cellXfs>", xml + b"</cellXfs>")})


LARGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "unpacks-to-too-much": (
        lambda: _in_sheet(b" " * (160 << 20)),
        "c.xlsx:1: the workbook unpacks to more than 150 MiB: save only the sheet with the people",
    ),
    "one-comment": (lambda: _in_sheet(b"<!--" + b"x" * (140 << 20) + b"-->"), BEYOND),
    "one-cell": (
        lambda: _in_sheet(inline(9, ["x" * (140 << 20)]).encode()),
        'c.xlsx, sheet "Sheet", A9: the cell has more than 32767 characters: shorten it',
    ),
    "one-attribute": (lambda: _in_sheet(b'<row r="9" x="' + b"x" * (140 << 20) + b'"/>'), BEYOND),
    "one-row-of-empty-cells": (lambda: _in_sheet(b'<row r="9">' + b"<c/>" * (35 << 20) + b"</row>"), BEYOND),
    "many-empty-cells": (
        lambda: _in_sheet(b"".join(b'<row r="%d">%s</row>' % (each, b"<c/>" * 50_000) for each in range(9, 112))),
        "the sheet has more than 5000000 cells: delete empty rows, and save",
    ),
    "one-string": (
        lambda: shared(GOOD, b"<si><t>" + b"x" * (15 << 20) + b"</t></si>"),
        "",
    ),
    "many-strings": (lambda: shared(GOOD, b"<si><t>x</t></si>" * 900_000), ""),
    "too-many-strings": (
        lambda: shared(GOOD, b" " * (17 << 20)),
        "c.xlsx:1: xl/sharedStrings.xml in the workbook has more than 16 MiB: copy the people to a new one",
    ),
    "many-styles": (lambda: _styles(b"<xf/>" * 200_000), ""),
    "too-many-styles": (
        lambda: _styles(b"<xf/>" * (1 << 20)),
        "c.xlsx:1: xl/styles.xml in the workbook has more than 2 MiB: copy the people to a new one",
    ),
    "many-rows": (lambda: _in_sheet(_rows(60_000)), ""),
    "much-behind-the-rows": (
        lambda: _in_sheet(b"<hyperlinks>" + b'<hyperlink ref="A1"/>' * (3 << 20) + b"</hyperlinks>", behind=True),
        "",
    ),
    "a-text-of-many-rows": (
        lambda: b"person,module,completed-at\n" + b"ann,quoting,2026-03-01\n" * 500_002,
        "c.xlsx:500002: the file has more than 500000 rows: export the program's people only",
    ),
    "a-text-of-one-cell": (
        lambda: b'person,module,completed-at\n"' + b"x\n" * (15 << 20) + b'",quoting,2026-03-01\n',
        "c.xlsx:2: a cell has more than 32767 characters: close its quote, or shorten it",
    ),
    "a-text-of-one-line": (lambda: b"person,module,completed-at" + b",x" * (15 << 20), "the row has more than 1000"),
}


SMALLEST = ("too-many-styles", "a-text-of-one-cell")


@pytest.mark.masses
@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a program is measured on POSIX only")
@pytest.mark.parametrize(
    "name", [name if name in SMALLEST else pytest.param(name, marks=pytest.mark.heavy) for name in LARGE]
)
def test_a_large_file_ends_in_an_answer_within_bounded_memory(sample: Sample, name: str) -> None:
    """It is read, or refused with what to do; a program of its own has less than 300 MB."""
    build, reason = LARGE[name]
    sample.configure('completions = "completions.csv"', 'completions = "c.xlsx"')
    sample.write("c.xlsx", build())
    words = [sys.executable, "-c", _MEASURED, "check", "--as-of", AS_OF, "--format", "json"]
    done = subprocess.run(words, cwd=sample.path, capture_output=True, check=True, timeout=300)
    code, out, err, most = json.loads(done.stdout)
    ended = Ended(code, out, err)
    assert most < MEMORY, f"{most >> 20} MiB"
    if reason:
        is_undecided(ended, reason, RULES)
    else:
        assert "Traceback" not in out + err
        assert ended.finding("TRN-01")["outcome"] == "pass"
