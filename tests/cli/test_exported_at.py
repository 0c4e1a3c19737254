"""`--exported-at` says when people files, or the issues, were exported; every report shows it."""

from collections.abc import Sequence

import pytest
from support.console import Call, Clock
from support.git import instant
from support.program import AS_OF, ROSTER, Ended, Sample, issue

NOON = "2026-04-01T12:00:00Z"
PEOPLE = "people=2026-03-28T06:00:00Z"
JIRA = "jira=2026-03-31T06:00:00Z"
SHOWN = "Exported: jira 2026-03-31 08:00 CEST, people 2026-03-28 07:00 CET (given by --exported-at)"
BOTH = "Exported: jira 2026-03-31T06:00:00Z, people 2026-03-28T06:00:00Z (given by --exported-at)"


@pytest.fixture
def untracked(program: Sample) -> Sample:
    """The program with people files that git does not have."""
    program.repo.git("rm", "-q", "--cached", "roster.csv", "completions.csv")
    program.repo.git("commit", "-q", "-m", "out", at=instant(88.5))
    return program


def given(*texts: str) -> list[str]:
    """The options for some texts."""
    return [word for text in texts for word in ("--exported-at", text)]


def age(call: Call, *words: str) -> Ended:
    """The age of the evidence, as JSON."""
    return call("measure", "evidence.age", "--as-of", AS_OF, "--format", "json", *words)


@pytest.mark.parametrize(
    ("texts", "days"),
    [
        (["people=2026-03-28T12:00:00Z"], 4),
        (["people=2026-03-28T14:00:00+02:00"], 4),
        (["people=2026-03-27"], 4 + 13 / 24),
        (["people=2026-03-31", "jira=2026-03-30T12:00:00Z"], 2),
    ],
)
def test_the_evidence_is_as_old_as_is_said(untracked: Sample, call: Call, texts: Sequence[str], days: float) -> None:
    """An instant, or the end of a day of the program's time zone."""
    untracked.export([issue("CRM-1", category="done")])
    reading = age(call, *given(*texts)).json["readings"][0]
    assert reading["value"] == pytest.approx(days, abs=1 / 3600)


def test_it_takes_the_place_of_what_the_sections_say(untracked: Sample, call: Call) -> None:
    """Of the roster, the completions, a milestone's own roster, and the export of issues."""
    said = "exported-at = 2026-03-01T00:00:00Z"
    untracked.configure('roster = "roster.csv"', f'roster = {{ file = "roster.csv", {said} }}')
    untracked.configure('completions = "completions.csv"', f'completions = {{ file = "completions.csv", {said} }}')
    untracked.configure('packs = ["starter"]', f'packs = ["starter"]\nroster = {{ file = "own.csv", {said} }}')
    untracked.configure('export = "export.json"', 'export = "export.json"\nexported-at = 2026-03-30T12:00:00Z')
    untracked.write("own.csv", ROSTER)
    before = age(call).json["readings"][0]
    assert {each["note"] for each in before["evidence"]} == {"of 2026-03-01T00:00:00Z", "of 2026-03-30T12:00:00Z"}
    after = age(call, *given(PEOPLE, JIRA)).json["readings"][0]
    assert {(each["id"], each["note"]) for each in after["evidence"]} == {
        ("own.csv", "of 2026-03-28T06:00:00Z"),
        ("completions.csv", "of 2026-03-28T06:00:00Z"),
        ("export export.json", "of 2026-03-31T06:00:00Z"),
    }


