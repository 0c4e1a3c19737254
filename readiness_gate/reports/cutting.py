"""Shortens long names so that they stay distinct: by cutting them in the middle, or around their first difference."""

from collections.abc import Callable, Iterable
from itertools import takewhile

Width = Callable[[str], float]
"""Returns the width of a text, in characters or in the units of a drawing."""
_GAP = "…"


def cut(name: str, room: float, width: Width = len) -> str:
    """Return a name shortened to a width. The beginning and the end are kept, as names tend to differ there."""
    if width(name) <= room:
        return name
    left = room - width(_GAP)
    head = _fitting(name, left / 2, width)
    tail = _fitting(name[::-1], left - width(head), width)[::-1]
    return f"{head.rstrip()}{_GAP}{tail.lstrip()}"


def cut_apart(names: Iterable[str], room: float, width: Width = len) -> dict[str, str]:
    """Return each name with its shortened form, which is unique. Names that `cut` makes equal are cut around the first
    character in which they differ, and numbered if that shows no difference either."""
    every = list(dict.fromkeys(names))
    shown = {name: cut(name, room, width) for name in every}
    for alike in _alike(shown):
        shown |= {name: _around(name, _common(alike), room, width) for name in alike}
    return _numbered(shown, room, width)


def _alike(shown: dict[str, str]) -> list[list[str]]:
    """Return the groups of names that share a shortened form."""
    groups: dict[str, list[str]] = {}
    for name, text in shown.items():
        groups.setdefault(text, []).append(name)
    return [names for names in groups.values() if len(names) > 1]


def _common(names: list[str]) -> int:
    """Return the length of the common prefix of the names."""
    return sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False)))


def _around(name: str, place: int, room: float, width: Width) -> str:
    """Return a name cut to its beginning and the part around a place."""
    left = room - 2 * width(_GAP)
    head = _fitting(name, left / 3, width)
    begin = max(place - 3, len(head))
    rest = _fitting(name[begin:], left - width(head), width)
    return f"{head.rstrip()}{_GAP}{rest.strip()}{_GAP if begin + len(rest) < len(name) else ''}"


def _numbered(shown: dict[str, str], room: float, width: Width) -> dict[str, str]:
    """Return the shortened forms, with a number before each one that is not unique."""
    numbered = dict(shown)
    for alike in _alike(shown):
        for number, name in enumerate(alike, 1):
            sign = f"({number}) "
            numbered[name] = f"{sign}{cut(shown[name], room - width(sign), width)}"
    return numbered


def _fitting(name: str, room: float, width: Width) -> str:
    """Return the longest prefix of a name that fits."""
    kept = ""
    for letter in name:
        room -= width(letter)
        if room < 0:
            break
        kept += letter
    return kept


__all__ = ["cut", "cut_apart"]
