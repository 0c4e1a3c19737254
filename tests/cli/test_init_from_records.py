"""`init --from`: surveys and tests as tools export them are proposed with their questions and words, and then read."""

from pathlib import Path
from typing import Any

import pytest
import tomli
from support import survey_exports as exports
from support import usage_exports as usages
from support.console import Call
from support.git import Repo
from support.terminal import typed
from support.vendor_exports import Table, as_csv

from readiness_gate.config import FILE

GIVEN = ("--go-live", "2099-03-01", "--timezone", "Europe/Berlin", "--export", "jira-export.json")
MORE = "It helps me & saves time!"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, and the test is in its folder."""
    repository = Repo(tmp_path / "our-crm")
    repository.commit(0, {"config/a.yml": "1"})
    monkeypatch.chdir(repository.path)
    return repository.path


def _proposed(folder: Path, call: Call, name: str, content: bytes) -> tuple[str, Any]:
    """The key of the section that is written for a file, and what is in it."""
    (folder / name).write_bytes(content)
    ended = call("init", *GIVEN, "--from", name, "--yes")
    assert (ended.exit, ended.err) == (0, "")
    people: dict[str, Any] = tomli.loads((folder / FILE).read_text())["people"]
    ((key, section),) = ((key, value) for key, value in people.items() if "file" in value)
    return key, section


def test_a_survey_of_microsoft_forms(folder: Path, call: Call) -> None:
    """Its questions are the columns with answers; the role is the question about it."""
    rows = exports.microsoft_forms(exports.LIKERT)
    wide = [(*rows[0], MORE, "What else?"), *((*row, "Agree", "Nothing") for row in rows[1:])]
    key, section = _proposed(folder, call, "survey.xlsx", exports.as_workbook(wide))
    assert (key, section) == (
        "surveys",
        {
            "file": "survey.xlsx",
            "preset": "microsoft-forms",
            "columns": {"role": exports.ROLE},
            "questions": {exports.QUESTION: "i-know-why-the-system-is", MORE: "it-helps-me-saves-time"},
        },
    )


def test_what_is_proposed_is_read(folder: Path, call: Call) -> None:
    """As it is: doctor counts the answers."""
    _proposed(folder, call, "survey.csv", as_csv(exports.google_forms(exports.LIKERT)))
    assert "5 rows, from 2026-03-02 to 2026-03-02" in call("doctor").out


def test_a_survey_of_qualtrics(folder: Path, call: Call) -> None:
    """The rows of labels have no answers; what says whether a response counts is not ignored."""
    table = exports.qualtrics(exports.SOMEWHAT)
    table[0][-2] = "Role"
    _, section = _proposed(folder, call, "survey.csv", as_csv(table))
    assert section == {
        "file": "survey.csv",
        "preset": "qualtrics",
        "columns": {"role": "Role"},
        "questions": {"Q2": "q2"},
    }
    assert 'the columns are unknown: "Status", "Finished"' in " ".join(call("doctor").out.split())


@pytest.mark.parametrize(("answers", "has_scale"), [(("Agree", "Neutral"), True), (("5", "2"), False)])
def test_a_survey_of_another_tool(folder: Path, call: Call, answers: tuple[str, ...], *, has_scale: bool) -> None:
    """With the words of a common scale."""
    rows = "".join(f"2026-03-02,Clerk,{answer},{answer}\n" for answer in answers)
    content = f"Date,Your role,I know why,I know why it helps\n{rows}".encode()
    key, section = _proposed(folder, call, "survey.csv", content)
    assert (key, section["columns"]) == ("surveys", {"role": "Your role", "answered-at": "Date"})
    assert section["questions"] == {"I know why": "i-know-why", "I know why it helps": "i-know-why-it-helps"}
    assert ("scale" in section) == has_scale
    assert "4 rows" in call("doctor").out


def test_the_words_of_tests(folder: Path, call: Call) -> None:
    """Those that are known are proposed; one that may mean anything waits for a decision."""
    rows = "".join(
        f"UAT-{number},{word},\n" for number, word in enumerate(("PASS", "FAIL", "TODO", "ABORTED", "Passed"))
    )
    _, section = _proposed(folder, call, "tests.csv", f"Test Key,Test Run Status,Finished On\n{rows}".encode())
    assert section["values"] == {"result": {"passed": ["PASS"], "failed": ["FAIL"], "not-run": ["TODO"]}}
    assert '# Add to values what these mean: "ABORTED"' in (folder / FILE).read_text()
    assert "none of passed, failed, blocked, in-progress, not-run" in " ".join(call("doctor").out.split())


def test_an_export_of_zephyr_squad(folder: Path, call: Call) -> None:
    """By its preset."""
    content = as_csv(exports.zephyr_squad(exports.RESULTS))
    assert _proposed(folder, call, "tests.csv", content) == (
        "acceptance-tests",
        {"file": "tests.csv", "preset": "zephyr-squad"},
    )


GERMAN = "Benutzer;Anmeldezeit;Arbeitsplatz\nE1;02.03.2026 08:15:00;PC1\nE1;13.03.2026 09:00:00;PC1\n"
LOG = (
    "Username,Login Time,Source IP,Login Type,Status\n"
    "ann@example.com,3/2/2026 8:15:00 AM PST,192.0.2.7,Application,Success\n"
    "ann@example.com,3/13/2026 8:15:00 AM PST,192.0.2.7,Application,Invalid Password\n"
    "ann@example.com,3/13/2026 8:16:00 AM PST,192.0.2.7,Application,Restricted\n"
)


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        (
            GERMAN,
            {
                "columns": {"person": "Benutzer", "week": "Anmeldezeit"},
                "dates": "d.M.yyyy H:mm:ss",
                "delimiter": ";",
            },
        ),
        (
            LOG,
            {
                "columns": {"person": "Username", "week": "Login Time", "active": "Status"},
                "values": {"active": {"yes": ["Success"], "no": ["Invalid Password"]}},
                "dates": "M/d/yyyy h:mm:ss a z",
            },
        ),
        ("User,Last Login\nann,2026-03-02\nbob,2026-03-03\n", {"columns": {"person": "User", "week": "Last Login"}}),
        ("upn,Week of,actions\nann,2026-03-02,7\n", {"columns": {"person": "upn", "week": "Week of"}}),
    ],
)
def test_logins_of_any_system(folder: Path, call: Call, text: str, proposed: dict[str, Any]) -> None:
    """Are the use of it, whatever their columns are called."""
    assert _proposed(folder, call, "logins.csv", text.encode()) == ("usage", {"file": "logins.csv", **proposed})


def test_a_login_that_may_have_failed(folder: Path, call: Call) -> None:
    """Waits for a decision, as do the columns of which nothing is known."""
    _proposed(folder, call, "logins.csv", LOG.encode())
    assert '# Add to values what these mean: "Restricted"' in (folder / FILE).read_text()
    assert 'the columns are unknown: "Source IP", "Login Type"' in " ".join(call("doctor").out.split())


@pytest.mark.parametrize(
    ("preset", "table"),
    [
        ("salesforce", usages.salesforce_logins("Success")),
        ("salesforce-login-events", usages.salesforce_login_events("LOGIN_NO_ERROR")),
        ("salesforce-users", [usages.salesforce_users()[0], ["ann@example.com", "ann", "1", "3/25/2026 4:05 PM"]]),
        ("microsoft-365", usages.microsoft_teams()),
        ("microsoft-365", usages.microsoft_sharepoint()),
        ("microsoft-purview", usages.microsoft_purview()),
        ("sap-audit-log", usages.sap_audit_log("AU1")),
        ("pendo", usages.pendo_visitors()),
    ],
)
def test_an_export_of_use_by_its_preset(folder: Path, call: Call, preset: str, table: Table) -> None:
    """By more than a person and a time, which those of all systems have."""
    key, section = _proposed(folder, call, "use.csv", as_csv(table))
    assert (key, section["preset"], "columns" in section) == ("usage", preset, False)


def test_records_by_their_preset(folder: Path, call: Call) -> None:
    """With who entered them."""
    key, section = _proposed(folder, call, "records.csv", as_csv(usages.salesforce_records()))
    assert (key, section) == ("entries", {"file": "records.csv", "preset": "salesforce"})


def test_a_terminal_shows_what_is_proposed(folder: Path) -> None:
    """Questions and words, before somebody says that it is right."""
    (folder / "survey.csv").write_bytes(as_csv(exports.google_forms(exports.LIKERT)))
    (folder / "tests.csv").write_text("Test Key,Result,Extra\nUAT-1,PASS,x\nUAT-2,ABORTED,y\n")
    code, shown = typed(folder, "\n\ny\ny\ny\n", *GIVEN, "--from", "survey.csv", "--from", "tests.csv")
    assert code == 0, shown
    assert "survey.csv looks like a surveys file as google-forms exports it." in shown
    assert f'question i-know-why-the-system-is: "{exports.QUESTION}"' in shown
    assert "result passed: PASS" in shown
    assert "unknown: ABORTED. Add these to values, or the file is unavailable." in shown
    assert "none says which acceptance test was run with which result or when" in " ".join(shown.split())


def test_notes_below_the_data(folder: Path, call: Call) -> None:
    """Are counted, also in a workbook, and then left out."""
    data = "person,module,completed-at\nE1,Quoting,2026-03-01\n"
    notes = '\n"Report on users"\n"Generated By:  A"\nAcme\n'
    key, section = _proposed(folder, call, "completions.csv", (data + notes).encode())
    assert (key, section) == ("completions", {"file": "completions.csv", "footer-rows": 3})


def test_a_note_below_a_sheet(folder: Path, call: Call) -> None:
    """Has as many cells as a row, and a value in one of them."""
    rows = [("person", "role"), ("E1", "Clerk"), ("", ""), ("Applied filters: none", "")]
    key, section = _proposed(folder, call, "roster.xlsx", exports.as_workbook(rows))
    assert (key, section) == ("roster", {"file": "roster.xlsx", "footer-rows": 1})


def test_a_second_row_of_the_header(folder: Path, call: Call) -> None:
    """SurveyMonkey writes one: it has no time and no id."""
    header = "Respondent ID,End Date,What is your role?,It helps me\n"
    text = f"{header},,Response,Response\n1,03/20/2026,Clerk,Agree\n2,03/21/2026,Clerk,Disagree\n"
    key, section = _proposed(folder, call, "survey.csv", text.encode())
    assert (key, section["skip-rows"], section["questions"]) == ("surveys", 1, {"It helps me": "it-helps-me"})
    assert "2 rows, from 2026-03-20 to 2026-03-21" in call("doctor").out


def test_results_in_junit_xml(folder: Path, call: Call) -> None:
    """Are a list of acceptance tests."""
    content = b'<testsuite tests="1"><testcase name="a"/></testsuite>'
    assert _proposed(folder, call, "uat.xml", content) == ("acceptance-tests", {"file": "uat.xml"})


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "list.csv: the file is empty\n"),
        ("person,role\nE1,Clerk\nE2\nE3,Clerk\n", "list.csv:3: the row has 1 cell, and the header has 2: correct"),
        ("person,role\nE1,Clerk\nE2,Clerk,x\n", "list.csv:3: the row has 3 cells, and the header has 2: correct"),
        (
            "<html><table/></html>",
            "this is a web page or XML: export a table, or open it in Excel and save it as .xlsx",
        ),
        ('<testsuite tests="2"><testcase name="a"/></testsuite>', "a suite counts 2 tests, and has 1, so results are"),
    ],
)
def test_what_cannot_be_read_is_not_proposed(folder: Path, call: Call, content: str, why: str) -> None:
    """The message has the line and what to do."""
    (folder / "list.csv").write_text(content)
    ended = call("init", *GIVEN, "--from", "list.csv", "--yes")
    assert ended.exit == 2
    assert why in " ".join(ended.err.split()) + "\n"
