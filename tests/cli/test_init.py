"""`init` writes a configuration that loads, and never overwrites one."""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.console import Call, Clock
from support.git import Repo
from support.terminal import typed

from readiness_gate.cli import init
from readiness_gate.config import FILE

AHEAD = "2150-03-01"
GIVEN = ("--name", "Our CRM", "--go-live", AHEAD, "--timezone", "Europe/Berlin", "--export", "jira-export.json")
DIMENSIONS = ("tests", "data", "clarity", "process", "support", "feedback", "leadership")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository with a landing and no configuration."""
    repo = Repo(tmp_path / "our-crm")
    repo.commit(0, {"config/a.yml": "1", "docs/a.md": "1"})
    monkeypatch.chdir(repo.path)
    return repo


def test_what_it_writes_loads_and_is_undecided(repository: Repo, call: Call) -> None:
    """The configuration judges at once: nothing is known yet, so it is undecided, and doctor says what is missing."""
    ended = call("init", *GIVEN)
    assert (ended.exit, ended.err) == (0, "")
    assert ended.out == (
        "Wrote readiness-gate.toml and readiness-gate.schema.json, for\nplatforms/in-house.\n"
        "It has no rules on tests, data, clarity, process, support, feedback or\n"
        "leadership; readiness-gate.toml shows how to add them.\n"
        "Next: run `readiness-gate doctor` to see what is still missing.\n"
    )
    assert sorted(each.name for each in repository.path.iterdir()) == [
        ".git",
        "config",
        "docs",
        "readiness-gate.schema.json",
        FILE,
    ]
    check = call("check", "--format", "json")
    assert (check.exit, check.decision, check.json["program"]) == (3, "undecided", "Our CRM")
    assert call("doctor").exit == 3


def test_the_platform_is_told_by_the_files(repository: Repo, call: Call) -> None:
    """By those that landed; the patterns are then those of the platform's pack."""
    repository.commit(1, {"sfdx-project.json": "{}"})
    assert "for\nplatforms/salesforce.\n" in call("init", *GIVEN).out
    text = Path(FILE).read_text(encoding="utf-8")
    assert 'packs = ["starter", "platforms/salesforce"]' in text
    assert "\nconfig =" not in text


