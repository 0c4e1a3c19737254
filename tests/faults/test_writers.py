"""What was acknowledged is there, whoever else writes, and whatever ends a writer.

READINESS_WRITER_ROUNDS and READINESS_KILLS have more of it done: 20 and 500 take some minutes.
"""

import datetime as dt
import fcntl
import json
import os
import resource
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support import writers
from support.console import Call
from support.program import issue, run

from readiness_gate import store
from readiness_gate.app import beginning
from readiness_gate.cli.output import write
from readiness_gate.config.waivers import FILE
from readiness_gate.errors import BadUse, NotWritten
from readiness_gate.sources.decisions.lines import FILE as LOG

ROUNDS = int(os.environ.get("READINESS_WRITER_ROUNDS", "1"))
KILLS = int(os.environ.get("READINESS_KILLS", "12"))
CONFIGURATION = """\
[program]
name = "x"
timezone = "UTC"
[milestones.go-live]
date = {date}
packs = ["./own.toml"]
[jira]
export = "export.json"
[waivers]
approvers = ["{approver}"]
"""
RULE = """\
[[rules]]
id = "R{number}"
title = "No open defects"
dimension = "defects"
signal = "defects.open"
at-most = 0
"""
WAIVE = ["--reason", "r", "--requested-by", "pm@example.com", "--approved-by", writers.APPROVER, "--expires", "10d"]


@pytest.fixture
def failing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a program with many rules that fail."""
    folder = tmp_path / "program"
    folder.mkdir()
    date = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=20)
    (folder / "readiness-gate.toml").write_text(CONFIGURATION.format(date=date, approver=writers.APPROVER))
    (folder / "own.toml").write_text("".join(RULE.format(number=number) for number in range(32)))
    (folder / "export.json").write_text(json.dumps({"issues": [issue("CRM-1", "Highest")], "isLast": True}))
    monkeypatch.chdir(folder)
    return folder


def writing(*words: str) -> Any:
    """What the writers say that they did."""
    done = subprocess.run([sys.executable, writers.__file__, *words], capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.heavy
@pytest.mark.parametrize("number", range(ROUNDS))
def test_many_writers_at_once(failing: Path, number: int) -> None:
    """32 writers: every waiver that was acknowledged is in the file, no other is, and nothing is left beside it."""
    assert number < ROUNDS
    said = writing("many", "32")
    acknowledged = [rule for rule, code in said["ended"].items() if code == "0"]
    assert acknowledged
    assert len(said["ended"]) == 32
    assert set(said["ended"].values()) <= {"0", "2"}
    assert sorted(said["there"]) == sorted(acknowledged)
    assert not list(failing.glob(".readiness*"))


def test_writers_that_are_killed(failing: Path) -> None:
    """At random moments: no file is torn, and every acknowledged waiver is there."""
    said = writing("killed", str(KILLS), "7")
    assert set(said["acknowledged"]) <= set(said["there"])
    assert len(said["there"]) == len(set(said["there"]))
    assert (failing / FILE).exists() == bool(said["there"])


@pytest.mark.heavy
@pytest.mark.parametrize("number", range(ROUNDS))
def test_many_decisions_at_once(failing: Path, number: int) -> None:
    """32 writers: every decision that was acknowledged is in the log, which is whole, and none is there twice."""
    assert number < ROUNDS
    said = writing("decided-by-many", "32")
    assert said["ended"] == {f"R{number}": "0" for number in range(32)}
    assert sorted(said["there"]) == sorted(said["ended"])
    assert not list(failing.glob(".readiness*"))


def test_deciders_that_are_killed(failing: Path) -> None:
    """At random moments: the log is whole each time, and every acknowledged decision is there once."""
    said = writing("decided-and-killed", str(KILLS), "7")
    assert set(said["acknowledged"]) <= set(said["there"])
    assert len(said["there"]) == len(set(said["there"]))
    assert (failing / LOG).exists() == bool(said["there"])


def test_a_writer_that_is_killed_between_two_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is as it was or has all that was to be written; the next one writes, and removes what was left."""
    monkeypatch.chdir(tmp_path)
    killed = 0
    for name, died, before, stood, finally_, names in writing("points"):
        assert stood in (before, (before or "") + "more "), name
        assert (finally_, names) == ((stood or "") + "next ", ["file"]), name
        killed += died
    assert killed >= 20


@pytest.mark.parametrize("size", [0, 300])
def test_a_disk_that_is_full(failing: Path, call: Call, size: int) -> None:
    """No room for a byte, or for the rest: not acknowledged, and the file is as it was."""
    assert call("waive", "R1", *WAIVE).exit == 0
    before = (failing / FILE).read_bytes()
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0})); "
        "from readiness_gate.cli.main import execute; sys.exit(execute(sys.argv[1:]))"
    )
    words = [sys.executable, "-B", "-c", code.format(size), "waive", "R2", *WAIVE]
    done = subprocess.run(words, cwd=failing, capture_output=True, text=True, check=False)
    assert done.returncode == 4, done.stderr
    assert "cannot be written: File too large" in done.stderr
    assert (failing / FILE).read_bytes() == before
    assert sorted(each.name for each in failing.iterdir()) == sorted(
        ["export.json", "own.toml", "readiness-gate.toml", FILE]
    )


