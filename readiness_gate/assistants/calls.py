"""One call of a tool, from its arguments to its answer. The result is in the product's words even if the call fails."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from readiness_gate.app.session import Session
from readiness_gate.assistants.tool import Tool, Wanted
from readiness_gate.assistants.tools import TOOLS
from readiness_gate.assistants.untrusted import Untrusted, as_text, cleaned
from readiness_gate.errors import BadUse, GateError
from readiness_gate.lean_dataclass import dataclass

Arguments: TypeAlias = Mapping[str, Any]
Open: TypeAlias = Callable[[], Session]
"""Opens the configuration as of the time of the call."""
_LONGEST = 4_000
"""The maximum length of a text of readiness-gate, and of an error, in characters."""
_OPTION = re.compile(r"(?<![\w-])--(as-of|since|every|with)\b")
"""A command-line option that is an argument of the tools."""
_WRONG = {
    "string_type": "is not a text",
    "string_too_long": "is too long",
    "string_pattern_mismatch": "is not BASE..HEAD with names of branches, tags or commits",
    "list_type": "is not a list of texts",
    "dict_type": "is not an object",
}
_OTHERWISE = "has another form than the tool's input schema says"


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a call: an answer, as text and as structured content, or an error."""

    text: str
    content: Mapping[str, Any] | None = None
    """None for an error."""
    untrusted: str = ""
    """The report, which may quote what others wrote."""


def called(opened: Open, name: str, arguments: Arguments) -> bytes:
    """Return the result of a call as JSON bytes; an expected error is a result, too."""
    tool = TOOLS[name]
    try:
        asked = wanted(tool, arguments)
        answered = tool.run(opened(), asked)
    except GateError as error:
        return _packed(text=failure(str(error)))
    content = answered.content.model_dump(mode="json", by_alias=True)
    quoted: Untrusted = answered.content.untrusted
    ours = {key: _clean(value) for key, value in content.items() if key != "untrusted"}
    return _packed(
        text=cleaned(answered.text, _LONGEST * 10, lines=True),
        content={**ours, "untrusted": content["untrusted"]},
        untrusted=as_text(quoted),
    )


def result(content: bytes) -> Result:
    """Return the result from the bytes that `called` returned."""
    return Result(**json.loads(content))


def failure(said: str) -> str:
    """Return the text of an error, with the names of arguments in place of command-line options."""
    named = _OPTION.sub(r"\1", said)
    return cleaned(f"Error: {named}", _LONGEST, lines=True)


def wanted(tool: Tool, arguments: Arguments) -> Wanted:
    """Return the validated arguments of a tool. Raises BadUse with everything that is wrong with them."""
    try:
        return tool.wanted.model_validate(dict(arguments), by_alias=True, by_name=False)
    except ValidationError as error:
        raise BadUse("\n".join(_mistake(tool, one) for one in error.errors(include_url=False))) from error


def _mistake(tool: Tool, error: ErrorDetails) -> str:
    name = ".".join(map(str, error["loc"]))
    known = [field.alias or "" for field in tool.wanted.model_fields.values()]
    if error["type"] == "extra_forbidden":
        return f'{tool.name} has no argument "{name}"; it has {", ".join(known)}'
    if error["type"] == "missing":
        return f"{tool.name} needs the argument {name}"
    return f"{tool.name}: the argument {name} {_WRONG.get(error['type'], _OTHERWISE)}"


def _clean(value: object) -> object:
    """Return the value with all its texts cleaned."""
    if isinstance(value, str):
        return cleaned(value, _LONGEST)
    if isinstance(value, list):
        return [_clean(one) for one in cast(list[object], value)]
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in cast(dict[str, object], value).items()}
    return value


def _packed(**parts: object) -> bytes:
    return json.dumps(parts, ensure_ascii=True, allow_nan=False).encode()
