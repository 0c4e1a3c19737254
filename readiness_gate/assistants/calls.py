"""One call of a tool, from its arguments to its answer, in words of the product whatever becomes of it."""

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
"""Opens the configuration, with the time of the call."""
_LONGEST = 4_000
"""The most characters of a text of ours, and of an error."""
_OPTION = re.compile(r"(?<![\w-])--(as-of|since|every|with)\b")
"""An option that is an argument here."""
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
    """What a call ends with: an answer as text and for programs, or what is wrong."""

    text: str
    content: Mapping[str, Any] | None = None
    """None for an error."""
    untrusted: str = ""
    """The report that may quote what others wrote."""


def called(opened: Open, name: str, arguments: Arguments) -> bytes:
    """The result of a call as JSON bytes; an error that the program foresees is one, too."""
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
    """The result that `called` made the bytes of."""
    return Result(**json.loads(content))


def failure(said: str) -> str:
    """What an error says, with the names of arguments in place of those of options."""
    named = _OPTION.sub(r"\1", said)
    return cleaned(f"Error: {named}", _LONGEST, lines=True)


def wanted(tool: Tool, arguments: Arguments) -> Wanted:
    """The arguments of a tool. Raises BadUse with all that is wrong with them."""
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
    """A value with all its texts cleaned."""
    if isinstance(value, str):
        return cleaned(value, _LONGEST)
    if isinstance(value, list):
        return [_clean(one) for one in cast(list[object], value)]
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in cast(dict[str, object], value).items()}
    return value


def _packed(**parts: object) -> bytes:
    return json.dumps(parts, ensure_ascii=True, allow_nan=False).encode()
