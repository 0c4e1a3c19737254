"""`demo --story adoption` shows how adoption fails and recovers, with what was known on each day."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.console import Call
from support.golden import check_golden

from readiness_gate.cli.sample import judged
from readiness_gate.reports.progress import progress
from readiness_gate.sample.adoption import REVIEWS, add, begin

GOLDEN = Path(__file__).parents[1] / "golden" / "reports"
STORY = ("demo", "--story", "adoption")
FOLDER = Path("adoption-demo")


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the test is in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _sentence(printed: str) -> str:
    """What it ends with, in one line."""
    return " ".join(printed.strip().split("\n\n")[-1].split())


@pytest.mark.usefixtures("nowhere")
def test_it_fails_and_recovers(call: Call) -> None:
    """No-go on day 60, because adoption has failed; go on day 90; and then what changed. Nothing is wider than 80."""
    ended = call(*STORY)
    assert (ended.exit, ended.err) == (0, "")
    said = " ".join(ended.out.split())
    assert said.startswith("✗ NO-GO adoption-d60 on 2026-05-22, today")
    assert "adoption has failed: 23 % of people in the role Sales rep used the system (11 of 47)" in said
    assert said.index("the program acts") < said.index("✓ GO adoption-d90 on 2026-06-21")
    assert "! WARN ADP-01-b" in said.partition("✓ GO")[2]
    assert _sentence(ended.out) == (
        "Between day 60 (no-go) and day 90 (go), the share of people in the role Sales rep who use the system rose "
        "from 23 % (11 of 47) to 89 % (42 of 47), the share of records that people enter themselves rose from 48 % to "
        "87 %, and the number of workarounds in use fell from 2 to 0; 36 of these 47 do not use it as a habit yet."
    )
    assert max(map(len, ended.out.splitlines())) <= 80
    check_golden(GOLDEN / "demo-adoption.txt", re.sub("(Policy|evidence) [0-9a-f]{12}", r"\1 …", ended.out))


@pytest.mark.usefixtures("nowhere")
def test_the_folder_answers_for_both_days(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two commands that it ends with print what it printed, digests included: what came in between changes nothing
    of what was known on the first day."""
    ended = call(*STORY, "a folder")
    commands = [line.split() for line in ended.out.splitlines() if line.startswith("  readiness-gate ")]
    assert "  cd 'a folder'\n" in ended.out
    monkeypatch.chdir("a folder")
    first, second = (call(*command[1:]) for command in commands)
    assert (first.exit, second.exit) == (1, 0)
    assert ended.out.startswith(f"{first.out}\nAfter this review")
    assert f"next review:\n\n{second.out}\nThe folder is as of" in ended.out


def _fewer_users(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not re.match("sales-4[012],", line))


def _later_baseline(text: str) -> str:
    return re.sub("(Quotes made.*),2026-02-16,80", r"\1,2026-04-01,80", text)


def _reopened(text: str) -> str:
    return re.sub(",2026-0[56]-[0-9]+\n", ",\n", text)


def _perhaps_not_whole(text: str) -> str:
    return text.replace(", whole = true, from = 2026-03-23", "")


HINTS = {
    "people/usage.csv": (_fewer_users, 1, "ADP-01-d90"),
    "people/kpis.csv": (_later_baseline, 1, "ADP-00"),
    "people/workarounds.csv": (_reopened, 0, "2 of 2 workarounds are in use"),
    "readiness-gate.toml": (_perhaps_not_whole, 3, "it is unknown whether"),
}


@pytest.mark.parametrize("path", HINTS)
def test_what_to_change(nowhere: Path, call: Call, path: str) -> None:
    """Each of the changes that it proposes has an effect on the later gate."""
    assert f"  {path} " in call(*STORY).out
    change, code, shown = HINTS[path]
    before = (nowhere / FOLDER / path).read_text()
    (nowhere / FOLDER / path).write_text(change(before))
    assert (nowhere / FOLDER / path).read_text() != before
    command = ("check", "adoption-d90", "--as-of", "2026-06-22", "-v", "-c", str(FOLDER / "readiness-gate.toml"))
    ended = call(*command)
    assert ended.exit == code
    assert shown in " ".join(ended.out.split())


