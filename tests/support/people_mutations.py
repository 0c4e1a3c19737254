"""What goes wrong between a world and its files. A mutation says what must hold of files that have it, and None where
it does not fit: it is then not applied."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

from support.people_files import DAYS, Case, Cell, Expectation, Sheet, Source, text_of
from support.people_world import Done, Member, World, moment, some_done

OfWorld: TypeAlias = Callable[[random.Random, World], bool]
OF_BOOKS = ("formula", "second_sheet", "wrong_sheet")
"""Mutations of workbooks only."""

OfFiles: TypeAlias = Callable[[random.Random, Case], Expectation | None]

_ERRORS = ("#N/A", "#REF!", "#NAME?", "#VALUE!", "#NV", "#WERT!", "#BEZUG!", "#N/D", "#\u00a1REF!", "#\u00a1VALOR!")
_ERRORS_TOO = ("#\u00bfNOMBRE?", "#GETTING_DATA", "#SPILL!", "#DIV/0!", "########")
_NULLS = ("NULL", "null", "n/a", "N/A", "None", "nan", "-", "--", "?", "(blank)")
_PLACEHOLDERS = (date(1900, 1, 1), date(1970, 1, 1), date(1899, 12, 30), date(1753, 1, 1), date(1, 1, 1))
_UNKNOWN = ("Result code", "Passed?", "Cancelled", "Attended", "Valid", "Exemption", "Remark 2", "Zustand")


def _people(world: World) -> list[Member]:
    """Everybody but the first of each role, who keeps the role alive."""
    first: dict[str, Member] = {}
    for each in world.members:
        first.setdefault(each.role, each)
    return [each for each in world.members if first[each.role] is not each]


def _spoil(rng: random.Random, world: World, count: int) -> list[Done]:
    return rng.sample(world.completions, min(len(world.completions), count))


# Of the world: the files then tell of it as it is.


def failed(rng: random.Random, world: World) -> bool:
    """Some completions are failures."""
    if not world.records_failures:
        return False
    for done in _spoil(rng, world, rng.randint(1, 3)):
        if done.at is not None:
            changed = some_done(rng, world, done.person, done.module, passed=False)
            done.result, done.score = changed.result, changed.score
    return True


def expired(rng: random.Random, world: World) -> bool:
    """Some completions expire around the milestone."""
    for done in _spoil(rng, world, rng.randint(1, 3)) if world.has_expires else []:
        done.expires = moment(rng, world, world.milestone + timedelta(days=rng.choice((-1, -1, 0, 1))))
    return world.has_expires


def later(rng: random.Random, world: World) -> bool:
    """Some completions are dated around the question, or after it."""
    for done in _spoil(rng, world, rng.randint(1, 3)):
        if done.at is not None:
            done.at = moment(rng, world, world.today + timedelta(days=rng.choice((-1, 0, 1, 20, 4000))))
    return True


def joiners(rng: random.Random, world: World) -> bool:
    """Some join between the question and the milestone, or about then."""
    for each in rng.sample(_people(world), min(3, len(_people(world)))) if world.has_dates else []:
        each.since = rng.choice((world.today, world.milestone)) + timedelta(days=rng.choice((-1, 0, 1, 2)))
        each.until = None
    return world.has_dates


def leavers(rng: random.Random, world: World) -> bool:
    """Some leave between the question and the milestone, or about then."""
    for each in rng.sample(_people(world), min(3, len(_people(world)))) if world.has_dates else []:
        each.until = rng.choice((world.today, world.milestone)) + timedelta(days=rng.choice((-2, -1, 0, 1)))
        each.since = None
    return world.has_dates


def dropped(rng: random.Random, world: World) -> bool:
    """Some completions are not in the export, nor are some people on the roster, in whom a role may lose everybody."""
    for done in _spoil(rng, world, rng.randint(1, 3)):
        world.completions.remove(done)
    if rng.random() < 0.3 and len(world.members) > 1:
        world.members.remove(rng.choice(world.members))
    return True


IN_WORLD: Mapping[str, OfWorld] = {each.__name__: each for each in (failed, expired, later, joiners, leavers, dropped)}


# Of the files: they no longer say what the world is like.


def _rows(rng: random.Random, sheet: Sheet, most: int = 3) -> list[int]:
    return rng.sample(range(len(sheet.rows)), min(len(sheet.rows), rng.randint(1, most)))


def _either(rng: random.Random, case: Case) -> Sheet:
    return rng.choice(case.sheets)


def _date_columns(sheet: Sheet) -> list[int]:
    dated = ("from", "to", "completed-at", "expires")
    return [place for place, name in enumerate(sheet.fields) if name.split()[0] in dated and ":" not in name]


def _replace(sheet: Sheet, row: int, place: int, value: Cell) -> None:
    sheet.rows[row] = [value if index == place else cell for index, cell in enumerate(sheet.rows[row])]


def _ids(rng: random.Random, sheet: Sheet, values: tuple[str, ...]) -> bool:
    place, value = sheet.place("person"), rng.choice(values)
    rows = _rows(rng, sheet)
    for row in rows if place is not None else []:
        _replace(sheet, row, place or 0, value)
    return bool(rows)


def error_ids(rng: random.Random, case: Case) -> Expectation | None:
    """Ids are errors of a spreadsheet."""
    return "refuse" if _ids(rng, _either(rng, case), (*_ERRORS, *_ERRORS_TOO)) else None


def null_ids(rng: random.Random, case: Case) -> Expectation | None:
    """Ids are words for nothing, or nothing."""
    return "refuse" if _ids(rng, _either(rng, case), (*_NULLS, "")) else None


def scientific_ids(rng: random.Random, case: Case) -> Expectation | None:
    """Ids are in scientific notation, alike for many people, or whole numbers with a fraction."""
    written = ("4.7E+06", "1,2E+11", "3E+12", "1.23457e+15", "4711.0", "4711,00", "123456789012345000")
    return "refuse" if _ids(rng, _either(rng, case), written) else None


def status_unmapped(rng: random.Random, case: Case) -> Expectation | None:
    """The column of statuses has a name that nobody gave, or none."""
    sheet = case.completions
    places = [place for place, name in enumerate(sheet.fields) if name.split()[0] == "status"]
    if not places or not sheet.rows:
        return None
    place = rng.choice(places)
    sheet.headers[place] = rng.choice((*_UNKNOWN, "Training State", ""))
    sheet.config.get("columns", {}).pop("status", None)
    if not sheet.config.get("columns", True):
        del sheet.config["columns"]
    return "refuse" if sheet.headers[place] or any(row[place] != "" for row in sheet.rows) else "at most"


def placeholder_dates(rng: random.Random, case: Case) -> Expectation | None:
    """Dates are placeholders for none, or no dates."""
    sheet = _either(rng, case)
    places = _date_columns(sheet)
    for row in _rows(rng, sheet) if places else []:
        value: Cell = rng.choice(
            ("0000-00-00", "00.00.0000", "NULL", "01.01.0001", "pending", "0", "1970-01-01T00:00:00Z")
        )
        if rng.random() < 0.6:
            pattern = str(sheet.config.get("dates", ""))
            value = DAYS.get(pattern, date.isoformat)(rng.choice(_PLACEHOLDERS))
        _replace(sheet, row, rng.choice(places), value)
    return "at most" if places else None


def other_dates(rng: random.Random, case: Case) -> Expectation | None:
    """Some dates are in another form, with two digits of the year, or a number."""
    sheet = _either(rng, case)
    places = _date_columns(sheet)
    for row in _rows(rng, sheet) if places else []:
        value = rng.choice(
            ("31.12.24", "13/25/2025", "Dec 13, 2024", "2025-02-30", "45123", "2024-12-13T10:00:00", "12/2024")
        )
        _replace(sheet, row, rng.choice(places), value)
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
    _replace(sheet, one, ids, sheet.rows[two][ids])
    return "refuse"


def zeros_lost(rng: random.Random, case: Case) -> Expectation | None:
    """Ids of one file lose their leading zeros."""
    sheet = _either(rng, case)
    place = sheet.place("person")
    if case.world.ids != "zeros" or place is None:
        return None
    for row in range(len(sheet.rows)):
        written = str(sheet.rows[row][place]).lstrip("0")
        _replace(
            sheet, row, place, int(written) if sheet.xlsx and rng.random() < 0.5 and written.isdigit() else written
        )
    return "at most"


def duplicated(rng: random.Random, case: Case) -> Expectation | None:
    """Rows come twice."""
    sheet = _either(rng, case)
    for row in _rows(rng, sheet):
        at = rng.randint(0, len(sheet.rows))
        sheet.rows.insert(at, list(sheet.rows[row]))
        sheet.sources.insert(at, sheet.sources[row])
    return "same"


def swapped(rng: random.Random, case: Case) -> Expectation | None:
    """Two columns change their names, but for those of which nothing in a file says which is which."""
    sheet = _either(rng, case)
    one, two = rng.sample(range(len(sheet.headers)), 2)
    pair = {sheet.fields[one].split()[0], sheet.fields[two].split()[0]}
    modules = len({sheet.fields[each].partition(" ")[2] for each in (one, two)}) > 1 and pair <= {
        "status",
        "completed-at",
    }
    if pair == {"from", "to"} or modules:
        return None
    sheet.headers[one], sheet.headers[two] = sheet.headers[two], sheet.headers[one]
    return "at most"


def no_header(_rng: random.Random, case: Case) -> Expectation | None:
    """A file has no header."""
    sheet = _either(_rng, case)
    sheet.no_header = bool(sheet.rows)
    return "refuse" if sheet.rows else None


def _read(sheet: Sheet) -> list[int]:
    return [place for place, name in enumerate(sheet.fields) if ":" not in name]


def renamed(rng: random.Random, case: Case) -> Expectation | None:
    """A column that is read has another name."""
    sheet = _either(rng, case)
    sheet.headers[rng.choice(_read(sheet))] = rng.choice(_UNKNOWN)
    return "refuse"


def header_twice(rng: random.Random, case: Case) -> Expectation | None:
    """A second column has the name of one that is read, in other capitals perhaps."""
    sheet = _either(rng, case)
    place = rng.choice(_read(sheet))
    header = rng.choice((str.upper, str.title, str))(sheet.headers[place])
    _add_column(rng, sheet, header, [rng.choice(("", "x", row[place])) for row in sheet.rows])
    return "refuse"


def _add_column(rng: random.Random, sheet: Sheet, header: str, values: list[Cell]) -> None:
    at = rng.randint(0, len(sheet.headers))
    sheet.headers.insert(at, header)
    sheet.fields.insert(at, f"added:{header}")
    sheet.rows = [[*row[:at], value, *row[at:]] for row, value in zip(sheet.rows, values, strict=True)]


def unknown_column(rng: random.Random, case: Case) -> Expectation | None:
    """There is a column that nothing is known of."""
    sheet = _either(rng, case)
    _add_column(rng, sheet, rng.choice(_UNKNOWN), [rng.choice(("", "no", "1")) for _ in sheet.rows])
    return "refuse"


def wide_fields(rng: random.Random, case: Case) -> Expectation | None:
    """A wide file has a column that says of whole rows that they do not count."""
    sheet = case.completions
    if not case.world.wide or not sheet.rows:
        return None
    field, value = rng.choice((("status", "Failed"), ("expires", "2024-12-31"), ("score", "3")))
    header = rng.choice((field, field.title()))
    if rng.random() < 0.5:
        sheet.config.setdefault("columns", {})[field] = header = {"status": "Outcome", "expires": "Valid until"}.get(
            field, "Grade"
        )
    if field == "score":
        sheet.config["passing-score"] = 80
    rows = _rows(rng, sheet)
    place = sheet.place("person") or 0
    _add_column(rng, sheet, header, [value if row in rows else "" for row in range(len(sheet.rows))])
    place = sheet.place("person") or 0
    gone = {str(sheet.rows[row][place]) for row in rows}
    for world in case.worlds:
        world.completions = [each for each in world.completions if each.person not in gone]
    return "at most"


def column_lost(rng: random.Random, case: Case) -> Expectation | None:
    """A column is missing that is needed: required, named in the configuration, or the status of a wide file."""
    sheet = _either(rng, case)
    needed = {"person", "role", "module", "completed-at", "active", *sheet.config.get("columns", ())}
    places = [place for place, name in enumerate(sheet.fields) if name in needed or name.startswith("status ")]
    place = rng.choice(places)
    del sheet.headers[place], sheet.fields[place]
    sheet.rows = [[*row[:place], *row[place + 1 :]] for row in sheet.rows]
    return "at most" if sheet.config.get("modules") else "refuse"


def space_noise(rng: random.Random, case: Case) -> Expectation | None:
    """Cells have spaces around them."""
    sheet = _either(rng, case)
    for row in _rows(rng, sheet, 5):
        place = rng.choice(_read(sheet))
        cell = sheet.rows[row][place]
        if isinstance(cell, str) and cell:
            _replace(
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
    sheet = _either(rng, case)
    place = rng.choice([each for each in _read(sheet) if sheet.fields[each] in ("person", "role", "module")])
    for row in _rows(rng, sheet, 5):
        cell = sheet.rows[row][place]
        _replace(
            sheet, row, place, rng.choice((str.upper, str.title, str.lower))(cell) if isinstance(cell, str) else cell
        )
    return "at most"


def misspelled(rng: random.Random, case: Case) -> Expectation | None:
    """Roles or modules are misspelled, or have a sign that is not seen."""
    sheet = _either(rng, case)
    place = sheet.place("role") if sheet.kind == "roster" else sheet.place("module")
    for row in _rows(rng, sheet, 5) if place is not None else []:
        cell = str(sheet.rows[row][place or 0])
        _replace(sheet, row, place or 0, rng.choice((cell[1:], cell + "s", cell.replace("e", "3") + "!", cell[::-1])))
    return None if place is None else "at most"


def blank_cells(rng: random.Random, case: Case) -> Expectation | None:
    """Cells are empty that must not be."""
    sheet = _either(rng, case)
    names = ("person", "role", "module", "completed-at", "status", "score", "wave", "active")
    places = [each for each in _read(sheet) if sheet.fields[each].split()[0] in names]
    rows = _rows(rng, sheet)
    filled = [(row, place) for row in rows for place in [rng.choice(places)] if sheet.rows[row][place] != ""]
    for row, place in filled:
        _replace(sheet, row, place, rng.choice(("", "  ")))
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
        if written:
            _replace(sheet, row, place, f"{float(written) * factor:g}")
    return "at most"


def footer(rng: random.Random, case: Case) -> Expectation | None:
    """There is a line below, or the header comes again."""
    sheet = _either(rng, case)
    rest: list[Cell] = [""] * (len(sheet.headers) - 1)
    line = rng.choice(([*rest, "Total"], ["Total: 25", *rest], list[Cell](sheet.headers)))
    sheet.rows.append(line)
    sheet.sources.append(None)
    return "at most" if line == sheet.headers else "refuse" if _needs_more(sheet, line) else "at most"


def _needs_more(sheet: Sheet, line: list[Cell]) -> bool:
    """Whether a row lacks what every row must have."""
    places = [sheet.place(name) for name in ("person", "role", "module")]
    return any(place is not None and line[place] == "" for place in places)


def swapped_days(rng: random.Random, case: Case) -> Expectation | None:
    """Dates have the month first, and are said to have the day first."""
    sheet = case.completions
    if sheet.xlsx or case.world.timed or rng.random() < 0.1:
        return None
    sheet.config["dates"] = "dd/MM/yyyy"
    places = _date_columns(sheet)
    for row, cells in enumerate(sheet.rows):
        for place in places:
            day = _parsed(case, sheet, row, place, cells[place])
            if day is not None:
                _replace(sheet, row, place, f"{day:%m/%d/%Y}")
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


def cut(rng: random.Random, case: Case) -> Expectation | None:
    """A file ends too early, perhaps within a row, of which then nothing says whether it is whole."""
    sheet = _either(rng, case)
    if sheet.xlsx or not sheet.rows or None in sheet.sources:
        return None
    kept = rng.randrange(len(sheet.rows))
    line = text_of(sheet, [sheet.rows[kept]])
    rest = line[: rng.randrange(len(line))]
    sources, row = sheet.sources[kept:], sheet.sources[kept]
    sheet.rows, sheet.sources = sheet.rows[:kept], sheet.sources[:kept]
    sheet.damage.append(
        lambda content: content + rest.encode(sheet.encoding.replace("-sig", ""))[2 * (sheet.encoding == "utf-16") :]
    )
    base = case.worlds[0]
    gone = [each for each in sources if not any(each is other for other in sheet.sources)]
    base.members = [each for each in base.members if not any(each is other for other in gone)]
    base.completions = [each for each in base.completions if not any(each is other for other in gone)]
    case.worlds = [base, *_with(base, row)]
    return "at most"


def _with(base: World, row: Source) -> list[World]:
    """Worlds with a row as it may be read after its end was cut off."""
    if isinstance(row, Done):
        return [replace(base, completions=[*base.completions, replace(row, expires=None)])]
    if row is None:
        return []
    rows = [replace(row, since=since, until=until) for since in (row.since, None) for until in (row.until, None)]
    rows += [replace(each, critical="") for each in rows]
    return [replace(base, members=[*base.members, each]) for each in rows]


def quotes(rng: random.Random, case: Case) -> Expectation | None:
    """Quotes are missing, or too many."""
    sheet = _either(rng, case)
    if sheet.xlsx or sheet.encoding == "utf-16":
        return None
    seed = rng.random()

    def damage(content: bytes) -> bytes:
        draw = random.Random(seed)  # noqa: S311 - the same each time
        for _ in range(draw.randint(1, 3)):
            at = [place for place, byte in enumerate(content) if byte == 0x22]
            if at and draw.random() < 0.5:
                place = draw.choice(at)
                content = content[:place] + content[place + 1 :]
            else:
                place = draw.randrange(3, len(content))
                content = content[:place] + b'"' + content[place:]
        return content

    sheet.damage.append(damage)
    return "at most"


def naive_quotes(rng: random.Random, case: Case) -> Expectation | None:
    """A program writes cells as they are, some of which begin or end with a quote."""
    sheet = case.roster
    names = [place for place, name in enumerate(sheet.fields) if ":" in name]
    if sheet.xlsx or len(sheet.rows) < 3 or not names:
        return None
    first, last = sorted(rng.sample(range(len(sheet.rows)), 2))
    place = rng.choice(names)
    for row in range(len(sheet.rows)):
        for each in names:
            _replace(sheet, row, each, "Bo" if each != place else {first: '"Bo', last: 'Bo"'}.get(row, "Bo"))
    sheet.naive = True
    return "at most"


def wrong_delimiter(rng: random.Random, case: Case) -> Expectation | None:
    """The file has another delimiter than it is said to have."""
    sheet = _either(rng, case)
    if sheet.xlsx:
        return None
    sheet.delimiter = rng.choice([each for each in ",;\t|" if each != sheet.delimiter])
    return "refuse" if len(sheet.headers) > 1 else None


def wrong_encoding(rng: random.Random, case: Case) -> Expectation | None:
    """The file has another encoding than it is said to have."""
    sheet = _either(rng, case)
    if sheet.xlsx:
        return None
    sheet.config["encoding"] = rng.choice(
        ("utf-8", "utf-16", "windows-1252", "windows-1250", "iso-8859-2", "windows-1251")
    )
    return "at most"


def formula(rng: random.Random, case: Case) -> Expectation | None:
    """A cell is a formula without a saved result."""
    sheet = _either(rng, case)
    places = [place for place in _read(sheet) if sheet.fields[place] in ("person", "role", "module")]
    for row in _rows(rng, sheet) if sheet.xlsx else []:
        _replace(sheet, row, rng.choice(places), "=A1")
    return "refuse" if sheet.xlsx and sheet.rows else None


def second_sheet(_rng: random.Random, case: Case) -> Expectation | None:
    """The workbook has a second sheet with the columns."""
    sheet = _either(_rng, case)
    sheet.on_book.append(lambda book: book.copy_worksheet(book.worksheets[0]))
    return "refuse" if sheet.xlsx else None


def wrong_sheet(_rng: random.Random, case: Case) -> Expectation | None:
    """The sheet that is named is another one, which has notes."""
    sheet = _either(_rng, case)
    sheet.on_book.append(lambda book: book.create_sheet("Notes").append(["Exported by the system"]))
    if sheet.xlsx:
        sheet.config["sheet"] = _rng.choice(("Notes", "Sheet1"))
    return "refuse" if sheet.xlsx else None


IN_FILES: Mapping[str, OfFiles] = {
    each.__name__: each
    for each in (
        *(error_ids, null_ids, scientific_ids, status_unmapped, placeholder_dates, other_dates, namesakes, zeros_lost),
        *(duplicated, swapped, no_header, renamed, header_twice, unknown_column, wide_fields, column_lost),
        *(space_noise, case_noise, misspelled, blank_cells, other_scale, footer, swapped_days, cut, quotes),
        *(naive_quotes, wrong_delimiter, wrong_encoding, formula, second_sheet, wrong_sheet),
    )
}
