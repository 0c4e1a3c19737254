"""The rows of one people file: its cells by our names for them, and all its problems."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from readiness_gate.errors import Unreadable
from readiness_gate.model.settings import Reader
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.time import Instant, When
from readiness_gate.model.wording import counted
from readiness_gate.sources.people import cells, text, workbook
from readiness_gate.sources.people.cells import BadCell, BadDate, Dates
from readiness_gate.sources.people.columns import Columns, fits, match
from readiness_gate.sources.people.declaration import Table
from readiness_gate.sources.people.ends import why_cut_off
from readiness_gate.sources.people.grid import LARGEST, Grid, NoGrid, Row, Value
from readiness_gate.sources.people.no_dates import NoDates
from readiness_gate.sources.people.notes import has_words, is_note
from readiness_gate.sources.people.problems import Problem, Spot
from readiness_gate.sources.people.propose_dates import forms_of
from readiness_gate.sources.people.sheet_xml import letters
from readiness_gate.sources.people.value_names import ValueNames

_Read = TypeVar("_Read")
_OTHER_KINDS = {b"<": "a web page or XML", b"{": "JSON", b"[": "JSON", b"%PDF": "a PDF", b"\x1f\x8b": "a gzip archive"}

_ANY_ZONE = ZoneInfo("UTC")
_MOST_TIMES = 10_000
_MOST_NOTES = 19
"""One less than the most notes that a file may have below its data."""

Convert: TypeAlias = Callable[[bytes], bytes | None]


def _unconverted(_content: bytes) -> None:
    return None


class Rows:
    """The rows of a file, read once.

    All problems are collected in `problems`, so that one run reports them all; a file with any problem is not used.
    `columns` is empty if the file is not a table, or its header has a problem.
    """

    def __init__(self, table: Table, file: PeopleFile, zone: ZoneInfo | None, earliest: date) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.columns = Columns()
        self._table = table
        self._rows: Iterator[Row] = iter(())
        self._has_letters = False
        self._latest: Instant | None = None
        self._bad_dates: list[tuple[int, str]] = []
        """The texts that are not dates of the configured form, each with the place of its problem in `problems`."""
        self._times: dict[str, When | None] = {}
        """The times of texts that were read: the rows of a week often share them."""
        self._dates = Dates(file.dates, file.zone or zone, file.earliest or earliest)
        self._identifier = partial(cells.identifier, numeric=file.numeric_ids)
        self._person = partial(cells.person, numeric=file.numeric_ids)
        self._people = {column.name for column in table.columns if column.kind == "person"}

    def open(
        self, read: Reader, modules: Sequence[str] = (), convert: Convert = _unconverted, latest: Instant | None = None
    ) -> "Rows":
        """Open the file and match its header. A wide file may have columns of `modules`, `convert` converts another
        kind of file to CSV, and a time that begins after `latest` is a problem."""
        self._latest = latest
        if self.file.footer_rows and not self._has_footer:
            what = (
                "a row of this table may have a single value, so it has no footer-rows: remove the notes from the file"
            )
            self.problems.append(Problem(Spot(1), what))
            return self
        try:
            grid = self._opened(read, convert)
        except NoGrid as error:
            self.problems.append(error.problem)
            return self
        columns, problems = match(self._table, self.file, grid.header, modules)
        self.problems += [Problem(grid.spot, what) for what in problems]
        if not problems:
            self.columns, self._rows, self._has_letters = columns, grid.rows, grid.letters
        return self

    def _opened(self, read: Reader, convert: Convert) -> Grid:
        try:
            content = read(self.file.file, LARGEST)
        except Unreadable as error:
            raise NoGrid(str(error)) from error
        if content is None:
            raise NoGrid(f"the file is missing: export it, or correct its name in [people.{self._table.key}]")
        content = convert(content) or content
        if workbook.is_one(content):
            return workbook.grid(self.file, content, lambda header: fits(self._table, self.file, header))
        other = next((name for mark, name in _OTHER_KINDS.items() if content.lstrip().startswith(mark)), None)
        if other is not None:
            what = f"this is {other}, not a CSV file or an .xlsx workbook: export it as one of these"
            raise NoGrid(f"{what}, or open it in Excel and save it as .xlsx" if "web page" in other else what)
        if self.file.sheet is not None:
            raise NoGrid("this is not a workbook and has no sheets: remove sheet")
        return text.grid(self.file, content, self._table.required)

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows with data; nothing if the header has a problem."""
        try:
            for row in itertools.islice(self._rows, self.file.skip_rows):
                self._check_label(row)
            last: Row | None = None
            count = 0
            notes: list[Row] = []
            no_dates = NoDates(self.file.no_date, self._table, self.columns)
            for row in self._rows:
                self._check_unnamed(row)
                last, count = row, count + 1
                notes = [*notes[-_MOST_NOTES:], row] if is_note(row) else []
                yield no_dates.emptied(row)
            why = why_cut_off(self.file, self._table.key, count)
            if last is not None and why:
                self.wrong(last, None, why)
            self._propose_footer(notes)
        except NoGrid as error:
            self.problems.append(error.problem)
        self._propose_dates()

    def _propose_footer(self, notes: Sequence[Row]) -> None:
        """Note that the last rows may be notes if they have a problem: each has a value in one column only, and a note
        has several words."""
        spots = {row.spot.row for row in notes}
        has_problem = any(problem.spot.row in spots for problem in self.problems)
        if has_problem and self._has_footer and any(map(has_words, notes)):
            what = f"the file ends with {counted(len(notes), 'row')} with a value in one column only: if this is a note"
            remedy = f"add footer-rows = {len(notes)} to [people.{self._table.key}]; otherwise fill in what is missing"
            self.wrong(notes[0], None, f"{what} below the data, {remedy}")

    @property
    def _has_footer(self) -> bool:
        """Whether a row with a single value is never data, because several columns are required."""
        return len(self._table.required) > 1

    def _check_label(self, row: Row) -> None:
        """Note a row that skip-rows skips, if it may have data: a row of labels has words in each column of times, or
        nothing there and no id of a person."""
        fields = [column.name for column in self._table.columns if column.kind == "when"]
        places = [place for place in map(self._place, fields) if place is not None]
        of_people = [column.name for column in self._table.columns if column.privacy == "person"]
        ids = [place for place in map(self._place, of_people) if place is not None]
        if ids and places and all(row.cells[place] == "" for place in (*ids, *places)):
            return
        for place in places:
            if not cells.is_label(row.cells[place]):
                self.wrong(row, place, "may be of a row with data, and skip-rows skips it: correct skip-rows")
        if not places:
            what = "this row may have data, as no column with times shows that it has none: delete it, and skip-rows"
            self.wrong(row, None, what)

    def _check_unnamed(self, row: Row) -> None:
        for index in self.columns.unnamed:
            if row.cells[index] != "":
                self.wrong(row, index, "has a value in a column without a name: name the column, or clear the cell")

    def wrong(self, row: Row, place: int | None, what: str) -> None:
        """Note a problem with a cell of a row, or with the row."""
        if place is None:
            self.problems.append(Problem(row.spot, what))
            return
        header = self.columns.headers[place] or f"column {place + 1}"
        spot = Spot(row.spot.row, row.spot.sheet, letters(place + 1) if self._has_letters else "")
        self.problems.append(Problem(spot, f'the cell "{header}" {what}'))

    def cell(self, row: Row, field: str) -> Value:
        """Return the cell of a row by our name for its column; "" if there is no such column."""
        place = self._place(field)
        return "" if place is None else row.cells[place]

    def _place(self, field: str) -> int | None:
        return self.columns.places.get(field)

    def _read(self, row: Row, place: int | None, read: Callable[[Value], _Read], wrong: _Read) -> _Read:
        """Return the value of a cell; if it has a problem, note that and return `wrong`."""
        try:
            return read("" if place is None else row.cells[place])
        except BadDate as error:
            self._bad_dates.append((len(self.problems), error.written))
            self.wrong(row, place, str(error))
        except BadCell as error:
            self.wrong(row, place, str(error))
        return wrong

    def _propose_dates(self) -> None:
        """Add the forms that the dates may have to the problems with them."""
        if not self._bad_dates:
            return
        forms = forms_of([written for _, written in self._bad_dates], self.file.zone or _ANY_ZONE, None)
        proposed = " or ".join(f'dates = "{form}"' for form in forms)
        remedy = (
            f"the form is probably {proposed}"
            if proposed
            else 'configure the form of dates, such as dates = "M/d/yyyy"'
        )
        for index, _ in self._bad_dates:
            problem = self.problems[index]
            self.problems[index] = Problem(problem.spot, f"{problem.what}: {remedy}")

    def read(self, row: Row, place: int, read: Callable[[Value], _Read | None]) -> _Read | None:
        """Return the value of a column's cell; None if it has none, or a problem."""
        return self._read(row, place, read, None)

    def identifier(self, row: Row, field: str) -> str:
        """Return the id in a cell; "" if the cell has a problem."""
        read = self._person if field in self._people else self._identifier
        return self._read(row, self._place(field), read, "")

    def name(self, row: Row, field: str) -> str:
        """Return the name in a cell; "" if the cell has a problem."""
        return self._read(row, self._place(field), cells.name, "")

    def text(self, row: Row, field: str) -> str:
        """Return the text in a cell; "" if the cell is empty or has a problem."""
        return self._read(row, self._place(field), cells.text, "")

    def text_or_nothing(self, row: Row, field: str) -> str:
        """Return the text in a cell; "" if the cell is empty, has a placeholder such as n/a, or a problem."""
        return self._read(row, self._place(field), cells.text_or_nothing, "")

    def when(self, row: Row, field: str) -> When | None:
        """Return the time in a cell; None if it is empty or has a problem."""
        return self._read(row, self._place(field), self._time, None)

    def _time(self, value: Value) -> When | None:
        when = self._date(value)
        if when is not None and self._latest is not None and when.start > self._latest:
            raise BadCell("is later than the export or than now: correct it, or remove the row")
        return when

    def _date(self, value: Value) -> When | None:
        """The time in a cell, read once of each text: many rows have the same day."""
        if not isinstance(value, str):
            return self._dates.read(value)
        if value in self._times:
            return self._times[value]
        when = self._dates.read(value)
        if len(self._times) < _MOST_TIMES:
            self._times[value] = when
        return when

    def date(self, row: Row, place: int) -> When | None:
        """Return the time in the cell of a column, however late; None as in `when`."""
        return self._read(row, place, self._date, None)

    def needs(self, row: Row, field: str) -> None:
        """Note an empty cell that must not be empty; other problems are noted already."""
        if self.cell(row, field) == "":
            self.wrong(row, self._place(field), "is empty: fill it in, or remove the row")

    def status(self, row: Row, place: int) -> str:
        """Return the text of a column; "" if the cell is empty or has a problem."""
        return self._read(row, place, cells.text, "")

    def score(self, row: Row) -> float | None:
        """Return the score in a row; None if the cell is empty or has a problem."""
        return self._read(row, self._place("score"), cells.score, None)

    def number(self, row: Row, field: str) -> float | None:
        """Return the number in a cell; None if it is empty or has a problem."""
        return self._read(row, self._place(field), cells.number, None)

    def count(self, row: Row, field: str) -> int | None:
        """Return the whole number in a cell; None if it is empty or has a problem."""
        return self._read(row, self._place(field), cells.count, None)

    def any_text(self, row: Row, field: str) -> str:
        """Return the text in a column that may have another purpose; `?` if it is not a text."""
        try:
            return cells.text(self.cell(row, field))
        except BadCell:
            return "?"

    def choice(self, row: Row, field: str, names: ValueNames) -> str:
        """Return the value that the words in a cell stand for; "" if the cell is empty or has a problem."""
        return self._read(row, self._place(field), lambda value: _chosen(value, names), "")


def _chosen(value: Value, names: ValueNames) -> str:
    written = cells.text(value)
    chosen = names.value(written) if written else ""
    if chosen is None:
        raise BadCell(names.unknown)
    return chosen
