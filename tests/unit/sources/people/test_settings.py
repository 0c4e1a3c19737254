"""How files about people are described: what is said, what a preset adds, and what contradicts itself."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.policy import BEGIN, PROGRAM, complaint, complaints, gate, loaded

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.model.date_format import DAYS, KNOWN, date_format
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.settings.people import Active, PeopleFile, PeopleSettings
from readiness_gate.model.time import end_of_day, instant
from readiness_gate.shipped import FORMATS
from readiness_gate.sources.people import settings as people_files
from readiness_gate.sources.people.tables import CalendarEntry, CompletionsEntry, FormatFile, RosterEntry

BERLIN = ZoneInfo("Europe/Berlin")
COUNTING = ("Completed", "Passed")
NO_ZONE = '[program]\nname = "P"\n'
PRESET = """\
source = "https://lms.example/docs"
[roster]
columns = { person = "User ID", role = "Job", to = "End" }
active = { column = "State", values = ["Active"] }
numeric-ids = true
[completions]
columns = { person = "User ID", module = "Course", completed-at = "Done", status = "Result", score = "Grade" }
ignore = ["Region"]
dates = "M/d/yyyy"
completed = ["Yes"]
delimiter = ";"
encoding = "utf-16"
header-row = 3
earliest = 2020-01-01
"""


def people(section: str, begin: str = PROGRAM) -> PeopleSettings:
    """The settings of the people of a configuration."""
    found = loaded(begin + section).settings.people
    assert found is not None
    return found


def completions(keys: str) -> PeopleFile:
    """The settings of completions with some keys."""
    found = people(f'[people.completions]\nfile = "c.csv"\n{keys}\n').completions
    assert found is not None
    return found


@pytest.fixture
def _lms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A preset "lms", and one "calendars" that describes neither rosters nor completions, and a file that is none."""
    folder = tmp_path / FORMATS
    folder.mkdir()
    (folder / "lms.toml").write_text(PRESET)
    (folder / "calendars.toml").write_text('source = "x"\n[calendar]\ncolumns = { role = "Audience" }\n')
    (folder / "README.md").write_text("no preset")

    def here(_kind: str) -> Path:
        return tmp_path

    monkeypatch.setattr(people_files, "shipped", here)
    people_files.presets.cache_clear()
    yield
    people_files.presets.cache_clear()


@pytest.mark.parametrize(
    "section",
    [
        '[people]\nroster = "r.csv"\ncompletions = "c.csv"\ncalendar = "k.csv"\n',
        '[people]\nroster = { file = "r.csv" }\ncompletions = { file = "c.csv" }\ncalendar = { file = "k.csv" }\n',
        '[people.roster]\nfile = "r.csv"\n[people.completions]\nfile = "c.csv"\n[people.calendar]\nfile = "k.csv"\n',
    ],
    ids=["names", "tables-in-lines", "tables"],
)
def test_a_name_is_a_file_in_our_own_form(section: str) -> None:
    """The short form and the long form are one."""
    assert people(section) == PeopleSettings(
        PeopleFile("r.csv", zone=BERLIN),
        PeopleFile("c.csv", zone=BERLIN, completed=COUNTING),
        None,
        PeopleFile("k.csv", zone=BERLIN),
    )


