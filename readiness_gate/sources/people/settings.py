"""The files of `[people]` as settings, with their presets and contradictions."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

import tomli

from readiness_gate.model.date_format import date_format
from readiness_gate.model.groups import LEAST
from readiness_gate.model.headers import plain, spelled
from readiness_gate.model.settings.people import Active, PeopleFile, PeopleSettings
from readiness_gate.model.time import day_of
from readiness_gate.shipped import FORMATS, shipped
from readiness_gate.sources.people.forms import Entry, Form
from readiness_gate.sources.people.records import RECORD_TABLES
from readiness_gate.sources.people.tables import PRESET, FormatFile, PeopleFiles
from readiness_gate.sources.source import Context
from readiness_gate.toml.place import Place
from readiness_gate.toml.positions import Path
from readiness_gate.toml.problems import Problem, did_you_mean
from readiness_gate.toml.strict_model import StrictModel, kebab
from readiness_gate.toml.values import instant_of

RESERVED_ROLES = ("worst", "all")
"""Role names with a special meaning in signal parameters."""
COMPLETED = ("Completed", "Passed")
"""The default statuses that count as completed."""
_MAY_LACK = frozenset({"score", "expires", "respondent"})
"""The preset columns that not every export has."""

_Made = TypeVar("_Made")
_Values: TypeAlias = Mapping[str, Mapping[str, tuple[str, ...]]]
"""The spellings of column values: by our names of the column and of the value."""


@cache
def presets() -> Mapping[str, FormatFile]:
    """Return the shipped presets by their names."""
    files = {file.name: file for file in (shipped("rules") / FORMATS).iterdir() if file.name.endswith(".toml")}
    return {
        name.removesuffix(".toml"): PRESET.model_validate(tomli.loads(file.read_text(encoding="utf-8")))
        for name, file in sorted(files.items())
    }


def has_days(table: PeopleFiles) -> bool:
    """Return whether the table states an export date without a time, which is a day in the program's time zone."""
    return any(type(entry.exported_at) is dt.date for entry in _entries(table).values())


def _entries(table: PeopleFiles) -> dict[str, Entry]:
    """Return the files of the table, by the keys of their sections."""
    kinds = ["roster", "completions", "calendar", *(records.key for records in RECORD_TABLES)]
    entries = {kind: getattr(table, kind.replace("-", "_"), None) for kind in kinds}
    return {kind: entry for kind, entry in entries.items() if entry is not None}


def people_settings(people: PeopleFiles, context: Context) -> PeopleSettings:
    """Return the settings of the people; contradictions in the table are added to the problems."""
    files = {
        kind: people_file(entry, kind, context.zone, context.place.at("people", kind), context.problems)
        for kind, entry in _entries(people).items()
    }
    roster, completions, calendar = (files.pop(kind, None) for kind in ("roster", "completions", "calendar"))
    return PeopleSettings(
        roster=roster,
        completions=completions,
        required=_required(people, context),
        calendar=calendar,
        smallest_group=people.smallest_group or LEAST,
        records=files,
    )


def _required(people: PeopleFiles, context: Context) -> dict[str, tuple[str, ...]] | None:
    """Return the modules of each role; an impossible role name is added to the problems."""
    required = {role: tuple(modules) for role, modules in (people.required or {}).items()}
    for role in filter(RESERVED_ROLES.__contains__, required):
        what = f'a role cannot be called "{role}": the signal training.coverage uses this word in another sense'
        context.problem(what, "people", "required", role)
    return required or None


