"""The issues of a Jira CSV export, in the shape of the search API's.

Such a file repeats a column for each value of a field, breaks lines within cells, and writes dates in the format of the
site, in the time zone of the account that exported it: neither is guessed. It has no histories, and Jira silently ends
it at its row limit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from zoneinfo import ZoneInfo

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.date_format import KNOWN, date_format
from readiness_gate.model.settings.jira import CsvDates, JiraSettings
from readiness_gate.model.time import Instant, iso
from readiness_gate.sources.delimited import refuse, table
from readiness_gate.sources.jira import collected_cells, selection
from readiness_gate.sources.jira.pages import KEY, unique
from readiness_gate.sources.jira.shapes import Json
from readiness_gate.sources.jira.stray_quotes import swallowed

LARGEST = 1 << 26
"""In bytes; the rows of a file take up to ten times as much memory."""
LIMITS = (1_000, 10_000)
"""Where Jira ends an export: by default at 1,000 issues on Data Center, at 10,000 on Cloud."""
SKEW = 300
_BREAK = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
_SNIFFED = 1_024
_OTHER = re.compile(rb"(\xef\xbb\xbf)?\s*[{\[<]")
_NAMED = re.compile(r".*\.csv(\.gz)?", re.ASCII | re.IGNORECASE | re.DOTALL)
_CATEGORIES = {"to do": "new", "in progress": "indeterminate", "done": "done", "no category": "undefined"}
_ISSUE, _TYPE, _STATUS, _CATEGORY, _CREATED = "Issue key", "Issue Type", "Status", "Status Category", "Created"
_REQUIRED = (_ISSUE, _TYPE, _STATUS, _CATEGORY, _CREATED)
_UPDATED, _SUMMARY = "Updated", "Summary"
_MANY: Mapping[str, tuple[str, ...]] = {
    "labels": ("Labels",),
    "fixVersions": ("Fix versions", "Fix Version/s"),
    "components": ("Components", "Component/s"),
    "versions": ("Affects versions", "Affects Version/s"),
}


def is_one(content: bytes | bytearray, shown: str, jira: JiraSettings) -> bool:
    """Return whether a file is a CSV export, by its name or by settings for one, and neither JSON nor a web page."""
    meant = jira.csv is not None or _NAMED.fullmatch(shown) is not None
    return meant and not _OTHER.match(bytes(content[:_SNIFFED]))


def issues(content: bytes | bytearray, shown: str, jira: JiraSettings, now: Instant) -> list[Json]:
    """Return the issues of a CSV export. Raises CouldNotLook for another file, one that is too large or may be
    incomplete, and for ambiguous dates."""
    if len(content) > LARGEST:
        raise CouldNotLook(
            f"the export {shown} has more than {LARGEST >> 20} MiB, which is more than a CSV export of 10,000 issues "
            "needs: export the columns that the configuration names, not all of them"
        )
    delimiter = jira.csv.delimiter if jira.csv else ","
    (line, header), lines = table(shown, content, f" with {', '.join(_REQUIRED)}", delimiter)
    columns = _Columns(header, jira)
    refuse(shown, ((line, what) for what in columns.wrong()))
    _check_whole(content, shown, len(lines), jira)
    rows = [_Row(line, [cell.strip() for cell in cells], columns) for line, cells in lines]
    refuse(shown, _swallowed(rows, columns, delimiter))
    dates = _dates(shown, rows, jira)
    taken = [row.issue(dates, now) for row in rows]
    refuse(shown, (problem for row in rows for problem in row.problems))
    return list(unique(taken, shown))


def _check_whole(content: bytes | bytearray, shown: str, count: int, jira: JiraSettings) -> None:
    """Raise CouldNotLook for an export of `count` issues that may have been truncated."""
    if not content.endswith((b"\n", b"\r")):
        raise CouldNotLook(
            f"the export {shown} does not end with a line break, as exports of Jira do, so it may have been cut "
            "off: export it again"
        )
    if not count:
        raise CouldNotLook(
            f"the export {shown} has no issues, so a count of zero would prove nothing: check its filter"
        )
    if count in LIMITS and count != jira.issues:
        raise CouldNotLook(
            f"the export {shown} has {count:,} issues, which is exactly where Jira ends an export, so there may "
            "be more: narrow its filter, export the search API's JSON, or, if Jira shows the same number, add "
            f"issues = {count} to [jira]"
        )


def _swallowed(rows: "Sequence[_Row]", columns: "_Columns", delimiter: str) -> Iterator[tuple[int, str]]:
    places = {name: columns.of(name)[0] for name in (_ISSUE, _TYPE, _STATUS, _CATEGORY)}
    key = places.pop(_ISSUE)
    for line, issue in swallowed([(row.line, row.cells) for row in rows], key, places.values(), delimiter):
        yield line, f"a cell contains the row of {issue}, between two stray quotes: export again, or double the quotes"


class _Columns:
    """Where in a row each value is."""

    def __init__(self, header: Sequence[str], jira: JiraSettings) -> None:
        self.jira = jira
        self.custom = {name: _column_of(name) for name in jira.custom_fields}
        self._needed = selection.fields(jira.filter)
        self._header = header
        self._places: dict[str, list[int]] = {}
        for at, name in enumerate(header):
            self._places.setdefault(name.casefold(), []).append(at)

    def of(self, *names: str) -> list[int]:
        """Return where the columns with any of these names are."""
        return [at for name in names for at in self._places.get(name.casefold(), ())]

    def wrong(self) -> Iterator[str]:
        """Yield what is wrong with the header."""
        yield from self._missing()
        for name in (*_REQUIRED, _UPDATED, _SUMMARY, *self.custom.values()):
            if len(self.of(name)) > 1:
                yield f'the column "{name}" is in the header {len(self.of(name))} times'

    def _missing(self) -> Iterator[str]:
        """Yield the missing columns, first those of every export, and how to export each."""
        for name in self._lacking(_REQUIRED):
            instead = ", or where Jira has none, export the search API's JSON" if name == _CATEGORY else ""
            yield (
                f'the column "{name}" is missing from the {len(self._header)} in the header: export it, with '
                f"English as the language of the account{instead}"
            )
        names = {column: name for name, column in self.custom.items()}
        for column in self._lacking(names):
            yield (
                f'the column "{column}" is missing, which [jira] calls "{names[column]}": export it, and give [jira] '
                "the name that the header has in brackets"
            )
        for name in self._needed:
            if not self.of(*_MANY[name]):
                yield f'the column "{_MANY[name][0]}" is missing, which jira.filter needs: export it'

    def _lacking(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if not self.of(name)]


def _column_of(name: str) -> str:
    return "Priority" if name == "priority" else f"Custom field ({name})"


@dataclass(slots=True)
class _Row:
    """One issue, built from cells; its problems are collected and reported together."""

    line: int
    cells: Sequence[str]
    _columns: _Columns
    problems: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    def cell(self, name: str) -> str:
        """Return the value of a column; "" if there is no such column."""
        return next((self.cells[at] for at in self._columns.of(name)), "")

    def issue(self, dates: CsvDates, now: Instant) -> Json:
        """Return the issue in the shape of the search API."""
        category = self.cell(_CATEGORY).casefold()
        self._check_cells()
        self._check_lines()
        updated, created = self._time(_UPDATED, dates, now), self._time(_CREATED, dates, now)
        if updated is not None and not dates.form.exact:
            # It was somewhere in that minute: what is so since then is so since its end at the latest.
            updated = max(updated, min(updated + 59, now))
        self._check_times(created, updated)
        return {
            "key": self.cell(_ISSUE),
            "fields": {
                "issuetype": {"name": self.cell(_TYPE)},
                "status": {"name": self.cell(_STATUS), "statusCategory": {"key": _CATEGORIES.get(category)}},
                "created": None if created is None else iso(created),
                "updated": None if updated is None else iso(updated),
                "summary": self.cell(_SUMMARY),
                **{name: self.cell(column) or None for name, column in self._columns.custom.items()},
                **dict(self._lists()),
                **dict(self._of_collections(dates, now)),
            },
        }

    def _of_collections(self, dates: CsvDates, now: Instant) -> Iterator[tuple[str, object]]:
        """Yield the fields that only collections need."""
        if self._columns.jira.collections:
            resolved = self._time(collected_cells.RESOLVED, dates, now)
            yield "resolutiondate", None if resolved is None else iso(resolved)
            yield from collected_cells.fields(self._columns.jira, self.cell, self._many, dates)

    def _many(self, name: str) -> list[str] | None:
        """Return the values of all columns with a name; None if there is none."""
        places = self._columns.of(name)
        return [self.cells[at] for at in places] if places else None

    def _check_cells(self) -> None:
        key, category = self.cell(_ISSUE), self.cell(_CATEGORY)
        if not KEY.fullmatch(key):
            self._is_wrong(f'"{key[:80]}" is not an issue key such as CRM-12')
        if category.casefold() not in _CATEGORIES:
            self._is_wrong(f'the status category "{category}" is not To Do, In Progress or Done')
        if not self.cell(_CREATED):
            self._is_wrong('the cell "Created" is empty')

    def _check_lines(self) -> None:
        for name in (*_REQUIRED, _UPDATED, _SUMMARY):
            if _BREAK.search(self.cell(name)):
                self._is_wrong(
                    f'the cell "{name}" has a line break, which Jira never writes there, so a stray quote took in '
                    "other rows: export again, or double that quote"
                )

    def _check_times(self, created: Instant | None, updated: Instant | None) -> None:
        if created is not None and updated is not None and updated < created:
            self._is_wrong(f'Updated, "{self.cell(_UPDATED)}", is before Created, "{self.cell(_CREATED)}"')

    def _lists(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the fields with many values, one in each column."""
        for name, spelt in _MANY.items():
            places = self._columns.of(*spelt)
            if places:
                yield name, [self.cells[at] for at in places if self.cells[at]]

    def _time(self, name: str, dates: CsvDates, now: Instant) -> Instant | None:
        text = self.cell(name)
        if not text:
            return None
        try:
            moment = dates.form.read(text, dates.zone)
        except ValueError as error:
            self._is_wrong(f"{name}: {error}")
            return None
        if moment > now + SKEW:
            self._is_wrong(f'{name}: "{text}" is in the future (it is now {iso(now)}): correct jira.csv')
        return moment

    def _is_wrong(self, what: str) -> None:
        self.problems.append((self.line, what))