def test_every_report_of_a_verdict_shows_it(untracked: Sample, call: Call) -> None:
    """However short, in local time; JSON says it of each source as well, in UTC, and the policy is the same."""
    words = ("check", "--as-of", AS_OF, *given(PEOPLE, JIRA), "--format")
    for form in (("text",), ("text", "-q"), ("text", "-v"), ("markdown",)):
        assert SHOWN in " ".join(call(*words, *form).out.split()).replace("\\", "")
    ended = call(*words, "json")
    assert (ended.exit, ended.json["notes"]) == (0, [BOTH])
    sources = {each["name"]: each for each in ended.json["sources"]}
    assert sources["jira"]["asked"].endswith("as of 2026-03-31T06:00:00Z, by --exported-at")
    assert sources["people"]["identity"] == (
        "roster.csv (exported 2026-03-28T06:00:00Z, by --exported-at), "
        "completions.csv (exported 2026-03-28T06:00:00Z, by --exported-at)"
    )
    plain = call("check", "--as-of", AS_OF, "--format", "json").json
    assert plain["policy"]["digest"] == ended.json["policy"]["digest"]
    assert "notes" not in plain
    assert untracked.path.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("measure", "evidence.age", "--as-of", AS_OF),
        ("measure", "evidence.age", "-q", "--as-of", AS_OF),
        ("measure", "evidence.age", "--as-of", AS_OF, "--format", "json"),
        ("explain", "TRN-01", "--milestone", "go-live", "--as-of", AS_OF),
        ("doctor",),
    ],
)
@pytest.mark.usefixtures("untracked")
def test_other_reports_show_it_too(call: Call, words: Sequence[str]) -> None:
    """Readings, a rule's result, and what is visible."""
    note = BOTH if "json" in words else SHOWN
    assert note in " ".join(call(*words, *given(PEOPLE, JIRA)).out.split())


def test_the_calendar_is_a_people_file(untracked: Sample, call: Call) -> None:
    """Its source names the time, too."""
    untracked.configure("[people]\n", '[people]\ncalendar = "sessions.csv"\n')
    untracked.write("sessions.csv", "starts-at,module,role\n2026-05-01T09:00:00Z,quoting,Sales rep\n")
    words = ("measure", "training.reinforced-share", "--as-of", AS_OF, "--format", "json")
    sources = {each["name"]: each for each in call(*words, *given(PEOPLE)).json["sources"]}
    assert sources["calendar"]["identity"] == "sessions.csv (exported 2026-03-28T06:00:00Z, by --exported-at)"


def test_the_edit_is_judged_by_the_same_times(untracked: Sample, call: Call) -> None:
    """The policy of the work tree is not said to decide otherwise for the lack of them; what it loosens is shown."""
    untracked.repo.git("add", "-A")
    untracked.repo.git("rm", "-q", "--cached", "roster.csv", "completions.csv")
    untracked.repo.git("commit", "-q", "-m", "policy", at=instant(89))
    untracked.repo.branch("change")
    words = ("check", "--as-of", AS_OF, "--policy-ref", "main", *given(PEOPLE, JIRA))
    assert "work tree this would be" not in call(*words).out
    untracked.configure('export = "export.json"', 'export = "export.json"\nexported-at = 2026-03-30T12:00:00Z')
    told = " ".join(call(*words).out.split())
    assert "in the work tree, jira.exported-at is" in told
    assert "Under the policy of the work tree this would be: go." in told


def test_today_means_now(untracked: Sample, call: Call, clock: Clock) -> None:
    """Its end has not come yet."""
    clock(NOON)
    untracked.export([issue("CRM-1", category="done")])
    words = ("measure", "evidence.age", "--format", "json", *given("people=2026-04-01", "jira=2026-04-01"))
    assert call(*words).json["readings"][0]["value"] == 0


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (["people"], '--exported-at "people": write SOURCE=TIME, such as people=2027-02-14'),
        ([""], '--exported-at "": write SOURCE=TIME'),
        (["hr=2026-03-30"], '--exported-at hr=2026-03-30: "hr" is not an exported source: write jira or people'),
        (["git=2026-03-30"], '"git" is not an exported source'),
        ([PEOPLE, "people=2026-03-30"], "--exported-at people is given twice: keep one"),
        (["people=yesterday"], '--exported-at people: "yesterday" is not an ISO 8601 time'),
        (["people="], '--exported-at people: "" is not an ISO 8601 time'),
        (["people=2026-03-30T06:00:00"], "has no offset from UTC"),
        (["people=2026-02-30"], "is not a day that exists"),
        (["people=2026-04-01T12:00:01Z"], "2026-04-01T12:00:01Z is later than the time of the evaluation"),
        (["jira=2026-04-02"], "--exported-at jira: 2026-04-02T21:59:59Z is later than the time of the evaluation"),
    ],
)
@pytest.mark.parametrize("command", [("check",), ("measure", "evidence.age"), ("explain", "DEF-01"), ("doctor",)])
@pytest.mark.usefixtures("untracked")
def test_what_is_bad_use(call: Call, clock: Clock, command: Sequence[str], texts: Sequence[str], why: str) -> None:
    """Ends with 2, and nothing is evaluated; nothing is later than now."""
    clock(NOON)
    ended = call(*command, *(("--milestone", "go-live") if "explain" in command else ()), *given(*texts))
    assert (ended.exit, ended.out) == (2, "")
    assert why in ended.err


