"""The tables of facts for the people who fill them in: list, description, descriptor, example and page."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from rich.text import Text

from readiness_gate.reports.escape import markdown
from readiness_gate.reports.json import Json
from readiness_gate.reports.screen import columns, draw, indented, words
from readiness_gate.reports.spec import Display
from readiness_gate.sources.people.declaration import Column, ColumnKind, Privacy, Table

KINDS: Mapping[ColumnKind, str] = {
    "person": "id of a person",
    "id": "id",
    "name": "text",
    "text": "text",
    "when": "day or time",
    "number": "number",
    "count": "whole number",
    "flag": "yes or no",
    "choice": "one of its values",
}
PRIVACY: Mapping[Privacy, str] = {
    "person": "identifies a person: never shown",
    "about-person": "about a person: shown in counts only",
    "group": "a group: shown with five people or more",
    "none": "not personal",
}
_TYPES: Mapping[ColumnKind, str] = {
    "when": "datetime",
    "number": "number",
    "count": "integer",
    "flag": "boolean",
}
_HEAD = """\
# Tables of facts

This page is generated; do not edit it. Change the declaration of a table, then run
`readiness-gate facts tables --format markdown > docs/tables.md`.

Each table is a `.csv` file or an `.xlsx` workbook, named in `[people]` of `readiness-gate.toml`. A file with these
column names needs no description; [People files](people-files.md) shows how to read files with other names and dates.
`readiness-gate facts tables NAME --format csv` prints the example, and `--format table-schema` a
[Table Schema](https://specs.frictionlessdata.io/table-schema/) for tools that check files.
"""


def listing(tables: Iterable[Table], display: Display) -> str:
    """Return the tables, a line for each: its key, what it is, and its required columns."""
    rows = [[words(table.key), words(f"{table.title}: {', '.join(table.required)}")] for table in tables]
    return draw([columns(rows)], display)


def description(table: Table, display: Display) -> str:
    """Return a table with its columns."""
    rows: list[list[Text]] = [
        [words(column.name), words("required" if column.required else ""), words(_meaning(column))]
        for column in table.columns
    ]
    return draw([words(f"{table.key}: {table.title}"), indented(""), columns(rows)], display)


def descriptor(table: Table) -> Json:
    """Return a table as a Table Schema, for tools that check files (specs.frictionlessdata.io/table-schema)."""
    return {
        "name": table.key,
        "title": table.title,
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        **_key(table),
    }


def example(table: Table) -> str:
    """Return a file in the standard form: a header, and the rows of the example."""
    return _csv([[column.name for column in table.columns], *table.examples])


def template(table: Table) -> str:
    """Return a file in the standard form without rows."""
    return _csv([[column.name for column in table.columns]])


def page(tables: Iterable[Table]) -> str:
    """Return the documentation page on all tables."""
    return "\n".join([_HEAD, *("\n".join(_section(table)) for table in tables)])


def _csv(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.key}\n"
    yield f"{markdown(table.title.capitalize())}.\n"
    yield "| column | | cells | meaning | privacy |\n|---|---|---|---|---|"
    for column in table.columns:
        cells = ("required" if column.required else "", _cells(column), column.meaning, PRIVACY[column.privacy])
        yield f"| `{column.name}` | {' | '.join(map(markdown, cells))} |"
    if table.unique:
        yield f"\nOne row for each {' and '.join(table.unique)}."
    yield f"\n```csv\n{example(table)}```\n"


def _key(table: Table) -> Json:
    """Return what makes a row unique; no cell of a primary key may be empty."""
    if not table.unique:
        return {}
    names = list(table.unique)
    return {"primaryKey": names} if set(names) <= set(table.required) else {"uniqueKeys": [names]}


def _meaning(column: Column) -> str:
    return f"{column.meaning} ({_cells(column)}; {PRIVACY[column.privacy]})"


def _cells(column: Column) -> str:
    """Return what the cells of a column contain, with the values of a choice."""
    return ", ".join(column.options) if column.options else KINDS[column.kind]


def _field(column: Column) -> Json:
    """Return a column as a field of a Table Schema."""
    kind = _TYPES.get(column.kind, "string")
    constraints: Json = {"required": column.required}
    if column.options:
        constraints["enum"] = list(column.options)
    if column.kind == "count":
        constraints["minimum"] = 0
    form: Json = {"format": "any"} if column.kind == "when" else {}
    answers: Json = {"trueValues": ["yes"], "falseValues": ["no"]} if column.kind == "flag" else {}
    return {
        "name": column.name,
        "type": kind,
        **form,
        **answers,
        "description": column.meaning,
        "privacy": column.privacy,
        "constraints": constraints,
    }
