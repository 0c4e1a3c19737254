"""Notes below the data of a file: filters, totals, copyright. Each has a value in one column, and no data has."""

import itertools
from collections import deque
from collections.abc import Iterable, Iterator

from readiness_gate.sources.people.grid import NoGrid, Row


def is_note(row: Row) -> bool:
    """Return whether a row has a value in one column only."""
    filled = (cell for cell in row.cells if not isinstance(cell, str) or cell.strip())
    return len(list(itertools.islice(filled, 2))) == 1


def has_words(row: Row) -> bool:
    """Return whether a cell of a row has several words."""
    return any(isinstance(cell, str) and len(cell.split()) > 1 for cell in row.cells)


def without_notes(rows: Iterable[Row], count: int) -> Iterator[Row]:
    """Yield rows without the last ones, `count` notes. Raises NoGrid if one of these is not a note: it may be data."""
    last: deque[Row] = deque()
    for row in rows:
        last.append(row)
        if len(last) > count:
            yield last.popleft()
    for row in last:
        if not is_note(row):
            what = "the row has values in several columns, so it is not a note below the data: correct footer-rows"
            raise NoGrid(what, row.spot)
