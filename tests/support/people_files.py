"""Worlds as files about people, written the ways systems write them, with the configuration that describes each."""

import csv
import io
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from support.people_world import Done, Member, When, World

Cell: TypeAlias = str | int | float | bool | date | datetime
Source: TypeAlias = Member | Done | None
"""What a row was written from."""
Expectation: TypeAlias = Literal["same", "at most", "refuse"]
"""What must be measured: the shares of the world, at most these, or nothing."""

DAYS: dict[str, Callable[[date], str]] = {
    "": lambda day: day.isoformat(),
    "dd.MM.yyyy": lambda day: f"{day:%d.%m.%Y}",
    "d.M.yyyy": lambda day: f"{day.day}.{day.month}.{day.year}",
    "dd/MM/yyyy": lambda day: f"{day:%d/%m/%Y}",
    "MM/dd/yyyy": lambda day: f"{day:%m/%d/%Y}",
    "M/d/yyyy": lambda day: f"{day.month}/{day.day}/{day.year}",
    "dd/MM/yy": lambda day: f"{day:%d/%m/%y}",
    "d MMM yyyy": lambda day: f"{day.day} {day:%b} {day.year}",
    "dd-MMM-yyyy": lambda day: f"{day:%d-%b-%Y}".upper(),
    "yyyyMMdd": lambda day: f"{day:%Y%m%d}",
}
TIMES: dict[str, Callable[[datetime], str]] = {
    "": lambda at: at.isoformat(),
    "yyyy-MM-dd HH:mm:ss": lambda at: f"{at:%Y-%m-%d %H:%M:%S}",
    "dd.MM.yyyy HH:mm": lambda at: f"{at:%d.%m.%Y %H:%M}",
    "M/d/yyyy h:mm a": lambda at: f"{at.month}/{at.day}/{at.year} {int(at.strftime('%I'))}:{at:%M %p}",
    "dd/MMM/yy h:mm a": lambda at: f"{at:%d/%b/%y} {int(at.strftime('%I'))}:{at:%M %p}",
}
_NAMES = {
    "person": ("Person ID", "User Name", "Employee Number", "UserID"),
    "role": ("Job Role", "Position", "Rolle"),
    "from": ("Start Date", "Valid from"),
    "to": ("End Date", "Valid to"),
    "wave": ("Rollout Wave", "Phase"),
    "critical-process": ("Critical?", "Key process"),
    "module": ("Training Title", "Course Name", "Item Title"),
    "completed-at": ("Completion Date", "Date completed", "Finished on"),
    "status": ("Transcript Status", "Outcome", "Result"),
    "score": ("Grade", "Final Score", "Points"),
    "expires": ("Valid until", "Expiry Date"),
    "active": ("Employee Status", "State"),
}
_IRRELEVANT = ("Name", "E-Mail", "Department", "Cost Center", "Manager", "Vorname")
_IGNORED = ("Comment", "Trainer", "Duration (h)", "Batch")
_ENCODINGS = ("utf-16", "windows-1252", "windows-1250", "iso-8859-15", "windows-1251")
ACTIVE, GONE = ("Active", "On leave"), ("Terminated", "Inactive", "gone")
FAILED = ("Failed", "Incomplete", "No Show", "Not completed", "Withdrawn")
OPEN = ("In Progress", "Not started", "", "Enrolled")


