"""The seal of a line of the decision log: the digest of its text, at its end."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any, cast

from readiness_gate.model.shapes import has_half_characters

_SEAL = b',"digest":"'
_END = b'"}'
_ESCAPED = ("Cc", "Cf", "Zl", "Zp")
"""The categories of characters that lines only have in escaped form: in a review, they could make a line look like
another one."""


class Odd(Exception):
    """A line was not written by this program. The text says why, and continues "line N"."""

    remedy = ""


def sealed(body: bytes) -> bytes:
    """Return the line of a JSON object, with its digest and its end."""
    return body[:-1] + _SEAL + _digest(body).encode("ascii") + _END + b"\n"


def opened(line: bytes) -> tuple[Mapping[str, Any], str]:
    """Return the content of a line without its digest, and the digest. Raises Odd if the digest does not match, or if
    the line is not JSON in the form in which lines are written."""
    body, seal, rest = line.rpartition(_SEAL)
    body += b"}"
    digest = _digest(body)
    if not line.endswith(b"\n"):
        raise Odd("has no end: it was cut off")
    if not seal or rest != digest.encode("ascii") + _END + b"\n":
        raise Odd("was changed: it does not have the digest that it says")
    try:
        text = body.decode("utf-8")
        content: object = json.loads(text, object_pairs_hook=_once, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise Odd(f"is not JSON: {error}") from error
    if not isinstance(content, dict):
        raise Odd("is not an object")
    hidden = None if text.isprintable() else next(filter(_must_be_escaped, text), None)
    if hidden is not None:
        raise Odd(f"has the invisible character U+{ord(hidden):04X}, which a line only has as \\u{ord(hidden):04x}")
    if has_half_characters(cast("object", content)):
        raise Odd("has half of a character, such as \\ud83d without its second half")
    return cast("dict[str, Any]", content), digest


def _digest(body: bytes) -> str:
    return "sha256:" + hashlib.sha256(body).hexdigest()


def _must_be_escaped(letter: str) -> bool:
    return unicodedata.category(letter) in _ESCAPED


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise ValueError("an object has a key twice")
    return named


def _refused(name: str) -> object:
    raise ValueError(f"{name} is not a JSON number")
