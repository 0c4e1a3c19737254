"""Words that a file has where there is no date, as its section lists them: these cells are read as empty."""

from collections.abc import Iterable

from readiness_gate.model.headers import spelled
from readiness_gate.sources.people.columns import Columns
from readiness_gate.sources.people.declaration import Table
from readiness_gate.sources.people.grid import Row


class NoDates:
    """The words of a file, and the positions of its columns with dates."""

    def __init__(self, words: Iterable[str], table: Table, columns: Columns) -> None:
        self._words = frozenset(map(spelled, words))
        times = {column.name for column in table.columns if column.kind == "when"}
        dated = [place for field, place in columns.places.items() if field in times]
        self._places = frozenset([*dated, *(module.dated for module in columns.modules)])

    def emptied(self, row: Row) -> Row:
        """Return a row whose cells with such a word are empty."""
        if not self._words:
            return row
        cells = [
            "" if place in self._places and isinstance(cell, str) and spelled(cell) in self._words else cell
            for place, cell in enumerate(row.cells)
        ]
        return Row(row.spot, cells)
