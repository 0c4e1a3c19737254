"""Convert stored cells to rows with the correct types, even if somebody edited a cell."""

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
"""The year 9000: its dates are valid in every time zone."""
_TYPES: dict[object, tuple[type, ...]] = {
    str: (str,),
    int: (int,),
    str | None: (str, type(None)),
    int | None: (int, type(None)),
}


@dataclass(frozen=True, slots=True)
class _Column:
    """The type of a column's cells."""

    types: tuple[type, ...]
    is_time: bool

    def has(self, cell: Cell) -> bool:
        """Return whether a cell has the type of this column."""
        if not isinstance(cell, self.types):
            return False
        return not self.is_time or not isinstance(cell, int) or 0 <= cell <= _LATEST

    def corrected(self, cell: Cell) -> Cell:
        """Return the cell, or a replacement if it does not have the type of this column."""
        if self.has(cell):
            return cell
        return repr(cell) if str in self.types else 0


@cache
def _columns(kind: "type[DataclassInstance]") -> tuple[_Column, ...]:
    return tuple(_Column(_TYPES[field.type], field.name in _TIMES) for field in fields(kind))


def row_of(kind: "type[Row]", cells: Sequence[Cell]) -> Row:
    """Return a row of `kind` with these cells. A cell of another type was edited by hand. It is replaced by its repr in
    a text column, and by 0 in a column of numbers or times, so that it does not affect other rows. The digest of the
    row reveals the edit."""
    return kind(*(column.corrected(cell) for column, cell in zip(_columns(kind), cells, strict=True)))


__all__ = ["row_of"]
