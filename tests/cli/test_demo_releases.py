"""`demo --story releases` shows the verdict on the next go-live, and how to try the gate on those of the past."""

import os
import re
from hashlib import sha256
from pathlib import Path

import pytest
from support.console import Call
from support.git import git
from support.golden import check_golden
from support.program import start
from support.tools import skip_where_python_cannot_start

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


@pytest.mark.masses
@pytest.mark.usefixtures("nowhere")
def test_what_to_do_next_works(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder that it names, each trial runs whatever day it is, with another result; one go-live is undecided,
    unless DEF-03 stops it. Its own check says the same as before."""
    ended = call(*STORY, "a folder")
    assert "  cd 'a folder'\n" in ended.out
    monkeypatch.chdir("a folder")
    *trials, check = _commands(ended.out)
    assert [words[:2] for words in trials] == [["backtest", "go-live"]] * 3
    tried = [call(*words, "-q") for words in trials]
    assert [(each.exit, each.err) for each in tried] == [(3, "")] * 3
    assert ["1 is undecided" in " ".join(each.out.split()) for each in tried] == [True, False, True]
    assert len({each.out for each in tried}) == 3
    assert ["proves nothing" in " ".join(each.out.split()) for each in tried] == [False, True, True]
    assert all("(a patch within 14 days)" in " ".join(each.out.split()) for each in tried)
    assert call(*trials[0], "--set", "DOC-01.enforcement=warn").exit == 0
    checked = call(*check)
    assert checked.exit == 1
    assert ended.out.startswith(checked.out)
    assert call("doctor").exit == 0


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


ENVIRONMENTS = (
    {"TZ": "UTC", "LC_ALL": "C", "umask": "022"},
    {"TZ": "America/St_Johns", "LC_ALL": "POSIX", "umask": "000", "PYTHONHASHSEED": "1", "HOME": "/"},
)


@pytest.mark.heavy
def test_it_is_the_same_everywhere(tmp_path: Path) -> None:
    """The same output, files, commits and tags, whatever time zone, locale, umask and settings of git are."""
    skip_where_python_cannot_start()
    hostile = tmp_path / "gitconfig"
    hostile.write_text("[core]\n\tautocrlf = true\n[init]\n\tdefaultBranch = trunk\n[tag]\n\tgpgSign = true\n")
    found: list[tuple[str, str, list[str]]] = []
    for number, environment in enumerate(ENVIRONMENTS):
        folder = tmp_path / str(number)
        folder.mkdir()
        before = os.umask(int(environment["umask"], 8))
        try:
            demo = start(*STORY, cwd=folder, env={**environment, "GIT_CONFIG_GLOBAL": str(hostile)})
        finally:
            os.umask(before)
        assert (demo.exit, demo.err) == (1, "")
        files = sorted(path for path in (folder / "releases-demo").rglob("*") if path.is_file())
        digests = [sha256(path.read_bytes()).hexdigest() for path in files if ".git" not in path.parts]
        found.append((demo.out, git(folder / "releases-demo", "show-ref"), digests))
    assert found[0] == found[1]
