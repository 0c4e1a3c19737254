"""The JSON Schemas of the files that users write, for their editors."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from readiness_gate.config.azure_checks import AzureFile
from readiness_gate.config.github_app import AppFile
from readiness_gate.config.gitlab_checks import ChecksFile
from readiness_gate.config.portfolio import PortfolioFile
from readiness_gate.config.schema.files import (
    ConfigurationFile,
    PackFile,
    SignOffsFile,
    WaiversFile,
    configuration_file,
    sections_of,
)
from readiness_gate.sources import SOURCES, SourceTable
from readiness_gate.toml.strict_model import schema as schema_of

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_CONFIGURATION = "configuration"
SCHEMAS: Mapping[str, type[BaseModel]] = {
    _CONFIGURATION: ConfigurationFile,
    "pack": PackFile,
    "waivers": WaiversFile,
    "signoffs": SignOffsFile,
    "portfolio": PortfolioFile,
    "github-app": AppFile,
    "gitlab-checks": ChecksFile,
    "azure-checks": AzureFile,
}


def schema(kind: str, sources: SourceTable = SOURCES) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file, generated from the model that checks it."""
    if kind != _CONFIGURATION:
        return {"$schema": DRAFT, **schema_of(SCHEMAS[kind])}
    whole = schema_of(configuration_file(sections_of(sources)))
    for name, source in sources.items():
        if source.foreign is not None:
            _add(whole, name, source.foreign.schema)
    return {"$schema": DRAFT, **whole}


def _add(whole: dict[str, Any], name: str, table: Mapping[str, object]) -> None:
    """Add a plugin's table to the schema of the configuration; its definitions get a prefix."""
    own: dict[str, Any] = json.loads(json.dumps(table).replace('"#/$defs/', f'"#/$defs/plugins.{name}.'))
    definitions = own.pop("$defs", {})
    whole["$defs"] |= {f"plugins.{name}.{key}": definition for key, definition in definitions.items()}
    whole["properties"]["plugins"].setdefault("properties", {})[name] = own
