"""Exports of learning and HR systems in the form that each vendor writes, small, with every known status once.

Each export is rows of text, the header first. Each person has one status, and `*_COMPLETED` are the ids of those who
completed the module by what the vendor says of the status, said here again and not taken from the presets. People whose
status does not count have a date all the same, as they may in real exports.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import openpyxl

Table: TypeAlias = list[list[str]]

MODULE = "Service basics"
COMPLETED_ON = "2026-03-02"
"""The day on which everybody completed."""


def _ids(prefix: str, statuses: Sequence[str], suffix: str = "") -> dict[str, str]:
    """An id for each status: that of the one person who has it."""
    return {status: f"{prefix}{number:03}{suffix}" for number, status in enumerate(statuses, 1)}


def _of(people: Mapping[str, str], *statuses: str) -> frozenset[str]:
    return frozenset(people[status] for status in statuses)


CORNERSTONE_STATUSES = (
    "Completed",
    "Completed Equivalent",
    "Completed (Equivalent)",
    "Equivalent",
    "Exempt",
    "Exempt-Internal",
    "Approved",
    "Cancelled",
    "Completion Approval Denied",
    "Completion Approval Denied / Past Due",
    "Denied",
    "Denied / Past Due",
    "Exception Requested",
    "Exception Requested / Past Due",
    "Failed",
    "Failed / Past Due",
    "In Progress",
    "In Progress / Past Due",
    "Incomplete",
    "Incomplete / Past Due",
    "No Show",
    "Not Started",
    "Past Due",
    "Pending Approval",
    "Pending Approval / Past Due",
    "Pending Pre-Work",
    "Pending Prerequisite",
    "Registered",
    "Registered / Past Due",
    "Waitlist Expired",
    "Withdrawn",
)
CORNERSTONE_PEOPLE = _ids("C", CORNERSTONE_STATUSES)
CORNERSTONE_COMPLETED = _of(CORNERSTONE_PEOPLE, "Completed")

MOODLE_STATUSES = (
    "Completed",
    "Completed (achieved pass grade)",
    "Completed (did not achieve pass grade)",
    "Not completed",
)
MOODLE_PEOPLE = _ids("m", MOODLE_STATUSES, "@example.com")
MOODLE_COMPLETED = _of(MOODLE_PEOPLE, "Completed", "Completed (achieved pass grade)")

DOCEBO_STATUSES = (
    "Completed",
    "Enrolled",
    "In Progress",
    "Suspended",
    "Overbooking",
    "Waiting users",
    "Enrollments to confirm",
)
DOCEBO_PEOPLE = _ids("d", DOCEBO_STATUSES)
DOCEBO_COMPLETED = _of(DOCEBO_PEOPLE, "Completed")

SUCCESSFACTORS_STATUSES: Mapping[str, str] = {
    "COURSE-COMPLETE": "Course completed",
    "COURSE-INCOMPLETE": "Course not completed",
    "COURSE-FAIL": "Course failed",
    "COURSE-WAIVED": "Course waived",
}
"""Completion statuses of a company, each with its description: every company names its own."""
SUCCESSFACTORS_PEOPLE = _ids("S", tuple(SUCCESSFACTORS_STATUSES))
SUCCESSFACTORS_COMPLETED = _of(SUCCESSFACTORS_PEOPLE, "COURSE-COMPLETE")

WORKDAY_STATUSES = ("Completed", "In Progress", "Not Started")
WORKDAY_PEOPLE = _ids("W", WORKDAY_STATUSES)
WORKDAY_COMPLETED = _of(WORKDAY_PEOPLE, "Completed")

SUCCESSFACTORS_ACTIVE = frozenset({"S001", "S002"})
"""The people on the roster of `successfactors_roster` who are active."""


def _table(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Table:
    """A table with the cells of each row by their columns, empty where a row has none."""
    return [list(header), *([row.get(column, "") for column in header] for row in rows)]


def _below_title(table: Table, lines: int) -> Table:
    """A table below some lines with the title and the filters of the report."""
    return [*([f"Filter {number}", *[""] * (len(table[0]) - 1)] for number in range(1, lines + 1)), *table]


def cornerstone(module: str = MODULE, *, title_lines: int = 0) -> Table:
    """A transcript report of Cornerstone with the plain names of fields, below some lines with its title."""
    header = (
        *("User ID", "User Full Name", "Training Title", "Training Type", "Training Provider", "Training Version"),
        *("Transcript Status", "Transcript Registration Date", "Transcript Assigned Date", "Transcript Completed Date"),
        "Training Hours",
    )
    rows = (
        {
            "User ID": person,
            "User Full Name": f"Learner {person}",
            "Training Title": module,
            "Training Type": "Session",
            "Transcript Status": status,
            "Transcript Assigned Date": "2/1/2026 8:00 AM",
            "Transcript Completed Date": "3/2/2026 4:05 PM",
        }
        for status, person in CORNERSTONE_PEOPLE.items()
    )
    return _below_title(_table(header, rows), title_lines)


def cornerstone_sections(module: str = MODULE, *, title_lines: int = 0) -> Table:
    """A transcript report of Cornerstone with the section before each field, as `cornerstone` otherwise."""
    header = (
        *("User - User ID", "User - User Full Name", "User - Position", "User - Division", "User - Location"),
        *("User - Manager - User Full Name", "Training - Training Title", "Training - Training Type"),
        *("Transcript - Transcript Status", "Transcript - Transcript Assigned Date"),
        "Transcript - Transcript Completed Date",
    )
    rows = (
        {
            "User - User ID": person,
            "User - User Full Name": f"Learner {person}",
            "Training - Training Title": module,
            "Training - Training Type": "Material",
            "Transcript - Transcript Status": status,
            "Transcript - Transcript Assigned Date": "02/01/2026",
            "Transcript - Transcript Completed Date": "03/02/2026",
        }
        for status, person in CORNERSTONE_PEOPLE.items()
    )
    return _below_title(_table(header, rows), title_lines)


def moodle(module: str = MODULE, *, dates: str = f"{COMPLETED_ON} 16:05:09") -> Table:
    """The report "Course completion" of Moodle, for a course with one activity; `dates` is each date in it."""
    header = ("ID", "Name", "Email address", module, f"{module} - Completion date", "Course complete")
    rows = (
        (str(number), f"Learner {number}", person, status, dates, dates)
        for number, (status, person) in enumerate(MOODLE_PEOPLE.items(), 3)
    )
    return [list(header), *(list(row) for row in rows)]


def docebo(module: str = MODULE, *, archived: bool = False) -> Table:
    """A report Users - Courses of Docebo; with `archived`, it has the column that says whether an enrollment is."""
    header = (
        *("Username", "First Name", "Last Name", "Email", "Course Name", "Course Type", "Course Enrollment Status"),
        *("Enrollment Date", "Course First Access Date", "Completion Date", "Training Material Time (sec)"),
        *(("Archived Enrollment (Yes / No)",) if archived else ()),
    )
    rows = (
        {
            "Username": person,
            "First Name": "Learner",
            "Email": f"{person}@example.com",
            "Course Name": module,
            "Course Type": "E-Learning",
            "Course Enrollment Status": status,
            "Enrollment Date": "2026-02-01 08:00:00",
            "Completion Date": f"{COMPLETED_ON} 16:05:09",
            "Archived Enrollment (Yes / No)": "Yes",
        }
        for status, person in DOCEBO_PEOPLE.items()
    )
    return _table(header, rows)


def successfactors(module: str = MODULE) -> Table:
    """The report Learning History (CSV) of SAP SuccessFactors Learning, with all its columns."""
    header = (
        *("User", "Active User", "First Name", "Last Name", "Middle Name", "Entity ID", "Item Type", "Entity Type"),
        *("Item Revision Date", "Revision Number", "Entity Title", "Class ID", "Completion Date", "Grade"),
        *("Completion Status ID", "Completion Status", "Total Hours", "Credit Hours for professional associations"),
        *("Contact Hours", "CPE", "Tuition", "Currency Symbol", "Currency ID", "Instructor", "Last Update User"),
        *("Last Update Time", "E-signature Meaning Code", "Comments"),
    )
    rows = (
        {
            "User": person,
            "Active User": "Y",
            "Last Name": person,
            "Entity ID": "BASICS",
            "Item Type": "COURSE",
            "Entity Title": module,
            "Completion Date": "3/2/2026",
            "Completion Status ID": status,
            "Completion Status": SUCCESSFACTORS_STATUSES[status],
            "Last Update Time": "3/2/2026 4:05 PM",
        }
        for status, person in SUCCESSFACTORS_PEOPLE.items()
    )
    return _table(header, rows)


def successfactors_roster(role: str = "Service agent") -> Table:
    """A user data file of SAP SuccessFactors: a row of keys, a row of labels, and people of whom some are active."""
    labels = {
        "STATUS": "STATUS",
        "USERID": "USERID",
        "USERNAME": "Username",
        "FIRSTNAME": "First Name",
        "LASTNAME": "Last Name",
        "EMAIL": "Email",
        "MANAGER": "Manager",
        "HR": "HR",
        "DEPARTMENT": "Department",
        "JOBCODE": "Job Code",
        "TIMEZONE": "Time Zone",
        "TITLE": "Title",
    }
    rows = (
        {"STATUS": status, "USERID": person, "LASTNAME": person, "MANAGER": "NO_MANAGER", "TITLE": role}
        for person, status in {"S001": "active", "S002": "Active", "S003": "inactive", "S004": "Inactive"}.items()
    )
    return _table(tuple(labels), [labels, *rows])


def workday(module: str = MODULE, *, dates: str = COMPLETED_ON) -> Table:
    """A report on learning enrollments that a company built in Workday; `dates` is each completion's date."""
    header = ("Employee ID", "Worker", "Learning Content", "Completion Status", "Completion Date")
    rows = ((person, f"Learner {person}", module, status, dates) for status, person in WORKDAY_PEOPLE.items())
    return [list(header), *(list(row) for row in rows)]


def workday_roster(role: str = "Service agent") -> Table:
    """A report on workers that a company built in Workday."""
    rows = ([person, f"Learner {person}", role, "Graz"] for person in WORKDAY_PEOPLE.values())
    return [["Employee ID", "Worker", "Job Profile", "Location"], *rows]


def as_csv(table: Iterable[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """An export as a text file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue().encode(encoding)


def as_xlsx(table: Iterable[Sequence[str]]) -> bytes:
    """An export as a workbook of one sheet, with every cell a text."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in table:
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
