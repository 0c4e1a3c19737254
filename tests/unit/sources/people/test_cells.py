"""What a cell says, and in which words it is refused: never with the cell itself."""

import datetime as dt
import math
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from readiness_gate.model.date_format import date_format
from readiness_gate.model.time import When, instant
from readiness_gate.sources.people.cells import (
    PLACEHOLDERS,
    BadCell,
    Dates,
    count,
    identifier,
    name,
    number,
    score,
    text,
)
from readiness_gate.sources.people.grid import Broken, Moment, Value

BERLIN = ZoneInfo("Europe/Berlin")
YEAR_2000 = dt.date(2000, 1, 1)
ISO = Dates(None, BERLIN, YEAR_2000)
NOON = Moment(dt.datetime(2026, 3, 1, 12, 0), is_day=False)  # noqa: DTZ001 - a workbook knows no time zone
DAY = Moment(dt.datetime(2026, 3, 1, 12, 0), is_day=True)  # noqa: DTZ001
MARCH_1 = When(instant("2026-02-28T23:00:00Z"), instant("2026-03-01T22:59:59Z"))
AT_11, AT_12 = instant("2026-03-01T11:00:00Z"), instant("2026-03-01T12:00:00Z")


@pytest.mark.parametrize(
    ("value", "written"),
    [("a", "a"), ("", ""), (True, "TRUE"), (False, "FALSE"), (3, "3"), (3.0, "3"), (3.5, "3.5"), ("#a", "#a")],
)
def test_the_text_of_a_cell(value: Value, written: str) -> None:
    """As a person reads it."""
    assert text(value) == written


@pytest.mark.parametrize(
    ("value", "why"),
    [(Broken("is broken"), "is broken"), (NOON, "is a date, not a text"), ("#REF!", "is a spreadsheet error such as")],
)
def test_what_is_no_text(value: Value, why: str) -> None:
    """A broken cell, a date and an error."""
    with pytest.raises(BadCell, match=rf"^{why}"):
        text(value)


@pytest.mark.parametrize("written", ["null", "NaN", "\\N", "-", "\u2014", "#N/a", "?", "a\nb", "a\rb", ""])
def test_what_is_no_name(written: str) -> None:
    """Nothing, a placeholder for nothing, and several lines."""
    with pytest.raises(BadCell, match=r"^(is empty|is a placeholder such as NULL or n/a: fill|spans several lines)"):
        name(written)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (12, "is a number, so leading zeros may be lost"),
        (12.0, "is a number, so leading zeros may be lost"),
        ("1.5E5", "is in scientific notation"),
        ("1e+5", "is in scientific notation"),
        ("12.0", "is a number that a spreadsheet changed"),
        ("12,00", "is a number that a spreadsheet changed"),
        ("1234567890123450", "is a number that a spreadsheet changed"),
    ],
)
def test_an_id_that_a_spreadsheet_may_have_changed(value: Value, why: str) -> None:
    """A number may have lost its zeros, and a spreadsheet writes long ones in its own way."""
    with pytest.raises(BadCell, match=rf"^{why}"):
        identifier(value, numeric=False)


@pytest.mark.parametrize("value", ["1E5", "1234567890123456", "00012", "12.5", True])
def test_an_id_is_a_text(value: Value) -> None:
    """It is taken as it is."""
    assert identifier(value, numeric=False) == text(value)


@pytest.mark.parametrize(("value", "written"), [(12, "12"), (12.0, "12"), ("0012", "0012"), (10**15 - 1, "9" * 15)])
def test_numeric_ids(value: Value, written: str) -> None:
    """Whole numbers of at most 15 digits are what they look like."""
    assert identifier(value, numeric=True) == written


@pytest.mark.parametrize("value", [12.5, 10**15, -(10**15), float("inf")])
def test_numbers_that_are_no_ids(value: float) -> None:
    """A spreadsheet has made something else of them."""
    with pytest.raises(BadCell, match=r"^is a number that cannot be an id: format the column as text"):
        identifier(value, numeric=True)


@pytest.mark.parametrize(
    ("dates", "value", "when"),
    [
        (ISO, "", None),
        (ISO, "2026-03-01", MARCH_1),
        (ISO, "2026-03-01T12:00:00Z", When(AT_12, AT_12)),
        (ISO, DAY, MARCH_1),
        (ISO, NOON, When(AT_11, AT_11)),
        (Dates(date_format("d.M.yyyy", days=True), BERLIN, YEAR_2000), "1.3.2026", MARCH_1),
        (Dates(date_format("d.M.yyyy HH:mm"), BERLIN, YEAR_2000), "1.3.2026 12:00", When(AT_11, AT_11)),
        (Dates(None, None, YEAR_2000), "2026-03-01T12:00:00Z", When(AT_12, AT_12)),
    ],
)
def test_when_something_was(dates: Dates, value: Value, when: When | None) -> None:
    """A day is all of it, in the zone of the file; a time is an instant."""
    assert dates.read(value) == when


