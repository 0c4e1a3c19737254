"""Worlds as files about people, written the ways systems write them, with the configuration that describes each."""

import csv
import random
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from support.people_sheets import Cell, Sheet
from support.people_world import Done, Member, When, World

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

ACTIVE = ("Active", "On leave")

GONE = ("Terminated", "Inactive", "gone")

FAILED = ("Failed", "Incomplete", "No Show", "Not completed", "Withdrawn")

OPEN = ("In Progress", "Not started", "", "Enrolled")


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