def test_everything_is_taken_as_it_is_written() -> None:
    """Each key of a roster and of completions."""
    found = people(
        '[people.roster]\nfile = "r.xlsx"\nsheet = "People"\nignore = ["Unit"]\nnumeric-ids = true\nheader-row = 4\n'
        'timezone = "Asia/Tokyo"\nexported-at = 2027-02-14\nactive = { column = "State", values = ["Active"] }\n'
        'columns = { person = "ID", role = "Job", from = "Start", to = "End", critical-process = "Key", wave = "W" }\n'
        '[people.completions]\nfile = "c.csv"\ndelimiter = ";"\nencoding = "windows-1252"\ndates = "dd.MM.yyyy HH:mm"\n'
        'earliest = 2020-01-01\ncompleted = ["Ja"]\npassing-score = 80\nexported-at = 2027-02-14T09:00:00Z\n'
        'columns = { person = "ID", module = "Kurs", completed-at = "Am", status = "S", score = "P", expires = "B" }\n'
    )
    assert found.roster == PeopleFile(
        "r.xlsx",
        columns={
            "person": "ID",
            "role": "Job",
            "from": "Start",
            "to": "End",
            "critical-process": "Key",
            "wave": "W",
        },
        ignore=("Unit",),
        zone=ZoneInfo("Asia/Tokyo"),
        active=Active("State", ("Active",)),
        header_row=4,
        sheet="People",
        numeric_ids=True,
        exported_at=end_of_day(date(2027, 2, 14), BERLIN),
    )
    assert found.completions == PeopleFile(
        "c.csv",
        columns={"person": "ID", "module": "Kurs", "completed-at": "Am", "status": "S", "score": "P", "expires": "B"},
        dates=date_format("dd.MM.yyyy HH:mm"),
        zone=BERLIN,
        earliest=date(2020, 1, 1),
        completed=("Ja",),
        passing_score=80,
        delimiter=";",
        encoding="windows-1252",
        exported_at=instant("2027-02-14T09:00:00Z"),
    )


def test_a_wide_file() -> None:
    """One column for each module, perhaps with a second one for its date."""
    found = completions('modules = "columns"\ndate-suffix = " - Date"\ncolumns = { person = "ID" }')
    assert (found.wide, found.date_suffix, dict(found.columns)) == (True, " - Date", {"person": "ID"})


@pytest.mark.parametrize("pattern", [*DAYS, *KNOWN])
def test_every_known_form_of_dates_may_be_declared(pattern: str) -> None:
    """Days and times alike."""
    assert completions(f'dates = "{pattern}"').dates == date_format(pattern, days=True)


@pytest.mark.usefixtures("_lms")
def test_a_preset_fills_in_what_the_entry_leaves_open() -> None:
    """Its columns may be missing, but for the needed ones; those that the entry names itself may not."""
    found = people(
        '[people.roster]\nfile = "r.csv"\npreset = "lms"\n'
        '[people.completions]\nfile = "c.csv"\npreset = "lms"\nignore = ["Unit"]\ncompleted = ["Ja"]\nheader-row = 1\n'
        'columns = { status = "Status" }\n'
    )
    assert found.roster == PeopleFile(
        "r.csv",
        columns={"person": "User ID", "role": "Job", "to": "End"},
        zone=BERLIN,
        active=Active("State", ("Active",)),
        numeric_ids=True,
    )
    assert found.completions == PeopleFile(
        "c.csv",
        columns={
            "person": "User ID",
            "module": "Course",
            "completed-at": "Done",
            "status": "Status",
            "score": "Grade",
        },
        may_lack=frozenset({"score"}),
        ignore=("Unit", "Region"),
        dates=date_format("M/d/yyyy", days=True),
        zone=BERLIN,
        earliest=date(2020, 1, 1),
        completed=("Ja",),
        delimiter=";",
        encoding="utf-16",
        header_row=1,
    )


@pytest.mark.usefixtures("_lms")
def test_the_presets_are_the_files_of_one_folder() -> None:
    """By their names, each checked by the same model; other files are none."""
    found = people_files.presets()
    assert list(found) == ["calendars", "lms"]
    assert all(isinstance(each, FormatFile) for each in found.values())
    assert found["lms"].source == "https://lms.example/docs"


@pytest.mark.usefixtures("_lms")
@pytest.mark.parametrize(
    ("preset", "what"),
    [
        ("lsm", 'there is no preset "lsm"; did you mean "lms"?'),
        ("zzz", 'there is no preset "zzz"; known are: calendars, lms'),
        (
            "calendars",
            'the preset "calendars" does not describe a roster file: name its columns in columns = { … }',
        ),
    ],
)
def test_a_preset_that_is_not_there(preset: str, what: str) -> None:
    """Is reported at its name, with those that are."""
    found = complaint(f'{PROGRAM}[people.roster]\nfile = "r.csv"\npreset = "{preset}"\n')
    assert (found.what, found.marked) == (what, f'"{preset}"')


