"""The tables of a verdict as files: CSV in UTF-8, and a description as a Data Package with Table Schemas."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.escape import printable
from readiness_gate.reports.json import Json, dump
from readiness_gate.reports.spec import Display, Report
from readiness_gate.reports.tables.changes import CHANGES
from readiness_gate.reports.tables.declared import TABLES, Cell, Column, Table, evaluation

DESCRIPTION = "datapackage.json"
_FILES = (DESCRIPTION, *(f"{table.name}.csv" for table in (*TABLES, CHANGES)))
_FORMULA = re.compile(r"(?:^|(?<=;))(?=[\s\x22]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Where a spreadsheet would begin a formula; also after a semicolon, which may separate cells."""
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
_TEXT_FILE = 0o100644 << 16


def report(_display: Display) -> Report:
    """Return the report as a folder, or as a ZIP archive of it."""
    return Report("tables", "application/zip", render, (".zip",), together, files=_FILES)


def render(verdict: Verdict) -> bytes:
    """Return the files of a verdict, in an archive."""
    tables = TABLES if verdict.compared is None else (*TABLES, CHANGES)
    contents = {f"{table.name}.csv": _csv(table, verdict) for table in tables}
    return archive({DESCRIPTION: description(tables), **contents})


def together(reports: Sequence[bytes]) -> bytes:
    """Return the rows of several verdicts in one folder."""
    first, *others = map(unpacked, reports)
    joined = {
        name: b"".join([content, *(_without_header(other[name]) for other in others)])
        for name, content in first.items()
        if name != DESCRIPTION
    }
    return archive({DESCRIPTION: first[DESCRIPTION], **joined})


def archive(contents: Mapping[str, bytes]) -> bytes:
    """Return files as a ZIP archive: the same bytes for the same files."""
    from zipfile import ZipFile, ZipInfo  # noqa: PLC0415 - only this report needs it

    written = io.BytesIO()
    with ZipFile(written, "w") as files:
        for name, content in contents.items():
            about = ZipInfo(name, _FIRST_TIME)
            about.external_attr = _TEXT_FILE
            files.writestr(about, content)
    return written.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive, by name."""
    from zipfile import ZipFile  # noqa: PLC0415 - only this report needs it

    with ZipFile(io.BytesIO(content)) as files:
        return {name: files.read(name) for name in files.namelist()}


# Tables -------------------------------------------------------------------------------------------------------------


def _csv(table: Table, verdict: Verdict) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.name for column in table.columns)
    key = evaluation(verdict)
    writer.writerows([key, *map(cell, row)] for row in table.rows(verdict))
    return text.getvalue().encode()


def _without_header(content: bytes) -> bytes:
    return content.partition(b"\r\n")[2]


def cell(value: Cell) -> str:
    """Return a value as a cell. A text is on one line and never begins a formula: an apostrophe precedes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _FORMULA.sub("'", printable(value))
    return value.isoformat() if isinstance(value, date) else repr(value)


# Their description --------------------------------------------------------------------------------------------------


def description(tables: Sequence[Table] = TABLES) -> bytes:
    """Return the Data Package: every table with its columns, its key, and the tables that it refers to."""
    package = {
        "profile": "tabular-data-package",
        "name": "readiness-gate",
        "title": "Verdicts of readiness-gate",
        "resources": [_resource(table) for table in tables],
    }
    return dump(package).encode()


def _resource(table: Table) -> Json:
    foreign = list(_foreign(table))
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            **({"foreignKeys": foreign} if foreign else {}),
            "missingValues": [""],
        },
    }


def _field(column: Column) -> Json:
    return {
        "name": column.name,
        "type": column.type,
        "description": column.about,
        "constraints": {"required": column.required},
    }


def _foreign(table: Table) -> Iterable[Json]:
    """Yield the tables that a row refers to: a verdict, and in it a finding; a waiver may name a rule that is not
    there."""
    if table.name in ("readings", "evidence"):
        yield _reference(["evaluation", "rule"], "findings")
    if table.name == "conditions":
        yield _reference(["program", "line", "digest"], "decisions")
    elif table.name not in ("evaluations", "decisions"):
        yield _reference(["evaluation"], "evaluations")


def _reference(names: list[str], table: str) -> Json:
    return {"fields": names, "reference": {"resource": table, "fields": names}}
