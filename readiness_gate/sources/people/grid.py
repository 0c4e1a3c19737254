"""A file about people as a header and rows of values, before anything is known of its columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from readiness_gate.sources.people.problems import Problem, Spot

LARGEST = 1 << 25
"""The most bytes of a file about people; half a million completions have fewer."""
MOST_ROWS = 500_000
MOST_COLUMNS = 1_000
LONGEST_CELL = 32_767
"""The most characters of a cell in a workbook, by Excel's own limit; text files have the same limit."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date that a workbook keeps as one."""

    at: datetime
    """Without a time zone."""
    is_day: bool
    """Whether it is shown without a time."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a reliable value, and why."""

    why: str


Value: TypeAlias = str | bool | int | float | Moment | Broken
"""What a cell has; an empty one has an empty text. In a text file, every cell is a text."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: where it is, and its cells in the order of the header."""

    spot: Spot
    cells: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Grid:
    """A header, and the rows below it, which are read once; rows without any value are left out."""

    header: tuple[str, ...]
    spot: Spot
    """Where the header is."""
    rows: Iterator[Row]
    letters: bool = False
    """Whether columns are called A, B, C, as in a workbook."""


class NoGrid(Exception):
    """A file is not a table that can be read; `problem` says why."""

    def __init__(self, what: str, spot: Spot | None = None) -> None:
        super().__init__(what)
        self.problem = Problem(spot or Spot(1), what)
