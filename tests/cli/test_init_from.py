"""`init --from`: people files as systems export them are proposed, confirmed, written, and then read."""

from pathlib import Path

import pytest
import tomli
from openpyxl import Workbook
from support.console import Call
from support.git import Repo
from support.terminal import typed

from readiness_gate.config import FILE

GIVEN = ("--go-live", "2099-03-01", "--timezone", "Europe/Berlin", "--export", "jira-export.json")
UNASKED = ("--measures", "none")
"""At a terminal, what is measured is then not asked for."""
LMS = """\
User ID;Full Name;Course Name;Completion Date;Status;Score;Hours
1;Ann;Basics;13.01.2026;Completed;90;2
2;Bob;Basics;;In Progress;;
"""
STAFF = """\
Employee ID,Name,Job Role,Hire Date,Status
1,Ann,Clerk,2020-01-02,Active
2,Bob,Clerk,2020-01-02,Terminated
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two files, and the test is in its folder."""
    repository = Repo(tmp_path / "our-crm")
    repository.commit(0, {"config/a.yml": "1"})
    (repository.path / "lms.csv").write_text(LMS)
    (repository.path / "staff.csv").write_text(STAFF)
    monkeypatch.chdir(repository.path)
    return repository.path


def _people(folder: Path) -> dict[str, object]:
    people: dict[str, object] = tomli.loads((folder / FILE).read_text())["people"]
    return people


def test_what_is_agreed_is_written(folder: Path, call: Call) -> None:
    """The columns, statuses, dates and delimiter are those of the files; what nothing is known of stays open."""
    ended = call("init", *GIVEN, "--from", "lms.csv", "--from", "staff.csv", "--yes")
    assert (ended.exit, ended.err) == (0, "")
    assert _people(folder) == {
        "completions": {
            "file": "lms.csv",
            "columns": {
                "person": "User ID",
                "module": "Course Name",
                "completed-at": "Completion Date",
                "status": "Status",
            },
            "completed": ["Completed"],
            "dates": "d.M.yyyy",
            "delimiter": ";",
        },
        "roster": {
            "file": "staff.csv",
            "columns": {"person": "Employee ID", "role": "Job Role", "from": "Hire Date"},
            "active": {"column": "Status", "values": ["Active"]},
        },
    }
    text = (folder / FILE).read_text()
    assert '# Modules in the completions: "Basics"\n# [people.required]\n# "Clerk" = ["Basics"]\n' in text
    assert "Ann" not in text


def test_it_is_not_agreed_by_itself(folder: Path, call: Call) -> None:
    """Where nobody can be asked, the proposal is shown, and nothing is written."""
    ended = call("init", *GIVEN, "--from", "lms.csv")
    assert (ended.exit, ended.out) == (2, "")
    assert "a person must confirm the proposal" in ended.err
    assert '[people.completions]\nfile = "lms.csv"\n' in ended.err
    assert not (folder / FILE).exists()


def test_a_terminal_asks_what_is_open(folder: Path) -> None:
    """What was not recognized is ignored only when somebody says so."""
    answers = "\ny\n\n80\ny\ny\n\n"
    code, shown = typed(folder, answers, *GIVEN, *UNASKED, "--from", "lms.csv", "--from", "staff.csv")
    assert code == 0, shown
    assert 'Not recognized: "Hours".' in shown
    completions = _people(folder)["completions"]
    assert isinstance(completions, dict)
    assert (completions["passing-score"], completions["ignore"]) == (80, ["Hours"])


def test_a_wrong_proposal_is_not_written(folder: Path) -> None:
    """The default answer is no."""
    code, shown = typed(folder, "\n\n", *GIVEN, *UNASKED, "--from", "lms.csv")
    assert code == 2
    assert "describe its columns in [people.completions]" in " ".join(shown.split())
    assert not (folder / FILE).exists()


def test_answers_that_do_not_hold_are_asked_for_again(folder: Path) -> None:
    """A status that the file does not have, no number, and a form of dates that does not fit."""
    (folder / "lms.csv").write_text(LMS.replace("13.01.2026", "03/01/2026").replace("Completed;", "Done;"))
    answers = "\ny\nyyyy\nd/M/yyyy\nFinished\n\nDone\nmany\nnone\nn\n"
    code, shown = typed(folder, answers, *GIVEN, *UNASKED, "--from", "lms.csv")
    assert code == 0, shown
    completions = _people(folder)["completions"]
    assert isinstance(completions, dict)
    assert (completions["dates"], completions["completed"]) == ("d/M/yyyy", ["Done"])
    assert "passing-score" not in completions
    assert "ignore" not in completions


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(LMS.replace("13.01.2026", "03/01/2026"), "its dates fit several forms (", id="dates"),
        pytest.param(LMS.replace("Completed;", "Done;"), "which status counts as completed is unknown (", id="status"),
        pytest.param("a,b\n1,2\n", "no row has known column names", id="unknown"),
        pytest.param(
            "person,status\n1,2\n",
            "columns that each of them needs. It is nearest to roster, and lacks role; write its",
            id="no-kind",
        ),
        pytest.param("", "the file is empty", id="empty"),
        pytest.param("{}", "no row has known column names", id="json"),
    ],
)
def test_what_is_open_is_not_agreed_to(folder: Path, call: Call, content: str, why: str) -> None:
    """A choice that only a person can make is not made by --yes."""
    (folder / "lms.csv").write_text(content)
    ended = call("init", *GIVEN, "--from", "lms.csv", "--yes")
    assert ended.exit == 2
    assert why in ended.err
    assert not (folder / FILE).exists()


