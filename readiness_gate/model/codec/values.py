"""Plain values as JSON and back, strictly. A text may hold invalid Unicode (a git path), and a float may be
infinite."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import NoneType
from typing import Any, Literal, TypeAlias, cast
from zoneinfo import ZoneInfo

from readiness_gate.errors import GateError
from readiness_gate.lean_dataclass import dataclass

Plain: TypeAlias = bool | int | float | str | list[Any] | dict[str, Any] | None
"""Anything that JSON can hold."""
Shape: TypeAlias = Literal["null", "flag", "whole", "real", "text", "list", "object"]

ESCAPE = "$"
"""The prefix of the single key of an object that encodes a float or a text which JSON cannot hold."""
_FLOAT, _TEXT = f"{ESCAPE}float", f"{ESCAPE}text"
_NOT_FINITE = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}
_PAIR = re.compile("(?<=[\ud800-\udbff])(?=[\udc00-\udfff])")
"""The position between two separate surrogates in a text, which JSON would join."""
_SHAPES: Mapping[type, Shape] = {
    NoneType: "null",
    bool: "flag",
    int: "whole",
    float: "real",
    str: "text",
    list: "list",
    dict: "object",
}
SAYS: Mapping[Shape, str] = {
    "null": "null",
    "flag": "true or false",
    "whole": "a whole number",
    "real": "a number",
    "text": "a text",
    "list": "a list",
    "object": "an object",
}


class WrongRecord(GateError):
    """A record does not have the content that its type requires: `what` is wrong at `where`, such as
    `.findings[2].id`."""

    def __init__(self, what: str, where: str = "") -> None:
        super().__init__(f"{where.removeprefix('.')}: {what}" if where else what)
        self.what = what
        self.where = where

    def inside(self, step: str) -> "WrongRecord":
        """Return the same error with one more outer step in its location."""
        return WrongRecord(self.what, step + self.where)


@dataclass(frozen=True, slots=True)
class Codec:
    """How the values of one type are written as JSON and read back."""

    accepts: type | tuple[Any, ...]
    """The types of the values, for `isinstance`."""
    shapes: frozenset[Shape]
    """The possible shapes of their JSON."""
    encode: Callable[[Any], Plain]
    decode: Callable[[Plain], Any]
    """Raises WrongRecord for anything that is not such a value."""


def shape_of(plain: Plain) -> Shape:
    """Return the shape of a piece of JSON; a float or a text that JSON cannot hold is wrapped in an object."""
    if isinstance(plain, dict) and len(plain) == 1:
        return "real" if _FLOAT in plain else "text" if _TEXT in plain else "object"
    return _SHAPES[type(plain)]


def expect(shape: Shape, plain: Plain) -> Any:  # noqa: ANN401 - as the shape has it
    """Return a piece of JSON if it has the shape. Raises WrongRecord otherwise."""
    if shape_of(plain) != shape:
        raise WrongRecord(f"must be {SAYS[shape]}, not {SAYS[shape_of(plain)]}")
    return plain


def _plain(kind: type, shape: Shape) -> Codec:
    return Codec(kind, frozenset({shape}), lambda value: value, lambda plain: expect(shape, plain))


def _encode_float(number: float) -> Plain:
    return number if math.isfinite(number) else {_FLOAT: str(number)}


def _decode_float(plain: Plain) -> float:
    if isinstance(plain, int) and not isinstance(plain, bool):
        return plain
    number = expect("real", plain)
    if not isinstance(number, dict):
        return cast("float", number)
    name = expect("text", cast("dict[str, Any]", number)[_FLOAT])
    if name not in _NOT_FINITE:
        raise WrongRecord(f"must be a number, not {name!r}")
    return _NOT_FINITE[name]


def _encode_text(text: str) -> Plain:
    return text if text.isascii() or not _PAIR.search(text) else {_TEXT: _PAIR.split(text)}


def decode_text(plain: Plain) -> str:
    """Return a text as it was before it was encoded."""
    text = expect("text", plain)
    if isinstance(text, str):
        return text
    return "".join(decoded_items(SIMPLE[str], cast("dict[str, Any]", text)[_TEXT]))


def _parsed(kind: Callable[[str], Any], encode: Callable[[Any], str], accepts: type) -> Codec:
    """Return the codec of a type whose values are written as one text each."""

    def decode(plain: Plain) -> object:
        text = decode_text(plain)
        try:
            value = kind(text)
        except (ValueError, LookupError, OSError) as error:
            raise WrongRecord(f"cannot be read: {error}") from error
        if encode(value) != text:
            raise WrongRecord(f"must be written {encode(value)!r}, not {text!r}")
        return value

    return Codec(accepts, frozenset({"text"}), lambda value: _encode_text(encode(value)), decode)


def decoded(inner: Codec, plain: Plain, step: str) -> Any:  # noqa: ANN401 - as the codec has it
    """Return a decoded part of a value; errors get the step that leads to it."""
    try:
        return inner.decode(plain)
    except WrongRecord as error:
        raise error.inside(step) from error


def decoded_items(inner: Codec, plain: Plain) -> list[Any]:
    """Return the decoded items of a list whose items have one type."""
    return [decoded(inner, item, f"[{number}]") for number, item in enumerate(expect("list", plain))]


SIMPLE: Mapping[object, Codec] = {
    NoneType: _plain(NoneType, "null"),
    bool: _plain(bool, "flag"),
    int: _plain(int, "whole"),
    float: Codec((float, int), frozenset({"real"}), _encode_float, _decode_float),
    str: Codec(str, frozenset({"text"}), _encode_text, decode_text),
    date: _parsed(date.fromisoformat, date.isoformat, date),
    Path: _parsed(Path, str, Path),
    ZoneInfo: _parsed(ZoneInfo, str, ZoneInfo),
}
"""The codecs of types that contain no others."""