def test_a_folder_without_anything_to_measure(repository: Repo, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is no program of its own: it may be about the rest of the repository, so the whole of that counts."""
    repository.commit(1, {"sfdx-project.json": "{}", "rollout/x": "1"})
    monkeypatch.chdir(repository.path / "rollout")
    ended = call("init", *GIVEN)
    assert "for\nplatforms/salesforce.\n" in ended.out
    assert "The whole repository counts, because rollout/ has no configuration or code." in ended.out
    text = Path(FILE).read_text(encoding="utf-8")
    assert 'packs = ["starter", "platforms/salesforce"]' in text
    assert "\nconfig =" not in text


@pytest.mark.parametrize("named", [(), ("--platform", "salesforce")], ids=["by-the-files", "named"])
def test_a_folder_of_a_monorepo(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, named: tuple[str, ...]
) -> None:
    """Its own files say what it is built on, and its own changes are all that counts."""
    repo = Repo(tmp_path / "mono")
    files = ("sfdx-project.json", "force-app/objects/A/A.object-meta.xml", "docs/quoting.md", "profiles/a.profile")
    begin = {f"crm-eu/{name}": "1" for name in files} | {f"crm-us/{name}": "1" for name in files}
    repo.commit(0, {**begin, "erp/mta.yaml": "1", "erp/a.abap": "1"})
    repo.commit(40, {"crm-us/force-app/objects/A/A.object-meta.xml": "2", "crm-us/profiles/a.profile": "2"})
    monkeypatch.chdir(repo.path / "crm-eu")
    ended = call("init", *GIVEN, *named)
    assert (ended.exit, ended.err) == (0, "")
    assert "for\nplatforms/salesforce.\nOnly files below crm-eu/ count; [git.paths] has the patterns.\n" in ended.out
    assert call("rules", "lint").out == "No problems found.\n"
    as_of = ("--as-of", "2026-02-12T00:00:00Z", "--format", "json")
    assert [each["value"] for each in call("measure", "change.landings", *as_of).json["readings"]] == [0]
    gate = call("check", *as_of)
    assert [gate.finding(rule)["outcome"] for rule in ("CHG-08", "SFC-01")] == ["pass", "pass"]
    assert "docs: 1 file" in call("doctor").out
    repo.commit(41, {"crm-eu/force-app/objects/A/A.object-meta.xml": "2", "crm-eu/profiles/a.profile": "2"})
    gate = call("check", *as_of)
    assert [gate.finding(rule)["outcome"] for rule in ("CHG-08", "SFC-01")] == ["fail", "fail"]
    assert gate.json["policy"]["weakened"][0] == "git.paths looks at crm-eu/ only"


def test_a_platform_may_be_named(repository: Repo, call: Call) -> None:
    """Then the files say nothing; an unknown one is bad use."""
    repository.commit(1, {"sfdx-project.json": "{}"})
    ended = call("init", *GIVEN, "--platform", "oracle")
    assert (ended.exit, ended.err.startswith('Error: --platform: unknown platform "oracle"')) == (2, True)
    assert call("init", *GIVEN, "--platform", "sap", "--platform", "in-house").exit == 0
    assert 'packs = ["starter", "platforms/sap", "platforms/in-house"]' in (repository.path / FILE).read_text()


@pytest.mark.parametrize("made", [False, True], ids=["no-repository", "no-commit"])
def test_without_files_it_is_a_system_of_ones_own(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, *, made: bool
) -> None:
    """Where nothing has landed, nothing tells the platform."""
    if made:
        Repo(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert "for\nplatforms/in-house.\n" in call("init", *GIVEN).out


def test_the_schema_is_the_one_that_is_printed(repository: Repo, call: Call) -> None:
    """The file for editors is what `rules schema` prints, and the configuration names it in its first line."""
    call("init", *GIVEN)
    schema = (repository.path / "readiness-gate.schema.json").read_text()
    assert schema == call("rules", "schema").out
    assert (repository.path / FILE).read_text().startswith("#:schema ./readiness-gate.schema.json\n")
    assert json.loads(schema)["title"]


def test_paths_are_taken_over(repository: Repo, call: Call) -> None:
    """The files that are named stand in the configuration, however they are called."""
    words = ("--export", 'exports/"it".json', "--roster", "who\\is.csv", "--completions", "done.csv")
    assert call("init", *GIVEN, *words).exit == 0
    ended = call("doctor")
    assert 'the export exports/"it".json is missing' in ended.out
    assert "who\\is.csv" in ended.out
    assert repository.path.exists()


@pytest.mark.parametrize("kind", ["file", "folder", "dangling-link"])
def test_it_never_overwrites(repository: Repo, call: Call, kind: str) -> None:
    """Whatever is there under the name stays as it is, and nothing else is written."""
    where = repository.path / FILE
    if kind == "file":
        where.write_text("mine")
    elif kind == "folder":
        where.mkdir()
    else:
        where.symlink_to("nowhere")
    ended = call("init", *GIVEN)
    assert (ended.exit, ended.out) == (2, "")
    assert "readiness-gate.toml already exists here. Edit it" in ended.err
    assert where.is_file() == (kind == "file")
    assert not (repository.path / "readiness-gate.schema.json").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--timezone", "UTC"), "--go-live is missing. Give the day of the go-live (YYYY-MM-DD), such as --go-live 2"),
        (("--timezone", "Berlin"), '--timezone: "Berlin" is not a time zone; did you mean "Europe/Berlin"?'),
        (
            ("--timezone", "Europe/Berln"),
            '--timezone: "Europe/Berln" is not a time zone; did you mean "Europe/Berlin"?',
        ),
        (("--timezone", "../UTC"), '--timezone: "../UTC" is not a time zone: write an IANA name'),
        (
            ("--timezone", "posix/Europe/Berlin"),
            'is not a time zone; did you mean "Europe/Berlin"?',
        ),
        (("--timezone", "Factory"), '--timezone: "Factory" is not a time zone: write an IANA name'),
        (("--timezone", ""), "--timezone must not be empty"),
        (("--go-live", "1.3.2027"), '--go-live: "1.3.2027" is not a date in the form 2027-02-14'),
        (("--go-live", "2027-02-30"), '--go-live: "2027-02-30" is not a day that exists'),
        (("--go-live", "1970-01-01"), "--go-live: 1970-01-01 is not between 2000 and 2199"),
        (("--go-live", ""), '--go-live: "" is not a date'),
        (("--issues", "many"), '--issues: "many" is not a number of issues, such as 232'),
        (("--issues", "0"), '--issues: "0" is not a number of issues, such as 232'),
        (("--issues", "1.5"), '--issues: "1.5" is not a number of issues, such as 232'),
    ],
)
def test_bad_use(repository: Repo, call: Call, words: tuple[str, ...], told: str) -> None:
    """What is missing or wrong ends with 2, and nothing is written."""
    rest = () if "--go-live" in words or told.startswith("--go-live") else ("--go-live", AHEAD)
    ended = call("init", "--name", "x", *words, *rest)
    assert (ended.exit, ended.out) == (2, "")
    assert told in ended.err
    assert ended.err.count("\n") == 1
    assert sorted(each.name for each in repository.path.iterdir()) == [".git", "config", "docs"]


def _no_zone(_environment: Mapping[str, str]) -> None:
    """What a machine without any time zone says."""


def test_all_that_is_wrong_or_missing_is_told_at_once(
    repository: Repo, call: Call, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each option once, with an example; whoever corrects them all is not told of another one."""
    clock("2026-11-28T12:00:00Z")
    monkeypatch.setattr(init, "system_zone", _no_zone)
    ended = call("init", "--name", "", "--platform", "oracle", "--platform", "sapp", "--measures", "defects")
    assert (ended.exit, ended.out) == (2, "")
    assert ended.err == (
        "Error: 6 options are wrong or missing:\n"
        "  --name must not be empty\n"
        '  --platform: unknown platform "oracle"; known are: dynamics, in-house, salesforce, sap, servicenow\n'
        '  --platform: unknown platform "sapp"; did you mean "sap"?\n'
        '  --measures: "defects" is always measured. Leave it out\n'
        "  --go-live is missing. Give the day of the go-live (YYYY-MM-DD), such as --go-live 2027-02-26\n"
        "  --timezone is missing, and this machine has no time zone with a name. Give the time zone of all dates, such "
        "as --timezone Europe/Berlin\n"
    )
    assert sorted(each.name for each in repository.path.iterdir()) == [".git", "config", "docs"]


@pytest.mark.parametrize(
    ("day", "zone", "code", "told"),
    [
        ("2026-11-28", "UTC", 0, ""),
        ("2026-11-28", "Pacific/Kiritimati", 0, "Warning: 2026-11-28 has already passed. "),
        ("2026-11-27", "UTC", 0, "Warning: 2026-11-27 has already passed. `check` then needs the milestone's name"),
        ("2026-08-30", "UTC", 0, "Warning: 2026-08-30 has already passed. "),
        ("2026-08-29", "UTC", 2, "Error: --go-live: 2026-08-29 is more than 90 days ago (today is 2026-11-28). Give"),
        (
            "2026-08-30",
            "Pacific/Kiritimati",
            2,
            "(today is 2026-11-29). Give a day ahead, such as --go-live 2027-02",
        ),
    ],
)
def test_a_go_live_that_has_passed(
    repository: Repo, call: Call, clock: Clock, day: str, zone: str, code: int, told: str
) -> None:
    """Where nobody can be asked, one of the last 90 days is taken with a warning, as days are in the zone that was
    given; an earlier one is nearly always a slip."""
    clock("2026-11-28T12:00:00Z")
    ended = call("init", "--go-live", day, "--timezone", zone)
    assert ended.exit == code
    assert told in ended.err
    assert (ended.err == "") == (told == "")
    assert (repository.path / FILE).exists() == (code == 0)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        (
            "Asia/Tokyo",
            "The time zone is Asia/Tokyo, that of this machine. If the program is elsewhere, change",
        ),
        ("UTC", "The time zone is UTC, that of this machine. Servers often use it. If"),
        ("Etc/UTC", "The time zone is Etc/UTC, that of this machine. Servers often use it. If"),
    ],
)
def test_the_time_zone_is_that_of_the_machine(
    repository: Repo, call: Call, monkeypatch: pytest.MonkeyPatch, zone: str, told: str
) -> None:
    """Unless another is given; which one it is, is said."""
    monkeypatch.setenv("TZ", zone)
    ended = call("init", "--go-live", AHEAD)
    assert (ended.exit, ended.err) == (0, "")
    assert told in " ".join(ended.out.split())
    assert f'timezone = "{zone}"' in (repository.path / FILE).read_text()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "must not be empty"),
        (" \t", "must not be empty"),
        ("a\x01b", "must be without control characters: it has U+0001"),
        ("a\x7fb", "must be without control characters: it has U+007F"),
        ("x" * 20_000, "has more than 4000 characters"),
        ("a\udcffb", "is not text in UTF-8"),
    ],
    ids=["empty", "blank", "control", "delete", "long", "no-text"],
)
@pytest.mark.parametrize("option", ["--name", "--export", "--roster", "--completions", "--not-measured-because"])
def test_a_text_that_no_file_takes(repository: Repo, call: Call, option: str, text: str, told: str) -> None:
    """The option is named, once and in one line, and no line of a file that was never written."""
    ended = call("init", *GIVEN, "--measures", "none", option, text)
    assert (ended.exit, ended.out, ended.err) == (2, "", f"Error: {option} {told}\n")
    assert sorted(each.name for each in repository.path.iterdir()) == [".git", "config", "docs"]


