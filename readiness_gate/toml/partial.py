"""The part of a file without mistakes, so that one run checks all of it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from itertools import count, islice
from typing import Any, TypeAlias

from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.toml.positions import Path

StandIns: TypeAlias = Mapping[tuple[str, ...], object]
"""Values for missing required keys, by the path of the key; `*` matches any step."""


def kept(content: object, dropped: AbstractSet[Path], stand_ins: StandIns, at: Path = ()) -> Any:  # noqa: ANN401 - TOML
    """Return the content without the dropped paths, and with values for missing required keys."""
    table, items = as_mapping(content), as_sequence(content)
    if table is not None:
        return _kept_table(table, dropped, stand_ins, at)
    if items is not None:
        return [kept(item, dropped, stand_ins, (*at, i)) for i, item in enumerate(items) if (*at, i) not in dropped]
    return content


def _kept_table(
    table: Mapping[str, object], dropped: AbstractSet[Path], stand_ins: StandIns, at: Path
) -> dict[str, object]:
    left = {key: kept(item, dropped, stand_ins, (*at, key)) for key, item in table.items() if (*at, key) not in dropped}
    return {**{path[-1]: given for path, given in stand_ins.items() if _fits(path[:-1], at)}, **left}


def has_stand_in(path: Path, stand_ins: StandIns) -> bool:
    """Return whether there is a value for a missing required key at a path."""
    return any(_fits(pattern, path) for pattern in stand_ins)


def _fits(pattern: tuple[str, ...], path: Path) -> bool:
    return len(pattern) == len(path) and all(one in ("*", step) for one, step in zip(pattern, path, strict=True))


def original(path: Path, dropped: AbstractSet[Path]) -> Path:
    """Return the path in the whole file of something that was kept; there, dropped items count, too."""
    whole: Path = ()
    for step in path:
        whole = (*whole, _whole_index(whole, step, dropped) if isinstance(step, int) else step)
    return whole


def _whole_index(at: Path, index: int, dropped: AbstractSet[Path]) -> int:
    """Return the index, in the whole list at a path, of an item that was kept."""
    kept_numbers = (number for number in count() if (*at, number) not in dropped)
    return next(islice(kept_numbers, index, None))


def follows(content: object, path: Path, dropped: AbstractSet[Path]) -> bool:
    """Return whether a problem at a path of the whole file may be a consequence of what was dropped.

    It may be if the dropped part is at the path, in a table that has become incomplete, or is itself a key that is
    missing there.
    """
    lacking = {lost[:-1] for lost in dropped}
    below_dropped = any(path[:end] in dropped for end in range(1, len(path) + 1))
    return below_dropped or path in lacking or (path[:-1] in lacking and not _is_there(content, path))


def _is_there(content: object, path: Path) -> bool:
    here = content
    for step in path:
        table, items = as_mapping(here), as_sequence(here)
        known: Any = dict(enumerate(items)) if items is not None else table or {}
        if step not in known:
            return False
        here = known[step]
    return True
