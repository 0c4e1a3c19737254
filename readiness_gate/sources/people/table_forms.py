"""The keys of the configuration that follow from the declaration of a table: the names of its columns, and of their
values."""

from functools import cache
from typing import Any, Union

from pydantic import Field, GetCoreSchemaHandler, create_model
from pydantic_core import CoreSchema, core_schema

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import Text, Texts

_TEXT: Any = Union[Text, None]  # noqa: UP007 - `|` knows no annotated types, for the type checkers
_TEXTS: Any = Union[Texts, None]  # noqa: UP007


@dataclass(frozen=True, slots=True)
class ColumnsOf:
    """Marks a key with the column names of a table's file."""

    table: Table

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        return core_schema.nullable_schema(handler.generate_schema(columns_form(self.table)))


@dataclass(frozen=True, slots=True)
class ValuesOf:
    """Marks a key with the spellings of a table's column values."""

    table: Table

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        return core_schema.nullable_schema(handler.generate_schema(values_form(self.table)))


@cache
def columns_form(table: Table) -> type[StrictModel]:
    """Return the model of a table's `columns`: each column by our name, with its name in the file."""
    fields: dict[str, Any] = {
        _field(column): (_TEXT, Field(default=None, description=column.meaning)) for column in table.columns
    }
    return create_model(f"{_name(table)}Columns", __base__=StrictModel, __doc__="Which column is which.", **fields)


@cache
def values_form(table: Table) -> type[StrictModel]:
    """Return the model of a table's `values`: for each column with a choice of values, the spellings of each value."""
    fields: dict[str, Any] = {
        _field(column): (_choices_form(table, column) | None, Field(default=None, description=column.meaning))
        for column in table.with_values
    }
    return create_model(f"{_name(table)}Values", __base__=StrictModel, __doc__="How values are written.", **fields)


def _choices_form(table: Table, column: Column) -> type[StrictModel]:
    fields: dict[str, Any] = {
        value.replace("-", "_"): (_TEXTS, Field(default=None, description=f"what the file has for {value}"))
        for value in column.values
    }
    name = f"{_name(table)}{column.field.title().replace('_', '')}"
    return create_model(name, __base__=StrictModel, __doc__=f"How {column.name} is written.", **fields)


def _field(column: Column) -> str:
    """Return the name of a field, with an underscore if it is a Python keyword."""
    return f"{column.field}_" if column.name in {"from", "class"} else column.field


def _name(table: Table) -> str:
    return table.key.title().replace("-", "")