def test_a_text_that_turns(repository: Repo, call: Call) -> None:
    """What is wrong with a file as a whole is told of the option, too."""
    ended = call("init", *GIVEN, "--name", "a\u202eb")
    assert (ended.exit, ended.out) == (2, "")
    assert ended.err.startswith("Error: --name: this character reverses the reading direction")
    assert not (repository.path / FILE).exists()


@pytest.mark.parametrize("folder", ["a\x01b", "a\udcffb", " "], ids=["control", "no-text", "blank"])
def test_a_folder_whose_name_is_no_text(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    """The program is then called as any other."""
    (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path / folder)
    assert call("init", *GIVEN[2:]).exit == 0
    assert 'name = "our program"' in Path(FILE).read_text(encoding="utf-8")


def test_the_name_is_the_folders(repository: Repo, call: Call) -> None:
    """Where nobody can be asked, the program is called as its folder."""
    assert call("init", *GIVEN[2:]).exit == 0
    assert 'name = "our-crm"' in (repository.path / FILE).read_text()


def _measuring(*dimensions: str) -> list[str]:
    return [word for each in dimensions for word in ("--measures", each)]


@pytest.mark.parametrize(
    "measured", [*((each,) for each in DIMENSIONS), ("leadership", "tests"), DIMENSIONS], ids="-".join
)
def test_what_is_measured_is_asked_for_and_the_rest_is_left_out(
    repository: Repo, call: Call, measured: tuple[str, ...]
) -> None:
    """Each rule of a dimension named is in the gate, unknown with what to do; every other dimension is left out by name
    in every report, and the linter has nothing to say."""
    assert repository.path.exists()
    assert call("init", *GIVEN, *_measuring(*measured)).exit == 0
    lint = call("rules", "lint")
    assert (lint.exit, lint.out) == (0, "No problems found.\n")
    told = call("check", "--format", "json")
    assert (told.exit, told.decision) == (3, "undecided")
    others = [each for each in DIMENSIONS if each not in measured]
    assert told.json["not-measured"] == dict.fromkeys(others, "not measured by this program yet")
    added = [each for each in told.json["findings"] if each["dimension"] in DIMENSIONS]
    assert {each["dimension"] for each in added} == set(measured)
    for each in added:
        assert each["outcome"] == "unknown"
        assert "[" in each["reading"]["unavailable"], "the section to fill in is told"
    assert "No rule of this gate" not in call("check").out


def test_the_reason_is_one_for_all(repository: Repo, call: Call) -> None:
    """It stands beside each dimension that is not measured; init says which these are."""
    ended = call("init", *GIVEN, "--measures", "Clarity,support", "--not-measured-because", 'the "PMO" watches it')
    assert (ended.exit, ended.err) == (0, "")
    assert (
        "Left out in [not-measured], with the reason: tests, data, process, feedback,\nleadership.\nNext: " in ended.out
    )
    text = (repository.path / FILE).read_text()
    assert 'packs = ["starter", "people", "platforms/in-house"]\n' in text
    assert text.count(' = "the \\"PMO\\" watches it"\n') == 5


def test_a_reason_alone_leaves_out_all(repository: Repo, call: Call) -> None:
    """Whoever gives one has made the choice for all that the starter says nothing about."""
    assert repository.path.exists()
    assert call("init", *GIVEN, "--measures", "none", "--not-measured-because", "a pilot of two teams").exit == 0
    assert call("check", "--format", "json").json["not-measured"] == dict.fromkeys(DIMENSIONS, "a pilot of two teams")
    assert call("rules", "lint").exit == 0


def test_what_nobody_chose_is_told(repository: Repo, call: Call) -> None:
    """Where nothing is named and nobody can be asked, nothing is left out: every report says what no rule is about."""
    assert repository.path.exists()
    assert call("init", *GIVEN).exit == 0
    assert call("rules", "lint").exit == 0
    assert call("check", "--format", "json").json["not-measured"] == {}
    silence = "No rule of this gate is about tests, data, clarity, process, support, feedback or leadership."
    assert silence in " ".join(call("check").out.split())
    assert silence in call("check", "--format", "markdown").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            _measuring("suport"),
            '--measures: "suport" is not one of the dimensions to choose from; did you mean "support"?',
        ),
        (_measuring("adoption"), '"adoption" is not one of the dimensions to choose from; known are: clarity, '),
        (_measuring("tests", "defects"), '--measures: "defects" is always measured. Leave it out'),
        (_measuring("none", "tests"), '"none" cannot be combined with dimensions. Give the dimensions, or "none"'),
        (_measuring("Tests,NONE"), '"none" cannot be combined with dimensions'),
        (_measuring(""), '"" is not one of the dimensions'),
        ([*_measuring(*DIMENSIONS), "--not-measured-because", "x"], "everything is measured. Leave out the reason"),
    ],
    ids=["misspelt", "unknown", "always", "none-and-one", "one-and-none", "nothing", "needless"],
)
def test_what_cannot_be_left_out_so(repository: Repo, call: Call, words: list[str], told: str) -> None:
    """A wrong dimension or reason is bad use, and nothing is written."""
    ended = call("init", *GIVEN, *words)
    assert (ended.exit, ended.out) == (2, "")
    assert told in ended.err
    assert sorted(each.name for each in repository.path.iterdir()) == [".git", "config", "docs"]


