"""`demo --story releases` shows the verdict on the next go-live, and how to try the gate on those of the past."""

import re
from pathlib import Path

import pytest
from support.console import Call
from support.golden import check_golden

GOLDEN = Path(__file__).parents[1] / "golden" / "reports"
STORY = ("demo", "--story", "releases")


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the test is in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _commands(printed: str) -> list[list[str]]:
    """The commands that it proposes, without the program's name."""
    return [line.split()[1:] for line in printed.splitlines() if line.startswith("  readiness-gate ")]


@pytest.mark.usefixtures("nowhere")
def test_the_next_go_live(call: Call) -> None:
    """A defect is in its way, and a rule warns. Nothing is wider than 80."""
    ended = call(*STORY)
    assert (ended.exit, ended.err) == (1, "")
    assert ended.out.startswith("✗ NO-GO  go-live on 2026-03-10, in 5 days\n")
    assert "This program went live 16 times before, and 6 of these went wrong" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80
    check_golden(GOLDEN / "demo-releases.txt", re.sub("(Policy|evidence) [0-9a-f]{12}", r"\1 …", ended.out))


@pytest.mark.usefixtures("nowhere")
def test_what_to_do_next_works(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own check says the same in the folder that it names."""
    ended = call(*STORY, "a folder")
    assert "  cd 'a folder'\n" in ended.out
    monkeypatch.chdir("a folder")
    check = call(*_commands(ended.out)[-1])
    assert check.exit == 1
    assert ended.out.startswith(check.out)
    assert call("doctor").exit == 0


@pytest.mark.usefixtures("nowhere")
def test_the_gate_can_be_tried(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each trial that it proposes runs, whatever day it is; one go-live is undecided unless another rule stops it."""
    commands = _commands(call(*STORY).out)[:-1]
    assert [command[0] for command in commands] == ["backtest"] * 3
    monkeypatch.chdir("releases-demo")
    ended = [call(*command) for command in commands]
    assert [(each.exit, each.err) for each in ended] == [(3, "")] * 3
    assert len({each.out for each in ended}) == 3


@pytest.mark.usefixtures("nowhere")
def test_quiet(call: Call) -> None:
    """It prints the decision alone."""
    ended = call(*STORY, "-q")
    assert ended.out == "✗ NO-GO: 1 of 7 blocking rules fails, 6 pass; 1 warning (go-live).\n"


def test_ready_belongs_to_another_story(nowhere: Path, call: Call) -> None:
    """Both together are bad use, and nothing is written."""
    ended = call(*STORY, "--ready")
    assert (ended.exit, ended.out) == (2, "")
    assert "--ready belongs to the story go-live" in ended.err
    assert list(nowhere.iterdir()) == []


def test_a_folder_that_is_not_empty(nowhere: Path, call: Call) -> None:
    """What is there already stays as it is."""
    (nowhere / "releases-demo").mkdir()
    (nowhere / "releases-demo" / "mine").write_text("mine")
    ended = call(*STORY)
    assert (ended.exit, ended.out) == (2, "")
    assert [path.name for path in nowhere.rglob("*") if path.is_file()] == ["mine"]


def test_without_git(nowhere: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is missing, that is what it says."""
    monkeypatch.setenv("PATH", str(nowhere))
    ended = call(*STORY)
    assert (ended.exit, ended.out) == (3, "")
    assert "git is not installed" in ended.err
