"""A list that is shown as far as it has room, and counted where it has none."""

from collections.abc import Callable, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")
_SPARE = 10


def fitting(items: Sequence[_Item], drawn: Callable[[_Item], str], room: int, more: str) -> list[str]:
    """The first items, as they are drawn, that fit into so many bytes, and a word on those that do not."""
    kept: list[str] = []
    for item in items:
        text = drawn(item)
        room -= len(text.encode()) + 2
        if room < len(more) + _SPARE:
            return [*kept, more.format(len(items) - len(kept))]
        kept.append(text)
    return kept
