"""A people file as a header and rows of values, before the meaning of its columns is known."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.people.problems import Problem, Spot

LARGEST = 1 << 25
"""The most bytes of a people file; half a million completions have fewer."""
MOST_ROWS = 500_000
MOST_COLUMNS = 1_000
LONGEST_CELL = 32_767
"""The most characters of a cell in a workbook, by Excel's own limit; text files have the same limit."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date that a workbook stores as a date."""

    at: datetime
    """Without a time zone."""
    is_day: bool
    """Whether it is shown without a time."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a reliable value, and why."""

    why: str


Value: TypeAlias = str | bool | int | float | Moment | Broken
"""The value of a cell; "" if it is empty. In a text file, every cell is a text."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: its place, and its cells in the order of the header."""

    spot: Spot
    cells: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Grid:
    """A header, and the rows below it, which are read once; rows without any value are left out."""

    header: tuple[str, ...]
    spot: Spot
    """The place of the header."""
    rows: Iterator[Row]
    letters: bool = False
    """Whether columns have letters, as in a workbook."""


class NoGrid(Exception):
    """A file is not a readable table; `problem` says why."""

    def __init__(self, what: str, spot: Spot | None = None, *, notes: int = 0) -> None:
        super().__init__(what)
        self.problem = Problem(spot or Spot(1), what)
        self.notes = notes
        """How many notes the file may have below its data; 0 if nothing suggests it."""
