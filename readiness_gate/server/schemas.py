"""The JSON Schemas of the server: of its JSON pages, and of the access file. They do not need the extra `serve`."""

import json
from importlib.resources import files
from typing import Any

from readiness_gate.config.schema.json_schema import DRAFT
from readiness_gate.reports.json import dump
from readiness_gate.server.access_file import AccessFile
from readiness_gate.toml.strict_model import schema as schema_of

_PAGE = "page-"
PAGES = ("portfolio", "program", "gate", "rule", "decisions")
"""The pages that exist as JSON."""


def page_schema(page: str) -> str:
    """Return the JSON Schema of a page."""
    text = (files("readiness_gate.server") / "served.schema.json").read_text(encoding="utf-8")
    whole: dict[str, Any] = json.loads(text)
    own = whole["$defs"][f"{_PAGE}{page}"]
    shared = {name: one for name, one in whole["$defs"].items() if not name.startswith(_PAGE)}
    title = f"A page of readiness-gate serve: {page}, schema 1"
    return dump({"$schema": whole["$schema"], "title": title, **own, "$defs": shared})


def access_schema() -> str:
    """Return the JSON Schema of the access file."""
    return dump({"$schema": DRAFT, **schema_of(AccessFile)})


__all__ = ["PAGES", "access_schema", "page_schema"]
