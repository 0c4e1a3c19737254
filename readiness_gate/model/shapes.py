"""Narrow values of unknown types, as in JSON and TOML, for the type checkers."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

_MAPPINGS = (dict, Mapping)
"""The type that JSON and TOML produce comes first: checking an abstract class is slow."""


def as_mapping(value: object) -> Mapping[str, Any] | None:
    """Return the value if it is a mapping, whose keys are assumed to be texts; else None."""
    return cast("Mapping[str, Any]", value) if isinstance(value, _MAPPINGS) else None


def as_text(data: bytes) -> str:
    """Return the text of a policy file, without a byte order mark: the judging code and the code that reads its history
    must agree.

    Raises UnicodeDecodeError for what is not UTF-8.
    """
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def has_half_characters(content: object) -> bool:
    """Return whether the content of a JSON file has half of a character (a lone surrogate, U+D800 to U+DFFF) in a text
    or a key. JSON allows it, no text has it, and pydantic raises UnicodeEncodeError for it."""
    waiting = [content]
    while waiting:  # a loop, because the nesting may be deep
        one = waiting.pop()
        if isinstance(one, str):
            if not one.isascii() and any("\ud800" <= letter <= "\udfff" for letter in one):
                return True
        elif mapping := as_mapping(one):
            waiting += [*mapping, *mapping.values()]
        else:
            waiting += as_sequence(one) or ()
    return False


def as_sequence(value: object) -> Sequence[Any] | None:
    """Return the value if it is a list or a tuple; else None."""
    return cast("Sequence[Any]", value) if isinstance(value, list | tuple) else None
