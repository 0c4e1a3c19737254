"""What a file about people probably is, and how it is written: a proposal that a person confirms or corrects."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from zoneinfo import ZoneInfo

from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.date_format import DAYS, KNOWN, DateFormat, date_format
from readiness_gate.model.headers import plain, spelled
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.sources.people import cells, text, workbook
from readiness_gate.sources.people.cells import BadCell
from readiness_gate.sources.people.columns import ACTIVE, CALENDAR, COMPLETIONS, IRRELEVANT, ROSTER, Kind
from readiness_gate.sources.people.grid import Grid, NoGrid, Row, Value
from readiness_gate.sources.people.guess import guesses

_KINDS = (COMPLETIONS, ROSTER, CALENDAR)
_ENCODINGS = ("utf-8", "utf-16", "windows-1252")
_DELIMITERS = (",", ";", "\t", "|")
_TITLE_ROWS = 20
_MANY = 40
_POSITIVE = frozenset(
    ["completed", "complete", "passed", "pass", "yes", "active", "true", "abgeschlossen", "bestanden", "ja", "aktiv"]
)


@dataclass(frozen=True, slots=True)
class Known:
    """A known form: the kind of file, its columns by our names, those that it ignores, and of a wide file the ending of
    the columns with the dates of its modules."""

    kind: str
    columns: Mapping[str, str]
    date_suffix: str = ""
    ignore: tuple[str, ...] = ()

    def fits(self, header: Sequence[str]) -> bool:
        """Whether a header is of this form."""
        names = {plain(column) for column in header}
        suffix = plain(self.date_suffix)
        is_wide = suffix and any(name.endswith(suffix) and name.removesuffix(suffix) in names for name in names)
        return (is_wide or len(self.columns) > 1) and all(plain(name) in names for name in self.columns.values())


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a file can be read.

    * `kind` is the key of its section, `preset` the preset whose columns it has, empty without one.
    * `columns` maps our names to its columns; nothing is known of those that are `unassigned`.
    * `dates` are the forms that all its dates have, none for ISO 8601.
    * `statuses` says how often each status occurs, `completed` which of them probably count; of a roster, which are of
      people who still work there.
    * `roles` and `modules` are the names that it has; its people have `numbers` for ids where a workbook says so.
    """

    file: PeopleFile
    kind: str
    columns: Mapping[str, str]
    preset: str = ""
    unassigned: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    statuses: Mapping[str, int] = field(default_factory=dict[str, int])
    completed: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    numbers: bool = False


def propose(name: str, content: bytes, presets: Mapping[str, Sequence[Known]], zone: ZoneInfo) -> Proposal:
    """How a file is probably to be read; `presets` has the forms of each preset by its name.

    Raises BadUse for a file that is no table, or has no columns that a roster, completions or a calendar need.
    """
    file, grid = _opened(name, content, presets)
    kind, preset, columns = _kind(grid.header, presets)
    if kind is None:
        header = ", ".join(grid.header)
        raise BadUse(
            f"{name} does not look like a roster, completions or a calendar: no columns for a person and a role or a "
            f"module were recognized (the header has: {header}); describe it by hand, see docs/people-files.md"
        )
    rows = list(grid.rows)
    form = _form(grid.header, presets.get(preset, ()))
    modules = _modules(grid.header, form.date_suffix)
    known = {*columns.values(), *modules, *(module + form.date_suffix for module in modules)}
    silent = IRRELEVANT | {plain(column) for column in form.ignore}
    unassigned = tuple(
        column for column in grid.header if column and column not in known and plain(column) not in silent
    )
    proposal = Proposal(file, kind.key, columns, preset, unassigned, modules=modules)
    return _described(proposal, grid.header, rows, zone)


def _opened(name: str, content: bytes, presets: Mapping[str, Sequence[Known]]) -> tuple[PeopleFile, Grid]:
    """The file with the delimiter, encoding and row of the header by which its columns are recognized best."""
    best: tuple[int, PeopleFile] | None = None
    problem = ""
    for number, file in enumerate(_forms(name, content)):
        try:
            grid = _grid(file, content)
        except NoGrid as error:
            problem = error.problem.what if number == 0 else problem
            continue
        known = max(
            [len(guesses(kind.key, grid.header)) for kind in _KINDS]
            + [len(grid.header) for forms in presets.values() for form in forms if form.fits(grid.header)]
        )
        if known > 1 and (best is None or known > best[0]):
            best = known, file
    if best is None:
        raise BadUse(f"{name}: {problem or 'no row has column names that are recognized; describe the file by hand'}")
    return _with_sheet(best[1], content), _grid(best[1], content)