@pytest.mark.parametrize("number", [13, 28, 30], ids=["forbidden", "full", "read-only"])
def test_a_folder_that_takes_nothing(failing: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """The file is as it was, and so is a file that would be new."""
    where = failing / FILE
    for before in (None, b"# ours\n"):
        if before is not None:
            where.write_bytes(before)

        def refuses(*_: object, **__: object) -> None:
            raise OSError(number, os.strerror(number))

        with monkeypatch.context() as patch:
            patch.setattr("tempfile.mkstemp", refuses)
            with pytest.raises(NotWritten, match=os.strerror(number)):
                write("text", FILE)
        assert (where.read_bytes() if where.exists() else None) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(failing: Path) -> None:
    """Nothing is acknowledged, and nothing changes."""
    failing.chmod(0o500)
    ended = run("waive", "R1", *WAIVE, cwd=failing)
    failing.chmod(0o700)
    assert (ended.exit, (failing / FILE).exists()) == (4, False)


@pytest.mark.parametrize("mode", [0o600, 0o444, 0o755])
def test_permissions_stay(failing: Path, call: Call, mode: int) -> None:
    """Of a file of waivers, and of an output that is there already."""
    for name in (FILE, "out.json"):
        (failing / name).write_text("# ours\n")
        (failing / name).chmod(mode)
    assert call("waive", "R1", *WAIVE).exit == 0
    write("{}", "out.json")
    for name in (FILE, "out.json"):
        assert stat.S_IMODE((failing / name).stat().st_mode) == mode
    assert "R1" in (failing / FILE).read_text()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_stays(tmp_path: Path) -> None:
    """Root writes the file of somebody else, and it stays theirs."""
    where = tmp_path / "out"
    where.write_text("old")
    os.chown(where, 1234, 1234)
    write("new", str(where))
    assert (where.stat().st_uid, where.stat().st_gid, where.read_text()) == (1234, 1234, "new")


def test_a_lock_that_another_keeps(failing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is waited for, and then said; nothing is written."""
    monkeypatch.setattr(store, "PATIENCE", 0.1)
    with store.locked(failing), pytest.raises(NotWritten, match="another program has had the folder locked"):
        write("new", "out.json")
    assert not (failing / "out.json").exists()
    write("new", "out.json")


def test_a_file_system_that_locks_no_folders(failing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in the folder is locked instead, by every writer."""
    real = fcntl.flock

    def only_files(handle: int, how: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(9, "Bad file descriptor")
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", only_files)
    monkeypatch.setattr(store, "PATIENCE", 0.1)
    with store.locked(failing), pytest.raises(NotWritten):
        write("new", "out.json")
    write("new", "out.json")
    assert (failing / "out.json").read_text() == "new"


def test_a_file_that_appears_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new file never takes the place of another, also where a file system has no links."""
    where = tmp_path / "new"
    with store.locked(tmp_path):
        store.create(where, b"first")
        with pytest.raises(FileExistsError):
            store.create(where, b"second")

        def no_links(*_: object) -> None:
            raise OSError(1, "Operation not permitted")

        monkeypatch.setattr(Path, "hardlink_to", no_links)
        with pytest.raises(FileExistsError):
            store.create(where, b"third")
        store.create(tmp_path / "other", b"fourth")
    assert (where.read_bytes(), (tmp_path / "other").read_bytes()) == (b"first", b"fourth")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["new", "other"]


@pytest.mark.parametrize("appears", ["schema", "configuration", "changed schema", "link"])
def test_init_overwrites_nothing_that_appeared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, appears: str) -> None:
    """While questions are answered, another program may write the same files: these stay as they are."""
    monkeypatch.chdir(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("theirs")
    if appears == "changed schema":
        Path("schema").write_text("old")
    before = beginning.there(Path.cwd(), "schema")
    name = "configuration" if appears == "configuration" else "schema"
    if appears == "link":
        Path(name).symlink_to(elsewhere)
    else:
        Path(name).write_text("theirs")
    with pytest.raises(BadUse):
        beginning.write_both(Path.cwd(), "schema", before, "{}", "configuration", "ours")
    assert Path(name).read_text() == "theirs"
    assert elsewhere.read_text() == "theirs"
    assert not list(tmp_path.glob(".readiness*"))


@pytest.mark.parametrize("before", [None, b"old"], ids=["new", "again"])
@pytest.mark.parametrize(("schema", "text"), [(10, 5000), (5000, 10), (5000, 5000)], ids=["second", "first", "both"])
def test_init_writes_both_files_or_none(tmp_path: Path, schema: int, text: int, before: bytes | None) -> None:
    """Where there is room for one of them, the folder is as it was, and init can be run again."""
    if before is not None:
        (tmp_path / "schema").write_bytes(before)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(NotWritten, match=r"File too large\. Nothing was written"):
            beginning.write_both(tmp_path, "schema", before, "s" * schema, "configuration", "c" * text)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == ({"schema": before} if before else {})
    beginning.write_both(tmp_path, "schema", before, "s", "configuration", "c")
    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {"schema": "s", "configuration": "c"}


@pytest.mark.parametrize("kind", ["link", "dangling", "folder", "pipe"])
def test_init_writes_through_nothing(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """A schema that is no file of this folder is not followed, read or replaced."""
    where = tmp_path / "readiness-gate.schema.json"
    (tmp_path / "other").write_text("theirs")
    if kind == "folder":
        where.mkdir()
    elif kind == "pipe":
        os.mkfifo(where)
    else:
        where.symlink_to("other" if kind == "link" else "nowhere")
    monkeypatch.chdir(tmp_path)
    ended = call("init", "--go-live", "2150-01-01", "--timezone", "UTC")
    assert (ended.exit, (tmp_path / "readiness-gate.toml").exists()) == (2, False)
    assert "remove it first" in ended.err
    assert (tmp_path / "other").read_text() == "theirs"
