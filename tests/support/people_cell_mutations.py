"""What goes wrong in the cells of files. A mutation says what must hold of files that have it, and None where it does
not fit: it is then not applied."""

import random
from datetime import date

from support.people_edits import date_columns, either, put, read_columns, some_rows
from support.people_files import DAYS
from support.people_sheets import Case, Cell, Expectation, Sheet
from support.people_world import Done

_ERRORS = ("#N/A", "#REF!", "#NAME?", "#VALUE!", "#NV", "#WERT!", "#BEZUG!", "#N/D", "#\u00a1REF!", "#\u00a1VALOR!")

_ERRORS_TOO = ("#\u00bfNOMBRE?", "#GETTING_DATA", "#SPILL!", "#DIV/0!", "########")

_NULLS = ("NULL", "null", "n/a", "N/A", "None", "nan", "-", "--", "?", "(blank)")

_PLACEHOLDERS = (date(1900, 1, 1), date(1970, 1, 1), date(1899, 12, 30), date(1753, 1, 1), date(1, 1, 1))


def _ids(rng: random.Random, sheet: Sheet, values: tuple[str, ...]) -> bool:
    place, value = sheet.place("person"), rng.choice(values)
    rows = some_rows(rng, sheet)
    for row in rows if place is not None else []:
        put(sheet, row, place or 0, value)
    return bool(rows)


def error_ids(rng: random.Random, case: Case) -> Expectation | None:
    """Ids are errors of a spreadsheet."""
    return "refuse" if _ids(rng, either(rng, case), (*_ERRORS, *_ERRORS_TOO)) else None


def null_ids(rng: random.Random, case: Case) -> Expectation | None:
    """Ids are words for nothing, or nothing."""
    return "refuse" if _ids(rng, either(rng, case), (*_NULLS, "")) else None


def scientific_ids(rng: random.Random, case: Case) -> Expectation | None:
    """Ids are in scientific notation, alike for many people, or whole numbers with a fraction."""
    written = ("4.7E+06", "1,2E+11", "3E+12", "1.23457e+15", "4711.0", "4711,00", "123456789012345000")
    return "refuse" if _ids(rng, either(rng, case), written) else None


def placeholder_dates(rng: random.Random, case: Case) -> Expectation | None:
    """Dates are placeholders for none, or no dates."""
    sheet = either(rng, case)
    places = date_columns(sheet)
    for row in some_rows(rng, sheet) if places else []:
        value: Cell = rng.choice(
            ("0000-00-00", "00.00.0000", "NULL", "01.01.0001", "pending", "0", "1970-01-01T00:00:00Z")
        )
        if rng.random() < 0.6:
            pattern = str(sheet.config.get("dates", ""))
            value = DAYS.get(pattern, date.isoformat)(rng.choice(_PLACEHOLDERS))
        put(sheet, row, rng.choice(places), value)
    return "at most" if places else None


def other_dates(rng: random.Random, case: Case) -> Expectation | None:
    """Some dates are in another form, with two digits of the year, or a number."""
    sheet = either(rng, case)
    places = date_columns(sheet)
    for row in some_rows(rng, sheet) if places else []:
        value = rng.choice(
            ("31.12.24", "13/25/2025", "Dec 13, 2024", "2025-02-30", "45123", "2024-12-13T10:00:00", "12/2024")
        )
        put(sheet, row, rng.choice(places), value)
    return "at most" if places else None


def namesakes(rng: random.Random, case: Case) -> Expectation | None:
    """Two people of one role have one id, and differ elsewhere."""
    sheet = case.roster
    ids, role = sheet.place("person"), sheet.place("role")
    told = [place for place, name in enumerate(sheet.fields) if name in ("irrelevant:Name", "from", "wave")]
    same = [
        (one, two)
        for one in range(len(sheet.rows))
        for two in range(one)
        if role is not None and sheet.rows[one][role] == sheet.rows[two][role]
    ]
    same = [(one, two) for one, two in same if any(sheet.rows[one][each] != sheet.rows[two][each] for each in told)]
    if not same or ids is None:
        return None
    one, two = rng.choice(same)
    put(sheet, one, ids, sheet.rows[two][ids])
    return "refuse"


def zeros_lost(rng: random.Random, case: Case) -> Expectation | None:
    """Ids of one file lose their leading zeros."""
    sheet = either(rng, case)
    place = sheet.place("person")
    if case.world.ids != "zeros" or place is None:
        return None
    for row in range(len(sheet.rows)):
        written = str(sheet.rows[row][place]).lstrip("0")
        put(sheet, row, place, int(written) if sheet.xlsx and rng.random() < 0.5 and written.isdigit() else written)
    return "at most"