CONTRADICTIONS = {
    "one-column-twice": (
        'columns = { person = "ID", module = "id" }',
        ['"ID" is named for several columns: name it for one of them only', '"id" is named for several columns: name'],
        ['person = "ID", module = "id" }', 'module = "id" }'],
    ),
    "column-and-ignored": (
        'ignore = ["COURSE"]\ncolumns = { module = "Course" }',
        ['"Course" is also listed in ignore: remove it from one of them'],
        ['module = "Course" }'],
    ),
    "score-without-the-lowest": (
        'columns = { score = "Grade" }',
        ["a score counts only with passing-score: add the lowest score that passes"],
        ['score = "Grade" }'],
    ),
    "suffix-of-rows": (
        'date-suffix = " - Date"',
        ['date-suffix needs modules = "columns": add that, or remove date-suffix'],
        ['date-suffix = " - Date"'],
    ),
    "module-of-a-wide-file": (
        'modules = "columns"\ncolumns = { module = "Course" }',
        ['with modules = "columns" each module has its own column: do not name module'],
        ['module = "Course" }'],
    ),
    "dates-of-a-wide-file": (
        'modules = "columns"\ncolumns = { completed-at = "Done" }',
        ['with modules = "columns" each module has its own column: do not name completed-at'],
        ['completed-at = "Done" }'],
    ),
    "status-and-expiry-of-a-wide-file": (
        'modules = "columns"\ncolumns = { status = "S", expires = "E" }',
        [
            'with modules = "columns" each module has its own column: do not name status',
            'with modules = "columns" each module has its own column: do not name expires',
        ],
        ['status = "S", expires = "E" }', 'expires = "E" }'],
    ),
    "score-of-a-wide-file": (
        'modules = "columns"\npassing-score = 80',
        ['with modules = "columns" no column has a score: remove passing-score'],
        ["passing-score = 80"],
    ),
}


def test_a_word_means_one_value() -> None:
    """Of a column; which of several it would be is unknown."""
    keys = 'values.result = { passed = ["OK"], failed = ["ok", "no"] }\n'
    found = complaints(f'{PROGRAM}[people.acceptance-tests]\nfile = "t.csv"\n{keys}')
    assert [each.what for each in found] == [
        f'"{word}" is listed for several values: list it for one only' for word in ("OK", "ok")
    ]


