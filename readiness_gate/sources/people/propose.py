"""What a people file probably is, and how it is written: a proposal that a person confirms or corrects."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import product
from zoneinfo import ZoneInfo

from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.date_format import DateFormat
from readiness_gate.model.headers import plain, spelled
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.sources.people import cells, workbook
from readiness_gate.sources.people.all_tables import TABLES
from readiness_gate.sources.people.cells import BadCell
from readiness_gate.sources.people.columns import IRRELEVANT
from readiness_gate.sources.people.declaration import Table
from readiness_gate.sources.people.declared import ACTIVE, ROSTER
from readiness_gate.sources.people.grid import Grid, NoGrid, Row, Value
from readiness_gate.sources.people.guess import guesses
from readiness_gate.sources.people.propose_dates import forms_of
from readiness_gate.sources.people.propose_records import LIKERT, questions, role_column, scale_of, words
from readiness_gate.sources.people.propose_rows import SURVEYS, grid_of, labels, rows_of, table_of, without_notes_of

USAGE = "usage"
_ENCODINGS = ("utf-8", "utf-16", "windows-1252")
_DELIMITERS = (",", ";", "\t", "|")
_TITLE_ROWS = 20
_MANY = 40
_POSITIVE = frozenset(
    ["completed", "complete", "passed", "pass", "yes", "active", "true", "abgeschlossen", "bestanden", "ja", "aktiv"]
)


@dataclass(frozen=True, slots=True)
class Known:
    """A known form of a file."""

    kind: str
    """The key of its section."""
    columns: Mapping[str, str]
    """Its columns by our names."""
    date_suffix: str = ""
    """In a wide file, the suffix of the columns with the dates of its modules."""
    ignore: tuple[str, ...] = ()
    """The columns that it ignores."""
    skip_rows: int = 0
    """How many rows below its header have labels."""
    scale: tuple[str, ...] = ()
    """The answers of a survey that it knows."""
    dates: DateFormat | None = None
    """The format of its dates; None if the file decides it."""

    def fits(self, header: Sequence[str]) -> bool:
        """Return whether a header has this form."""
        names = set(map(plain, header))
        has_columns = set(map(plain, self.columns.values())) <= names
        return has_columns and (len(self.columns) > 1 or self._is_wide(names)) and self._is_distinct(names)

    def _is_distinct(self, names: set[str]) -> bool:
        """Return whether a header matches more than a person and a time, which usage lists of any system have."""
        is_plain = self.kind == USAGE and len(self.columns) == len(TABLES[USAGE].required)
        return not is_plain or not names.isdisjoint(map(plain, self.ignore))

    def _is_wide(self, names: set[str]) -> bool:
        """Return whether some column has the dates of a module next to another one."""
        suffix = plain(self.date_suffix)
        dated = [name.removesuffix(suffix) for name in names if suffix and name.endswith(suffix)]
        return not names.isdisjoint(dated)


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a file can be read."""

    file: PeopleFile
    kind: str
    """The key of its section."""
    columns: Mapping[str, str]
    """Its columns by our names."""
    preset: str = ""
    """The preset with the same columns; empty without one."""
    unassigned: tuple[str, ...] = ()
    """The columns about which nothing is known."""
    dates: tuple[str, ...] = ()
    """The formats that match all its dates; empty for ISO 8601."""
    statuses: Mapping[str, int] = field(default_factory=dict[str, int])
    """How often each status occurs."""
    completed: tuple[str, ...] = ()
    """The statuses that probably count; of a roster, those of people who still work there."""
    roles: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, tuple[str, ...]]] = field(
        default_factory=dict[str, Mapping[str, tuple[str, ...]]]
    )
    """The file's words for the values of its columns, by our names."""
    unknown: tuple[str, ...] = ()
    """The words about which nothing is known."""
    questions: Mapping[str, str] = field(default_factory=dict[str, str])
    """The columns of a survey that are questions, with a short id for each."""
    scale: Mapping[str, int] = field(default_factory=dict[str, int])
    """The points of its answers, if they are words that no preset knows."""
    numbers: bool = False
    """Whether the ids of people are numbers in a workbook."""


