"""The sections of the configuration as settings of the sources."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from support.policy import BEGIN, PROGRAM, ROOT, complaint, complaints, gate, loaded

from readiness_gate.config import FILE
from readiness_gate.model.date_format import date_format
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import Cover, GitPaths, GitSettings
from readiness_gate.model.settings.jira import CsvDates, IssueFilter, JiraSettings, Marks, Severity, SeverityScheme
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.model.time import instant

NAME = '[program]\nname = "P"\n'
JIRA = '[jira]\nexport = "export.json"\n'
ROSTER = PeopleFile("r.csv", zone=ZoneInfo("Europe/Berlin"))
COMPLETIONS = PeopleFile("c.csv", zone=ZoneInfo("Europe/Berlin"), completed=("Completed", "Passed"))


def settings(text: str) -> Settings:
    """The settings of a configuration."""
    return loaded(text).settings


def jira(text: str) -> JiraSettings:
    """The settings of the issues."""
    found = settings(PROGRAM + JIRA + text).jira
    assert found is not None
    return found


def test_the_least() -> None:
    """A name is all that must be given; what was left out is nothing, or a default that is written down."""
    git = GitSettings(None, "HEAD", None, GitPaths())
    assert settings(NAME) == Settings("P", ROOT, None, git, (), None, None, {}, (FILE,))


def test_a_lock_is_a_day_or_a_ref() -> None:
    """A day in quotes is neither, and is told with what to write instead."""
    for lock, read in {"2027-01-18": date(2027, 1, 18), '"policy-1"': "policy-1"}.items():
        assert gate(f"{BEGIN}policy-lock = {lock}\n").milestone.policy_lock == read
    told = complaint(f'{BEGIN}policy-lock = "2027-01-18"\n')
    assert told.what == (
        "milestones.go-live.policy-lock must be a day without quotes, as 2027-01-18; a tag that is called so is "
        '"refs/tags/2027-01-18"'
    )
    assert told.marked == '"2027-01-18"'


def test_git() -> None:
    """Everything on the repository is taken as it is written."""
    text = (
        '[git]\nrepository = "../repo"\nmainline = "origin/main"\nbaseline = "b-1"\n'
        '[git.paths]\nconfig = ["a/**", "b"]\ncode = ["c"]\ndocs = ["d"]\nexclude = ["e"]\n'
        '[[covers]]\nconfig = ["a/**"]\ndocs = ["d"]\n[[covers]]\nconfig = ["b"]\nmodules = ["m"]\n'
    )
    found = settings(PROGRAM + text)
    paths = GitPaths(("a/**", "b"), ("c",), ("d",), ("e",))
    assert found.git == GitSettings("../repo", "origin/main", "b-1", paths, written=paths)
    assert found.covers == (Cover(("a/**",), ("d",), ()), Cover(("b",), (), ("m",)))


def test_nothing_may_be_excluded() -> None:
    """An empty list of excluded paths is one."""
    assert settings(PROGRAM + "[git.paths]\nexclude = []\n").git.paths.exclude == ()


def test_jira() -> None:
    """Everything on the issues is taken as it is written."""
    text = (
        'url = "https://northwind.example/"\nexported-at = 2027-02-14T09:00:00+01:00\nprojects = ["CRM"]\n'
        'defect-types = ["Bug", "Fault"]\ncanary = "CRM-1"\n'
        'severity = { field = "customfield_1", sev1 = ["1"], sev4 = ["4", "5"] }\n'
        'approved = { labels = ["ok"], statuses = ["Approved"] }\n'
        'workaround = { labels = ["w"], field = "Workaround" }\n'
    )
    assert jira(text) == JiraSettings(
        severity=SeverityScheme("customfield_1", {"1": "sev1", "4": "sev4", "5": "sev4"}),
        export="export.json",
        defect_types=("Bug", "Fault"),
        projects=("CRM",),
        url="https://northwind.example",
        canary=("CRM-1",),
        exported_at=instant("2027-02-14T08:00:00Z"),
        approved=Marks(frozenset({"ok"}), frozenset({"Approved"})),
        workaround=Marks(labels=frozenset({"w"}), field="Workaround"),
    )


def test_jira_by_default() -> None:
    """Bugs are defects, and Jira's own priorities are severities."""
    names: dict[str, Severity] = {"Highest": "sev1", "High": "sev2", "Medium": "sev3", "Low": "sev4", "Lowest": "sev4"}
    assert jira("") == JiraSettings(severity=SeverityScheme("priority", names), export="export.json")


@pytest.mark.parametrize("given", [{}, {"labels": ["w"]}, {"statuses": ["s"]}], ids=["none", "labels", "statuses"])
def test_marks(given: dict[str, list[str]]) -> None:
    """What marks an issue may be labels, statuses, both or neither."""
    table = ", ".join(f"{name} = {value}" for name, value in given.items())
    marks = jira(f"approved = {{ {table} }}").approved
    assert marks == Marks(frozenset(given.get("labels", [])), frozenset(given.get("statuses", [])))


