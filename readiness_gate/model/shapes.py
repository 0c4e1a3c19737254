"""Narrow values of unknown types, as JSON and TOML have them, for the type checkers."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

_MAPPINGS = (dict, Mapping)
"""What JSON and TOML make comes first: to ask an abstract class is slow."""


def as_mapping(value: object) -> Mapping[str, Any] | None:
    """The value when it is a mapping, whose keys are taken to be texts; else None."""
    return cast("Mapping[str, Any]", value) if isinstance(value, _MAPPINGS) else None


def as_text(data: bytes) -> str:
    """The text of a policy file, without a byte order mark: what judges by it and what reads its history must agree.

    Raises UnicodeDecodeError for what is not UTF-8.
    """
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def as_sequence(value: object) -> Sequence[Any] | None:
    """The value when it is a list or a tuple; else None."""
    return cast("Sequence[Any]", value) if isinstance(value, list | tuple) else None