def test_at_a_terminal(repository: Repo) -> None:
    """What is not given is asked for, in a form that is shown, with defaults; what does not hold is asked for again."""
    code, shown = typed(repository.path, f"\nBerlin\n\n1.3.2027\n{AHEAD}\n\n\n", TZ="Asia/Tokyo")
    assert code == 0
    assert "The program's name [our-crm]: " in shown
    assert "The time zone of all dates (an IANA name) [Asia/Tokyo]: " in shown
    assert 'Error: "Berlin" is not a time zone; did you mean "Europe/Berlin"?\r\n' in shown
    assert "The day of the go-live (YYYY-MM-DD): " in shown
    assert 'Error: "1.3.2027" is not a date in the form 2027-02-14 (year-month-day)' in shown
    assert "The address of the Jira to read live (https://…), or none [none]: " in shown
    assert "Which of these does the program also measure [none]: " in shown
    assert "Why [" not in shown
    text = (repository.path / FILE).read_text()
    assert 'name = "our-crm"' in text
    assert 'timezone = "Asia/Tokyo"' in text
    assert f"date = {AHEAD}\n" in text
    assert 'packs = ["starter", "platforms/in-house"]' in text
    assert "\n[not-measured]" not in text


@pytest.mark.parametrize(
    ("answer", "line"),
    [("many\n1,232\n", "\nissues = 1232\n"), ("\n", "\n# issues = 232  ")],
    ids=["number", "later"],
)
def test_the_number_of_issues_is_asked_for(repository: Repo, answer: str, line: str) -> None:
    """Where the export has a form that never says whether it is whole."""
    words = ("--name", "x", "--timezone", "UTC", "--go-live", AHEAD, "--measures", "none")
    code, shown = typed(repository.path, answer, *words, "--export", "issues.csv")
    assert code == 0
    assert "issues.csv does not say whether it is complete." in shown
    assert "How many issues does Jira show for its search (a number, or later) [later]: " in shown
    assert ('Error: "many" is not a number of issues' in shown) == ("many" in answer)
    assert line in (repository.path / FILE).read_text()


