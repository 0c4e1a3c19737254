"""Tables of records as people really send them: no mistake in one lets a gate through, and the reason is said.

The same program with the tables as they should be is a go.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from support.console import Call
from support.program import AS_OF, Ended
from support.record_files import RULES_OF, TABLES, write
from support.workbooks import OLE, book, cells, sheet_of


def _check(folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> Ended:
    monkeypatch.chdir(folder)
    return call("check", "--as-of", AS_OF, "--format", "json")


def test_the_tables_as_they_should_be_are_a_go(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that each of the others shows what its mistake does."""
    write(tmp_path)
    ended = _check(tmp_path, call, monkeypatch)
    assert (ended.exit, ended.decision) == (0, "go"), ended.out + ended.err
    assert {rule for rules in RULES_OF.values() for rule in rules} <= {each["rule"] for each in ended.json["findings"]}
    assert TABLES.keys() == RULES_OF.keys()


@dataclass(frozen=True)
class Bad:
    """A mistake in the file of a table, and what is said of it; by default, nothing of the file counts."""

    key: str
    content: bytes
    reason: str
    rules: tuple[str, ...] = ()
    """The rules that say it; all that read the table by default."""
    outcome: str = "unknown"
    section: str = ""
    ending: str = "csv"


def _edit(key: str, old: str, new: str, reason: str, *rules: str, count: int = 1, **more: Any) -> Bad:
    """A file in which one text is another."""
    text = TABLES[key]
    assert old in text, old
    return Bad(key, text.replace(old, new, count).encode(), reason, rules, **more)


def _added(key: str, row: str, reason: str, *rules: str, **more: Any) -> Bad:
    """A file with one row more."""
    return Bad(key, (TABLES[key] + row + "\n").encode(), reason, rules, **more)


def _whole(key: str, text: str | bytes, reason: str, *rules: str, **more: Any) -> Bad:
    """Another file."""
    return Bad(key, text.encode() if isinstance(text, str) else text, reason, rules, **more)


def _rows(key: str) -> list[list[str]]:
    return [line.split(",") for line in TABLES[key].splitlines()]


def _book(key: str, reason: str, change: Callable[[Workbook], object], *rules: str, section: str = "") -> Bad:
    """The table as a workbook, changed."""
    return Bad(key, book(*_rows(key), change=change), reason, rules, section=section, ending="xlsx")


def _second_sheet(made: Workbook) -> None:
    other = made.create_sheet("Wave 2")
    for row in _rows("acceptance-tests"):
        other.append(row)


def _hidden(made: Workbook) -> None:
    made.create_sheet("Notes")
    sheet_of(made).sheet_state = "hidden"
    made.active = 1


def _merged(made: Workbook) -> None:
    sheet_of(made).merge_cells("B2:B3")


def _junit(cases: str, suite: str = "") -> bytes:
    begin = f'<testsuites><testsuite name="s" timestamp="2026-03-20T10:00:00"{suite}>'
    return f"{begin}{cases}</testsuite></testsuites>".encode()


WIDE = "Role,When,I know why,It helps me\n"
OF_WIDE = (
    'columns = { role = "Role", answered-at = "When" }\nquestions = { "I know why" = "why", "It helps me" = "helps" }\n'
)
LIKERT = "scale = { Agree = 5, Disagree = 1 }\n"
UAT, REAL, MONEY, MOCK = "acceptance-tests", "real-work-tests", "reconciliation", "rehearsals"
UAT_CRITICAL, UAT_ALL = ("TST-01", "TST-02"), ("TST-01-b", "TST-02-b")
NO_ROWS = "has no rows below its header: export it again"


def _of_every(key: str) -> dict[str, Bad]:
    """Mistakes that any table may have."""
    text = TABLES[key]
    header = text.splitlines()[0]
    files: dict[str, tuple[bytes, str]] = {
        "empty": (b"", "the file is empty: it needs a header with"),
        "header-only": (header.encode(), NO_ROWS),
        "semicolons": (text.replace(",", ";").encode(), "separated by semicolons, not by commas"),
        "cut-in-a-row": (text[:-12].encode(), ", and the header has"),
        "cut-in-a-quote": (f'{text}"Clerk,'.encode(), "a quoted cell does not end"),
        "two-headers": (f"{header}\n{text}".encode(), f"{key}.csv:2: "),
        "html": (b"<!doctype html><html><body>Sign in</body></html>", ""),
        "utf-16": (text.encode("utf-16"), "the file is UTF-16"),
    }
    return {f"{what}-{key}": Bad(key, content, reason) for what, (content, reason) in files.items()}


