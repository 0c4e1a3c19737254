"""Rows as they are read: whatever somebody put into a cell, a text is a text and a time is a time."""

from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from readiness_gate.history.rows import Cell
from readiness_gate.lean_dataclass import dataclass

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Row = TypeVar("Row", bound=DataclassInstance)
else:
    Row = TypeVar("Row")

_TIMES = frozenset(("as_of", "recorded_at", "decided_at", "observed_at"))
_LATEST = 221_845_392_000
"""The year 9000: every time zone has a date for it."""
_TYPES: dict[object, tuple[type, ...]] = {
    str: (str,),
    int: (int,),
    str | None: (str, type(None)),
    int | None: (int, type(None)),
}


@dataclass(frozen=True, slots=True)
class _Column:
    """What the cells of a column are."""

    types: tuple[type, ...]
    is_time: bool

    def has(self, cell: Cell) -> bool:
        """Whether a cell can be one of it."""
        if not isinstance(cell, self.types):
            return False
        return not self.is_time or not isinstance(cell, int) or 0 <= cell <= _LATEST

    def corrected(self, cell: Cell) -> Cell:
        """A cell, or what stands for one that cannot be one of it."""
        if self.has(cell):
            return cell
        return repr(cell) if str in self.types else 0


@cache
def _columns(kind: "type[DataclassInstance]") -> tuple[_Column, ...]:
    return tuple(_Column(_TYPES[field.type], field.name in _TIMES) for field in fields(kind))


def row_of(kind: "type[Row]", cells: Sequence[Cell]) -> Row:
    """The row that cells are. One of another type was edited by hand: of a text it is what Python calls it, of a number
    or a time 0, so that it harms no other row. That it was edited is known by the digest of the row itself."""
    return kind(*(column.corrected(cell) for column, cell in zip(_columns(kind), cells, strict=True)))


__all__ = ["row_of"]