@pytest.mark.parametrize("words", [("--issues", "232", "--export", "issues.csv"), ("--export", "issues.json")])
def test_the_number_of_issues_is_not_asked_for(repository: Repo, words: tuple[str, ...]) -> None:
    """Where it was given, or the export may say it."""
    given = ("--name", "x", "--timezone", "UTC", "--go-live", AHEAD, "--measures", "none")
    code, shown = typed(repository.path, "", *given, *words)
    assert (code, "How many issues" in shown) == (0, False)
    assert ("\nissues = 232\n" in (repository.path / FILE).read_text()) == ("--issues" in words)


LIVE = ("--jira-url", "https://crm.example/jira/", "--jira-project", "CRM", "--jira-project", "ERP,OPS")


def test_a_live_jira(repository: Repo, call: Call) -> None:
    """Its address and projects are written, and neither an export nor a token."""
    ended = call("init", *GIVEN[:6], *LIVE)
    assert ended.exit == 0
    text = (repository.path / FILE).read_text()
    assert 'url = "https://crm.example/jira"\nprojects = ["CRM", "ERP", "OPS"]\n' in text
    assert "\nexport" not in text
    ended = call("doctor")
    assert "JIRA_TOKEN is not set" in " ".join(ended.out.split())


def test_a_live_jira_is_asked_for_at_a_terminal(repository: Repo) -> None:
    """With its projects; what is no address, or no key, is asked for again."""
    answered = "crm.example\nhttp://crm.example\nhttps://crm.example\ncrm\n \nCRM ERP\n"
    code, shown = typed(repository.path, answered, *GIVEN[:6], "--measures", "none")
    assert code == 0
    assert "The token is never written" in shown
    assert 'Error: "crm.example" is not an address' in shown
    assert "sends everything unencrypted" in shown
    assert 'Error: "crm" is not a project key' in shown
    assert "Error: give the key of at least one project" in shown
    assert 'projects = ["CRM", "ERP"]\n' in (repository.path / FILE).read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (LIVE[:2], "--jira-project is missing"),
        (LIVE[2:], "Add its address with --jira-url"),
        ((*LIVE, "--export", "a.json"), "Give one of the two"),
        (("--jira-url", "ftp://crm.example", *LIVE[2:]), '--jira-url: "ftp://crm.example" is not an address'),
        ((*LIVE[:2], "--jira-project", "crm"), '--jira-project: "crm" is not a project key'),
    ],
)
def test_options_of_a_live_jira_that_do_not_fit(
    repository: Repo, call: Call, words: tuple[str, ...], said: str
) -> None:
    """Are refused, and nothing is written."""
    ended = call("init", *GIVEN[:6], *words)
    assert ended.exit == 2
    assert said in " ".join(ended.err.split())
    assert not (repository.path / FILE).exists()