def propose(name: str, content: bytes, presets: Mapping[str, Sequence[Known]], zone: ZoneInfo) -> Proposal:
    """Return how a file is probably to be read; `presets` has the forms of each preset by name.

    Raises BadUse for a file that is not a table, or lacks the columns of a roster, completions or a calendar.
    """
    content = table_of(name, content)
    file, grid = _opened(name, content, presets)
    kind, preset, columns = _kind(grid.header, presets)
    form = _form(grid.header, presets.get(preset, ()))
    file, rows = rows_of(file, content)
    if not form.skip_rows:
        file = replace(file, skip_rows=labels(grid.header, rows))
    rows = rows[form.skip_rows or file.skip_rows :]
    asked: Mapping[str, str] = {}
    if kind is None or (preset and kind.key == SURVEYS):
        kind, columns, asked = _survey(grid.header, rows, form, kind, columns)
    if kind is None:
        header = ", ".join(grid.header)
        raise BadUse(
            f"{name} does not look like any table that is read ({', '.join(TABLES)}): the header ({header}) lacks some "
            f"columns that each of them needs{_nearest(grid.header)}; write its section yourself, see "
            "docs/people-files.md"
        )
    file, rows = without_notes_of(kind, file, rows)
    modules = _modules(grid.header, form.date_suffix)
    known = {*columns.values(), *asked, *modules, *(module + form.date_suffix for module in modules)}
    silent = IRRELEVANT | {plain(column) for column in form.ignore}
    unassigned = tuple(
        column for column in filter(None, grid.header) if column not in known and plain(column) not in silent
    )
    proposal = Proposal(file, kind.key, columns, preset, unassigned, modules=modules, questions=asked)
    if asked and not preset:
        proposal = replace(proposal, scale=scale_of(grid.header, rows, asked))
    return _described(proposal, grid.header, rows, zone, form.dates)


def _nearest(header: Sequence[str]) -> str:
    """Return the table that shares the most columns with a header, and those it lacks; "" if none is known."""
    likely = {table: guesses(table, header) for table in TABLES.values()}
    best = max(likely, key=lambda table: len(likely[table]))
    lacking = [column for column in best.required if column not in likely[best]]
    return f". It is nearest to {best.key}, and lacks {', '.join(lacking)}" if likely[best] else ""


def _opened(name: str, content: bytes, presets: Mapping[str, Sequence[Known]]) -> tuple[PeopleFile, Grid]:
    """Return the file with the delimiter, encoding and header row by which its columns are recognized best."""
    best: tuple[int, PeopleFile | None] = (1, None)
    problems: list[str] = []
    for file in _forms(name, content):
        try:
            grid = grid_of(file, content)
        except NoGrid as error:
            problems.append(error.problem.what)
            continue
        problems.append("")
        known = _recognized(grid.header, presets)
        if known > best[0]:
            best = known, file
    if best[1] is None:
        what = problems[0] or "no row has known column names; write the section of the file yourself"
        raise BadUse(f"{name}: {what}")
    return _with_sheet(best[1], content), grid_of(best[1], content)


def _recognized(header: Sequence[str], presets: Mapping[str, Sequence[Known]]) -> int:
    """Return how many columns of a header are recognized: all if a form of a preset fits."""
    if any(_form(header, forms).columns for forms in presets.values()):
        return len(header)
    return max(len(guesses(table, header)) for table in TABLES.values())


def _forms(name: str, content: bytes) -> Iterator[PeopleFile]:
    if workbook.is_one(content):
        yield from (PeopleFile(name, header_row=row) for row in range(1, _TITLE_ROWS))
        return
    encoding = next((name for name in _ENCODINGS if _decodes(content, name)), "utf-8")
    for row, delimiter in product(range(1, _TITLE_ROWS), _DELIMITERS):
        yield PeopleFile(name, delimiter=delimiter, encoding=encoding, header_row=row)


def _decodes(content: bytes, encoding: str) -> bool:
    if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    try:
        return "\0" not in content.decode(encoding)
    except UnicodeDecodeError:
        return False


