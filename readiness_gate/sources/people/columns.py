"""Which column of a file is which: every column is read, known to say nothing, or the file is refused."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.headers import plain, spelled
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.wording import listed
from readiness_gate.sources.people.guess import guesses

ACTIVE = "active"
"""What we call the column of a roster that says who still works there."""
_FEW = 12


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: the key of its section, what it says, and the columns that it must have and may have, by our
    names."""

    key: str
    says: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


ROSTER = Kind(
    "roster", "who works in which role or until when", ("person", "role"), ("from", "to", "critical-process", "wave")
)
COMPLETIONS = Kind(
    "completions",
    "who completed what or until when",
    ("person", "module", "completed-at"),
    ("status", "score", "expires"),
)
CALENDAR = Kind("calendar", "who is trained in what or when", ("starts-at", "module", "role"))

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
"""Columns that say who somebody is and where they belong, and nothing about what they completed, by `plain` name."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a file are, by our names. `modules` are the columns of a wide file, each with the module,
    the place of its date, and that of its status. `compared` are the columns in which namesakes may differ."""

    places: Mapping[str, int]
    headers: tuple[str, ...]
    modules: tuple[tuple[str, int, int | None], ...] = ()
    unnamed: tuple[int, ...] = ()
    compared: tuple[int, ...] = ()

    def __contains__(self, field: str) -> bool:
        return field in self.places


def fits(kind: Kind, file: PeopleFile, header: Sequence[str]) -> bool:
    """Whether a header has every column that must be there."""
    plains = {plain(name) for name in header}
    return all(plain(wanted) in plains for wanted in _wanted(kind, file).values())


def _required(kind: Kind, file: PeopleFile) -> tuple[str, ...]:
    return tuple(each for each in kind.required if not (file.wide and each in ("module", "completed-at")))


def _wanted(kind: Kind, file: PeopleFile) -> dict[str, str]:
    """The names of the columns that must be there, by ours."""
    return {field: file.columns.get(field, field) for field in _required(kind, file)}


def match(kind: Kind, file: PeopleFile, header: Sequence[str], modules: Sequence[str]) -> tuple[Columns, list[str]]:
    """Where the columns of a file are, and what is wrong with its header; `modules` are those that a wide file may
    have columns of."""
    matcher = _Matcher(kind, file, header, modules)
    of_columns = list(matcher.find())
    if not matcher.is_header():
        return Columns({}, ()), [matcher.no_header()]
    problems = [*matcher.repeated(), *of_columns]
    columns = matcher.columns(modules, problems)
    return columns, problems


def _undashed(name: str) -> str:
    """A name as it is spelled, with blanks for dashes."""
    return spelled(name.replace("-", " ").replace("_", " "))


def _joined(name: str) -> str:
    """A name as it is spelled, without blanks and dashes."""
    return _undashed(name).replace(" ", "")