@dataclass
class Sheet:
    """A file before it is written: `fields` are what its columns are in truth, `headers` what they are called."""

    kind: str
    fields: list[str]
    headers: list[str]
    rows: list[list[Cell]]
    sources: list[Source]
    config: dict[str, Any]
    xlsx: bool = False
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    newline: str = "\n"
    quoting: int = csv.QUOTE_MINIMAL
    above: list[list[str]] = field(default_factory=list[list[str]])
    damage: list[Callable[[bytes], bytes]] = field(default_factory=list[Callable[[bytes], bytes]])
    on_book: list[Callable[[Workbook], object]] = field(default_factory=list[Callable[[Workbook], object]])
    no_header: bool = False
    naive: bool = False

    @property
    def file(self) -> str:
        """Its name."""
        return f"{self.kind}.{'xlsx' if self.xlsx else 'csv'}"

    def place(self, name: str) -> int | None:
        """The column that has a field in truth."""
        return self.fields.index(name) if name in self.fields else None

    def lines(self) -> list[list[Cell]]:
        """All rows with what stands above them."""
        header: list[list[Cell]] = [] if self.no_header else [list(self.headers)]
        return [*[list[Cell](each) for each in self.above], *header, *self.rows]

    def written(self) -> bytes:
        """The file, damaged as it is to be."""
        content = _book(self) if self.xlsx else text_of(self, self.lines()).encode(self.encoding, "replace")
        for damage in self.damage:
            content = damage(content)
        return content


@dataclass
class Case:
    """Files that a reader may meet, and the `worlds` that they may be of: one, or several where nothing says which."""

    seed: int
    worlds: list[World]
    roster: Sheet
    completions: Sheet
    expects: Expectation = "same"
    mutations: list[str] = field(default_factory=list[str])

    @property
    def world(self) -> World:
        """The world that was written."""
        return self.worlds[0]

    @property
    def sheets(self) -> tuple[Sheet, Sheet]:
        """Both files."""
        return self.roster, self.completions


def text_of(sheet: Sheet, lines: list[list[Cell]]) -> str:
    """Rows as the sheet's text."""
    if sheet.naive:
        return "".join(sheet.delimiter.join(str(cell) for cell in line) + sheet.newline for line in lines)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=sheet.delimiter, lineterminator=sheet.newline, quoting=_quoting(sheet.quoting))
    writer.writerows(lines)
    return out.getvalue()


def _quoting(given: int) -> Any:
    return given


def _book(sheet: Sheet) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Data"
    for row in sheet.lines():
        page.append([None if cell == "" else cell for cell in row])
    for cells in page.iter_rows():
        for cell in cells:
            if isinstance(cell.value, date) and not isinstance(cell.value, datetime):
                cell.number_format = "dd.mm.yyyy"
    for change in sheet.on_book:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def toml(config: dict[str, Any]) -> str:
    """A table on one line."""

    def value(given: Any) -> str:
        if isinstance(given, dict):
            return toml(given)
        if isinstance(given, list):
            return f"[{', '.join(value(each) for each in given)}]"
        return json.dumps(given, ensure_ascii=False)

    return "{ " + ", ".join(f"{key} = {value(given)}" for key, given in config.items()) + " }"


def noise(rng: random.Random, name: str) -> str:
    """A name of a column in other capitals and with other signs between its words."""
    words = name.replace("-", " ").split()
    mark = rng.choice((" ", "-", "_", ""))
    return mark.join(rng.choice((word, word.title(), word.upper())) for word in words)