def test_a_past_time_has_no_later_export(untracked: Sample, call: Call) -> None:
    """It holds what was not known by then."""
    assert untracked.path.exists()
    ended = call("check", "--as-of", "2026-03-28T05:59:59Z", *given(PEOPLE))
    assert ended.exit == 2
    assert "later than the time of the evaluation (2026-03-28T05:59:59Z)" in ended.err


@pytest.mark.parametrize(
    ("text", "old", "new", "why"),
    [
        (JIRA, 'export = "export.json"', 'url = "https://jira.example"\nprojects = ["CRM"]', "issues are read live"),
        (JIRA, "", "", "the configuration has no [jira]"),
        (PEOPLE, 'roster = "roster.csv"\ncompletions = "completions.csv"\n', "", "the configuration names no people"),
        (PEOPLE, "", "", "the configuration names no people files: leave it out, or add [people]"),
        ("people=2026-03-28", 'timezone = "Europe/Berlin"\n', "", "a day needs a time zone"),
    ],
)
def test_what_has_no_export(untracked: Sample, call: Call, text: str, old: str, new: str, why: str) -> None:
    """Has no time of one, and a day needs a time zone."""
    if old:
        untracked.configure(old, new)
    else:
        untracked.write("readiness-gate.toml", '[program]\nname = "x"\n')
    if "zone" in why:
        untracked.write("readiness-gate.toml", '[program]\nname = "x"\n[people]\nroster = "roster.csv"\n')
    ended = call("doctor", *given(text))
    assert (ended.exit, ended.out) == (2, "")
    assert why in ended.err


def test_a_roster_of_a_milestone_is_a_people_file(untracked: Sample, call: Call) -> None:
    """Even the only one."""
    untracked.configure('roster = "roster.csv"\ncompletions = "completions.csv"\n', "")
    untracked.configure('packs = ["starter"]', 'packs = ["starter"]\nroster = { file = "roster.csv" }')
    assert call("doctor", *given(PEOPLE)).exit == 3


def test_without_a_configuration_there_is_no_export(
    call: Call, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shipped rule is explained without one, and then nothing is said of files."""
    monkeypatch.chdir(str(tmp_path))
    assert call("explain", "DEF-01").exit == 0
    ended = call("explain", "DEF-01", *given(PEOPLE))
    assert ended.exit == 2
    assert "readiness-gate.toml not found" in ended.err


def test_an_export_with_later_updates(untracked: Sample, call: Call) -> None:
    """Cannot have been made by then; the option is to be corrected."""
    assert untracked.path.exists()
    ended = age(call, *given("jira=2026-03-30T07:00:00Z"))
    assert ended.exit == 3
    assert "after --exported-at (2026-03-30T07:00:00Z): correct --exported-at" in ended.out


def test_a_file_that_landed_before(program: Sample, call: Call) -> None:
    """Cannot have been exported later; the option is to be corrected."""
    assert program.path.exists()
    ended = age(call, *given("people=2026-03-31"))
    assert ended.exit == 3
    assert "cannot have been exported later, on 2026-03-31T21:59:59Z: correct --exported-at" in ended.out