def _forms(name: str, content: bytes) -> Iterator[PeopleFile]:
    if workbook.is_one(content):
        yield from (PeopleFile(name, header_row=row) for row in range(1, _TITLE_ROWS))
        return
    encoding = next((each for each in _ENCODINGS if _decodes(content, each)), "utf-8")
    for row in range(1, _TITLE_ROWS):
        for delimiter in _DELIMITERS:
            yield PeopleFile(name, delimiter=delimiter, encoding=encoding, header_row=row)


def _decodes(content: bytes, encoding: str) -> bool:
    if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    try:
        return "\0" not in content.decode(encoding)
    except UnicodeDecodeError:
        return False


def _with_sheet(file: PeopleFile, content: bytes) -> PeopleFile:
    """The file with the sheet that it is read from, if it has to be named."""
    try:
        _grid(file, content, alone=True)
    except NoGrid:
        return replace(file, sheet=_grid(file, content).spot.sheet)
    return file


def _grid(file: PeopleFile, content: bytes, *, alone: bool = False) -> Grid:
    if workbook.is_one(content):
        return workbook.grid(file, content, _is_likely, alone=alone)
    return text.grid(file, content, ())


def _is_likely(header: Sequence[str]) -> bool:
    return any(len(guesses(each.key, header)) > 1 for each in _KINDS)


def _kind(header: Sequence[str], presets: Mapping[str, Sequence[Known]]) -> tuple[Kind | None, str, dict[str, str]]:
    """The kind of a file with a header, the preset that has its columns, and which column is which."""
    names = {plain(column): column for column in reversed(header)}
    for preset, forms in presets.items():
        form = _form(header, forms)
        if form.columns:
            kind = next(each for each in _KINDS if each.key == form.kind)
            return kind, preset, {ours: names[plain(name)] for ours, name in form.columns.items()}
    for kind in _KINDS:
        likely = guesses(kind.key, header)
        if all(each in likely for each in kind.required):
            return kind, "", likely
    return None, "", {}


def _form(header: Sequence[str], forms: Sequence[Known]) -> Known:
    """The one of some forms that a header is of; one without columns when it is of none."""
    return next((each for each in forms if each.fits(header)), Known("", {}))


def _modules(header: Sequence[str], suffix: str) -> tuple[str, ...]:
    """The modules of a wide file whose columns of dates end so."""
    if not suffix:
        return ()
    return tuple(column for column in header if column + suffix in header)


def _described(proposal: Proposal, header: Sequence[str], rows: Sequence[Row], zone: ZoneInfo) -> Proposal:
    """The proposal with what the cells of its columns are like."""

    def column(ours: str) -> list[Value]:
        name = proposal.columns.get(ours)
        return [row.cells[header.index(name)] for row in rows] if name is not None else []

    dated = [value for ours in ("completed-at", "expires", "from", "to", "starts-at") for value in column(ours)]
    statuses = _counts(column(ACTIVE if proposal.kind == ROSTER.key else "status"))
    return replace(
        proposal,
        dates=tuple(_forms_of([value for value in dated if isinstance(value, str) and value], zone)),
        statuses=statuses if len(statuses) <= _MANY else {},
        completed=tuple(status for status in statuses if spelled(status) in _POSITIVE),
        roles=tuple(_few(_counts(column("role")))),
        numbers=any(isinstance(value, int | float) and not isinstance(value, bool) for value in column("person")),
        modules=proposal.modules or tuple(_few(_counts(column("module")))),
    )


def _counts(values: Iterable[Value]) -> dict[str, int]:
    texts: list[str] = []
    for value in values:
        try:
            texts.append(cells.text(value))
        except BadCell:
            continue
    return dict(Counter(text for text in texts if text).most_common())


def _few(names: Mapping[str, int]) -> list[str]:
    return sorted(names) if len(names) <= _MANY else []


def _forms_of(texts: Sequence[str], zone: ZoneInfo) -> Iterator[str]:
    """The forms that all of some dates have; none when they are ISO 8601, or there are none."""
    own = cells.Dates(None, zone, cells.FIRST)
    if not texts or all(_reads(own, each) for each in texts):
        return
    by_reading: dict[tuple[object, ...], str] = {}
    for pattern in sorted((*DAYS, *KNOWN), key=len):  # the shorter form of the same reading takes more texts
        form = date_format(pattern, days=True)
        readings = tuple(_reading(form, each, zone) for each in texts)
        if None not in readings:
            by_reading.setdefault(readings, pattern)
    yield from by_reading.values()


def _reads(dates: cells.Dates, written: str) -> bool:
    try:
        return dates.read(written) is not None
    except BadCell:
        return False


def _reading(form: DateFormat, written: str, zone: ZoneInfo) -> object:
    """What a text means in a form; None when it is of another form."""
    try:
        return form.day(written) if form.is_day else form.read(written, zone)
    except ValueError:
        return None
