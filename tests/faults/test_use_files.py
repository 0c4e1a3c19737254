"""The tables that a program has after go-live, as people really send them: nothing of a file with a mistake counts, and
the reason is said.

The same program with the tables as they should be has them all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from support.console import Call
from support.use_files import ROWS, TABLES, write
from support.workbooks import book, cells


def _seen(folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> tuple[int, dict[str, Any], str]:
    """The exit code of doctor, what it says of each table, and what it complains of."""
    monkeypatch.chdir(folder)
    ended = call("doctor", "--format", "json")
    assert "Traceback" not in ended.out + ended.err
    sources: list[dict[str, Any]] = ended.json["sources"] if ended.out else []
    return ended.exit, {each["name"]: each for each in sources}, ended.err


def test_the_tables_as_they_should_be_are_read(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that each of the others shows what its mistake does."""
    write(tmp_path)
    _, seen, _ = _seen(tmp_path, call, monkeypatch)
    for key, rows in ROWS.items():
        assert seen[key]["visible"][0].startswith(f"{rows} rows, from ")
        assert seen[key]["doubts"] == []
    assert "a missing row is unknown, and not no use" in seen["usage"]["visible"][1]


def test_a_whole_file_shows_of_which_days(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of its rows, in the zone of the program."""
    write(tmp_path, "usage", section="whole = true\n")
    _, seen, _ = _seen(tmp_path, call, monkeypatch)
    assert seen["usage"]["visible"][1:] == ["every use from 2026-03-02 to 2026-03-23"]


def test_ids_that_the_roster_does_not_have(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Would make everybody somebody who never used the system; one who is there is enough."""
    strangers = TABLES["usage"].replace("\nC", "\nuser-")
    write(tmp_path, "usage", strangers.encode())
    _, seen, _ = _seen(tmp_path, call, monkeypatch)
    assert seen["usage"]["doubts"] == [
        "nobody in person is on the roster: write ids alike in both files, or map another column"
    ]
    assert seen["entries"]["doubts"] == []
    write(tmp_path, "usage", strangers.replace("user-1", "C1", 1).encode())
    assert _seen(tmp_path, call, monkeypatch)[1]["usage"]["doubts"] == []


@dataclass(frozen=True)
class Bad:
    """A mistake in the file of a table, or in its section, and what is said of it."""

    key: str
    content: bytes
    reason: str
    section: str = ""
    refused: bool = False
    """Whether the configuration is."""
    ending: str = "csv"
    name: str = ""


def _edit(key: str, old: str, new: str, reason: str, **more: Any) -> Bad:
    """A file in which the first text of a kind is another."""
    text = TABLES[key]
    assert old in text, old
    return Bad(key, text.replace(old, new, 1).encode(), reason, **more)


def _added(key: str, row: str, reason: str, **more: Any) -> Bad:
    """A file with one row more."""
    return Bad(key, (TABLES[key] + row + "\n").encode(), reason, **more)


def _whole(keys: str, reason: str, name: str = "", *, refused: bool = False) -> Bad:
    """A file of use that is said to be whole."""
    return Bad("usage", TABLES["usage"].encode(), reason, f"whole = true\n{keys}", refused, name=name)


def _book(key: str, reason: str, change: Callable[[Workbook], object]) -> Bad:
    """The table as a workbook, changed."""
    rows = [line.split(",") for line in TABLES[key].splitlines()]
    return Bad(key, book(*rows, change=change), reason, ending="xlsx")


def _of_every(key: str) -> dict[str, Bad]:
    """Mistakes that any table may have."""
    text = TABLES[key]
    header, first = text.splitlines()[:2]
    files: dict[str, tuple[bytes, str]] = {
        "empty": (b"", "the file is empty: it needs a header with"),
        "header-only": (header.encode(), "has no rows below its header: export it again"),
        "semicolons": (text.replace(",", ";").encode(), "separated by semicolons, not by commas"),
        "cut-in-a-row": ((text + first[:8]).encode(), ", and the header has"),
        "cut-in-a-quote": (f'{text}"C1,'.encode(), "a quoted cell does not end"),
        "two-headers": (f"{header}\n{text}".encode(), f"{key}.csv:2: "),
        "unknown-column": (text.replace(header, f"{header},Remark", 1).encode(), 'the column is unknown: "Remark"'),
        "html": (b"<!doctype html><html><body>Sign in</body></html>", "this is a web page or XML, not a CSV file"),
        "utf-16": (text.encode("utf-16"), "the file is UTF-16"),
    }
    return {f"{what}-{key}": Bad(key, content, reason) for what, (content, reason) in files.items()}


EVERY = {name: bad for key in TABLES for name, bad in _of_every(key).items()}
USE, ENTRY, KPI, AUDIT, ITEM = "usage", "entries", "kpis", "audits", "handovers"
OLD, RUNS = "old-systems", "task-runs"
LATER = "is later than the export or than now: correct it, or remove the row"
CASES = {
    # Use.
    "use-of-nobody": _added(USE, "NULL,2026-03-02,yes,,,,,,,,,", "is a placeholder such as NULL or n/a"),
    "use-without-a-person": _added(USE, ",2026-03-02,yes,,,,,,,,,", 'the cell "person" is empty'),
    "use-without-a-time": _added(USE, "C1,,yes,,,,,,,,,", 'the cell "week" is empty: fill it in, or remove the row'),
    "use-of-a-week-number": _added(USE, "C1,2026-W10,yes,,,,,,,,,", "is not an ISO 8601 day or time"),
    "use-of-1970": _added(USE, "C1,1970-01-01,yes,,,,,,,,,", "is a placeholder for no date, such as 1970-01-01"),
    "use-in-the-future": _added(USE, "C1,2149-03-02,yes,,,,,,,,,", LATER),
    "use-after-the-export": _added(
        USE, "C1,2026-04-04,yes,,,,,,,,,", LATER, section="exported-at = 2026-04-02T08:00:00Z\n"
    ),
    "use-of-a-local-time": _added(USE, "C1,2026-03-02 09:00,yes,,,,,,,,,", "is not an ISO 8601 day or time"),
    "use-that-is-perhaps": _added(USE, "C1,2026-03-02,perhaps,,,,,,,,,", "is none of yes, no: add its word to values"),
    "use-unsaid": _added(USE, "C1,2026-03-02,,20,,,,,,,,", 'the cell "active" is empty: fill it in'),
    "use-and-none": _added(USE, "C1,2026-03-02,no,20,,,,,,,,", "active is no, and the row counts some use"),
    "use-negative": _added(USE, "C1,2026-03-02,yes,-1,,,,,,,,", "is not a whole number from 0"),
    "use-in-parts": _added(USE, "C1,2026-03-02,yes,1.5,,,,,,,,", "is not a whole number from 0"),
    "use-of-an-error": _added(USE, "C1,2026-03-02,yes,#REF!,,,,,,,,", "is a spreadsheet error"),
    "use-with-thousands": _added(USE, 'C1,2026-03-02,yes,"1,200",,,,,,,,', "may have a separator of thousands"),
    "use-more-complete-than-entered": _added(USE, "C1,2026-03-02,yes,9,3,4,,,,,,", "complete is more than records"),
    "use-more-late-than-entered": _added(USE, "C1,2026-03-02,yes,9,3,,4,,,,,", "late is more than records"),
    "use-more-prompted-than-done": _added(USE, "C1,2026-03-02,yes,9,3,,,,,10,,", "prompted is more than actions"),
    "use-more-features-than-there-are": _added(
        USE, "C1,2026-03-02,yes,9,3,,,,,,9,8", "features is more than features-of-role"
    ),
    "use-of-scientific-ids": _added(USE, "1.2E+05,2026-03-02,yes,,,,,,,,,", "is in scientific notation"),
    "use-with-two-weeks": _edit(USE, "features-of-role", "week", '2 columns are called "week"'),
    "use-with-a-column-of-something": _edit(USE, "features-of-role", "Segment", 'the column is unknown: "Segment"'),
    "use-without-weeks": _edit(USE, "week", "month", 'the column is missing: "week"'),
    "use-in-a-book-with-numbers-as-ids": _book(USE, "is a number, so leading zeros may be lost", cells(A2=17)),
    "use-in-a-book-with-a-number-as-week": _book(USE, "is a number, and not a date", cells(B2=10)),
    "use-in-a-book-with-formulas": _book(USE, "is a formula without a saved result", cells(D2="=10+10")),
    "whole-backwards": _whole(
        "from = 2026-03-09\nto = 2026-03-02\n", "from (2026-03-09) is after to (2026-03-02)", refused=True
    ),
    "whole-of-no-zone": _whole('from = "2026-03-09"\n', "people.usage.from", refused=True),
    "whole-after-the-export": _whole(
        "to = 2026-04-05\nexported-at = 2026-04-01T08:00:00Z\n", "is after the export of the file", refused=True
    ),
    "whole-after-the-day-in-the-name": _whole("to = 2026-04-05\n", "was exported (2026-04-01)", "usage-2026-04-01.csv"),
    "whole-after-the-last-row": _whole("to = 2026-03-31\n", "when the file was exported is unknown: add exported-at"),
    "whole-in-the-future": _whole("to = 2149-03-31\n", "when the file was exported is unknown: add exported-at"),
    "whole-before-the-first-row": _whole("to = 2026-03-01\n", "correct from or to"),
    "whole-since-after-the-last-row": _whole("from = 2026-03-31\n", "correct from or to"),
    "not-whole-and-since": Bad(
        USE, TABLES[USE].encode(), "add whole = true, or remove from", "from = 2026-03-02\n", refused=True
    ),
    "login-with-a-failure-that-is-unknown": Bad(
        USE,
        b"person,week,Status\nC1,2026-03-02,Success\nC1,2026-03-03,Locked out\n",
        'the cell "Status" is none of yes, no',
        'columns = { active = "Status" }\nvalues.active = { yes = ["Success"] }\n',
    ),
    # Records.
    "entry-by-nobody": _added(ENTRY, "O-4,2026-03-04,,C1,,,,,,,", 'the cell "created-by" is empty'),
    "entry-by-a-placeholder": _added(ENTRY, "O-4,2026-03-04,n/a,C1,,,,,,,", "is a placeholder such as NULL or n/a"),
    "entry-owned-by-a-placeholder": _added(ENTRY, "O-4,2026-03-04,C1,NULL,,,,,,,", "is a placeholder such as NULL"),
    "entry-twice": _added(ENTRY, "O-1,2026-03-04,C1,C1,,,,,,,", "the row has the same id as row 2"),
    "entry-without-a-time": _added(ENTRY, "O-4,,C1,C1,,,,,,,", 'the cell "created" is empty'),
    "entry-before-the-work": _added(ENTRY, "O-4,2026-03-04,C1,C1,2026-03-05,,,,,,", "created is before happened"),
    "entry-finished-before-it-was-made": _added(
        ENTRY, "O-4,2026-03-04,C1,C1,,,,,,2026-03-03,", "finished is before created"
    ),
    "entry-in-the-future": _added(ENTRY, "O-4,2149-03-04,C1,C1,,,,,,,", LATER),
    "entry-complete-in-part": _added(ENTRY, "O-4,2026-03-04,C1,C1,,,80%,,,,", "is none of yes, no"),
    "entry-bulk-by-another-word": _added(ENTRY, "O-4,2026-03-04,C1,C1,,,,,API,,", "is none of yes, no"),
    "entry-with-a-single-quote": _edit(ENTRY, "C3,", '"C3""",', "has only one quote of two"),
    # Key figures.
    "kpi-without-a-name": _added(KPI, ",Quote,no,,,,,,", 'the cell "kpi" is empty'),
    "kpi-twice": _added(KPI, "Quotes in the system,Quote,yes,0,,0.9,,,", "the row has the same kpi and measured-at"),
    "kpi-captured-without-a-value": _added(
        KPI, "Calls,,no,,2026-01-10,,,,", "has a time in captured-at and nothing in baseline"
    ),
    "kpi-set-without-a-value": _added(
        KPI, "Calls,,no,,,,2026-01-10,,", "has a time in target-set-at and nothing in target"
    ),
    "kpi-measured-without-a-value": _added(
        KPI, "Calls,,no,,,,,,2026-03-10", "has a time in measured-at and nothing in actual"
    ),
    "kpi-with-a-unit": _added(KPI, "Calls,,no,30 %,2026-01-10,,,,", "is not a number such as 1250"),
    "kpi-with-thousands": _added(KPI, 'Calls,,no,"1,250",2026-01-10,,,,', "may have a separator of thousands"),
    "kpi-infinite": _added(KPI, "Calls,,no,inf,2026-01-10,,,,", "is not a number such as 1250"),
    "kpi-measured-in-the-future": _added(KPI, "Calls,,no,,,,,3,2149-03-10", LATER),
    "kpi-of-a-quarter": _added(KPI, "Calls,,no,3,2026-Q1,,,,", "is not an ISO 8601 day or time"),
    "kpi-of-some-engagement": _added(KPI, "Calls,,some,,,,,,", "is none of yes, no"),
    # Audits.
    "audit-of-no-day": _added(AUDIT, ",2026-03-30,,,,", 'the cell "day" is empty'),
    "audit-of-day-zero": _added(AUDIT, "0,2026-03-02,,,,", "day is counted from go-live and begins at 1"),
    "audit-of-a-word": _added(AUDIT, "Day 90,,,,,", "is not a number such as 1250"),
    "audit-twice": _added(AUDIT, "30,2026-03-31,yes,3,3,", "the row has the same day as row 3"),
    "audit-answered-and-not-held": _added(AUDIT, "90,,yes,3,3,", "has answers and no time in held-on"),
    "audit-answered-and-not-asked": _added(AUDIT, "90,2026-03-31,no,3,3,", "has answers, and asked-harder is no"),
    "audit-of-all-people": _added(AUDIT, "90,2026-03-31,yes,41,3,", "answers counts the most frequent answers, 3 at"),
    "audit-with-more-issues-than-answers": _added(
        AUDIT, "90,2026-03-31,yes,2,3,", "answers-with-issue is more than answers"
    ),
    "audit-with-issues-for-nothing": _added(AUDIT, "90,2026-03-31,yes,,3,", "answers-with-issue is more than answers"),
    "audit-held-in-the-future": _added(AUDIT, "90,2149-03-31,,,,", LATER),
    # Hand-over.
    "handover-to-nobody": _added(ITEM, "Training,,2026-03-28", 'the cell "receiver" is empty'),
    "handover-to-a-placeholder": _added(ITEM, "Training,n/a,2026-03-28", "is a placeholder such as NULL or n/a"),
    "handover-of-nothing": _added(ITEM, ",Service desk,2026-03-28", 'the cell "item" is empty'),
    "handover-twice": _added(ITEM, "Monthly release,Service desk,2026-03-28", "the row has the same item as row 3"),
    "handover-signed-with-a-yes": _added(ITEM, "Training,Service desk,yes", "is not an ISO 8601 day or time"),
    "handover-signed-in-the-future": _added(ITEM, "Training,Service desk,2149-03-28", LATER),
    "handover-signed-never": _added(ITEM, "Training,Service desk,n/a", "is a placeholder such as NULL or n/a"),
    # Old systems.
    "old-system-never-used": _added(OLD, "Archive,", 'the cell "last-entry" is empty'),
    "old-system-used-never": _added(OLD, "Archive,never", "is not an ISO 8601 day or time"),
    "old-system-without-a-name": _added(OLD, ",2026-03-02", 'the cell "system" is empty'),
    "old-system-twice": _added(OLD, "Order database,2026-03-02", "the row has the same system as row 2"),
    "old-system-used-in-the-future": _added(OLD, "Archive,2149-03-02", LATER),
    # Completed tasks.
    "task-completed-more-often": _added(RUNS, "Order,2026-03-29,10,11,yes", "has more completed than started"),
    "task-started-in-part": _added(RUNS, "Order,2026-03-29,10.5,9,yes", "is not a whole number from 0"),
    "task-completed-as-a-share": _added(RUNS, "Order,2026-03-29,10,90 %,yes", "is not a number such as 1250"),
    "task-without-a-count": _added(RUNS, "Order,2026-03-29,,,yes", 'the cell "started" is empty'),
    "task-perhaps-critical": _added(RUNS, "Order,2026-03-29,10,9,perhaps", 'the cell "critical" is none of yes, no'),
    "task-twice": _added(RUNS, "Quote,2026-03-29,10,9,yes", "the row has the same task and until as row 2"),
    "task-of-a-week-to-come": _added(RUNS, "Order,2149-03-29,10,9,yes", LATER),
}


@pytest.mark.parametrize("bad", [*EVERY.values(), *CASES.values()], ids=[*EVERY, *CASES])
def test_nothing_of_a_file_with_a_mistake_counts(
    bad: Bad, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table is unavailable, and says why; the other tables are read, and nothing crashes."""
    write(tmp_path, bad.key, bad.content, name=bad.name or f"{bad.key}.{bad.ending}", section=bad.section)
    code, seen, complaint = _seen(tmp_path, call, monkeypatch)
    if bad.refused:
        assert code == 2
        assert bad.reason in " ".join(complaint.split())
        return
    assert code == 3
    assert bad.reason in seen[bad.key].get("unavailable", ""), seen[bad.key]
    assert [key for key in TABLES if "unavailable" in seen[key]] == [bad.key]
