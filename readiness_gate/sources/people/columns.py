"""The columns of a file: every column is read or known to be irrelevant; otherwise the file is refused."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.headers import plain, spelled
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.wording import listed
from readiness_gate.sources.people import wide
from readiness_gate.sources.people.declaration import Table
from readiness_gate.sources.people.declared import ACTIVE
from readiness_gate.sources.people.guess import guesses
from readiness_gate.sources.people.header import Header
from readiness_gate.sources.people.wide import ModuleColumn

_FEW = 12

_IRRELEVANT = """
    name firstname lastname fullname displayname givenname familyname surname middlename username userfullname
    personname employeename learnername participantname
    email emailaddress mail useremail workemail phone phonenumber telephone mobile mobilephone
    costcenter costcentre department departmentname division unit businessunit orgunit organization organisation
    organizationname company companyname team location site city country region office building
    manager managername manageremail supervisor supervisorname
    jobtitle jobcode language locale timezone
    vorname nachname abteilung kostenstelle standort vorgesetzter prenom nom
"""
IRRELEVANT = frozenset(_IRRELEVANT.split())
"""Columns that identify somebody or their place in the organization, but not what they completed, by `plain` name."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The positions of a file's columns."""

    places: Mapping[str, int] = field(default_factory=dict[str, int])
    """The position of each column, by our name."""
    headers: tuple[str, ...] = ()
    modules: tuple[ModuleColumn, ...] = ()
    """The columns of a wide file."""
    questions: tuple[tuple[str, int], ...] = ()
    """The questions with a column of their own in a survey, each with its position."""
    unnamed: tuple[int, ...] = ()
    compared: tuple[int, ...] = ()
    """The columns in which namesakes may differ."""

    def __contains__(self, field: str) -> bool:
        return field in self.places


def fits(table: Table, file: PeopleFile, header: Sequence[str]) -> bool:
    """Return whether a header has every required column."""
    plains = {plain(name) for name in header}
    return all(plain(wanted) in plains for wanted in _wanted(table, file).values())


def _required(table: Table, file: PeopleFile) -> tuple[str, ...]:
    elsewhere = {"module", "completed-at"} if file.wide else {"question", "answer"} if file.questions else set[str]()
    return tuple(field for field in table.required if field not in elsewhere)


def _wanted(table: Table, file: PeopleFile) -> dict[str, str]:
    """Return the file's names of the required columns, by our names."""
    return {field: file.columns.get(field, field) for field in _required(table, file)}


def match(table: Table, file: PeopleFile, header: Sequence[str], modules: Sequence[str]) -> tuple[Columns, list[str]]:
    """Return the positions of a file's columns, and the problems of its header; a wide file may have columns of
    `modules`."""
    matcher = _Matcher(table, file, header)
    of_columns = list(matcher.match())
    if not matcher.is_header():
        return Columns(), [matcher.no_header()]
    dated = (
        {spelled(name + ending) for name in modules for ending in ("", file.date_suffix)} if file.wide else set[str]()
    )
    problems = [*matcher.header.repeated(dated), *of_columns]
    columns = matcher.columns(modules, problems)
    return columns, problems


