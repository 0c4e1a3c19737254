"""The values of cells: a text, an id, a day or a time. A placeholder for an empty cell is not a value."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeGuard
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.date_format import DateFormat
from readiness_gate.model.time import Instant, When, day, end_of_day, instant, is_day, seconds_of
from readiness_gate.sources.people.grid import Broken, Moment, Value

_EMPTY = frozenset(
    [
        *("null", "(null)", "<null>", "[null]", "nil", "nan", "none", "n/a", "n.a.", "n.a", "undefined", "\\n"),
        *("(blank)", "#n/a", "-", "--", "\u2013", "\u2014", "?"),
    ]
)
"""What systems and people write in an empty cell, case-insensitive."""
_ERROR = re.compile(r"#+|#[\u00a1\u00bf?]?[^\W0-9_]+(?:[/_][^\W0-9_]+)*(?:/0)?[!?]?")
"""Spreadsheet errors in capitals of any language, and what spreadsheets write if a column is too narrow."""
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?E[+-][0-9]+|[0-9][.,][0-9]+E[0-9]+", re.IGNORECASE | re.ASCII)
_FRACTION = re.compile(r"[0-9]+[.,]0+", re.ASCII)
_CUT = re.compile(r"[0-9]{15}0+", re.ASCII)
_SCORE = re.compile(r"(?P<number>-?[0-9]+(?:[.,][0-9]+)?) ?%?", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,15})?", re.ASCII)
_GROUPED = re.compile(r"-?[0-9]{1,3}[.,][0-9]{3}", re.ASCII)
_SERIAL = re.compile(r"[2-6][0-9]{4}(?:[.,][0-9]+)?", re.ASCII)
"""A day of 1954 to 2091 as a spreadsheet counts it, which a CSV file has if its column had no format of dates."""
_ZERO = re.compile(r"0{1,4}(?P<mark>[-/.])0{1,2}(?P=mark)0{1,4}(?:[ T]0{1,2}:00(?::00)?)?", re.ASCII)
"""What databases write for a missing date: 0000-00-00 00:00:00."""
_EXACT = 10**15
"""From this number on, a spreadsheet keeps 15 digits and sets the others to zero."""
PLACEHOLDERS = frozenset(
    date.fromisoformat(text)
    for text in ("0001-01-01", "1601-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1970-01-01")
)
"""The days that systems write for a missing date: the zero of their calendars."""

_OF_TWO_DIGITS = frozenset(day.replace(year=2000 + day.year % 100) for day in PLACEHOLDERS)
"""The same days read with two-digit years."""

FIRST = date(1, 1, 2)
"""A first plausible date that excludes only placeholders."""


class BadCell(ValueError):
    """A problem with a cell, in words that do not repeat its content."""


class BadDate(BadCell):
    """A text that is not a date of the configured form."""

    def __init__(self, what: str, written: object) -> None:
        super().__init__(what)
        self.written = str(written)


def text(value: Value) -> str:
    """Return the text of a cell, "" if it is empty. Raises BadCell for a spreadsheet error."""
    if isinstance(value, Broken):
        raise BadCell(value.why)
    if isinstance(value, Moment):
        raise BadCell("is a date, not a text")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _digits(value)
    if value.startswith("#") and _ERROR.fullmatch(value) and value == value.upper():
        raise BadCell("is a spreadsheet error such as #N/A: correct the file")
    return value


def text_or_nothing(value: Value) -> str:
    """Return the text of a cell; "" if it is empty or has a placeholder such as NULL or n/a. Raises BadCell like
    `text`."""
    written = text(value)
    return "" if written.casefold() in _EMPTY else written


def is_label(value: Value) -> bool:
    """Return whether the cell of a column of times has words that are certainly not a time."""
    if not isinstance(value, str) or value.casefold() in _EMPTY or _ERROR.fullmatch(value):
        return False
    return any(map(str.isalpha, value)) and not any(map(str.isdigit, value))


def _digits(number: float) -> str:
    """Return a number as it is written; a whole one without a decimal point."""
    return str(int(number)) if float(number).is_integer() else repr(number)


def name(value: Value) -> str:
    """Return the text of a cell that names something. Raises BadCell if it is empty or has a placeholder."""
    written = text(value)
    if not written:
        raise BadCell("is empty")
    if written.casefold() in _EMPTY:
        raise BadCell("is a placeholder such as NULL or n/a: fill it in, or remove the row")
    if "\n" in written or "\r" in written:
        raise BadCell("spans several lines: close its quote, or remove the line breaks")
    return written


def identifier(value: Value, *, numeric: bool) -> str:
    """Return the text of a cell that is an id. Raises BadCell like `name`, and for ids that a spreadsheet changed:
    numbers (unless ids are `numeric`), scientific notation, and numbers cut to 15 digits."""
    if is_number(value):
        _check_number(value, numeric=numeric)
    written = name(value)
    if "0" <= written[0] <= "9":
        _check_changed(written)
    return written


def _check_changed(written: str) -> None:
    """Raise BadCell for a number, which begins with a digit, that a spreadsheet changed."""
    if _SCIENTIFIC.fullmatch(written):
        raise BadCell("is in scientific notation: format the column as text and export it again")
    if _FRACTION.fullmatch(written) or _CUT.fullmatch(written):
        raise BadCell("is a number that a spreadsheet changed: format the column as text and export it again")


def _check_number(value: float, *, numeric: bool) -> None:
    if not numeric:
        raise BadCell(
            "is a number, so leading zeros may be lost: format the column as text and export it again, or add "
            "numeric-ids = true if ids never begin with a zero"
        )
    if not float(value).is_integer() or abs(value) >= _EXACT:
        raise BadCell("is a number that cannot be an id: format the column as text and export it again")


def is_number(value: Value) -> TypeGuard[int | float]:
    """Return whether a cell has a number, which excludes Python's true and false."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def person(value: Value, *, numeric: bool) -> str:
    """Return the id of a person. Raises BadCell like `identifier`, and for a single quote, which would split the
    rows of one person in two."""
    written = identifier(value, numeric=numeric)
    if written.count('"') % 2:
        raise BadCell("has only one quote of two: correct the quotes")
    return written