def _dates(shown: str, rows: Sequence[_Row], jira: JiraSettings) -> CsvDates:
    """Return the format of the dates. Raises CouldNotLook if none is configured, or a date has another one."""
    if jira.csv is None:
        raise CouldNotLook(
            f"the export {shown} is a CSV file, which does not say how its dates are written, and in which time zone: "
            f'add both to [jira], as in csv = {{ timezone = "Europe/Berlin", dates = "{_proposed(rows) or KNOWN[0]}" }}'
        )
    form = jira.csv.form
    for row in rows:
        text = row.cell(_CREATED)
        if text and not form.expression.fullmatch(text):
            what = f'does not have the form of jira.csv.dates, "{form.pattern}": {_other_form(rows)}'
            refuse(shown, [(row.line, f'"{text}" {what}')])
    return jira.csv


def _other_form(rows: Sequence[_Row]) -> str:
    """Return what to do about dates of another form than the configured one."""
    proposed = _proposed(rows)
    if proposed:
        return f'the form may be "{proposed}"'
    return (
        "write the form that Jira's administration shows (Look and feel), and if months are not in English, export "
        "again with English as the language of the account"
    )


def _proposed(rows: Sequence[_Row]) -> str:
    """Return the formats in which all dates could be written, one for each meaning; "" if none is known. If there are
    several, a person must look in Jira."""
    texts = list(filter(None, (row.cell(_CREATED) for row in rows)))
    meanings: dict[tuple[Instant, ...], str] = {}
    for pattern in KNOWN:
        meanings.setdefault(_all_read(pattern, texts), pattern)
    meanings.pop((), None)
    return '" or "'.join(meanings.values())


def _all_read(pattern: str, texts: Sequence[str]) -> tuple[Instant, ...]:
    """Return what texts mean in a format; empty if one of them does not match."""
    form, zone = date_format(pattern), ZoneInfo("UTC")
    try:
        return tuple(form.read(text, zone) for text in texts)
    except ValueError:
        return ()