class _Matcher:
    """Matches the header of one file."""

    def __init__(self, table: Table, file: PeopleFile, header: Sequence[str]) -> None:
        self.header = Header(header, file.ignore, (*table.required, *table.optional))
        self._table = table
        self._file = file
        self._places: dict[str, int] = {}

    def match(self) -> Iterator[str]:
        """Match the columns by the names in the configuration, else by ours, and yield the problems."""
        lacking: list[str] = []
        for ours, name in self._names().items():
            place = self.header.place(name or ours)
            if place is not None:
                self._places[ours] = place
            elif name and ours not in self._file.may_lack:
                lacking.append(name)
            elif ours in self._table.required:
                lacking.append(ours)
        if lacking:
            yield self._missing(lacking)
        yield from self._shared()
        yield from self._unused()

    def _names(self) -> dict[str, str]:
        """Return the configured names of columns, by our names; "" for a column with our own name."""
        names = dict(self._file.columns)
        if self._file.active is not None:
            names[ACTIVE] = self._file.active.column
        for ours in _required(self._table, self._file):
            names.setdefault(ours, "")
        for ours in () if self._file.wide else self._table.optional:
            if not self.header.is_left_out(ours) and not self._is_other(ours, names):
                names.setdefault(ours, "")
        return names

    def _is_other(self, ours: str, names: Mapping[str, str]) -> bool:
        """Return whether a column with a common name is configured to be read as something else."""
        column = self._table.column(ours)
        places = (self.header.place(name or field) for field, name in names.items() if field != ours)
        return column is not None and column.common and self.header.place(ours) in places

    def is_header(self) -> bool:
        """Return whether the row has any required column, or a name like it. Any other row may have data, such as
        the id of a person, and is not repeated in messages."""
        likely = guesses(self._table, self.header.names)
        return any(field in self._places or field in likely for field in self._table.required)

    def no_header(self) -> str:
        """Return the problem of a row that is not a header, without its content."""
        wanted = ", ".join(_wanted(self._table, self._file).values())
        return (
            f"this row has none of the columns {wanted}: if they have other names, add these to columns in "
            f"{self._section}; if the header is another row, add header-row"
        )

    def _shared(self) -> Iterator[str]:
        """Yield problems with columns that would be read as several things."""
        for place in sorted(set(self._places.values())):
            fields = [field for field, index in self._places.items() if index == place]
            if len(fields) > 1:
                name = self.header.names[place]
                yield f'the column "{name}" would be read as {" and ".join(fields)}: name it for one of them only'

    def _missing(self, lacking: Sequence[str]) -> str:
        names = ", ".join(f'"{name}"{self.header.near(name)}' for name in lacking)
        header = listed((name or "(no name)" for name in self.header.names), _FEW)
        many = "columns are" if len(lacking) > 1 else "column is"
        return f"the {many} missing: {names}. The header has: {header}. Add their names to columns in {self._section}"

    @property
    def _section(self) -> str:
        return f"[people.{self._table.key}]"

    def _unused(self) -> Iterator[str]:
        """Yield problems with keys that need a missing column, and the reverse."""
        has_scores, passing = "score" in self._places, self._file.passing_score
        if passing is not None and not has_scores and "score" not in self._file.may_lack:
            yield f"passing-score is set, and no column has a score: add its name to columns in {self._section}"
        if has_scores and passing is None:
            name = self.header.names[self._places["score"]]
            yield f'the column "{name}" has scores: add passing-score to {self._section}, or list it in ignore'

    def columns(self, modules: Sequence[str], problems: list[str]) -> Columns:
        """Return the columns; those that are neither read nor known to be irrelevant are added to the problems."""
        names = self.header.names
        rest = sorted(set(range(len(names))) - set(self._places.values()))
        unread = [index for index in rest if names[index] and not self._is_irrelevant(index)]
        of_modules: tuple[ModuleColumn, ...] = ()
        if self._file.wide:
            suffix = self._file.date_suffix
            of_modules, unread = wide.module_columns({index: names[index] for index in unread}, modules, suffix)
            problems += wide.problems(names, of_modules, unread, modules, suffix)
        questions, unread = self._questions(unread, problems)
        if unread:
            problems.append(self._unknown([names[index] for index in unread]))
        unnamed = tuple(index for index in rest if not names[index])
        return Columns(self._places, names, of_modules, questions, unnamed, tuple(self.header.read))

    def _questions(self, unread: list[int], problems: list[str]) -> tuple[tuple[tuple[str, int], ...], list[int]]:
        """Return the columns of questions among `unread`, and the remaining columns; a question without a column is
        added to the problems."""
        left = {spelled(self.header.names[index]): index for index in unread}
        found: list[tuple[str, int]] = []
        for name, question in self._file.questions.items():
            place = left.pop(spelled(name), None)
            if place is None:
                what = f'the column of the question "{name}" is missing{self.header.near(name)}: export it, or correct '
                problems.append(f"{what}questions in {self._section}")
            else:
                found.append((question, place))
        return tuple(found), sorted(left.values())

    def _is_irrelevant(self, index: int) -> bool:
        return plain(self.header.names[index]) in IRRELEVANT or self.header.is_ignored(index)

    def _unknown(self, names: Sequence[str]) -> str:
        quoted = ", ".join(f'"{name}"' for name in names)
        subject = "the column is" if len(names) == 1 else "the columns are"
        return (
            f"{subject} unknown: {quoted}. In {self._section}, {self._proposed(names)} if it says {self._table.says}; "
            f"otherwise list it in ignore = [{quoted if len(names) <= _FEW else '…'}]"
        )

    def _proposed(self, names: Sequence[str]) -> str:
        """Return what to add for unknown columns, guessed from their names."""
        likely = {field: name for field, name in guesses(self._table, names).items() if field not in self._places}
        if ACTIVE in likely and self._table.column(ACTIVE) is None:
            return f'add active = {{ column = "{likely[ACTIVE]}", values = ["Active"] }}'
        mapped = [f'{field} = "{name}"' for field, name in likely.items()]
        return f"add {', '.join(mapped)} to columns" if mapped else "add its name to columns"