EVERY = {name: bad for key in TABLES for name, bad in _of_every(key).items()}
CASES = {
    # Surveys.
    "survey-null-role": _added("surveys", "NULL,why,5,2026-03-20,X1", "is a placeholder such as NULL or n/a"),
    "survey-of-another-scale": _added("surveys", "Clerk,why,7,2026-03-20,X1", "is not an answer from 1 to 5"),
    "survey-zero": _added("surveys", "Clerk,why,0,2026-03-20,X1", "is not an answer from 1 to 5"),
    "survey-words-without-scale": _added("surveys", "Clerk,why,Agree,2026-03-20,X1", "is not an answer from 1 to 5"),
    "survey-half-points": _added("surveys", "Clerk,why,4.5,2026-03-20,X1", "is not an answer from 1 to 5"),
    "survey-error-cell": _added("surveys", "Clerk,why,#N/A,2026-03-20,X1", "is a spreadsheet error such as #N/A"),
    "survey-two-forms-of-dates": _added("surveys", "Clerk,why,5,20.03.2026,X1", "is not an ISO 8601 day or time"),
    "survey-in-the-future": _edit("surveys", "2026-03-20", "2026-09-20", "needed; ask again", count=99),
    "survey-of-long-ago": _edit("surveys", "2026-03-20", "2025-03-20", "needed; ask again", count=99),
    "survey-role-spelled-otherwise": _edit(
        "surveys", "Clerk,", "Clerks,", 'the role "Clerks" in surveys is not on the roster; did you mean "Clerk"?'
    ),
    "survey-without-a-role": _whole("surveys", "\n".join(TABLES["surveys"].splitlines()[:13]), "0 answers to"),
    "survey-too-few": _whole("surveys", "\n".join(TABLES["surveys"].splitlines()[:-4]), "needed; ask again"),
    "survey-answered-twice": _whole(
        "surveys",
        re.sub(r",[CS][0-9]+$", ",", TABLES["surveys"], flags=re.MULTILINE) + "Clerk,why,5,2026-03-20,\n" * 12,
        "give surveys a column respondent",
    ),
    "survey-unknown-column": _edit("surveys", "respondent", "Total score", 'the column is unknown: "Total score"'),
    "survey-without-answers": _edit("surveys", "answer,", "reply,", 'the column is missing: "answer"'),
    "survey-wide-number-beside-words": _whole(
        "surveys", WIDE + "Clerk,2026-03-20,5,Agree\n", "is not an answer from 1 to 5", section=OF_WIDE + LIKERT
    ),
    "survey-wide-question-missing": _whole(
        "surveys",
        "Role,When,I know why\nClerk,2026-03-20,5\n",
        'the column of the question "It helps me" is missing',
        section=OF_WIDE,
    ),
    "survey-wide-question-twice": _whole(
        "surveys",
        WIDE.replace("It helps me", "I know why") + "Clerk,2026-03-20,5,1\n",
        '2 columns are called "I know why"',
        section=OF_WIDE,
    ),
    "survey-skips-an-answer": _whole(
        "surveys",
        WIDE + "Clerk,2026-03-20,1,1\n" + "Clerk,2026-03-20,5,5\n",
        "may be of a row with data, and skip-rows skips it",
        section=OF_WIDE + "skip-rows = 1\n",
    ),
    "survey-all-against": _edit("surveys", ",why,5,", ",why,2,", "0 of 12 answers", outcome="fail", count=99),
    # Acceptance tests.
    "uat-unknown-result": _added(UAT, "UAT-3,Passed with remarks,2026-03-20,no,,,,", "is none of passed, failed"),
    "uat-result-of-a-number": _added(UAT, "UAT-3,1,2026-03-20,no,,,,", "is none of passed, failed"),
    "uat-without-result": _added(UAT, "UAT-3,,2026-03-20,no,,,,", 'the cell "result" is empty'),
    "uat-null-id": _added(UAT, "NULL,passed,2026-03-20,no,,,,", "is a placeholder such as NULL or n/a"),
    "uat-scientific-id": _added(UAT, "1.2E+05,passed,2026-03-20,no,,,,", "is in scientific notation"),
    "uat-failed-later": _added(UAT, "UAT-1,failed,2026-03-25,yes,,,,", "0 of 1 critical", "TST-02", outcome="fail"),
    "uat-failed-on-the-same-day": _added(
        UAT, "UAT-1,failed,2026-03-20,yes,,,,", "0 of 1 critical", "TST-02", outcome="fail"
    ),
    "uat-begun-again": _added(UAT, "UAT-1,in-progress,2026-03-25,yes,,,,", "0 of 1 critical", "TST-01", outcome="fail"),
    "uat-run-without-a-time": _added(
        UAT, "UAT-1,failed,,yes,,,,", "which run of the test UAT-1 is the newest is unknown", *UAT_ALL, *UAT_CRITICAL
    ),
    "uat-in-the-future": _edit(
        UAT, "UAT-1,passed,2026-03-20", "UAT-1,passed,2026-05-20", "0 of 1 critical", "TST-01", outcome="fail"
    ),
    "uat-not-run-with-a-time": _added(
        UAT, "UAT-3,not-run,2026-03-20,no,,,,", "the test is not-run, and has a time at which it was run"
    ),
    "uat-critical-unknown": _edit(
        UAT, "2026-03-18,no", "2026-03-18,", "whether the test UAT-2 is critical is unknown", *UAT_CRITICAL
    ),
    "uat-nothing-critical": _edit(
        UAT, "2026-03-20,yes", "2026-03-20,no", "no acceptance test is critical", *UAT_CRITICAL
    ),
    "uat-critical-by-another-word": _edit(UAT, "2026-03-20,yes", "2026-03-20,oui", "is none of yes, no"),
    "uat-role-spelled-otherwise": _edit(
        UAT, "Clerk", "clerk", 'the role "clerk" in acceptance-tests is not on the roster', "TST-03", count=9
    ),
    "uat-role-without-tests": _edit(
        UAT, "no,Clerk,yes", "no,Clerk,no", "In 1 of 2 roles", "TST-03", outcome="fail", count=9
    ),
    "uat-unknown-column": _edit(UAT, "own-rights", "Overruled", 'the column is unknown: "Overruled"'),
    "uat-two-columns-of-results": _edit(UAT, "critical,", "Result,", '2 columns are called "result"'),
    "uat-word-for-two-values": _whole(
        UAT,
        TABLES[UAT],
        '"OK" is listed for several values',
        section='values.result = { passed = ["OK"], failed = ["OK"] }\n',
        outcome="refused",
    ),
    "uat-json": _whole(UAT, '[{"test": "UAT-1", "result": "passed"}]', "this is JSON, not a CSV file"),
    "junit-doctype": _whole(
        UAT,
        b'<!DOCTYPE a [<!ENTITY b "c">]>' + _junit("<testcase name='a'/>"),
        "the file has an XML document type, which is not safe to read",
        ending="xml",
    ),
    "junit-cut": _whole(
        UAT,
        _junit("<testcase name='a'/><testcase name='b'><failure/></testcase>")[:-40],
        "this is not XML that can be read",
        ending="xml",
    ),
    "junit-of-another-kind": _whole(
        UAT, "<TestRun><Results/></TestRun>", "this is XML with <TestRun>, and not the results of JUnit", ending="xml"
    ),
    "junit-without-tests": _whole(UAT, _junit(""), NO_ROWS, ending="xml"),
    "junit-suite-that-did-not-run": _whole(
        UAT, _junit("<testcase name='a'/>", ' errors="1"'), "a suite counts 1 failures and errors", ending="xml"
    ),
    "junit-unknown-status": _whole(
        UAT,
        _junit("<testcase name='a' status='inconclusive'/>"),
        'what the status "inconclusive" of a test means is unknown',
        ending="xml",
    ),
    "junit-disabled": _whole(
        UAT,
        _junit("<testcase name='a' status='notrun'/>"),
        "0 of 1 acceptance test were run",
        "TST-01-b",
        outcome="fail",
        ending="xml",
    ),
    "junit-failed-and-skipped": _whole(
        UAT,
        _junit("<testcase name='a'><failure/><skipped/></testcase>"),
        "0 of 1 acceptance test",
        "TST-02-b",
        outcome="fail",
        ending="xml",
    ),
    "book-formula": _book(UAT, "is a formula without a saved result", cells(B2='="pass"&"ed"')),
    "book-merged": _book(UAT, "is one of the merged cells B2:B3", _merged),
    "book-hidden": _book(UAT, "and it is hidden", _hidden),
    "book-two-sheets": _book(UAT, "several sheets have the columns", _second_sheet),
    "book-no-such-sheet": _book(
        UAT, 'there is no sheet "UAT" in the workbook', lambda _made: None, section='sheet = "UAT"\n'
    ),
    "book-error": _book(UAT, "is a spreadsheet error", cells(B2="#REF!")),
    "book-number-as-id": _book(UAT, "is a number, so leading zeros may be lost", cells(A2=17)),
    "book-number-as-date": _book(UAT, "is a number, and not a date", cells(C2=46000)),
    "book-damaged": _whole(UAT, book(*_rows(UAT))[:900], "the workbook is damaged", ending="xlsx"),
    "book-old": _whole(UAT, OLE + b"\0" * 600, "this is an old .xls file", ending="xls"),
    # People who try their own work.
    "real-unaided-without-success": _edit(
        REAL, "yes,yes,yes,no", "no,yes,yes,no", "the task was done unaided, and without success"
    ),
    "real-success-unknown": _edit(REAL, "yes,yes,yes,no", "?,yes,yes,no", "is none of yes, no"),
    "real-negative-time": _edit(REAL, ",240,", ",-240,", "the task took no time, or may take none"),
    "real-grouped-number": _edit(REAL, ",240,", ',"1,240",', "may have a separator of thousands or of decimals"),
    "real-fallback-unknown": _edit(
        REAL, "yes,yes,yes,no", "yes,yes,yes,", "1 row of real-work-tests do not say", "TST-04-b", "OUR-02"
    ),
    "real-role-not-tried": _whole(
        REAL, "\n".join(TABLES[REAL].splitlines()[:6]), "the role Clerk tried no task", "TST-04"
    ),
    "real-too-few": _whole(REAL, "\n".join(TABLES[REAL].splitlines()[:-1]), "the role Clerk tried 4 tasks", "TST-04"),
    "real-in-the-future": _edit(REAL, "2026-03-20", "2026-05-20", "tried no task of its work", "TST-04", count=99),
    "real-with-help": _edit(
        REAL, "yes,yes,yes,no", "yes,no,yes,yes", "0 of 5 tasks", "TST-04", outcome="fail", count=99
    ),
    # Migrated data.
    "money-on-one-side": _edit(MONEY, "1250400.50,1250400.50", "1250400.50,", "the row has an amount on one side only"),
    "money-more-match-than-there-are": _edit(
        MONEY, "41250,41250,41250", "41250,41250,41251", "more records match than there are on one side"
    ),
    "money-negative-count": _edit(MONEY, "41250,41250,41250", "-41250,41250,", "is not a whole number from 0"),
    "money-part-of-a-record": _edit(MONEY, "41250,41250,41250", "41250.5,41250,", "is not a whole number from 0"),
    "money-grouped": _edit(
        MONEY, "41250,41250,41250", '"41,250",41250,', "may have a separator of thousands or of decimals"
    ),
    "money-with-a-currency": _edit(MONEY, "1250400.50,", "EUR 1250400.50,", "is not a number such as 1250"),
    "money-na": _edit(MONEY, "41250,41250,41250", "#N/A,41250,", "is a spreadsheet error such as #N/A"),
    "money-compared-twice": _added(
        MONEY, "Customers,2026-03-20,1,1,1,,,,Finance", "the row has the same data and reconciled-at as row 2"
    ),
    "money-not-signed": _edit(MONEY, "Sales operations", "", "nobody signed the comparison", "DAT-01", outcome="fail"),
    "money-null-signature": _edit(
        MONEY, "Sales operations", "n/a", "nobody signed the comparison", "DAT-01", outcome="fail"
    ),
    "money-signed-by-a-yes": _edit(MONEY, "Sales operations", "yes", "signed-by does not name who signed"),
    "money-signed-later": _edit(MONEY, "Sales operations", "Not yet", "signed-by does not name who signed"),
    "money-differs": _edit(
        MONEY,
        "1250400.50,1250400.50",
        "1250400.50,1250400.00",
        "1 of 1 sum of money differs",
        "DAT-01-b",
        outcome="fail",
    ),
    "money-differs-in-the-newest": _added(
        MONEY, "Customers,2026-03-25,41250,41250,100,,,,Finance", "100 of 41250 records match", "DAT-01", outcome="fail"
    ),
    "money-in-the-future": _edit(
        MONEY, "Customers,2026-03-20", "Customers,2026-05-20", "Customers was not compared with its source by then"
    ),
    "money-nothing-there": _edit(
        MONEY, "41250,41250,41250", "41250,0,", "0 of 41250 records match", "DAT-01", outcome="fail"
    ),
    "money-infinite": _edit(MONEY, "41250,41250,41250", "inf,41250,", "is not a number such as 1250"),
    # Rehearsals.
    "mock-longer-than-its-window": _edit(
        MOCK, "41.5,48", "61,48", "0 rehearsals of the whole cutover", "DAT-02", outcome="fail"
    ),
    "mock-without-a-window": _edit(MOCK, "41.5,48", "41.5,0", "the rehearsal and its window must take some time"),
    "mock-with-decimals-of-both-kinds": _edit(MOCK, "41.5,48", '41.5,"1,048"', "may have a separator of thousands"),
    "mock-took-no-time": _edit(MOCK, "41.5,48", "0,48", "the rehearsal and its window must take some time"),
    "mock-severe-unknown": _edit(MOCK, "yes,0,41.5", "yes,,41.5", 'the cell "open-severe" is empty'),
    "mock-whole-unknown": _edit(MOCK, "yes,0,41.5", "partly,0,41.5", "is none of yes, no"),
    "mock-twice": _added(MOCK, "Mock 3,2026-03-29,yes,0,40,48", "the row has the same rehearsal as row 4"),
    "mock-placeholder-date": _edit(MOCK, "2026-03-22", "1970-01-01", "is a placeholder for no date"),
    "mock-in-the-future": _edit(
        MOCK, "2026-03-22", "2026-05-22", "1 rehearsal of the whole cutover", "DAT-02", outcome="fail"
    ),
    "mock-too-long-ago": _edit(
        MOCK, "2026-03-", "2026-01-", "The last clean rehearsal", "DAT-02-b", outcome="fail", count=9
    ),
    "mock-failed-last": _added(
        MOCK, "Mock 4,2026-03-29,yes,2,40,48", "0 rehearsals of the whole cutover", "DAT-02", outcome="fail"
    ),
    "mock-parts-only": _edit(MOCK, ",yes,", ",no,", "rehears", count=9),
}


@pytest.mark.parametrize("bad", [*EVERY.values(), *CASES.values()], ids=[*EVERY, *CASES])
def test_no_mistake_lets_a_gate_through(bad: Bad, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules that read the table are unknown or fail, and say why; nothing crashes."""
    write(tmp_path, bad.key, bad.content, name=f"{bad.key}.{bad.ending}", section=bad.section)
    ended = _check(tmp_path, call, monkeypatch)
    assert "Traceback" not in ended.out + ended.err
    if bad.outcome == "refused":
        assert ended.exit == 2
        assert bad.reason in ended.err
        return
    assert ended.exit == {"unknown": 3, "fail": 1}[bad.outcome], ended.out + ended.err
    for rule in bad.rules or RULES_OF[bad.key]:
        finding = ended.finding(rule)
        assert (finding["outcome"], bad.reason in finding["message"]) == (bad.outcome, True), finding["message"]