def _changed(folder: Path, path: str, change: Callable[[str], str]) -> str:
    """The sentence, where a file was changed before the second review."""
    first, second = REVIEWS
    begin(folder, "{}\n")
    before = judged(folder, first.milestone, first.as_of)
    add(folder, second.as_of)
    (folder / path).write_text(change((folder / path).read_text()))
    return progress(before, judged(folder, second.milestone, second.as_of))


@pytest.mark.parametrize(
    ("path", "change", "shown"),
    [
        ("people/usage.csv", _fewer_users, "and day 90 (no-go), the share"),
        ("people/usage.csv", _fewer_users, "rose from 23 % (11 of 47) to 83 % (39 of 47)"),
        ("people/workarounds.csv", _reopened, "workarounds in use stayed at 2"),
        ("readiness-gate.toml", _perhaps_not_whole, "the use of the system is unknown: there is no figure of day 90"),
    ],
)
def test_the_sentence_follows_the_data(tmp_path: Path, path: str, change: Callable[[str], str], shown: str) -> None:
    """Nothing of it is fixed: other data, another sentence."""
    assert shown in _changed(tmp_path / "it", path, change)


@pytest.mark.parametrize("kind", ["file-in-it", "is-a-file"])
def test_a_folder_that_is_not_empty(nowhere: Path, call: Call, kind: str) -> None:
    """What is there already stays as it is: bad use."""
    mine = nowhere / FOLDER if kind == "is-a-file" else nowhere / FOLDER / "mine"
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    ended = call(*STORY)
    assert (ended.exit, ended.out) == (2, "")
    assert ("is not empty: choose another folder" in ended.err) == (kind != "is-a-file")
    assert [each.read_text() for each in nowhere.rglob("*") if each.is_file()] == ["mine"]


def test_ready_belongs_to_the_other_story(nowhere: Path, call: Call) -> None:
    """Both together are bad use, and nothing is written."""
    ended = call(*STORY, "--ready")
    assert (ended.exit, ended.out) == (2, "")
    assert "--ready belongs to the story go-live" in ended.err
    assert list(nowhere.iterdir()) == []


@pytest.mark.usefixtures("nowhere")
def test_the_story_of_go_live_is_the_default(call: Call) -> None:
    """It is the same with its name and without."""
    named, unnamed = call("demo", "--story", "go-live", "-q", "a"), call("demo", "-q")
    assert named == unnamed
    assert Path("readiness-demo").is_dir()
    assert call("demo", "--story", "training").exit == 2


def test_it_needs_no_git(nowhere: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """None of its rules asks for a history."""
    monkeypatch.setenv("PATH", str(nowhere))
    assert call(*STORY, "-q").exit == 0
    assert not (nowhere / FOLDER / ".git").exists()


@pytest.mark.usefixtures("nowhere")
def test_quiet_and_verbose(call: Call) -> None:
    """Quiet has the decisions and the sentence; verbose has the details of every rule."""
    quiet, usual, verbose = (call(*STORY, *words) for words in (("a", "-q"), ("b",), ("c", "-v")))
    lines = quiet.out.splitlines()
    assert [line.split(":")[0] for line in lines[:2]] == ["✗ NO-GO", "✓ GO"]
    assert " ".join(lines[2:]) == _sentence(usual.out)
    assert "a folder" not in quiet.out
    assert "check again" not in quiet.out
    assert len(verbose.out) > 1.5 * len(usual.out)
    assert _sentence(verbose.out) == _sentence(usual.out)


@pytest.mark.usefixtures("nowhere")
def test_color(call: Call) -> None:
    """It is the same text, with color where that is wanted."""
    plain, colored = call(*STORY, "a", "--color", "never"), call(*STORY, "b", "--color", "always")
    assert "\x1b[" not in plain.out
    assert "\x1b[1mBetween day 60 (no-go)" in colored.out
    without = re.sub(r"\x1b\[[0-9;]*m", "", colored.out).replace("  cd b\n", "  cd a\n")
    assert [line.rstrip() for line in without.splitlines()] == plain.out.splitlines()
