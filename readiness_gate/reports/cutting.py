"""Names that are too long, cut so that two of them stay different: in the middle, or around what differs."""

from collections.abc import Callable, Iterable
from itertools import takewhile

Width = Callable[[str], float]
"""How wide a text is, in letters or in units of a drawing."""
_GAP = "…"


def cut(name: str, room: float, width: Width = len) -> str:
    """A name in so much room: its beginning and its end, as names differ at their ends rather than in the middle."""
    if width(name) <= room:
        return name
    left = room - width(_GAP)
    head = _fitting(name, left / 2, width)
    tail = _fitting(name[::-1], left - width(head), width)[::-1]
    return f"{head.rstrip()}{_GAP}{tail.lstrip()}"


def cut_apart(names: Iterable[str], room: float, width: Width = len) -> dict[str, str]:
    """Each name as it is shown in so much room; no two names are shown alike. Those that `cut` makes alike are cut
    around the first letter in which they differ, and numbered where even that shows no difference."""
    every = list(dict.fromkeys(names))
    shown = {name: cut(name, room, width) for name in every}
    for alike in _alike(shown):
        shown |= {name: _around(name, _common(alike), room, width) for name in alike}
    return _numbered(shown, room, width)


def _alike(shown: dict[str, str]) -> list[list[str]]:
    """The names that are shown as another one is."""
    groups: dict[str, list[str]] = {}
    for name, text in shown.items():
        groups.setdefault(text, []).append(name)
    return [names for names in groups.values() if len(names) > 1]


def _common(names: list[str]) -> int:
    """How many letters names have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False)))


def _around(name: str, place: int, room: float, width: Width) -> str:
    """A name cut to its beginning, and what is at a place."""
    left = room - 2 * width(_GAP)
    head = _fitting(name, left / 3, width)
    begin = max(place - 3, len(head))
    rest = _fitting(name[begin:], left - width(head), width)
    return f"{head.rstrip()}{_GAP}{rest.strip()}{_GAP if begin + len(rest) < len(name) else ''}"


def _numbered(shown: dict[str, str], room: float, width: Width) -> dict[str, str]:
    """The same, with a number before each that is shown as another one is."""
    numbered = dict(shown)
    for alike in _alike(shown):
        for number, name in enumerate(alike, 1):
            sign = f"({number}) "
            numbered[name] = f"{sign}{cut(shown[name], room - width(sign), width)}"
    return numbered


def _fitting(name: str, room: float, width: Width) -> str:
    """As many letters from the beginning as have room."""
    kept = ""
    for letter in name:
        room -= width(letter)
        if room < 0:
            break
        kept += letter
    return kept


__all__ = ["cut", "cut_apart"]