class _Matcher:
    """Matches the header of one file."""

    def __init__(self, kind: Kind, file: PeopleFile, header: Sequence[str], modules: Sequence[str]) -> None:
        self._kind = kind
        self._file = file
        self._header = header
        self._counts = Counter(plain(name) for name in header)
        self._ignored = {plain(name) for name in file.ignore}
        self._modules = frozenset(
            spelled(name) for each in modules if file.wide for name in (each, each + file.date_suffix)
        )
        self._ours = {plain(field) for field in (*kind.required, *kind.optional)}
        self._at: dict[str, int] = {}
        for index in sorted(range(len(header)), key=self._is_ignored):
            self._at.setdefault(plain(header[index]), index)
        self._places: dict[str, int] = {}

    def _is_ignored(self, index: int) -> bool:
        """Whether a column is listed in ignore: of several that have one plain name, only as it is spelled there; and
        one that would be read by its name, with all marks but dashes."""
        name = self._header[index]
        if self._counts[plain(name)] > 1:
            return spelled(name) in {spelled(each) for each in self._file.ignore}
        if plain(name) in self._ours:
            return _undashed(name) in {_undashed(each) for each in self._file.ignore}
        return plain(name) in self._ignored

    def _is_left_out(self, field: str) -> bool:
        """Whether the column that would be one of ours by its name is ignored, or there is none."""
        place = self._at.get(plain(field))
        return place is None or self._is_ignored(place)

    def repeated(self) -> Iterator[str]:
        """Names that several columns have, which are then one of them by chance."""
        read = [name for index, name in enumerate(self._header) if not self._is_ignored(index)]
        names = Counter(name if name in self._modules else plain(name) for name in map(spelled, read))
        for name in sorted(name for name, count in names.items() if name and count > 1):
            yield f'{names[name]} columns are called "{self._header[self._at[plain(name)]]}": rename or remove one'

    def find(self) -> Iterator[str]:
        """Find the columns by the names that the file gives them, else by ours."""
        named = dict(self._file.columns)
        if self._file.active is not None:
            named[ACTIVE] = self._file.active.column
        optional = () if self._file.wide else self._kind.optional
        for field in (*_required(self._kind, self._file), *optional):
            if field not in named and (field in self._kind.required or not self._is_left_out(field)):
                named.setdefault(field, "")
        lacking: list[str] = []
        for field, name in named.items():
            place = self._at.get(plain(name or field))
            if place is not None:
                self._places[field] = place
            elif name and field not in self._file.may_lack:
                lacking.append(name)
            elif field in self._kind.required:
                lacking.append(field)
        if lacking:
            yield self._missing(lacking)
        yield from self._shared()
        yield from self._unused()

    def is_header(self) -> bool:
        """Whether the row has any column that must be there, or a name like it. Another row may have data, such as the
        id of a person, and is not repeated."""
        likely = guesses(self._kind.key, self._header)
        return any(field in self._places or field in likely for field in self._kind.required)

    def no_header(self) -> str:
        """That the row is no header, without what it has."""
        wanted = ", ".join(_wanted(self._kind, self._file).values())
        return (
            f"this row has none of the columns {wanted}: if they have other names, add these to {self._section} "
            "columns; if the header is another row, add header-row"
        )

    def _shared(self) -> Iterator[str]:
        """Columns that would be read as several things."""
        for place in sorted(set(self._places.values())):
            fields = [field for field, index in self._places.items() if index == place]
            if len(fields) > 1:
                yield f'the column "{self._header[place]}" would be read as {" and ".join(fields)}: it can be only one'

    def _missing(self, lacking: Sequence[str]) -> str:
        names = ", ".join(f'"{name}"{self._near(name)}' for name in lacking)
        header = listed((name or "(no name)" for name in self._header), _FEW)
        many = "columns are" if len(lacking) > 1 else "column is"
        return f"the {many} missing: {names}. The header has: {header}. Name them in {self._section} columns"

    def _near(self, name: str) -> str:
        near = get_close_matches(plain(name), list(self._at), n=1, cutoff=0.7)
        return f' (did you mean "{self._header[self._at[near[0]]]}"?)' if near else ""

    @property
    def _section(self) -> str:
        return f"[people.{self._kind.key}]"

    def _unused(self) -> Iterator[str]:
        """Keys that count by a column that is not there."""
        file, places = self._file, self._places
        if file.passing_score is not None and "score" not in places and "score" not in file.may_lack:
            yield f"passing-score is set, and no column has a score: name it in {self._section} columns"
        if "score" in places and file.passing_score is None:
            header = self._header[places["score"]]
            yield f'the column "{header}" has scores: add passing-score to {self._section}, or list it in ignore'

    def columns(self, modules: Sequence[str], problems: list[str]) -> Columns:
        """The columns; those that are neither read nor known to say nothing are added to the problems."""
        rest = [index for index in range(len(self._header)) if index not in self._places.values()]
        unnamed = tuple(index for index in rest if not self._header[index])
        unread = [index for index in rest if self._header[index] and not self._is_irrelevant(index)]
        of_modules: tuple[tuple[str, int, int | None], ...] = ()
        if self._file.wide:
            of_modules, unread = self._wide(modules, unread)
            problems += self._without_status(of_modules)
            if not of_modules:
                problems.append(f"no column is a module that [people.required] names: {', '.join(modules) or 'none'}")
            problems += self._misspelled(modules, unread)
        if unread:
            problems.append(self._unknown(unread))
        ours = {index for index in range(len(self._header)) if not self._is_ignored(index)}
        return Columns(self._places, tuple(self._header), of_modules, unnamed, tuple(sorted(ours)))

    def _is_irrelevant(self, index: int) -> bool:
        return plain(self._header[index]) in IRRELEVANT or self._is_ignored(index)

    def _wide(
        self, modules: Sequence[str], unread: Sequence[int]
    ) -> tuple[tuple[tuple[str, int, int | None], ...], list[int]]:
        """The columns of modules, and the columns that are left."""
        left = {spelled(self._header[index]): index for index in unread}
        columns: list[tuple[str, int, int | None]] = []
        for module in modules:
            dated = left.pop(self._name_of_date(module, left), None)
            if dated is not None:
                status = left.pop(spelled(module), None) if self._file.date_suffix else None
                columns.append((module, dated, status))
        return tuple(columns), sorted(left.values())

    def _name_of_date(self, module: str, left: Iterable[str]) -> str:
        """The name of the column with the dates of a module: its own, with the suffix, whose dashes and blanks may be
        others."""
        name, suffix = spelled(module), self._file.date_suffix
        whole = spelled(module + suffix)
        ends = [each for each in left if each.startswith(name) and _joined(each[len(name) :]) == _joined(suffix)]
        return ends[0] if suffix and whole not in ends and len(ends) == 1 else whole

    def _misspelled(self, modules: Sequence[str], unread: Sequence[int]) -> Iterator[str]:
        """Columns that are probably those of modules, and are not called as these are."""
        suffix = self._file.date_suffix
        alike = {plain(name): name for module in modules for name in (module, module + suffix)}
        for index in unread:
            name = self._header[index]
            if plain(name) in alike:
                wanted = f'"{alike[plain(name)]}", as [people.required] has it'
                yield f'the column "{name}" is not called {wanted}: write both the same way'

    def _without_status(self, modules: Iterable[tuple[str, int, int | None]]) -> Iterator[str]:
        """Modules of which a date is there, and not the status beside it: the date alone may be that of a failure."""
        for module, dated, status in modules if self._file.date_suffix else ():
            if status is None:
                yield f'the column "{module}" is missing, which has the status for the date in "{self._header[dated]}"'

    def _unknown(self, unread: Sequence[int]) -> str:
        names = [self._header[index] for index in unread]
        listed = ", ".join(f'"{name}"' for name in names)
        told = "the column is" if len(names) == 1 else "the columns are"
        likely = guesses(self._kind.key, names)
        mapped = [f'{field} = "{name}"' for field, name in likely.items() if field not in (*self._places, ACTIVE)]
        map_it = f"add {', '.join(mapped)} to columns" if mapped else "name it in columns"
        if ACTIVE in likely and ACTIVE not in self._places:
            map_it = f'add active = {{ column = "{likely[ACTIVE]}", values = ["Active"] }}'
        return (
            f"{told} not known: {listed}. In {self._section}, {map_it} if it says {self._kind.says}; "
            f"if it says nothing about that, list it in ignore = [{listed if len(names) <= _FEW else '…'}]"
        )
