"""Check the content of a file against its model, and locate every problem."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.shapes import as_mapping
from readiness_gate.toml.document import Document, parse
from readiness_gate.toml.lazy import flattened
from readiness_gate.toml.partial import StandIns, has_stand_in, kept, original
from readiness_gate.toml.positions import Path
from readiness_gate.toml.problems import Problem, did_you_mean, missing, nearest
from readiness_gate.toml.strict_model import ONE, SEVERAL, schema
from readiness_gate.toml.values import DIGEST, ID, NAME

Model = TypeVar("Model", bound=BaseModel)
_NOTHING: StandIns = {}
_KEY = "[key]"
_BARE = re.compile("[A-Za-z0-9_-]+")


def parsed(
    name: str, data: bytes, model: type[Model], problems: list[Problem], stand_ins: StandIns = _NOTHING
) -> tuple[Document, Model] | None:
    """Return a file as a document and as its model; its mistakes are added to `problems`.

    If there are mistakes, the rest is returned, so that one run checks all of it; `stand_ins` has values for missing
    required keys. Returns None if nothing of the file can be used.
    """
    document = parse(name, data)
    if isinstance(document, Problem):
        problems.append(document)
        return None
    try:
        return document, model.model_validate(document.content)
    except ValidationError as error:
        errors = _errors(error)
    problems += (
        document.problem(wrong.path, wrong.what, at_value=wrong.at_value) for wrong in _complaints(Keys(model), errors)
    )
    return _rest(document, model, _wrong(errors, frozenset(), stand_ins), stand_ins)


def _errors(error: ValidationError) -> list[ErrorDetails]:
    return list(flattened(error.errors(include_url=False)))


def _rest(
    document: Document, model: type[Model], wrong: frozenset[Path], stand_ins: StandIns
) -> tuple[Document, Model] | None:
    """Return the document and its model without the mistakes and their consequences."""
    try:
        rest = model.model_validate(kept(document.content, wrong, stand_ins))
    except ValidationError as error:
        more = wrong | _wrong(_errors(error), wrong, stand_ins)
        return _rest(document, model, more, stand_ins) if more != wrong else None
    return replace(document, dropped=wrong), rest


def _wrong(errors: Sequence[ErrorDetails], dropped: AbstractSet[Path], stand_ins: StandIns) -> frozenset[Path]:
    """Return what must be dropped to remove the errors: a value, or a table without a required key."""
    return frozenset(_culprit(detail, original(_path(detail), dropped), stand_ins) for detail in errors)


def _culprit(detail: ErrorDetails, path: Path, stand_ins: StandIns) -> Path:
    is_lost = detail["type"] == "missing" and len(path) > 1 and not has_stand_in(path, stand_ins)
    return path[:-1] if is_lost else path


class Keys:
    """The keys that a model has at any path, from its JSON Schema."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._schema = schema(model)

    def at(self, path: Sequence[str | int]) -> list[str]:
        """Return the keys that the table at a path may have; empty if any key is allowed."""
        here: Mapping[str, Any] = self._schema
        for step in path:
            here = self._step(self._resolved(here, is_list=isinstance(step, int)), step)
        return sorted(self._resolved(here).get("properties", {}))

    def _step(self, table: Mapping[str, Any], step: str | int) -> Mapping[str, Any]:
        if isinstance(step, int):
            return as_mapping(table.get("items")) or {}
        any_key = [*table.get("patternProperties", {}).values(), table.get("additionalProperties")]
        return as_mapping(table.get("properties", {}).get(step, any_key[0])) or {}

    def _resolved(self, table: Mapping[str, Any], *, is_list: bool = False) -> Mapping[str, Any]:
        if "if" in table:  # an array of tables where a table is allowed, too
            return self._resolved(table["then" if is_list else "else"])
        forms = (form for form in table.get("anyOf", ()) if not form.keys().isdisjoint(("$ref", "properties")))
        form = next(forms, table)  # if a string or a table is allowed, the table
        reference = form.get("$ref")
        return self._schema["$defs"][reference.rpartition("/")[2]] if reference else form


def _is_key(detail: ErrorDetails) -> bool:
    """Return whether an error is about a key of a table with arbitrary keys, and not about a value."""
    return detail["loc"][-1:] == (_KEY,) and detail["type"] != "extra_forbidden"


def _path(detail: ErrorDetails) -> Path:
    """Return where a value is in the file, without the alternative that pydantic adds to the path."""
    path = detail["loc"][:-1] if _is_key(detail) else detail["loc"]
    return tuple(step for step in path if step not in (ONE, SEVERAL))


