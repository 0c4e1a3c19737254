"""What every table of a file is: it knows all its keys, and its JSON Schema says so."""

import os
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DictSchema, NullableSchema, TaggedUnionSchema, WithDefaultSchema

# A plugin of pydantic would run in this process and could change what files say; to look for one costs time, too.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
ONE, SEVERAL = "[table]", "[[table]]"
"""Tags for a model of one table or of a list of tables: they say in the place of a complaint which form is meant."""


def kebab(name: str) -> str:
    """The key in a file of a field here: words joined by hyphens, and no underscore to keep off Python's words."""
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
        defer_build=True,  # a file's model is built once, and the models in it with it
    )


class _TomlSchema(GenerateJsonSchema):
    """What a TOML file can say: it has no null, so a key that may be left out has no value for that; and where names
    have a form, none of another form is a key."""

    def nullable_schema(self, schema: NullableSchema) -> JsonSchemaValue:
        """The schema of the value itself."""
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: DictSchema) -> JsonSchemaValue:
        """The schema of a table with any keys, or with keys of one form only."""
        table = super().dict_schema(schema)
        return {**table, "additionalProperties": False} if "patternProperties" in table else table

    def tagged_union_schema(self, schema: TaggedUnionSchema) -> JsonSchemaValue:
        """The schema of a table, or of a list of tables: an editor then complains of the one that is there."""
        table, several = map(self.generate_inner, schema["choices"].values())
        return {"if": {"type": "array"}, "then": several, "else": table}

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        """The schema with its default, when that is a value and not a table of more defaults."""
        simple = isinstance(schema.get("default"), str | int)
        return super().default_schema(schema) if simple else self.generate_inner(schema["schema"])


def schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a file, with the keys as they are written."""
    return model.model_json_schema(by_alias=True, schema_generator=_TomlSchema)