def _ago(days: int) -> str:
    return f"{datetime.now(UTC).date() - timedelta(days=days)}"


def test_a_go_live_that_has_passed_is_confirmed_at_a_terminal(repository: Repo) -> None:
    """No is the default, and asks for another day; yes takes it, however long ago it is."""
    given, long_ago = (*GIVEN[:2], *GIVEN[4:], "--measures", "none"), _ago(400)
    code, shown = typed(repository.path, f"\n{_ago(9)}\n\n{long_ago}\ny\n", *given, "--go-live", _ago(2))
    assert code == 0
    for day in (_ago(2), _ago(9), long_ago):
        assert f"{day} has already passed. `check` then needs the milestone's name" in shown
    assert shown.count("Use this day anyway [y/N]: ") == 3
    assert shown.count("The day of the go-live (YYYY-MM-DD): ") == 2
    assert f"date = {long_ago}\n" in (repository.path / FILE).read_text()


def test_a_wrong_option_is_told_before_any_question(repository: Repo) -> None:
    """Terminal or not: nobody answers questions for nothing."""
    code, shown = typed(repository.path, "", "--go-live", "soon", "--timezone", "Berlin")
    assert (code, shown.count("]: ")) == (2, 0)
    assert "2 options are wrong or missing" in shown


def test_the_dimensions_are_asked_for_at_a_terminal(repository: Repo) -> None:
    """Separated by commas or blanks; a wrong name and no reason are told, and asked for again."""
    code, shown = typed(repository.path, "clarty\n \nfeedback, clarity tests\n \nthe PMO watches it\n", *GIVEN)
    assert code == 0
    assert (
        "Besides the rules of the pack starter, there are rules on tests, data, clarity,\r\nprocess, support, "
        "feedback, leadership.\r\nName any of these, separated by commas or spaces.\r\n"
        "Which of these does the program also measure [none]: " in shown
    )
    assert 'Error: "clarty" is not one of the dimensions to choose from; did you mean\r\n"clarity"?\r\n' in shown
    assert (
        'Error: " " is not one of the dimensions to choose from; known are: clarity,\r\n'
        "data, feedback, leadership, none, process, support, tests\r\n" in shown
    )
    assert "Not measured: data, process, support, leadership.\r\nWhy [not measured by this program yet]: " in shown
    assert "Error: the reason must not be empty\r\n" in shown
    text = (repository.path / FILE).read_text()
    assert 'packs = ["starter", "tests", "people", "platforms/in-house"]' in text
    left_out = [f'{each} = "the PMO watches it"' for each in ("data", "process", "support", "leadership")]
    assert "\n[not-measured]\n" + "\n".join(left_out) + "\n\n" in text


