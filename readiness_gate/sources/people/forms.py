"""The keys that the section of every file about people has: which file it is, and how it is written."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import Day, Moment, Name, PeopleDateForm, Text, Texts, Zone

Encoding: TypeAlias = Literal[
    "utf-8", "utf-16", "windows-1250", "windows-1251", "windows-1252", "iso-8859-1", "iso-8859-2", "iso-8859-15"
]


class Form(StrictModel):
    """How a file is written."""

    columns: StrictModel | None = Field(default=None, description="the name of each column in the file")
    ignore: Texts | None = Field(default=None, description="columns that decide nothing")
    dates: PeopleDateForm | None = Field(default=None, description='as in "M/d/yyyy h:mm a"; default: ISO 8601')
    no_date: Texts | None = Field(default=None, description='words for a missing date, such as "NULL" or "-"')
    delimiter: Literal[",", ";", "\t", "|"] | None = Field(default=None, description="default: a comma")
    encoding: Encoding | None = Field(default=None, description="default: utf-8")
    header_row: Annotated[int, Field(ge=1, le=100)] | None = Field(
        default=None, description="the row of the header, if there are others above it"
    )
    skip_rows: Annotated[int, Field(ge=0, le=10)] | None = Field(
        default=None, description="so many rows below the header have labels and no data"
    )
    footer_rows: Annotated[int, Field(ge=0, le=20)] | None = Field(
        default=None, description="so many rows at the end are notes, each in one cell, such as filters"
    )
    earliest: Day | None = Field(default=None, description="the first plausible date; earlier ones are placeholders")
    numeric_ids: bool | None = Field(
        default=None, description="ids are whole numbers without leading zeros, so a number in a workbook is one"
    )


class FileKeys(StrictModel):
    """Which file it is."""

    file: Text = Field(description="a .csv or .xlsx file")
    preset: Name | None = Field(default=None, description="the system that exported it; keys here replace its keys")
    timezone: Zone | None = Field(default=None, description="of its times; default: the program's")
    sheet: Text | None = Field(default=None, description="of a workbook; default: the only one that fits")
    exported_at: Moment | None = Field(default=None, description="when it was exported; default: when it landed in git")
    rows: Annotated[int, Field(ge=1)] | None = Field(default=None, description="how many rows the system shows for it")


class Entry(FileKeys, Form):
    """Which file it is, and how it is written."""


class OrFile:
    """A table, or the name of a file that is written in our own form."""

    def __get_pydantic_core_schema__(self, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_as_table, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(schema)]}


def _as_table(value: object) -> object:
    return {"file": value} if isinstance(value, str) else value
