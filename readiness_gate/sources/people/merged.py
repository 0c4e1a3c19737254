"""Merged cells of a sheet: a workbook keeps the value of a range only in its first cell, and the others are empty."""

import re
from collections.abc import Iterable, Sequence

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.people.grid import Broken, NoGrid, Row, Value
from readiness_gate.sources.people.problems import Spot

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}):\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.ASCII)
_FIRST = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Range:
    """A range of merged cells as it is written, from the first row and column to the last, counted from 1."""

    written: str
    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def of(cls, written: str) -> "Range | None":
        """Return the range of a text such as `D2:D4`; None for a single cell. Raises ValueError for any other text."""
        if _FIRST.fullmatch(written):
            return None
        match = _RANGE.fullmatch(written)
        if match is None:
            raise ValueError(f"{written} is not a range of cells")
        left, right = number(match[1]), number(match[3])
        return cls(written, int(match[2]), left, int(match[4]), right)


class Merged:
    """Marks the cells of merged ranges that have lost their value, in rows given in order."""

    def __init__(self, ranges: Iterable[Range], title: str) -> None:
        self._later = sorted(ranges, key=lambda merged: merged.top, reverse=True)
        self._title = title
        self._at: dict[int, tuple[Range, bool]] = {}

    def marked(self, row: Row) -> Row:
        """Return a row in which each cell of a range except its first is broken, if the range has a value.

        Raises NoGrid for overlapping ranges: their value is ambiguous.
        """
        while self._later and self._later[-1].top <= row.spot.row:
            self._begin(self._later.pop(), row)
        if not self._at:
            return row
        self._at = {column: at for column, at in self._at.items() if at[0].bottom >= row.spot.row}
        values = list(row.cells)
        for column, (merged, has_value) in self._at.items():
            is_first = (row.spot.row, column + 1) == (merged.top, merged.left)
            if not is_first and (has_value or values[column] != ""):
                values[column] = Broken(
                    f"is one of the merged cells {merged.written}, of which only the first has a value: unmerge "
                    "them in Excel, and fill in every cell"
                )
        return Row(row.spot, values)

    def _begin(self, merged: Range, row: Row) -> None:
        columns = range(merged.left - 1, min(merged.right, len(row.cells)))
        has_value = merged.top == row.spot.row and bool(columns) and row.cells[columns[0]] != ""
        if any(column in self._at and self._at[column][0].bottom >= merged.top for column in columns):
            what = f"the merged cells {merged.written} overlap others: unmerge them in Excel, and save"
            raise NoGrid(what, Spot(merged.top, self._title))
        self._at |= dict.fromkeys(columns, (merged, has_value))


def named(row: Row, as_written: Row, names: Sequence[str]) -> Row:
    """Return a row with the original cells in the columns without a name, which are not read."""
    cells: list[Value] = [
        cell if name else raw for cell, raw, name in zip(row.cells, as_written.cells, names, strict=True)
    ]
    return Row(row.spot, cells)


def number(letters: str) -> int:
    """Return the number of a column by its letters: 1 for A, 27 for AA."""
    count = 0
    for letter in letters:
        count = count * 26 + ord(letter) - ord("A") + 1
    return count
