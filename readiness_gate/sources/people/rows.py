"""The rows of one file about people, with their times, and what is wrong with them."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from readiness_gate.errors import CouldNotLook, Unreadable
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import Instant, day, end_of_day, instant, is_day
from readiness_gate.sources.people import table
from readiness_gate.sources.people.table import LARGEST, Refused, Row


class Rows:
    """The rows of a file, of which cells are taken one by one; what is wrong is gathered, and told together."""

    def __init__(self, name: str, zone: ZoneInfo | None, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
        self._name = name
        self._zone = zone
        self._required = required
        self._optional = optional
        self._rows: list[Row] = []
        self._problems: list[tuple[int, str]] = []

    def read(self, read: Reader) -> "Rows":
        """Read the file. Raises CouldNotLook when there is none, or it is no table that can be relied on."""
        try:
            content = read(self._name, LARGEST)
        except Unreadable as error:
            raise CouldNotLook(str(error)) from error
        if content is None:
            raise CouldNotLook(f"there is no file {self._name}: write it, or correct its name in [people]")
        self._rows = table.read(self._name, content, self._required, self._optional)
        return self

    def refuse(self) -> None:
        """Raise Refused when anything was wrong with any row."""
        if self._problems:
            raise Refused(self._name, sorted(set(self._problems)))

    def is_wrong(self, line: int, what: str) -> None:
        """Note that something is wrong on a line."""
        self._problems.append((line, what))

    @property
    def columns(self) -> list[str]:
        """The columns of the file."""
        return list(self._rows[0].cells) if self._rows else []

    def whole(self) -> Iterator[Row]:
        """The rows; an empty cell in a column that is required is wrong."""
        for row in self._rows:
            for column in self._required:
                if not row.cells[column]:
                    self.is_wrong(row.line, f'the cell "{column}" is empty')
            yield row

    def time(self, row: Row, column: str) -> Instant | None:
        """The instant in a cell: a time with its offset, or a day, which means its end; None when it is empty or
        wrong."""
        text = row.cells.get(column, "")
        if not text:
            return None
        try:
            if not is_day(text):
                return instant(text)
            if self._zone is not None:
                return end_of_day(day(text), self._zone)
            what = f'"{text}" is a day in no time zone: give timezone in [program]'
        except ValueError as error:
            what = f"{column}: {error} (write dates as 2027-02-14, times with their offset from UTC)"
        self.is_wrong(row.line, what)
        return None
