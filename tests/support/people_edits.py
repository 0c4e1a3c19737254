"""Changes of files that mutations are made of."""

import random

from support.people_sheets import Case, Cell, Sheet

UNKNOWN = ("Result code", "Passed?", "Cancelled", "Attended", "Valid", "Exemption", "Remark 2", "Zustand")


def some_rows(rng: random.Random, sheet: Sheet, most: int = 3) -> list[int]:
    """Some rows, at least one where there is any."""
    return rng.sample(range(len(sheet.rows)), min(len(sheet.rows), rng.randint(1, most)))


def either(rng: random.Random, case: Case) -> Sheet:
    """One of the two files."""
    return rng.choice(case.sheets)


def date_columns(sheet: Sheet) -> list[int]:
    """The columns with dates that are read."""
    dated = ("from", "to", "completed-at", "expires")
    return [place for place, name in enumerate(sheet.fields) if name.split()[0] in dated and ":" not in name]


def read_columns(sheet: Sheet) -> list[int]:
    """The columns that are read."""
    return [place for place, name in enumerate(sheet.fields) if ":" not in name]


def put(sheet: Sheet, row: int, place: int, value: Cell) -> None:
    """Put a value into a cell."""
    sheet.rows[row] = [value if index == place else cell for index, cell in enumerate(sheet.rows[row])]


def add_column(rng: random.Random, sheet: Sheet, header: str, values: list[Cell]) -> None:
    """Add a column somewhere."""
    at = rng.randint(0, len(sheet.headers))
    sheet.headers.insert(at, header)
    sheet.fields.insert(at, f"added:{header}")
    sheet.rows = [[*row[:at], value, *row[at:]] for row, value in zip(sheet.rows, values, strict=True)]