@pytest.mark.parametrize("value", [46082, 46082.5, True])
def test_a_number_is_no_date(value: Value) -> None:
    """Days counted from somewhere are not guessed."""
    with pytest.raises(BadCell, match=r"^is a number, and not a date"):
        ISO.read(value)


@pytest.mark.parametrize("value", ["2026-03-01", DAY, NOON])
def test_a_local_date_needs_a_zone(value: Value) -> None:
    """It is another instant in each."""
    with pytest.raises(BadCell, match=r"^is a local date in an unknown time zone: add timezone in"):
        Dates(None, None, YEAR_2000).read(value)


@pytest.mark.parametrize("placeholder", sorted(PLACEHOLDERS))
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "UTC", "America/Los_Angeles"])
def test_zero_of_any_calendar_is_no_date(placeholder: dt.date, zone: str) -> None:
    """In any time zone, as a text and as a date of a workbook; also where it lies before the first year of all."""
    dates = Dates(None, ZoneInfo(zone), dt.date(1, 1, 1))
    midnight = dt.datetime.combine(placeholder, dt.time())
    for value in (placeholder.isoformat(), f"{placeholder}T00:00:00Z", Moment(midnight, is_day=False)):
        with pytest.raises(BadCell, match=r"^is (a placeholder for no date|not an ISO 8601 day)"):
            dates.read(value)


def test_an_early_date_is_refused_with_the_first_plausible_one() -> None:
    """The day itself is plausible."""
    dates = Dates(None, BERLIN, dt.date(2026, 3, 1))
    assert dates.read("2026-03-01") == MARCH_1
    with pytest.raises(BadCell, match=r"^is before 2026-03-01, the first plausible date: correct it, or set earliest"):
        dates.read("2026-02-28")


@pytest.mark.parametrize("written", ["2026-03-01", "31/02/2026", "1.3.26", "yes"])
def test_a_date_of_another_form_is_refused_without_repeating_it(written: str) -> None:
    """As is one that calendars do not have."""
    dates = Dates(date_format("dd/MM/yyyy", days=True), BERLIN, YEAR_2000)
    with pytest.raises(BadCell, match=r"^is not a date of the form dd/MM/yyyy") as refused:
        dates.read(written)
    assert written not in str(refused.value)


@pytest.mark.parametrize("written", ["NULL", "-", "n/a"])
def test_a_placeholder_is_no_date(written: str) -> None:
    """An empty cell says the same without doubt."""
    with pytest.raises(BadCell, match=r"^is a placeholder such as NULL or n/a: leave it empty if there is no date"):
        ISO.read(written)


@pytest.mark.parametrize(
    ("value", "number"),
    [("", None), ("85", 85.0), ("85.5", 85.5), ("85,5 %", 85.5), ("85%", 85.0), (85, 85.0), (0.5, 0.5), ("-1", -1.0)],
)
def test_a_score(value: Value, number: float | None) -> None:
    """A number, with or without a sign of percent."""
    assert score(value) == number


@pytest.mark.parametrize("value", ["good", "8 5", "1.234,5", "85 of 100", "\u0668\u0665", True, "#N/A", NOON])
def test_what_is_no_score(value: Value) -> None:
    """Nothing is guessed."""
    with pytest.raises(BadCell, match=r"^is (not a number, such as 85 or 85%|a spreadsheet error|a date, not a text)"):
        score(value)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("", None), ("12", 12), ("-3", -3), ("2.5", 2.5), ("2,50", 2.5), ("1250.5", 1250.5), (7, 7), (2.5, 2.5)],
)
def test_numbers(cell: Value, value: float | None) -> None:
    """With a point or a comma, or as a workbook has them."""
    assert number(cell) == value


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("1,234", "may have a separator of thousands"),
        ("1.234", "may have a separator of thousands"),
        ("1,234,567", "is not a number"),
        ("EUR 5", "is not a number"),
        ("5 %", "is not a number"),
        ("1e5", "is not a number"),
        (True, "is not a number"),
    ],
)
def test_texts_that_are_no_numbers(cell: Value, why: str) -> None:
    """Or that may be two of them."""
    with pytest.raises(BadCell, match=why):
        number(cell)


@pytest.mark.parametrize("cell", ["-1", "2.5", -1, 2.5])
def test_counts_are_whole_numbers_from_0(cell: Value) -> None:
    """Nothing else can be counted."""
    with pytest.raises(BadCell, match="is not a whole number from 0"):
        count(cell)
    assert (count("3"), count(""), count(0)) == (3, None, 0)


@pytest.mark.parametrize("cell", [math.inf, -math.inf, math.nan, 1e15, -1e300, 10**15])
@pytest.mark.parametrize("read", [number, count, score])
def test_numbers_that_no_figure_has(read: Callable[[Value], float | None], cell: float) -> None:
    """A workbook can hold them, and no difference of them is a number."""
    with pytest.raises(BadCell, match="beyond 15 digits"):
        read(cell)
    assert number(10**15 - 1) == 10**15 - 1
    with pytest.raises(BadCell, match="beyond 15 digits"):
        score("9" * 400)