class Writer:
    """Writes the two files of a world."""

    def __init__(self, rng: random.Random, world: World, *, books: bool) -> None:
        self._rng, self._world = rng, world
        self._books = books
        self._accent = ""

    def roster(self) -> Sheet:
        """The roster."""
        world = self._world
        sheet = self._sheet("roster", world.roster_zone, timed=False)
        fields = ["person", "role"]
        fields += ["from", "to"] if world.has_dates else []
        fields += ["wave"] if world.has_waves else []
        fields += ["critical-process"] if world.has_critical else []
        self._name(sheet, fields)
        if world.has_active:
            header = self._rng.choice(_NAMES["active"])
            sheet.config["active"] = {"column": noise(self._rng, header), "values": list(ACTIVE)}
            self._column(sheet, "active", header)
        self._extras(sheet)
        self._fill(sheet, list(world.members))
        return sheet

    def completions(self) -> Sheet:
        """The completions, in long or wide form."""
        world = self._world
        sheet = self._sheet("completions", world.completions_zone, timed=world.timed)
        if world.has_status and self._rng.random() < 0.5:
            sheet.config["completed"] = ["Abgeschlossen", "OK"]
        if world.wide:
            self._wide(sheet)
            return sheet
        fields = ["person", "module", "completed-at"]
        fields += ["status"] if world.has_status else []
        fields += ["expires"] if world.has_expires else []
        if world.passing is not None:
            fields.append("score")
            sheet.config["passing-score"] = world.passing
        self._name(sheet, fields)
        self._extras(sheet)
        self._fill(sheet, list(world.completions))
        return sheet

    def _sheet(self, kind: str, zone: str, *, timed: bool) -> Sheet:
        """An empty sheet in some form."""
        rng = self._rng
        sheet = Sheet(kind, [], [], [], [], {})
        sheet.xlsx = rng.random() < (0.7 if self._books else 0.02)
        sheet.config["file"] = sheet.file
        forms = TIMES if timed else DAYS
        pattern = rng.choice(list(forms)) if rng.random() < 0.5 else ""
        if pattern and not sheet.xlsx:
            sheet.config["dates"] = pattern
        if zone != self._world.zone or rng.random() < 0.1:
            sheet.config["timezone"] = zone
        if not sheet.xlsx:
            self._form(sheet)
        if rng.random() < 0.1:
            sheet.above = [["Training report"], ["as of", "today"]][: rng.randint(1, 2)]
            sheet.config["header-row"] = len(sheet.above) + 1
        return sheet

    def _form(self, sheet: Sheet) -> None:
        rng = self._rng
        if rng.random() < 0.35:
            sheet.delimiter = rng.choice((";", "\t", "|"))
            sheet.config["delimiter"] = sheet.delimiter
        sheet.encoding = rng.choice(("utf-8-sig", "utf-8"))
        if rng.random() < 0.25:
            sheet.encoding = sheet.config["encoding"] = rng.choice(_ENCODINGS)
        sheet.newline = rng.choice(("\n", "\r\n"))
        sheet.quoting = rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
        self._accent = "\u0416" if sheet.encoding == "windows-1251" else "\u00fc"

    def _name(self, sheet: Sheet, fields: list[str]) -> None:
        """Name the columns: as we do, or as a system does, with a mapping."""
        mapped = self._rng.random() < 0.5
        columns: dict[str, str] = {}
        for each in fields:
            if mapped and self._rng.random() < 0.8:
                header = self._rng.choice(_NAMES[each])
                columns[each] = noise(self._rng, header)
            else:
                header = noise(self._rng, each)
            self._column(sheet, each, header)
        if columns:
            sheet.config["columns"] = columns

    def _column(self, sheet: Sheet, name: str, header: str) -> None:
        sheet.fields.append(name)
        sheet.headers.append(header)

    def _extras(self, sheet: Sheet) -> None:
        """Columns that say nothing about training, and another order."""
        rng = self._rng
        for header in rng.sample(_IRRELEVANT, rng.choice((0, 1, 2))):
            self._column(sheet, f"irrelevant:{header}", header)
        ignored = rng.sample(_IGNORED, rng.choice((0, 0, 1, 2)))
        if ignored:
            sheet.config["ignore"] = [
                noise(rng, each.replace(" (h)", "")) + " (h)" * ("(h)" in each) for each in ignored
            ]
        for header in ignored:
            self._column(sheet, f"ignored:{header}", header)
        order = list(range(len(sheet.fields)))
        rng.shuffle(order)
        sheet.fields = [sheet.fields[each] for each in order]
        sheet.headers = [sheet.headers[each] for each in order]

    def _fill(self, sheet: Sheet, sources: list[Member] | list[Done]) -> None:
        self._numbers(sheet)
        for source in sources:
            sheet.rows.append([self.cell(sheet, source, each) for each in sheet.fields])
            sheet.sources.append(source)

    def _numbers(self, sheet: Sheet) -> None:
        if sheet.xlsx and self._world.ids == "numbers" and self._rng.random() < 0.7:
            sheet.config["numeric-ids"] = True

    def cell(self, sheet: Sheet, source: Member | Done, name: str) -> Cell:
        """What a row says in a column."""
        if ":" in name:
            return self._extra(sheet, source, name)
        if name == "person":
            return int(source.person) if sheet.config.get("numeric-ids") else source.person
        return self._of_member(sheet, source, name) if isinstance(source, Member) else self.of_done(sheet, source, name)

    def _extra(self, sheet: Sheet, source: Member | Done, name: str) -> Cell:
        rng = self._rng
        if not isinstance(source, Member):
            if name in ("irrelevant:Name", "irrelevant:E-Mail", "irrelevant:Vorname"):
                return f"x{source.person[::-1]}"
            return rng.choice(("", "A", "2.5", "see, note"))
        if name == "irrelevant:Name":
            return source.name.replace("Ann", f"Ann{self._accent}") if not sheet.xlsx else source.name
        return source.unit if name != "ignored:Comment" else rng.choice(("", "ok", "two\nlines", 'said "yes", then no'))

    def _of_member(self, sheet: Sheet, member: Member, name: str) -> Cell:
        if name == "active":
            return self._rng.choice(ACTIVE if member.active else GONE)
        values: dict[str, Cell] = {
            "role": member.role,
            "from": self.date(sheet, member.since),
            "to": self.date(sheet, member.until),
            "wave": member.wave,
            "critical-process": member.critical,
        }
        return values[name]

    def of_done(self, sheet: Sheet, done: Done, name: str) -> Cell:
        """What a row of a completion says."""
        if name == "status":
            return self._status(sheet, done)
        if name == "score":
            return self._score(sheet, done)
        values: dict[str, Cell] = {
            "module": done.module,
            "completed-at": self.date(sheet, done.at),
            "expires": self.date(sheet, done.expires),
        }
        return values[name]

    def _status(self, sheet: Sheet, done: Done) -> str:
        if done.result != "passed":
            return self._rng.choice(FAILED if done.result == "failed" else OPEN)
        counting: list[str] = sheet.config.get("completed", ["Completed", "Passed", "COMPLETED"])
        return self._rng.choice(counting)

    def _score(self, sheet: Sheet, done: Done) -> Cell:
        if done.score is None:
            return ""
        if sheet.xlsx:
            return done.score
        text = f"{done.score:g}"
        return self._rng.choice((text, text, text.replace(".", ","), f"{text}%", f"{text} %"))

    def date(self, sheet: Sheet, when: When | None) -> Cell:
        """A day or a time in the sheet's form."""
        if when is None:
            return ""
        if sheet.xlsx:
            return when
        pattern = sheet.config.get("dates", "")
        if not isinstance(when, datetime):
            return DAYS[pattern](when)
        if pattern:
            return TIMES[pattern](when)
        zone = ZoneInfo(self._world.completions_zone)
        return when.replace(tzinfo=zone).isoformat(sep=self._rng.choice("T "))

    def _wide(self, sheet: Sheet) -> None:
        """One column for each module, and with a status a second one."""
        rng, world = self._rng, self._world
        sheet.config["modules"] = "columns"
        self._name(sheet, ["person"])
        suffix = ""
        if world.has_status:
            suffix = sheet.config["date-suffix"] = rng.choice((" - Completion date", " date"))
        modules = list(dict.fromkeys(module for each in world.required.values() for module in each))
        for module in modules:
            self._column(sheet, f"completed-at {module}", noise(rng, module + suffix))
            if suffix:
                self._column(sheet, f"status {module}", noise(rng, module))
        self._extras(sheet)
        self._numbers(sheet)
        people: dict[str, list[Done]] = {}
        for done in world.completions:
            if done.module in modules:
                people.setdefault(done.person, []).append(done)
        for person, all_done in people.items():
            of = {done.module: done for done in all_done}
            sheet.rows.append([self._wide_cell(sheet, Done(person, "", None), of, each) for each in sheet.fields])
            sheet.sources.append(None)

    def _wide_cell(self, sheet: Sheet, row: Done, of: dict[str, Done], name: str) -> Cell:
        what, _, module = name.partition(" ")
        if what in ("completed-at", "status"):
            return self.of_done(sheet, of[module], what) if module in of else ""
        return self.cell(sheet, row, name)
