"""`demo` builds a sample program, the same everywhere, and runs its gate."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.console import Call
from support.git import git
from support.program import Ended, start
from support.tools import skip_where_python_cannot_start

MOMENTS = {"--ready": "2026-03-20T08:00:00Z", "": "2026-03-09T08:00:00Z"}


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the test is in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("option", "code", "first"), [("", 1, "✗ NO-GO  go-live"), ("--ready", 0, "✓ GO  go-live")])
def test_its_gate_decides(nowhere: Path, call: Call, option: str, code: int, first: str) -> None:
    """As it is the program is not ready, and some days later it is; its own check says the same."""
    ended = call("demo", *filter(None, [option]))
    assert (ended.exit, ended.err) == (code, "")
    assert ended.out.startswith(first)
    check = call("check", "-c", "readiness-demo/readiness-gate.toml", "--as-of", MOMENTS[option])
    assert check.exit == code
    assert ended.out.startswith(check.out)
    assert git(nowhere / "readiness-demo", "status", "--porcelain") == ""


def test_what_to_do_next_works(nowhere: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that it ends with, run where it says, gives the same verdict; no line is wider than 80 columns."""
    ended = call("demo", "a folder")
    lines = ended.out.splitlines()
    assert max(map(len, lines)) <= 80
    folder = next(line.strip().removeprefix("cd ") for line in lines if line.startswith("  cd "))
    assert folder == "'a folder'"
    monkeypatch.chdir(nowhere / "a folder")
    command = next(line.split() for line in lines if line.startswith("  readiness-gate "))
    assert call(*command[1:]).exit == 1
    assert call("doctor").exit == 0


@pytest.mark.parametrize("kind", ["file-in-it", "hidden-file-in-it", "is-a-file"])
def test_a_folder_that_is_not_empty(nowhere: Path, call: Call, kind: str) -> None:
    """What is there already stays as it is: bad use."""
    folder = nowhere / "taken"
    mine = folder if kind == "is-a-file" else folder / ("a" if kind == "file-in-it" else ".a")
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    ended = call("demo", "taken")
    assert (ended.exit, ended.out) == (2, "")
    assert ("is not empty: choose another folder" in ended.err) == (kind != "is-a-file")
    assert [each.name for each in nowhere.rglob("*") if each.is_file()] == [mine.name]


def test_an_empty_folder_will_do(nowhere: Path, call: Call) -> None:
    """A folder that is there and empty is used; folders on the way to it are made."""
    (nowhere / "empty").mkdir()
    assert call("demo", "empty", "-q").exit == 1
    assert call("demo", "new/below", "-q").exit == 1


def test_without_git(nowhere: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is missing that is said, and the folder can be used once it is there."""
    monkeypatch.setenv("PATH", str(nowhere))
    ended = call("demo")
    assert (ended.exit, ended.out) == (3, "")
    assert "git is not installed" in ended.err
    monkeypatch.undo()
    monkeypatch.chdir(nowhere)
    assert call("demo", "-q").exit == 1


def _stable(ended: Ended) -> Any:
    told = ended.json
    for source in told["sources"]:
        source.pop("fetched-at")
    return told


@pytest.mark.heavy
def test_it_is_the_same_everywhere(tmp_path: Path) -> None:
    """The same commit ids and the same JSON, whatever the time zone, the locale, the umask, and git's settings are."""
    skip_where_python_cannot_start()
    hostile = tmp_path / "gitconfig"
    hostile.write_text("[core]\n\tautocrlf = true\n[init]\n\tdefaultBranch = trunk\n[user]\n\tname = x\n")
    environments = (
        {"TZ": "UTC", "LC_ALL": "C", "umask": "022"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "umask": "077", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "LC_ALL": "POSIX", "umask": "000", "GIT_CONFIG_GLOBAL": str(hostile), "HOME": "/"},
    )
    found: list[tuple[str, Any, str]] = []
    for number, environment in enumerate(environments):
        folder = tmp_path / str(number)
        folder.mkdir()
        before = os.umask(int(environment["umask"], 8))
        try:
            demo = start("demo", cwd=folder, env=environment)
            as_json = ("check", "--as-of", MOMENTS[""], "--format", "json")
            check = start(*as_json, cwd=folder / "readiness-demo", env=environment)
        finally:
            os.umask(before)
        assert (demo.exit, check.exit, demo.err + check.err) == (1, 1, "")
        found.append((git(folder / "readiness-demo", "rev-parse", "HEAD"), _stable(check), demo.out))
    assert found[0] == found[1] == found[2]


def test_it_needs_no_network(tmp_path: Path) -> None:
    """Without any network it does what it does with one."""
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let a process go without network")
    words = ["unshare", "-rn", sys.executable, "-m", "readiness_gate", "demo", "-q"]
    assert subprocess.run(words, cwd=tmp_path, capture_output=True, check=False).returncode == 1
