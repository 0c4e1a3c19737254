"""Exports of survey and test tools in the form that each tool writes, small, with every known answer or status once.

What each answer is worth is said here again, and not taken from the presets.
"""

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence

import openpyxl

from support.vendor_exports import Table

QUESTION = "I know why the system is introduced"
ROLE = "In which role do you work?"
LIKERT: Mapping[str, int] = {
    "Strongly disagree": 1,
    "Disagree": 2,
    "Neutral": 3,
    "Agree": 4,
    "Strongly agree": 5,
}
SOMEWHAT: Mapping[str, int] = {
    "Strongly disagree": 1,
    "Somewhat disagree": 2,
    "Neither agree nor disagree": 3,
    "Somewhat agree": 4,
    "Strongly agree": 5,
}
NUMBERS: Mapping[str, int] = {str(number): number for number in range(1, 6)}
RESULTS: Mapping[str, str] = {
    "PASS": "passed",
    "FAIL": "failed",
    "BLOCKED": "blocked",
    "WIP": "in-progress",
    "UNEXECUTED": "not-run",
}


def microsoft_forms(answers: Iterable[str]) -> list[Sequence[object]]:
    """The workbook of Microsoft Forms: dates are dates, and nobody is recorded."""
    begun, ended = dt.datetime(2026, 3, 2, 16, 3), dt.datetime(2026, 3, 2, 16, 5, 9)  # noqa: DTZ001 - as in a workbook
    header = ("ID", "Start time", "Completion time", "Email", "Name", "Last modified time", ROLE, QUESTION)
    rows = [
        (number, begun, ended, "anonymous", None, None, "Service agent", answer)
        for number, answer in enumerate(answers, 1)
    ]
    return [header, *rows]


def google_forms(answers: Iterable[str]) -> Table:
    """The CSV file that Google Forms writes, with the email address of each person."""
    rows = [
        ["2026/03/02 4:05:09 PM GMT+1", f"g{number}@example.com", "Service agent", answer]
        for number, answer in enumerate(answers, 1)
    ]
    return [["Timestamp", "Email Address", ROLE, QUESTION], *rows]


def qualtrics(answers: Iterable[str], *, others: Sequence[str] = ("Status", "Finished")) -> Table:
    """The CSV file that Qualtrics writes, with the columns that a program decides about."""
    names = [
        *("StartDate", "EndDate", "IPAddress", "Duration (in seconds)", "RecordedDate", "ResponseId"),
        *("RecipientLastName", "RecipientFirstName", "RecipientEmail", "ExternalReference", "LocationLatitude"),
        *("LocationLongitude", "UserLanguage", *others, "Q1", "Q2"),
    ]
    texts = ["Recorded Date" if name == "RecordedDate" else f"The text of\n{name}" for name in names]
    ids = [f'{{"ImportId":"{name}","timeZone":"Europe/Berlin"}}' for name in names]
    rows = [
        {"RecordedDate": "2026-03-02 16:05:09", "Status": "IP Address", "Q1": "Service agent", "Q2": answer}
        for answer in answers
    ]
    return [names, texts, ids, *([row.get(name, "") for name in names] for row in rows)]


def zephyr_squad(statuses: Iterable[str], *, dates: str = "02/Mar/26 04:05 PM") -> Table:
    """The CSV file that Zephyr Squad writes, with steps: each execution has two rows."""
    header = [
        *("ExecutionId", "CycleName", "FolderName", "Issue Key", "Test Summary", "Project", "Component", "Version"),
        *("Priority", "Executed By", "Executed On", "ExecutionStatus", "ExecutionDefects", "CreationDate"),
        *("Assigned To", "Total Execution Time", "Total Logged Time", "StepId", "OrderId", "Step", "Test Data"),
        *("Expected Result", "Comments", "Step Custom Fields"),
    ]
    rows = [
        {
            "ExecutionId": f"395a637c-{number}",
            "Issue Key": f"UAT-{number}",
            "Test Summary": "Quote a bundle, with tax",
            "Executed On": "" if status == "UNEXECUTED" else dates,
            "ExecutionStatus": status,
            "OrderId": str(step),
        }
        for number, status in enumerate(statuses, 1)
        for step in (1, 2)
    ]
    return [header, *([row.get(name, "") for name in header] for row in rows)]


def as_workbook(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as a workbook of one sheet, with their values as they are."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
