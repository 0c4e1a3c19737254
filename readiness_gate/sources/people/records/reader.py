"""Read the rows of a file as the records of a table: each cell as its column declares."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.sources.people.declaration import Column, ColumnKind
from readiness_gate.sources.people.grid import Row
from readiness_gate.sources.people.records.record_table import RecordTable
from readiness_gate.sources.people.rows import Rows
from readiness_gate.sources.people.value_names import ValueNames


class RecordReader:
    """Reads the rows of one file as records; problems are added to its rows."""

    def __init__(self, records: RecordTable, rows: Rows) -> None:
        self._records = records
        self._rows = rows
        self._values = value_names(records, rows.file)
        self._first: dict[tuple[object, ...], int] = {}
        self._readers: Mapping[ColumnKind, Callable[[Row, str], object]] = {
            "person": rows.identifier,
            "id": rows.identifier,
            "name": rows.name,
            "text": rows.text_or_nothing,
            "when": rows.when,
            "number": rows.number,
            "count": rows.count,
        }

    def read(self) -> Iterator[Any]:
        """Yield the records of all rows; a row with a problem has none."""
        present = [column for column in self._records.table.columns if column.name in self._rows.columns]
        others = {column.field: _nothing(column) for column in self._records.table.columns if column not in present}
        for row in self._rows:
            if self._records.skips(self._rows, row):
                continue
            before = len(self._rows.problems)
            values = {**others, **{column.field: self._value(row, column) for column in present}}
            self._check_unique(row, values)
            if len(self._rows.problems) == before:
                record = self._records.record(**values)
                problem = self._records.problem(record)
                if problem is None:
                    yield record
                else:
                    self._rows.wrong(row, None, problem)

    def _value(self, row: Row, column: Column) -> object:
        """Return the value of a cell; None for an empty one that is not a text."""
        if self._must_be_filled(column):
            self._rows.needs(row, column.name)
        if column.values:
            return self._of_choice(row, column)
        if not column.required and self._rows.cell(row, column.name) == "":
            return _nothing(column)
        return self._readers[column.kind](row, column.name)

    def _must_be_filled(self, column: Column) -> bool:
        """Return whether an empty cell is a problem that the reader of its kind does not note."""
        return (column.required or column.filled) and column.kind not in ("person", "id", "name")

    def _of_choice(self, row: Row, column: Column) -> object:
        """Return the value of a choice, or the answer of a flag; for an empty cell, "" or None."""
        value = self._rows.choice(row, column.name, self._values[column.name])
        if column.kind == "flag":
            return {"yes": True, "no": False}.get(value)
        return value

    def _check_unique(self, row: Row, values: Mapping[str, object]) -> None:
        unique = self._records.table.unique
        if not unique:
            return
        key = tuple(values[name.replace("-", "_")] for name in unique)
        first = self._first.setdefault(key, row.spot.row)
        if first != row.spot.row:
            what = f"has the same {' and '.join(unique)} as row {first}: keep the one that is right"
            self._rows.wrong(row, None, f"the row {what}")


def _nothing(column: Column) -> str | None:
    """Return the value of an empty cell, and of a column that a file does not have."""
    return "" if column.kind in ("person", "id", "name", "text", "choice") else None


def value_names(records: RecordTable, file: PeopleFile) -> dict[str, ValueNames]:
    """Return the possible cell values of each choice column."""
    return {
        column.name: ValueNames.of(column, file.values.get(column.name, {})) for column in records.table.with_values
    }
