"""The section of the configuration for a table of records."""

from functools import cache
from typing import Annotated, Any

from pydantic import Field, create_model

from readiness_gate.sources.people.forms import Entry, Form
from readiness_gate.sources.people.records.record_table import RecordTable
from readiness_gate.sources.people.table_forms import ColumnsOf, ValuesOf
from readiness_gate.toml.strict_model import StrictModel


@cache
def form_of(records: RecordTable) -> type[Form]:
    """Return the model of how a file with the table is written, as in a preset."""
    table = records.table
    fields: dict[str, Any] = {"columns": (Annotated[StrictModel | None, ColumnsOf(table)], None)}
    if table.with_values:
        values = Annotated[StrictModel | None, ValuesOf(table)]
        fields["values"] = (values, Field(default=None, description="how the file writes the values of a column"))
    return create_model(f"{_name(records)}Form", __base__=records.form, __doc__=_written(records), **fields)


@cache
def entry_of(records: RecordTable) -> type[Entry]:
    """Return the model of the table's section: which file it is, and how it is written."""
    bases: Any = (form_of(records), records.entry)
    entry: Any = create_model(f"{_name(records)}Entry", __base__=bases, __doc__=f"{records.table.title.capitalize()}.")
    made: type[Entry] = entry
    return made


def _written(records: RecordTable) -> str:
    return f"How {records.table.title} is written."


def _name(records: RecordTable) -> str:
    return records.key.title().replace("-", "")