def _with_sheet(file: PeopleFile, content: bytes) -> PeopleFile:
    """Return the file with the sheet that it is read from, if it has to be named."""
    try:
        grid_of(file, content, alone=True)
    except NoGrid:
        return replace(file, sheet=grid_of(file, content).spot.sheet)
    return file


def _kind(header: Sequence[str], presets: Mapping[str, Sequence[Known]]) -> tuple[Table | None, str, dict[str, str]]:
    """Return the kind of a file with this header, the preset with its columns, and which column is which."""
    names = {plain(column): column for column in reversed(header)}
    forms = {preset: _form(header, forms) for preset, forms in presets.items()}
    for preset, form in forms.items():
        if form.columns:
            columns = {ours: names[plain(name)] for ours, name in form.columns.items()}
            return TABLES[form.kind], preset, columns
    likely = {table.key: guesses(table, header) for table in TABLES.values()}
    known = [table for table in TABLES.values() if likely[table.key].keys() >= set(table.required)]
    best = max(known, key=lambda table: len(likely[table.key]), default=None)
    return best, "", likely[best.key] if best else {}


def _survey(
    header: Sequence[str], rows: Sequence[Row], form: Known, kind: Table | None, known: dict[str, str]
) -> tuple[Table | None, dict[str, str], dict[str, str]]:
    """Return the kind and the columns of a file that may be a survey with a column for each question, and its
    questions."""
    table = TABLES[SURVEYS]
    likely = {ours: name for ours, name in guesses(table, header).items() if ours not in ("question", "answer")}
    columns = {**likely, **known}
    read = {plain(name) for name in (*columns.values(), *form.ignore)}
    asked = questions([name if plain(name) not in read else "" for name in header], rows, form.scale or LIKERT)
    role = columns.get("role") or role_column(name for name in header if name not in asked)
    if not asked or not role:
        return kind, known, asked if kind else {}
    return table, {"role": role, **columns}, asked


def _form(header: Sequence[str], forms: Sequence[Known]) -> Known:
    """Return the form that a header has; one without columns if it has none."""
    return next((form for form in forms if form.fits(header)), Known("", {}))


def _modules(header: Sequence[str], suffix: str) -> tuple[str, ...]:
    """Return the modules of a wide file whose columns of dates have this suffix."""
    return tuple(column for column in header if column + suffix in header) if suffix else ()


def _described(
    proposal: Proposal, header: Sequence[str], rows: Sequence[Row], zone: ZoneInfo, of_preset: DateFormat | None
) -> Proposal:
    """Return the proposal with what the cells of its columns show."""

    def column(ours: str) -> list[Value]:
        name = proposal.columns.get(ours)
        return [row.cells[header.index(name)] for row in rows] if name is not None else []

    times = [declared.name for declared in TABLES[proposal.kind].columns if declared.kind == "when"]
    dated = [value for ours in times for value in column(ours)]
    statuses = _counts(column(ACTIVE if proposal.kind == ROSTER.key else "status"))
    values, unknown = ({}, ()) if proposal.preset else words(TABLES[proposal.kind], proposal.columns, header, rows)
    return replace(
        proposal,
        values=values,
        unknown=unknown if len(unknown) <= _MANY else (),
        dates=tuple(forms_of([value for value in dated if isinstance(value, str) and value], zone, of_preset)),
        statuses=statuses if len(statuses) <= _MANY else {},
        completed=tuple(status for status in statuses if spelled(status) in _POSITIVE),
        roles=_few(column("role")),
        numbers=any(map(cells.is_number, column("person"))),
        modules=proposal.modules or _few(column("module")),
    )


def _counts(values: Iterable[Value]) -> dict[str, int]:
    texts: list[str] = []
    for value in values:
        try:
            texts.append(cells.text(value))
        except BadCell:
            continue
    return dict(Counter(text for text in texts if text).most_common())


def _few(values: Iterable[Value]) -> tuple[str, ...]:
    """Return the texts of a column in order, if they are few enough to list."""
    names = _counts(values)
    return tuple(sorted(names)) if len(names) <= _MANY else ()