@pytest.mark.parametrize("answer", ["none, tests", "Data", "none", "defects change"])
def test_dimensions_are_no_reason(repository: Repo, answer: str) -> None:
    """Whoever answers with nothing else has mistaken the question: it is asked again, with what it is about."""
    code, shown = typed(repository.path, f"{answer}\nno data moves\n", *GIVEN, "--measures", "tests")
    assert code == 0
    assert (
        "Error: these are dimensions, not a reason. Say why the ones above are not\r\nmeasured, or press Ctrl-C and "
        "start again to choose others\r\n" in shown
    )
    assert 'data = "no data moves"\n' in (repository.path / FILE).read_text()


def test_answers_that_no_file_takes(repository: Repo) -> None:
    """Are told and asked for again, one by one, and harmless on the screen; a reason may name dimensions in passing."""
    answers = " \na\x1b[2Jb\nOurs\nx\u00ada\x01\ndata is none of ours\n"
    code, shown = typed(repository.path, answers, *GIVEN[2:], "--measures", "tests")
    assert code == 0
    assert "Error: the name must not be empty\r\n" in shown
    assert "Error: the name must be without control characters: it has U+001B\r\n" in shown
    assert "Error: the reason must be without control characters: it has U+0001\r\n" in shown
    text = (repository.path / FILE).read_text()
    assert 'name = "Ours"\n' in text
    assert 'data = "data is none of ours"\n' in text


