"""Lists that are shown as far as there is room; the rest is counted."""

from collections.abc import Callable, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")
_SPARE = 10


def fitting(items: Sequence[_Item], drawn: Callable[[_Item], str], room: int, more: str) -> list[str]:
    """Return the first items, as drawn, that fit into `room` bytes, and a note on the rest."""
    kept: list[str] = []
    for item in items:
        text = drawn(item)
        room -= len(text.encode()) + 2
        if room < len(more) + _SPARE:
            return [*kept, more.format(len(items) - len(kept))]
        kept.append(text)
    return kept
