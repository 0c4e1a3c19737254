"""The header and rows of a file for a proposal that a person confirms, without labels above them and notes below."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from readiness_gate.errors import BadUse
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.sources.people import text, workbook
from readiness_gate.sources.people.all_tables import TABLES
from readiness_gate.sources.people.declaration import Table
from readiness_gate.sources.people.grid import Grid, NoGrid, Row
from readiness_gate.sources.people.guess import guesses
from readiness_gate.sources.people.notes import has_words, is_note
from readiness_gate.sources.people.records.junit import as_csv

_HEAD = 1 << 16
SURVEYS = "surveys"


def table_of(name: str, content: bytes) -> bytes:
    """Return the content of a file that is a table, also of test results in JUnit XML.

    Raises BadUse for other XML, and for results that are not complete.
    """
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return content
    if b"<testsuite" not in content[:_HEAD]:
        raise BadUse(f"{name}: this is a web page or XML: export a table, or open it in Excel and save it as .xlsx")
    try:
        return as_csv(content) or content
    except NoGrid as error:
        raise BadUse(f"{name}: {error}") from error


def grid_of(file: PeopleFile, content: bytes, *, alone: bool = False) -> Grid:
    """Return the header and rows of a file. Raises NoGrid as these are read."""
    if workbook.is_one(content):
        return workbook.grid(file, content, _is_likely, alone=alone)
    return text.grid(file, content, ())


def _is_likely(header: Sequence[str]) -> bool:
    return any(len(guesses(table, header)) > 1 for table in TABLES.values())


def rows_of(file: PeopleFile, content: bytes) -> tuple[PeopleFile, list[Row]]:
    """Return the rows of a file, and the file with the number of notes of another length below them.

    Raises BadUse for rows that cannot be read.
    """
    try:
        return file, list(grid_of(file, content).rows)
    except NoGrid as error:
        if error.notes and not file.footer_rows:
            return rows_of(replace(file, footer_rows=error.notes), content)
        where = f"{file.file}:{error.problem.spot.label}"
        raise BadUse(f"{where}: {error}") from error


def without_notes_of(kind: Table, file: PeopleFile, rows: list[Row]) -> tuple[PeopleFile, list[Row]]:
    """Return the rows of a table without the notes below them, and the file with the number of these."""
    notes = list(itertools.takewhile(is_note, reversed(rows)))
    if len(kind.required) == 1 or not any(map(has_words, notes)):
        return file, rows
    return replace(file, footer_rows=file.footer_rows + len(notes)), rows[: len(rows) - len(notes)]


def labels(header: Sequence[str], rows: Sequence[Row]) -> int:
    """Return how many rows of labels a survey has below its header: one if the first row has no time and no id of a
    person, and the second has both."""
    likely = guesses(TABLES[SURVEYS], header)
    filled = [[row.cells[place] != "" for place in _places(header, likely)] for row in rows[:2]]
    return int(filled == [[False, False], [True, True]])


def _places(header: Sequence[str], likely: dict[str, str]) -> Iterator[int]:
    return (header.index(likely[field]) for field in ("respondent", "answered-at") if field in likely)