@dataclass(frozen=True, slots=True)
class Dates:
    """The format of the dates in a file, and the first plausible one."""

    form: DateFormat | None
    zone: ZoneInfo | None
    earliest: date

    def read(self, value: Value) -> When | None:
        """Return the time in a cell; None if it is empty.

        Raises BadCell for a text in another format, and for a placeholder.
        """
        if isinstance(value, bool | int | float) or _SERIAL.fullmatch(str(value)):
            raise BadCell(
                "is a number, and not a date: format the column as a date in the spreadsheet, and save it again"
            )
        written = value if isinstance(value, Moment) else text(value)
        if not written:
            return None
        try:
            when = self._moment(written) if isinstance(written, Moment) else self._written(written)
            self._check(when)
        except BadCell:
            raise
        except (ValueError, OverflowError) as error:
            raise BadDate(f"is not {self._form}", written) from error
        return when

    @property
    def _form(self) -> str:
        if self.form is None:
            return 'an ISO 8601 day or time with offset ("2027-02-14", "2027-02-14T09:00:00Z")'
        return f"a date of the form {self.form.pattern}, as configured in dates"

    def _written(self, written: str) -> When:
        if written.casefold() in _EMPTY or _ZERO.fullmatch(written):
            raise BadCell(
                "is a placeholder such as NULL or n/a: leave it empty if there is no date, or list its words in no-date"
            )
        if self.form is None:
            return self._day(day(written)) if is_day(written) else _at(instant(written))
        if self.form.is_day:
            return self._day(self.form.day(written))
        return _at(self.form.read(written, self._known_zone))

    def _moment(self, moment: Moment) -> When:
        if moment.is_day:
            return self._day(moment.at.date())
        return _at(seconds_of(moment.at.replace(tzinfo=self._known_zone)))

    def _day(self, written: date) -> When:
        end = end_of_day(written, self._known_zone)
        start = datetime.combine(written, time(), self._known_zone)
        return When(seconds_of(start), end)

    @property
    def _known_zone(self) -> ZoneInfo:
        if self.zone is None:
            raise BadCell("is a local date in an unknown time zone: add timezone in [program]")
        return self.zone

    def _check(self, when: When) -> None:
        """Raise BadCell for a placeholder: a day near the zero of a calendar, in any time zone."""
        written = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=when.end)).date()
        if self.form is not None and self.form.two_digit_year and _is_near(written, _OF_TWO_DIGITS):
            raise BadCell("may be a placeholder such as 1900-01-01: leave it empty, or write years with four digits")
        if _is_near(written, PLACEHOLDERS):
            raise BadCell("is a placeholder for no date, such as 1970-01-01: leave it empty if there is no date")
        if written < self.earliest:
            raise BadCell(f"is before {self.earliest}, the first plausible date: correct it, or set earliest")


def _at(moment: Instant) -> When:
    """Return a time that is known to the second."""
    return When(moment, moment)


def _is_near(written: date, days: Iterable[date]) -> bool:
    """Return whether a day equals one of the others in any time zone."""
    return any(abs((written - other).days) <= 1 for other in days)


def _plausible(number: float) -> float:
    """Return a number that may be a figure. Raises BadCell for NaN, infinity, or more than 15 digits: a workbook can
    hold such numbers, but nothing can be computed with them."""
    if not abs(number) < _EXACT:
        raise BadCell("is a number beyond 15 digits: correct it")
    return float(number)


def score(value: Value) -> float | None:
    """Return the number of a score, a percentage without its sign; None for an empty cell. Raises BadCell for
    anything else."""
    if is_number(value):
        return _plausible(value)
    written = text(value)
    if not written:
        return None
    match = _SCORE.fullmatch(written)
    if match is None:
        raise BadCell("is not a number, such as 85 or 85%")
    return _plausible(float(match["number"].replace(",", ".")))


def number(value: Value) -> float | None:
    """Return the number in a cell; None if it is empty. Raises BadCell for another text, and for an ambiguous
    number: 1,234 may be slightly more than one, or more than a thousand."""
    if is_number(value):
        return _plausible(value)
    written = text(value)
    if not written:
        return None
    if _GROUPED.fullmatch(written):
        raise BadCell("may have a separator of thousands or of decimals: write it without one, or with two decimals")
    if not _NUMBER.fullmatch(written):
        raise BadCell("is not a number such as 1250 or 1250.50, without units and separators of thousands")
    return float(written.replace(",", "."))


def count(value: Value) -> int | None:
    """Return the nonnegative whole number in a cell; None if it is empty. Raises BadCell for anything else."""
    found = number(value)
    if found is None:
        return None
    if found < 0 or not found.is_integer():
        raise BadCell("is not a whole number from 0")
    return int(found)