def test_what_is_told_of_an_answer_is_harmless(repository: Repo) -> None:
    """An escape sequence in a day is shown as its code."""
    code, shown = typed(repository.path, f"\x16\x1b[2Jsoon\n{AHEAD}\n", *GIVEN[:2], *GIVEN[4:], "--measures", "none")
    assert code == 0
    assert 'Error: "\\u001b[2Jsoon" is not a date' in shown


def test_what_is_given_is_not_asked_for(repository: Repo) -> None:
    """With everything given nobody is asked, terminal or not; where all is measured there is nothing to explain."""
    given = (*GIVEN, *_measuring(*DIMENSIONS))
    code, shown = typed(repository.path, "", *given)
    assert (code, shown.count("]: ")) == (0, 0)
    assert "not-measured" not in (repository.path / FILE).read_text()


@pytest.mark.parametrize(
    ("answers", "words", "interrupt"),
    [
        ("", (), b"]: "),
        ("\x04", (), None),
        ("\x04", (*GIVEN[:3], "2020-01-01", *GIVEN[4:]), None),
        ("", GIVEN, b"measure [none]: "),
        ("data\n", GIVEN, b"yet]: "),
        ("data\n\x04", GIVEN, None),
    ],
    ids=[
        "ctrl-c",
        "ctrl-d",
        "ctrl-d-at-the-confirmation",
        "ctrl-c-at-the-dimensions",
        "ctrl-c-at-the-reason",
        "ctrl-d-at-the-reason",
    ],
)
def test_whoever_gives_up_at_a_terminal(
    repository: Repo, answers: str, words: tuple[str, ...], interrupt: bytes | None
) -> None:
    """Ctrl-C and Ctrl-D at a question end with 130, and nothing is written."""
    code, shown = typed(repository.path, answers, *words, interrupt=interrupt)
    assert (code, shown.splitlines()[-1]) == (130, "Interrupted.")
    assert sorted(each.name for each in repository.path.iterdir()) == [".git", "config", "docs"]


def test_nobody_is_asked_in_ci(repository: Repo) -> None:
    """Where CI is set there is no question, terminal or not: the dimensions are then none, and the reason the usual."""
    code, shown = typed(repository.path, "", CI="true")
    assert code == 2
    assert "--go-live is missing" in shown
    code, shown = typed(repository.path, "", *GIVEN, *_measuring("data"), CI="true")
    assert (code, shown.count("]: ")) == (0, 0)
    assert 'tests = "not measured by this program yet"\n' in (repository.path / FILE).read_text()


def test_nobody_is_asked_without_stdin(repository: Repo) -> None:
    """Where stdin is closed there is nobody to ask either."""
    words = [sys.executable, "-m", "readiness_gate", "init", *GIVEN]
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" <&-', "sh", *words], cwd=repository.path, capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert 'packs = ["starter", "platforms/in-house"]' in (repository.path / FILE).read_text()


def test_the_gate_does_not_judge_its_own_files(repository: Repo, call: Call) -> None:
    """To commit the configuration, or a waiver, is no change to what people are trained on."""
    assert call("init", *GIVEN).exit == 0
    repository.commit(1, {"readiness-waivers.toml": "", "sub/readiness-gate.toml": ""}, "add the gate")
    measured = ("measure", "change.landings", "--as-of", "2026-01-03T00:00:00Z", "--format", "json")
    assert [each["value"] for each in call(*measured).json["readings"]] == [1]