def people_file(entry: Entry, kind: str, zone: ZoneInfo | None, place: Place, problems: list[Problem]) -> PeopleFile:
    """Return a file of `[people]` as settings.

    `kind` is `roster`, `completions` or `calendar`, `zone` is the program's, and `place` is where the entry is written.
    Keys of the entry replace those of its preset; its columns do so one by one, and its ignored columns are added.
    Contradictions are added to the problems.
    """
    preset = _preset(entry, kind, place, problems)
    keys = _Keys(entry, preset)
    of_preset, of_entry = columns_of(preset), columns_of(entry)
    file = PeopleFile(
        file=entry.file,
        columns={**of_preset, **of_entry},
        may_lack=_MAY_LACK & of_preset.keys() - of_entry.keys(),
        ignore=(*(entry.ignore or ()), *_ignored(preset, entry)),
        dates=keys.made("dates", lambda dates: date_format(dates, days=True)),
        zone=ZoneInfo(entry.timezone) if entry.timezone else zone,
        earliest=keys.value("earliest"),
        completed=tuple(keys.value("completed", COMPLETED if kind == "completions" else ())),
        passing_score=keys.value("passing_score"),
        active=keys.made("active", lambda active: Active(active.column, tuple(active.values))),
        wide=keys.value("modules") == "columns",
        date_suffix=keys.value("date_suffix", ""),
        delimiter=keys.value("delimiter", ","),
        encoding=keys.value("encoding", "utf-8"),
        header_row=keys.value("header_row", 1),
        skip_rows=keys.value("skip_rows", 0),
        footer_rows=keys.value("footer_rows", 0),
        sheet=entry.sheet,
        numeric_ids=keys.value("numeric_ids", default=False),
        exported_at=instant_of(entry.exported_at, zone),
        rows=entry.rows,
        values=_merged(_values(preset), _values(entry)),
        questions=keys.value("questions", {}),
        scale=keys.value("scale", {}),
        no_date=tuple(keys.value("no_date", ())),
        no_answer=tuple(keys.value("no_answer", ())),
        elements=keys.made("elements", _words) or {},
        empty_week=keys.value("empty_week") is not None,
        whole=keys.value("whole", default=False),
        whole_from=keys.value("from_"),
        whole_to=keys.value("to"),
    )
    problems.extend(place.problem(what, *path) for path, what in _contradictions(file))
    return file


class _Keys:
    """The keys of an entry, or else of its preset."""

    def __init__(self, entry: Entry, preset: Form | None) -> None:
        self._forms = (entry, preset)

    def value(self, name: str, default: object = None) -> Any:  # noqa: ANN401 - of the field's own type
        """Return the value of a key, else the default."""
        values = (getattr(form, name, None) for form in self._forms)
        return next((value for value in values if value is not None), default)

    def made(self, name: str, make: Callable[[Any], _Made]) -> _Made | None:
        """Return what `make` makes of the value of a key; None without one."""
        value = self.value(name)
        return None if value is None else make(value)


def _preset(entry: Entry, kind: str, place: Place, problems: list[Problem]) -> Form | None:
    if entry.preset is None:
        return None
    known = presets()
    if entry.preset not in known:
        what = f'there is no preset "{entry.preset}"{did_you_mean(entry.preset, known)}'
        problems.append(place.problem(what, "preset", at_value=True))
        return None
    form = known[entry.preset].forms.get(kind)
    if form is None:
        what = f'the preset "{entry.preset}" does not describe a {kind} file: name its columns in columns = {{ … }}'
        problems.append(place.problem(what, "preset", at_value=True))
    return form


def _ignored(preset: Form | None, entry: Entry) -> Iterator[str]:
    """Yield the columns that a preset ignores and the entry does not name."""
    named = {plain(column) for column in columns_of(entry).values()}
    ignored = (preset.ignore if preset else None) or ()
    return (column for column in ignored if plain(column) not in named)


def columns_of(form: Form | None) -> dict[str, str]:
    """Return the columns that a form names, by our names; empty without a form."""
    columns = form.columns if form else None
    return {column: getattr(columns, field) for column, field in _given(columns)}


