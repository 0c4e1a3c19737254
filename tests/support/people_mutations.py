"""What goes wrong with whole files, and all that goes wrong with files. A mutation says what must hold of files that
have it, and None where it does not fit: it is then not applied."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from support.people_cell_mutations import (
    blank_cells,
    case_noise,
    error_ids,
    misspelled,
    namesakes,
    null_ids,
    other_dates,
    other_scale,
    placeholder_dates,
    scientific_ids,
    space_noise,
    swapped_days,
    zeros_lost,
)
from support.people_edits import UNKNOWN, add_column, either, put, read_columns, some_rows
from support.people_sheets import Case, Cell, Expectation, Sheet, Source, text_of
from support.people_world import Done, World

OF_BOOKS = ("formula", "second_sheet", "wrong_sheet")
"""Mutations of workbooks only."""

OfFiles: TypeAlias = Callable[[random.Random, Case], Expectation | None]


def status_unmapped(rng: random.Random, case: Case) -> Expectation | None:
    """The column of statuses has a name that nobody gave, or none."""
    sheet = case.completions
    places = [place for place, name in enumerate(sheet.fields) if name.split()[0] == "status"]
    if not places or not sheet.rows:
        return None
    place = rng.choice(places)
    sheet.headers[place] = rng.choice((*UNKNOWN, "Training State", ""))
    sheet.config.get("columns", {}).pop("status", None)
    if not sheet.config.get("columns", True):
        del sheet.config["columns"]
    return "refuse" if sheet.headers[place] or any(row[place] != "" for row in sheet.rows) else "at most"


def duplicated(rng: random.Random, case: Case) -> Expectation | None:
    """Rows come twice, which a matrix has for nobody."""
    sheet = either(rng, case)
    for row in some_rows(rng, sheet):
        at = rng.randint(0, len(sheet.rows))
        sheet.rows.insert(at, list(sheet.rows[row]))
        sheet.sources.insert(at, sheet.sources[row])
    return "refuse" if sheet.config.get("modules") and sheet.rows else "same"


def swapped(rng: random.Random, case: Case) -> Expectation | None:
    """Two columns change their names, but for those of which nothing in a file says which is which."""
    sheet = either(rng, case)
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
    sheet = either(_rng, case)
    sheet.no_header = bool(sheet.rows)
    return "refuse" if sheet.rows else None


def renamed(rng: random.Random, case: Case) -> Expectation | None:
    """A column that is read has another name."""
    sheet = either(rng, case)
    sheet.headers[rng.choice(read_columns(sheet))] = rng.choice(UNKNOWN)
    return "refuse"


def header_twice(rng: random.Random, case: Case) -> Expectation | None:
    """A second column has the name of one that is read, in other capitals perhaps."""
    sheet = either(rng, case)
    place = rng.choice(read_columns(sheet))
    header = rng.choice((str.upper, str.title, str))(sheet.headers[place])
    add_column(rng, sheet, header, [rng.choice(("", "x", row[place])) for row in sheet.rows])
    return "refuse"


def unknown_column(rng: random.Random, case: Case) -> Expectation | None:
    """There is a column that nothing is known of."""
    sheet = either(rng, case)
    add_column(rng, sheet, rng.choice(UNKNOWN), [rng.choice(("", "no", "1")) for _ in sheet.rows])
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
    rows = some_rows(rng, sheet)
    place = sheet.place("person") or 0
    add_column(rng, sheet, header, [value if row in rows else "" for row in range(len(sheet.rows))])
    place = sheet.place("person") or 0
    gone = {str(sheet.rows[row][place]) for row in rows}
    for world in case.worlds:
        world.completions = [each for each in world.completions if each.person not in gone]
    return "at most"


def column_lost(rng: random.Random, case: Case) -> Expectation | None:
    """A column is missing that is needed: required, named in the configuration, or the status of a wide file."""
    sheet = either(rng, case)
    needed = {"person", "role", "module", "completed-at", "active", *sheet.config.get("columns", ())}
    places = [place for place, name in enumerate(sheet.fields) if name in needed or name.startswith("status ")]
    if not places:
        return None
    place = rng.choice(places)
    del sheet.headers[place], sheet.fields[place]
    sheet.rows = [[*row[:place], *row[place + 1 :]] for row in sheet.rows]
    return "at most" if sheet.config.get("modules") else "refuse"


def footer(rng: random.Random, case: Case) -> Expectation | None:
    """There is a line below, or the header comes again."""
    sheet = either(rng, case)
    rest: list[Cell] = [""] * (len(sheet.headers) - 1)
    line = rng.choice(([*rest, "Total"], ["Total: 25", *rest], list[Cell](sheet.headers)))
    sheet.rows.append(line)
    sheet.sources.append(None)
    return "at most" if line == sheet.headers else "refuse" if _needs_more(sheet, line) else "at most"


def _needs_more(sheet: Sheet, line: list[Cell]) -> bool:
    """Whether a row lacks what every row must have."""
    places = [sheet.place(name) for name in ("person", "role", "module")]
    return any(place is not None and line[place] == "" for place in places)


def cut(rng: random.Random, case: Case) -> Expectation | None:
    """A file ends too early, perhaps within a row, of which then nothing says whether it is whole."""
    sheet = either(rng, case)
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
    sheet = either(rng, case)
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
            put(sheet, row, each, "Bo" if each != place else {first: '"Bo', last: 'Bo"'}.get(row, "Bo"))
    sheet.naive = True
    return "at most"


def wrong_delimiter(rng: random.Random, case: Case) -> Expectation | None:
    """The file has another delimiter than it is said to have."""
    sheet = either(rng, case)
    if sheet.xlsx:
        return None
    sheet.delimiter = rng.choice([each for each in ",;\t|" if each != sheet.delimiter])
    return "refuse" if len(sheet.headers) > 1 else None


def wrong_encoding(rng: random.Random, case: Case) -> Expectation | None:
    """The file has another encoding than it is said to have."""
    sheet = either(rng, case)
    if sheet.xlsx:
        return None
    sheet.config["encoding"] = rng.choice(
        ("utf-8", "utf-16", "windows-1252", "windows-1250", "iso-8859-2", "windows-1251")
    )
    return "at most"


def formula(rng: random.Random, case: Case) -> Expectation | None:
    """A cell is a formula without a saved result."""
    sheet = either(rng, case)
    places = [place for place in read_columns(sheet) if sheet.fields[place] in ("person", "role", "module")]
    if not (sheet.xlsx and sheet.rows and places):
        return None
    for row in some_rows(rng, sheet):
        put(sheet, row, rng.choice(places), "=A1")
    return "refuse"


def second_sheet(_rng: random.Random, case: Case) -> Expectation | None:
    """The workbook has a second sheet with the columns."""
    sheet = either(_rng, case)
    sheet.on_book.append(lambda book: book.copy_worksheet(book.worksheets[0]))
    return "refuse" if sheet.xlsx else None


def wrong_sheet(_rng: random.Random, case: Case) -> Expectation | None:
    """The sheet that is named is another one, which has notes."""
    sheet = either(_rng, case)
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