def test_all_files_that_are_not_recognized_are_named_at_once(folder: Path, call: Call) -> None:
    """Each with its reason."""
    (folder / "a.csv").write_text("a,b\n1,2\n")
    ended = call("init", *GIVEN, "--from", "a.csv", "--from", "missing.csv", "--yes")
    assert ended.exit == 2
    assert "a.csv: no row has known column names" in ended.err
    assert "--from missing.csv: there is no such file" in ended.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--from", "absent.csv"), "--from absent.csv: there is no such file"),
        (("--from", "."), ". is not a file"),
        (("--from", "lms.csv", "--from", "lms.csv"), "both look like a completions file"),
        (("--yes",), "--yes accepts what --from proposes. Add --from FILE"),
    ],
)
def test_options_that_do_not_hold(folder: Path, call: Call, words: tuple[str, ...], why: str) -> None:
    """Each says what to do."""
    ended = call("init", *GIVEN, *words)
    assert ended.exit == 2
    assert why in ended.err
    assert not (folder / FILE).exists()


def test_a_configuration_that_is_there_gets_lines_to_paste(folder: Path, call: Call) -> None:
    """It is never changed."""
    (folder / FILE).write_text("x")
    ended = call("init", "--from", "staff.csv")
    assert ended.exit == 2
    assert 'add this to it:\n\n[people.roster]\nfile = "staff.csv"\n' in ended.err
    assert (folder / FILE).read_text() == "x"


def test_a_workbook_with_title_rows(folder: Path, call: Call) -> None:
    """The row of the header is found, and written."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Report of training"], ["made on Monday"], ["User ID", "Course Name", "Completion Date"]):
        sheet.append(row)
    sheet.append(["a1", "Basics", "2026-01-13"])
    book.save(folder / "lms.xlsx")
    ended = call("init", *GIVEN, "--from", "lms.xlsx", "--yes")
    assert ended.exit == 0, ended.err
    assert _people(folder)["completions"] == {
        "file": "lms.xlsx",
        "columns": {"person": "User ID", "module": "Course Name", "completed-at": "Completion Date"},
        "header-row": 3,
    }


@pytest.mark.parametrize("state", ["visible", "hidden"])
def test_a_workbook_with_another_sheet(folder: Path, call: Call, state: str) -> None:
    """The sheet that is read is written by its name."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["User ID", "Course Name", "Completion Date"], ["a1", "Basics", "2026-01-13"]):
        sheet.append(row)
    other = book.create_sheet("Notes")
    other.append(["made", "on Monday"])
    other.sheet_state = state
    book.save(folder / "lms.xlsx")
    assert call("init", *GIVEN, "--from", "lms.xlsx", "--yes").exit == 0
    assert 'sheet = "Sheet"' in (folder / FILE).read_text().splitlines()


def _workbook(folder: Path, person: object) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["User ID", "Course Name", "Completion Date"])
    sheet.append([person, "Basics", "2026-01-13"])
    book.save(folder / "lms.xlsx")


@pytest.mark.parametrize(
    ("person", "answer", "written"), [(17, "y\ny\n", ["numeric-ids"]), (17, "y\n\n", []), ("0017", "y\n", [])]
)
def test_numbers_are_ids_only_when_somebody_says_so(
    folder: Path, person: object, answer: str, written: list[str]
) -> None:
    """As a number, 00123 has lost its zeros; of ids that are texts nobody asks."""
    _workbook(folder, person)
    code, shown = typed(folder, f"\n{answer}", *GIVEN, *UNASKED, "--from", "lms.xlsx")
    assert code == 0, shown
    completions = _people(folder)["completions"]
    assert isinstance(completions, dict)
    assert ["numeric-ids"] * ("numeric-ids" in completions) == written


def test_another_encoding(folder: Path, call: Call) -> None:
    """UTF-16 by its mark, and what is not UTF-8 as windows-1252."""
    (folder / "staff.csv").write_bytes(STAFF.encode("utf-16"))
    (folder / "lms.csv").write_bytes(LMS.replace("Ann", "Zo\u00eb").encode("windows-1252"))
    assert call("init", *GIVEN, "--from", "lms.csv", "--from", "staff.csv", "--yes").exit == 0
    people = _people(folder)
    assert [str(people[key]).partition("encoding': '")[2][:6] for key in ("roster", "completions")] == [
        "utf-16",
        "window",
    ]