def _values(form: Form | None) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the spellings of column values in a form, by our names; empty without a form."""
    columns = getattr(form, "values", None)
    return {column: _words(getattr(columns, field)) for column, field in _given(columns)}


def _merged(preset: _Values, entry: _Values) -> _Values:
    """Return the words of a preset and an entry; the entry wins if both have the same word."""
    given = {(column, spelled(word)) for column, values in entry.items() for words in values.values() for word in words}
    merged = {column: dict(values) for column, values in entry.items()}
    for column, values in preset.items():
        ours = merged.setdefault(column, {})
        for value, words in values.items():
            kept = tuple(word for word in words if (column, spelled(word)) not in given)
            ours[value] = (*ours.get(value, ()), *kept)
    return merged


def _words(values: StrictModel) -> dict[str, tuple[str, ...]]:
    return {value: tuple(getattr(values, field)) for value, field in _given(values)}


def _given(model: StrictModel | None) -> list[tuple[str, str]]:
    """Return the keys of a table that have a value, each with the field of its model."""
    fields = type(model).model_fields if model else ()
    return [(kebab(field), field) for field in fields if getattr(model, field) is not None]


def _contradictions(file: PeopleFile) -> Iterator[tuple[Path, str]]:
    """Yield the contradictions in a description, and where they are."""
    named = Counter(plain(header) for header in file.columns.values())
    ignored = {plain(header) for header in file.ignore}
    for field, header in file.columns.items():
        if named[plain(header)] > 1:
            yield ("columns", field), f'"{header}" is named for several columns: name it for one of them only'
        if plain(header) in ignored:
            yield ("columns", field), f'"{header}" is also listed in ignore: remove it from one of them'
    if file.active is not None and plain(file.active.column) in ignored:
        yield ("active", "column"), f'"{file.active.column}" is also listed in ignore: remove it from one of them'
    yield from _of_values(file)
    yield from _of_keys(file)


def _of_values(file: PeopleFile) -> Iterator[tuple[Path, str]]:
    """Yield words that mean two values of one column."""
    for column, values in file.values.items():
        counts = Counter(word for words in values.values() for word in set(map(spelled, words)))
        for value, words in values.items():
            for word in words:
                if counts[spelled(word)] > 1:
                    yield ("values", column, value), f'"{word}" is listed for several values: list it for one only'


def _of_keys(file: PeopleFile) -> Iterator[tuple[Path, str]]:
    """Yield keys that do not fit together."""
    if "score" in file.columns.keys() - file.may_lack and file.passing_score is None:
        yield ("columns", "score"), "a score counts only with passing-score: add the lowest score that passes"
    if file.date_suffix and not file.wide:
        yield ("date-suffix",), 'date-suffix needs modules = "columns": add that, or remove date-suffix'
    if file.wide:
        yield from _of_wide(file)
    yield from _of_whole(file)
    if file.dates is not None and not file.dates.is_day and file.zone is None:
        yield ("dates",), "times need a time zone: add timezone here, or in [program]"


def _of_whole(file: PeopleFile) -> Iterator[tuple[Path, str]]:
    """Yield problems with the keys on the period that a file covers completely."""
    if file.whole and file.empty_week:
        what = "a list of the last use of each person has not every use: remove whole"
        yield ("whole",), f"{what}, or export every use and remove empty-week"
    given = {"from": file.whole_from, "to": file.whole_to}
    if file.whole and file.zone is None:
        yield ("whole",), "days need a time zone: add timezone here, or in [program]"
    for key in (key for key, day in given.items() if day is not None and not file.whole):
        yield (key,), f"{key} says since or until when the file is whole: add whole = true, or remove {key}"
    since, until = file.whole_from, file.whole_to
    if since is not None and until is not None and until < since:
        yield ("from",), f"from ({since}) is after to ({until}): correct one of them"
    exported = file.exported_at
    if until is not None and exported is not None and file.zone is not None and until > day_of(exported, file.zone):
        yield (
            ("to",),
            f"to ({until}) is after the export of the file ({day_of(exported, file.zone)}): correct to or exported-at",
        )


def _of_wide(file: PeopleFile) -> Iterator[tuple[Path, str]]:
    """Yield keys for columns that a wide file does not have."""
    for field in ("module", "completed-at", "status", "score", "expires"):
        if field in file.columns:
            yield ("columns", field), f'with modules = "columns" each module has its own column: do not name {field}'
    if file.passing_score is not None:
        yield ("passing-score",), 'with modules = "columns" no column has a score: remove passing-score'