@pytest.mark.parametrize(("keys", "whats", "marked"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_what_contradicts_itself_is_reported_at_its_place(keys: str, whats: list[str], marked: list[str]) -> None:
    """Each contradiction once, at the key that has it."""
    found = complaints(f'{PROGRAM}[people.completions]\nfile = "c.csv"\n{keys}\n')
    assert [each.marked for each in found] == marked
    for each, what in zip(found, whats, strict=True):
        assert what in each.what


def test_a_contradiction_has_its_line_and_column() -> None:
    """As every problem does; so does one of the column of those who left, and of a milestone's own roster."""
    roster = '[people.roster]\nfile = "r.csv"\nignore = ["state"]\nactive = { column = "State", values = ["A"] }\n'
    with pytest.raises(ConfigurationError) as caught:
        loaded(PROGRAM + roster)
    what = '"State" is also listed in ignore: remove it from one of them'
    assert [each.line for each in caught.value.problems] == [f"readiness-gate.toml:7:12: {what}"]
    own = 'roster = { file = "r.csv", ignore = ["ID"], columns = { person = "ID" } }'
    found = complaint(f"{BEGIN}{own}\n")
    assert found.what == '"ID" is also listed in ignore: remove it from one of them'
    assert found.marked == 'person = "ID" } }'


def test_times_need_a_zone() -> None:
    """Of the file or of the program; days are read where they are, and are refused there."""
    section = '[people.roster]\nfile = "r.csv"\ndates = "d.M.yyyy HH:mm"\n'
    found = complaint(NO_ZONE + section)
    assert found.what == "times need a time zone: add timezone here, or in [program]"
    assert found.marked == 'dates = "d.M.yyyy HH:mm"'
    assert people(f'{section}timezone = "UTC"\n', NO_ZONE).roster is not None
    assert people(section.replace(" HH:mm", ""), NO_ZONE).roster is not None


def test_a_day_of_export_needs_a_zone() -> None:
    """A time does not."""
    found = complaint(f'{NO_ZONE}[people.roster]\nfile = "r.csv"\nexported-at = 2027-02-14\n')
    assert found.what.startswith('"timezone" is missing in program')
    roster = people('[people.roster]\nfile = "r.csv"\nexported-at = 2027-02-14T09:00:00Z\n', NO_ZONE).roster
    assert roster is not None
    assert roster.exported_at == instant("2027-02-14T09:00:00Z")


@pytest.mark.parametrize(
    ("keys", "what", "marked"),
    [
        (
            'columns = { persn = "ID" }',
            'unknown key "persn" in people.completions.columns; did you mean "person"?',
            "p",
        ),
        ('columns = { completed_at = "ID" }', 'did you mean "completed-at"?', "completed_at"),
        ('colums = { person = "ID" }', 'unknown key "colums" in people.completions; did you mean "columns"?', "colums"),
        ('active = { column = "S", values = ["A"] }', 'unknown key "active" in people.completions', "active"),
        ('delimiter = "x"', "people.completions.delimiter", '"x"'),
        ('encoding = "ascii"', "people.completions.encoding", '"ascii"'),
        ('modules = "rows"', "people.completions.modules", '"rows"'),
        ("header-row = 0", "people.completions.header-row", "0"),
        ('dates = "YYYY-MM-DD"', "people.completions.dates:", '"YYYY'),
        ('dates = "HH:mm"', "people.completions.dates:", '"HH:mm"'),
        ('timezone = "Berlin"', "people.completions.timezone:", '"Berlin"'),
    ],
)
def test_a_key_or_a_value_that_is_none(keys: str, what: str, marked: str) -> None:
    """Is reported at its place, with what is probably meant."""
    found = complaint(f'{PROGRAM}[people.completions]\nfile = "c.csv"\n{keys}\n')
    assert what in found.what
    assert found.marked.startswith(marked)


@pytest.mark.parametrize(
    "entry", ["roster = 1", "roster = []", 'roster = ""', "[people.roster]", 'roster = { columns = { person = "ID" } }']
)
def test_a_file_needs_a_name(entry: str) -> None:
    """A text that is not empty, or a table with one."""
    section = f"{entry}\n" if entry.startswith("[") else f"[people]\n{entry}\n"
    assert complaints(PROGRAM + section)[0].what.startswith(("people.roster", '"file" is missing in people.roster'))


def test_a_milestone_may_have_its_own_roster() -> None:
    """It takes the place of the program's for that milestone, and for no other."""
    text = f'{BEGIN}tags = ["wave-1"]\nroster = {{ file = "wave-1.csv", columns = {{ person = "ID" }} }}\n'
    own = PeopleFile("wave-1.csv", columns={"person": "ID"}, zone=BERLIN)
    assert gate(text).milestone.roster == own
    assert gate(f'{BEGIN}roster = "wave-1.csv"\n').milestone.roster == PeopleFile("wave-1.csv", zone=BERLIN)
    settings = loaded(f'{text}[people]\nroster = "all.csv"\ncompletions = "c.csv"\n').settings
    of_milestone = settings.of_milestone(gate(text).milestone).people
    assert of_milestone is not None
    assert settings.people is not None
    assert (of_milestone.roster, of_milestone.completions) == (own, settings.people.completions)
    for milestone in (None, Milestone("x", "x", date(2027, 3, 1))):
        assert settings.of_milestone(milestone) is settings
    assert Settings("P", Path()).of_milestone(gate(text).milestone).people == PeopleSettings(own)


def test_the_files_by_their_sections() -> None:
    """Those that are configured."""
    found = people('[people]\nroster = "r.csv"\ncalendar = "k.csv"\n')
    assert {key: file.file for key, file in found.files.items()} == {"roster": "r.csv", "calendar": "k.csv"}
    assert PeopleSettings().files == {}


@pytest.mark.parametrize("entry", [RosterEntry, CompletionsEntry, CalendarEntry])
def test_every_key_has_a_meaning_of_its_own(entry: type[RosterEntry | CompletionsEntry | CalendarEntry]) -> None:
    """A model of a file has the keys of its form and of files, and no default but none."""
    assert {"file", "preset", "columns", "ignore", "dates"} <= entry.model_fields.keys()
    assert entry(file="x").model_dump(exclude_none=True) == {"file": "x"}