@pytest.mark.parametrize(
    ("given", "means"),
    [
        pytest.param("2027-02-14", "2027-02-14T22:59:59Z", id="day-in-the-zone"),
        pytest.param("2027-02-14T09:00:00Z", "2027-02-14T09:00:00Z", id="moment"),
        pytest.param("2027-02-14 09:00:00.9-05:00", "2027-02-14T14:00:00Z", id="cut-to-seconds"),
    ],
)
def test_when_the_export_was_made(given: str, means: str) -> None:
    """A day is its last second in the program's zone; a time is an instant."""
    assert jira(f"exported-at = {given}").exported_at == instant(means)


def test_an_address_alone() -> None:
    """An address without an export is read live, from the projects that are named; perhaps by way of the gateway."""
    text = '[jira]\nurl = "https://northwind.example"\nprojects = ["CRM"]\ncloud-id = "0a-1"\n'
    found = settings(PROGRAM + text).jira
    assert found is not None
    assert (found.url, found.export, found.cloud_id) == ("https://northwind.example", None, "0a-1")


def test_a_csv_export() -> None:
    """Its dates are read in a zone and a form that are checked at once."""
    found = jira('csv = { timezone = "Europe/Rome", dates = "dd/MMM/yy h:mm a" }')
    assert found.csv == CsvDates(ZoneInfo("Europe/Rome"), date_format("dd/MMM/yy h:mm a"))
    told = complaint(PROGRAM + JIRA + 'csv = { timezone = "UTC", dates = "%d/%m/%y %H:%M" }')
    assert told.what.startswith('jira.csv.dates: "%d/%m/%y %H:%M" has m, which is not one of yyyy, yy, ')
    assert told.marked == '"%d/%m/%y %H:%M" }'


@pytest.mark.parametrize(
    ("given", "canary"),
    [('"CRM-1"', ("CRM-1",)), ('["CRM-1"]', ("CRM-1",)), ('["CRM-1", "CRM-9"]', ("CRM-1", "CRM-9"))],
)
def test_one_canary_or_several(given: str, canary: tuple[str, ...]) -> None:
    """One needs no brackets."""
    assert jira(f"canary = {given}").canary == canary


@pytest.mark.parametrize("given", ["[]", '""', "5", '["CRM-1", 5]', "true", '"crm-1"', '["CRM-1", "CRM"]'])
def test_what_is_no_canary(given: str) -> None:
    """Keys of issues, at least one."""
    assert "the key of an issue" in complaint(PROGRAM + JIRA + f"canary = {given}").what.replace("is no key", "the key")


def test_the_number_of_issues_of_an_export() -> None:
    """A positive number, and nothing that is said of a live Jira."""
    assert jira("issues = 232").issues == 232
    for wrong in ("0", "-1", "2.5", '"232"', "true"):
        assert complaint(PROGRAM + JIRA + f"issues = {wrong}").what.startswith("jira.issues")
    live = '[jira]\nurl = "https://northwind.example"\nprojects = ["CRM"]\nissues = 232\n'
    told = complaint(PROGRAM + live)
    assert told.what == 'jira.issues is the number of issues in an export: add "export", or remove it'


def test_people() -> None:
    """Everything on the people is taken as it is written; an empty table of modules is none."""
    text = '[people]\nroster = "r.csv"\ncompletions = "c.csv"\n'
    assert settings(PROGRAM + text).people == PeopleSettings(ROSTER, COMPLETIONS, None)
    roles = '[people.required]\n"Sales rep" = ["a", "b"]\nClerk = ["c"]\n'
    required = {"Sales rep": ("a", "b"), "Clerk": ("c",)}
    assert settings(PROGRAM + text + roles).people == PeopleSettings(ROSTER, COMPLETIONS, required)
    assert settings(PROGRAM + "[people.required]\n").people == PeopleSettings(None, None, None)


def test_plugins() -> None:
    """The settings of plugins are handed on as they are."""
    text = '[plugins.acme]\nlevel = 3\n[plugins.acme.deep]\nx = ["y"]\n'
    assert settings(PROGRAM + text).plugins == {"acme": {"level": 3, "deep": {"x": ["y"]}}}


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        pytest.param(NAME, None, id="none-needed"),
        pytest.param(NAME + JIRA + "exported-at = 2027-02-14T09:00:00Z", None, id="none-needed-for-a-moment"),
        pytest.param(PROGRAM, ZoneInfo("Europe/Berlin"), id="given"),
    ],
)
def test_the_zone(text: str, zone: ZoneInfo | None) -> None:
    """A zone is needed only where a day is given."""
    assert settings(text).zone == zone