@dataclass(frozen=True, slots=True)
class Complaint:
    """A mistake at a path of a table, at its key or at its value."""

    path: Path
    what: str
    at_value: bool = False


def complaints(model: type[BaseModel], table: Mapping[str, object], at: Path = ()) -> list[Complaint]:
    """Return the mistakes in a table at a path of its file."""
    try:
        model.model_validate(table)
    except ValidationError as error:
        return list(_complaints(Keys(model), _errors(error), at))
    return []


def _complaints(keys: Keys, errors: Sequence[ErrorDetails], at: Path = ()) -> Iterator[Complaint]:
    """Yield every error with its place; the missing keys of a table are reported together."""
    missing_keys: dict[Path, list[str]] = {}
    for detail in errors:
        path = _path(detail)
        if detail["type"] == "missing":
            missing_keys.setdefault(path[:-1], []).append(str(path[-1]))
        else:
            yield _complaint(keys, detail, at)
    for table, names in missing_keys.items():
        yield Complaint((*at, *table, names[0]), missing(names, _dotted((*at, *table))))


def _complaint(keys: Keys, detail: ErrorDetails, at: Path) -> Complaint:
    own, kind = _path(detail), detail["type"]
    path = (*at, *own)
    name = path[-1] if path else ""
    if kind == "extra_forbidden":
        table = f" in {_dotted(path[:-1])}" if len(path) > 1 else ""
        return Complaint(path, f'unknown key "{name}"{table}{did_you_mean(str(name), keys.at(own[:-1]))}')
    is_key = _is_key(detail)
    subject = f'"{name}"' if is_key else _dotted(path)
    return Complaint(path, f"{subject}{_message(detail, path)}", at_value=not is_key)


def _message(detail: ErrorDetails, path: Path) -> str:
    """Return the message for an error at a path; the kinds that users meet have messages of our own."""
    context = detail.get("ctx", {})
    kind = detail["type"]
    if kind == "value_error":
        why = str(context["error"])
        return f" {why}" if why.startswith("must ") else f": {why}"
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", str(context["expected"]))
        return f" is not one of {', '.join(known)}{nearest(str(detail['input']), known)}"
    if kind == "string_pattern_mismatch":
        return f" {_PATTERNS[context['pattern']]}{_unicode_hint(str(detail['input']))}"
    if kind in _TABLES and isinstance(detail["input"], list):
        return f"{_KINDS[kind]}, not a list: write [{_dotted(path)}{_TABLES[kind]}]"
    if kind == "list_type" and isinstance(detail["input"], dict) and detail["input"]:
        return f" must be a list: write [[{_dotted(path)}]] above each entry"
    return _KINDS[kind].format(**context) if kind in _KINDS else f" is not valid: {detail['msg']}"


def _unicode_hint(text: str) -> str:
    """Return a hint at the first character that is not ASCII: some look just like a letter that is."""
    letter = next((character for character in text if not character.isascii()), None)
    return f'; "{letter}" is {unicodedata.name(letter, "none of these")}' if letter else ""


_MADE_OF = "must be made of letters A to Z, digits, hyphens, dots and underscores, at most 64, and begin with a letter"
_PATTERNS = {
    ID: _MADE_OF,
    NAME: f"{_MADE_OF} or a digit",
    DIGEST: "must be the evidence digest of the signed report: sha256: and 64 digits from 0 to 9 and a to f",
}
_TABLES = {"dict_type": ".NAME", "model_type": ""}
"""The errors about tables, with what follows the path in the header of such a table."""
_KINDS = {
    "string_type": " must be a text in quotes",
    "bool_type": " must be true or false",
    "int_type": " must be a whole number, without quotes",
    "list_type": " must be a list in square brackets",
    "dict_type": " must be a table",
    "model_type": " must be a table",
    "date_type": " must be a date without quotes, such as 2027-02-14",
    "too_short": " must not be empty",
    "too_long": " has more than {max_length} entries",
    "string_too_short": " must not be empty",
    "string_too_long": " has more than {max_length} characters",
    "greater_than_equal": " must be at least {ge}",
    "less_than_equal": " must be at most {le}",
}


def _dotted(path: Sequence[str | int]) -> str:
    dotted = ""
    for step in path:
        if isinstance(step, int):
            dotted += f"[{step + 1}]"
        else:
            dotted += ("." if dotted else "") + (step if _BARE.fullmatch(step) else f'"{step}"')
    return dotted
