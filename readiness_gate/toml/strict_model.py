"""The base of all models of tables: unknown keys are errors, and the JSON Schema says so."""

import os
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DictSchema, NullableSchema, TaggedUnionSchema, WithDefaultSchema

# A pydantic plugin would run in this process and could change what files say; searching for plugins also costs time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
ONE, SEVERAL = "[table]", "[[table]]"
"""Tags for the model of one table and for that of an array of tables: in the path of an error they name the
alternative."""


def kebab(name: str) -> str:
    """Return the key in a file for a field: hyphens instead of underscores, without the one that avoids a Python
    keyword."""
    return name.rstrip("_").replace("_", "-")


class StrictModel(BaseModel):
    """A table that knows all its keys."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        alias_generator=kebab,
        validate_default=False,
        defer_build=True,  # the model of a file is built once, with the models in it
    )


class _TomlSchema(GenerateJsonSchema):
    """The schema of what TOML can express. It has no null, so an optional key has no null value; and if keys have a
    pattern, no other key is allowed."""

    def nullable_schema(self, schema: NullableSchema) -> JsonSchemaValue:
        """Return the schema of the value itself."""
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: DictSchema) -> JsonSchemaValue:
        """Return the schema of a table with arbitrary keys, or with keys of one pattern only."""
        table = super().dict_schema(schema)
        return {**table, "additionalProperties": False} if "patternProperties" in table else table

    def tagged_union_schema(self, schema: TaggedUnionSchema) -> JsonSchemaValue:
        """Return the schema of a table, or of an array of tables, so that an editor complains about the one that is
        there."""
        table, several = map(self.generate_inner, schema["choices"].values())
        return {"if": {"type": "array"}, "then": several, "else": table}

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        """Return the schema with its default, if that is a value and not a table of more defaults."""
        simple = isinstance(schema.get("default"), str | int)
        return super().default_schema(schema) if simple else self.generate_inner(schema["schema"])


def schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of a file, with the keys as written in it."""
    return model.model_json_schema(by_alias=True, schema_generator=_TomlSchema)