def space_noise(rng: random.Random, case: Case) -> Expectation | None:
    """Cells have spaces around them."""
    sheet = either(rng, case)
    for row in some_rows(rng, sheet, 5):
        place = rng.choice(read_columns(sheet))
        cell = sheet.rows[row][place]
        if isinstance(cell, str) and cell:
            put(
                sheet,
                row,
                place,
                rng.choice((" {}", "{} ", "\u00a0{}" if sheet.encoding != "windows-1251" else " {}", "{}\t")).format(
                    cell
                ),
            )
    sheet.headers[rng.randrange(len(sheet.headers))] += "  "
    return "same"


def case_noise(rng: random.Random, case: Case) -> Expectation | None:
    """Ids, modules or roles are in other capitals."""
    sheet = either(rng, case)
    places = [each for each in read_columns(sheet) if sheet.fields[each] in ("person", "role", "module")]
    if not places:
        return None
    place = rng.choice(places)
    for row in some_rows(rng, sheet, 5):
        cell = sheet.rows[row][place]
        put(sheet, row, place, rng.choice((str.upper, str.title, str.lower))(cell) if isinstance(cell, str) else cell)
    return "at most"


def misspelled(rng: random.Random, case: Case) -> Expectation | None:
    """Roles or modules are misspelled, or have a sign that is not seen."""
    sheet = either(rng, case)
    place = sheet.place("role") if sheet.kind == "roster" else sheet.place("module")
    for row in some_rows(rng, sheet, 5) if place is not None else []:
        cell = str(sheet.rows[row][place or 0])
        put(sheet, row, place or 0, rng.choice((cell[1:], cell + "s", cell.replace("e", "3") + "!", cell[::-1])))
    return None if place is None else "at most"


def blank_cells(rng: random.Random, case: Case) -> Expectation | None:
    """Cells are empty that must not be."""
    sheet = either(rng, case)
    names = ("person", "role", "module", "completed-at", "status", "score", "wave", "active")
    places = [each for each in read_columns(sheet) if sheet.fields[each].split()[0] in names]
    rows = some_rows(rng, sheet) if places else []
    filled = [(row, place) for row in rows for place in [rng.choice(places)] if sheet.rows[row][place] != ""]
    for row, place in filled:
        put(sheet, row, place, rng.choice(("", "  ")))
    certain = any(sheet.fields[place] in ("person", "role", "module", "wave", "active") for _, place in filled)
    return "refuse" if certain else "at most"


def other_scale(rng: random.Random, case: Case) -> Expectation | None:
    """Scores are of another scale than the passing score."""
    sheet, passing = case.completions, case.world.passing
    place = sheet.place("score")
    if place is None or passing is None:
        return None
    factor = rng.choice((0.01, 10)) if passing > 1 else 100
    for row in range(len(sheet.rows)):
        written = str(sheet.rows[row][place]).replace("%", "").replace(",", ".").strip()
        if written.replace(".", "").isdecimal():
            put(sheet, row, place, f"{float(written) * factor:g}")
    return "at most"


def swapped_days(rng: random.Random, case: Case) -> Expectation | None:
    """Dates have the month first, and are said to have the day first."""
    sheet = case.completions
    if sheet.xlsx or case.world.timed or rng.random() < 0.1:
        return None
    sheet.config["dates"] = "dd/MM/yyyy"
    places = date_columns(sheet)
    for row, cells in enumerate(sheet.rows):
        for place in places:
            day = _parsed(case, sheet, row, place, cells[place])
            if day is not None:
                put(sheet, row, place, f"{day:%m/%d/%Y}")
    swappable = {id(each) for each in case.world.completions if _swap(each)}
    case.world.completions = [each for each in case.world.completions if id(each) in swappable]
    return "at most"


def _parsed(case: Case, sheet: Sheet, row: int, place: int, cell: Cell) -> date | None:
    """The day that a cell was written from; None where another mutation was there first."""
    source, name = sheet.sources[row], sheet.fields[place]
    if isinstance(source, Done):
        found = source.at if name == "completed-at" else source.expires
        return found if cell != "" else None
    ids = sheet.place("person") or 0
    module = name.partition(" ")[2]
    of = (
        each.at for each in case.world.completions if each.person == str(sheet.rows[row][ids]) and each.module == module
    )
    return next(of, None) if cell != "" else None


def _swap(done: Done) -> bool:
    """Swap day and month of a completion; whether that is possible."""
    days = [each for each in (done.at, done.expires) if each is not None]
    if any(day.day > 12 for day in days):
        return False
    done.at = done.at and done.at.replace(month=done.at.day, day=done.at.month)
    done.expires = done.expires and done.expires.replace(month=done.expires.day, day=done.expires.month)
    return True
