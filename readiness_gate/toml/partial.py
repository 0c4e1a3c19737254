"""What is left of a file without its mistakes, so that the rest of it is checked in the same run."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from itertools import count, islice
from typing import Any, TypeAlias

from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.toml.positions import Path

StandIns: TypeAlias = Mapping[tuple[str, ...], object]
"""What stands for a key that a table must have, by the key's path; `*` is any step of it."""


def kept(content: object, dropped: AbstractSet[Path], stand_ins: StandIns, at: Path = ()) -> Any:  # noqa: ANN401 - TOML
    """The content without what stands at the dropped paths, and with what must be there."""
    table, items = as_mapping(content), as_sequence(content)
    if table is not None:
        left = {
            key: kept(item, dropped, stand_ins, (*at, key)) for key, item in table.items() if (*at, key) not in dropped
        }
        return {**{path[-1]: given for path, given in stand_ins.items() if _fits(path[:-1], at)}, **left}
    if items is not None:
        return [kept(item, dropped, stand_ins, (*at, i)) for i, item in enumerate(items) if (*at, i) not in dropped]
    return content


def has_stand_in(path: Path, stand_ins: StandIns) -> bool:
    """Whether something stands for what must be at a path."""
    return any(_fits(pattern, path) for pattern in stand_ins)


def _fits(pattern: tuple[str, ...], path: Path) -> bool:
    return len(pattern) == len(path) and all(one in ("*", step) for one, step in zip(pattern, path, strict=True))


def original(path: Path, dropped: AbstractSet[Path]) -> Path:
    """Where something that was kept stands in the whole file: there, items that were dropped count too."""
    whole: Path = ()
    for step in path:
        if isinstance(step, int):
            numbers = (number for number in count() if (*whole, number) not in dropped)
            whole = (*whole, next(islice(numbers, step, None)))
        else:
            whole = (*whole, step)
    return whole


def follows(content: object, path: Path, dropped: AbstractSet[Path]) -> bool:
    """Whether a complaint about a path of the whole file may come of what was dropped.

    It does when it is about that, about a table as a whole that lacks some of it, or about a key missing there.
    """
    lacking = {lost[:-1] for lost in dropped}
    below_dropped = any(path[:end] in dropped for end in range(1, len(path) + 1))
    return below_dropped or path in lacking or (path[:-1] in lacking and not _is_there(content, path))


def _is_there(content: object, path: Path) -> bool:
    here = content
    for step in path:
        table, items = as_mapping(here), as_sequence(here)
        if table is not None and step in table:
            here = table[str(step)]
        elif items is not None and isinstance(step, int) and step < len(items):
            here = items[step]
        else:
            return False
    return True
