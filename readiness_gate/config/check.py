"""Holds the content of a file against its model, and tells every complaint at its place."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from readiness_gate.config.problems import Position, Problem, did_you_mean, nearest
from readiness_gate.config.toml import Document, parse
from readiness_gate.model.shapes import as_mapping

Model = TypeVar("Model", bound=BaseModel)


def parsed(name: str, data: bytes, model: type[Model]) -> tuple[Document, Model] | list[Problem]:
    """A file's bytes as a document and as its model, or all that is wrong with it."""
    document = parse(name, data)
    if isinstance(document, Problem):
        return [document]
    checked = check(document, model)
    return checked if isinstance(checked, list) else (document, checked)


def check(document: Document, model: type[Model]) -> Model | list[Problem]:
    """The document as its model, or all that is wrong with it."""
    try:
        return model.model_validate(document.content)
    except ValidationError as error:
        keys = Keys(model)
        problems = [_problem(document, keys, detail) for detail in error.errors(include_url=False)]
        return sorted(problems, key=lambda problem: problem.at or Position(0, 0))


class Keys:
    """The keys that a model knows at any path, from its JSON Schema."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._schema: dict[str, Any] = model.model_json_schema(by_alias=True)

    def at(self, path: Sequence[str | int]) -> list[str]:
        """The keys that the table at a path may have; none when any key will do there."""
        here: Mapping[str, Any] = self._schema
        for step in path:
            here = self._step(self._resolved(here), step)
        return sorted(self._resolved(here).get("properties", {}))

    def _step(self, schema: Mapping[str, Any], step: str | int) -> Mapping[str, Any]:
        if isinstance(step, int):
            return as_mapping(schema.get("items")) or {}
        return as_mapping(schema.get("properties", {}).get(step, schema.get("additionalProperties"))) or {}

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        for option in schema.get("anyOf", []):
            if option.get("type") != "null":
                return self._resolved(option)
        reference = schema.get("$ref")
        return self._schema["$defs"][reference.rpartition("/")[2]] if reference else schema


def _problem(document: Document, keys: Keys, detail: ErrorDetails) -> Problem:
    path = [step for step in detail["loc"] if step != "[key]"]
    kind, is_key = detail["type"], detail["loc"][-1:] == ("[key]",)
    name = path[-1] if path else ""
    if kind == "extra_forbidden":
        return document.problem(path, f'unknown key "{name}"{did_you_mean(str(name), keys.at(path[:-1]))}')
    if kind == "missing":
        table = f" in {_dotted(path[:-1])}" if len(path) > 1 else ""
        return document.problem(path, f'"{name}" is missing{table}')
    return document.problem(
        path, f'"{name}" {_said(detail)}' if is_key else f"{_dotted(path)} {_said(detail)}", at_value=not is_key
    )


def _said(detail: ErrorDetails) -> str:
    """What is wrong with a value, in words of our own for the kinds that users meet."""
    context = detail.get("ctx", {})
    kind = detail["type"]
    if kind == "value_error":
        return f"is not valid: {context['error']}"
    if kind == "literal_error":
        known = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        return f"is not one of {', '.join(known)}{nearest(str(detail['input']), known)}"
    if kind == "string_pattern_mismatch":
        return "may have letters A to Z, digits, hyphens, dots and underscores only, and begins with a letter or digit"
    return _KINDS.get(kind, f"is not valid: {detail['msg']}").format(**context)


_KINDS = {
    "string_type": "must be a text in quotes",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number, without quotes",
    "list_type": "must be a list in square brackets",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "date_type": "must be a date without quotes, such as 2027-02-14",
    "too_short": "must not be empty",
    "too_long": "has more than {max_length} entries",
    "string_too_short": "must not be empty",
    "string_too_long": "has more than {max_length} characters",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
}


def _dotted(path: Sequence[str | int]) -> str:
    told = ""
    for step in path:
        told += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if told else str(step)
    return told or "the file"