@pytest.mark.parametrize(
    ("text", "what", "marked"),
    [
        pytest.param(
            BEGIN.replace('timezone = "Europe/Berlin"\n', ""),
            '"timezone" is missing in program',
            "[program]",
            id="milestone",
        ),
        pytest.param(
            NAME + JIRA + "exported-at = 2027-02-14",
            '"timezone" is missing in program',
            "[program]",
            id="export-of-a-day",
        ),
        pytest.param(
            PROGRAM + '[[covers]]\nconfig = ["a"]\n',
            "this table has neither docs nor modules",
            "[[covers]]",
            id="covers",
        ),
        pytest.param(
            PROGRAM + "[jira]\nprojects = ['A']",
            'jira needs "url", the address of a Jira, or "export", a file with the issues',
            "[jira]",
            id="no-issues",
        ),
        pytest.param(
            PROGRAM + "[jira]\nurl = 'https://northwind.example'",
            'jira needs "projects", the keys of those that are read',
            "[jira]",
            id="no-projects",
        ),
        pytest.param(
            PROGRAM + JIRA + "severity = { sev1 = ['High'], sev2 = ['Low', 'High'] }",
            '"High" is sev1 already: a value means one severity',
            "'High'] }",
            id="severity-twice",
        ),
        pytest.param(
            PROGRAM + '[people.required]\nworst = ["a"]\n',
            'a role cannot be called "worst"',
            'worst = ["a"]',
            id="worst",
        ),
        pytest.param(
            PROGRAM + '[people.required]\nall = ["a"]\n', 'a role cannot be called "all"', 'all = ["a"]', id="all"
        ),
    ],
)
def test_what_tables_say_against_each_other(text: str, what: str, marked: str) -> None:
    """What is valid alone and not together is told where it stands."""
    found = complaint(text)
    assert what in found.what
    assert found.marked == marked


def test_a_value_twice_in_one_severity() -> None:
    """Saying the same twice does no harm."""
    assert jira("severity = { sev1 = ['High', 'High'] }").severity.names == {"High": "sev1"}


def test_no_repository_is_missed_where_what_is_said_of_them_is_wrong() -> None:
    """The mistake in their table is told, and not what follows from it."""
    covers = "[[covers]]\nconfig = ['crm:a/**']\ndocs = ['crm:b.md']\n"
    [told] = complaints(PROGRAM + "[git]\nmain-line = 'main'\n" + covers)
    assert "main-line" in told.what


def test_everything_is_told_of_covers_and_severities() -> None:
    """One mistake does not hide the next one of its kind, nor one in another section."""
    text = PROGRAM + "[[covers]]\nconfig = ['a']\n[[covers]]\nconfig = ['a/']\n[[covers]]\nconfig = ['b']\n" + JIRA
    text += "severity = { sev1 = ['a'], sev2 = ['a'], sev3 = ['a'] }\n"
    assert [each.what.partition(" ")[0] for each in complaints(text)] == [
        "this",
        "covers[2].config[1]:",
        "this",
        '"a"',
        '"a"',
    ]


def test_a_filter_of_issues() -> None:
    """Its values as they are, and its day as the instant at which that begins in the program's time zone."""
    text = (
        'filter = { labels = ["a"], components = ["b"], fix-versions = ["c"], affected-versions = ["d"], '
        "created-after = 2026-01-10 }"
    )
    assert jira(text).filter == IssueFilter(
        ("a",), ("b",), ("c",), ("d",), date(2026, 1, 10), instant("2026-01-09T23:00:00Z")
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("filter = { }", "jira.filter must not be empty: give a key"),
        ("filter = { labels = [] }", "jira.filter.labels"),
        ('filter = { label = ["a"] }', 'unknown key "label"'),
        ("filter = { created-after = 2026-01-10T09:00:00Z }", "jira.filter.created-after"),
        ('jql = "a = b"', "jira.jql selects from a live Jira, and jira.export is a file"),
        ('jql = "a = b ORDER BY key"', "jira.jql must be without ORDER BY"),
        ('severity = { unset = "sev5" }', "jira.severity.unset"),
    ],
)
def test_a_scope_that_cannot_be_read(text: str, what: str) -> None:
    """What is empty, misspelt or without effect is refused."""
    assert any(what in each.what for each in complaints(PROGRAM + JIRA + text))


def test_a_day_of_a_filter_needs_a_zone() -> None:
    """A date is a day in a time zone."""
    text = '[program]\nname = "P"\n[jira]\nexport = "export.json"\nfilter = { created-after = 2026-01-10 }'
    assert any('"timezone" is missing' in each.what for each in complaints(text))


def test_what_no_value_counts_as() -> None:
    """Beside the values that mean something."""
    assert jira('severity = { sev1 = ["High"], unset = "sev3" }').severity == SeverityScheme(
        "priority", {"High": "sev1"}, "sev3"
    )
