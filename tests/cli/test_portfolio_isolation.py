"""Programs of which one crashes, one hangs, one takes all memory, one is killed: verdicts of the others, four reasons.

READINESS_PROGRAMS says how many others there are: with 46 of them it takes some minutes.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.dask_cluster import cluster
from support.portfolio import AS_OF, portfolio, program
from support.program import start

NAMES = tuple(f"program-{number:02}" for number in range(int(os.environ.get("READINESS_PROGRAMS", "8"))))
BROKEN = {
    "crashes": "ended by signal 11 (SIGSEGV)",
    "killed": "ended by signal 9 (SIGKILL)",
    "hangs": "it was not done after 20 s",
    "grows": "it needs more than 256 MiB of memory",
}
GIT = """\
#!/bin/sh
case "$*" in
  *crashes*) kill -SEGV $PPID; sleep 9 ;;
  *killed*) kill -KILL $PPID; sleep 9 ;;
  *hangs*) sleep 600 ;;
esac
exec {git} "$@"
"""
"""What a program's git does to the process that runs it."""
JIRA = """
[jira]
export = "export.json"
severity = { field = "priority", sev1 = ["Highest"], sev2 = ["High"], sev3 = ["Medium"], sev4 = ["Low"] }
"""
RULE = """
[[rules]]
id = "OUR-02"
title = "Few of them"
dimension = "defects"
signal = "{signal}"
at-most = 5
"""

LIMITS = ("--timeout", "20", "--memory", "256", "--jobs", "4")
CHECK = ("portfolio", "check", "--as-of", AS_OF, "--format", "json", *LIMITS, "--executor")
IMPATIENT = """
import sys
from readiness_gate.__main__ import run
from readiness_gate.portfolio import cluster
cluster.PATIENCE = 2.0
sys.exit(run())
"""
"""The program, which waits two seconds for a scheduler instead of ten."""

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portfolio, with a git that treats some of its programs badly. Every third of the others is no-go."""
    folder = tmp_path_factory.mktemp("many")
    for number, name in enumerate(NAMES):
        program(folder, name, trained=2 if number % 3 == 0 else 8)
    for name in BROKEN:
        where = program(folder, name)
        if name == "grows":
            (where / "export.json").write_text(f'{{"issues": [{"[]," * 10_000_000}[]]}}')
            (where / "readiness-gate.toml").write_text((where / "readiness-gate.toml").read_text() + JIRA)
        signal = "defects.open" if name == "grows" else "change.landings"
        (where / "rules.toml").write_text((where / "rules.toml").read_text() + RULE.format(signal=signal))
    (folder / "bin").mkdir()
    (folder / "bin" / "git").write_text(GIT.format(git=shutil.which("git")))
    (folder / "bin" / "git").chmod(0o755)
    portfolio(folder, (*NAMES[:4], *BROKEN, *NAMES[4:]))
    return folder


@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_one_program_touches_no_other(many: Path, executor: str) -> None:
    """The verdicts are those of programs that are alone, and each of the four has its reason; no other has one."""
    ended = start(*CHECK, executor, cwd=many, env={"PATH": _path(many)}, timeout=500)
    assert ended.exit == 1, ended.err
    _has_all_verdicts(ended.out)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="/proc says what a worker does")
def test_a_worker_of_a_cluster_is_killed(many: Path, tmp_path: Path) -> None:
    """In the middle of what it does: the verdicts and the reasons are the same, as its work is done by the other."""
    with cluster(tmp_path, _path(many)) as dask:
        words = [sys.executable, "-m", "readiness_gate", *CHECK, dask.address]
        with subprocess.Popen(words, cwd=many, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            assert _comes_true(lambda: _has_child(dask.workers[0].pid) or running.poll() is not None)
            dask.workers[0].kill()
            out, err = running.communicate(timeout=500)
        assert running.returncode == 1, err
        _has_all_verdicts(out.decode())


@pytest.mark.parametrize("what", ["nothing", "silence"])
def test_no_scheduler(many: Path, what: str) -> None:
    """Nothing at an address, or somebody who says nothing: nothing is evaluated, and it says what to do."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        if what == "nothing":
            server.close()
        words = [sys.executable, "-c", IMPATIENT, *CHECK, address]
        ended = subprocess.run(words, cwd=many, capture_output=True, text=True, timeout=100, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"--executor {address}: no dask scheduler answers there" in ended.stderr
    assert "Start one with `dask scheduler`" in ended.stderr


def _path(many: Path) -> str:
    return os.pathsep.join([str(many / "bin"), os.environ["PATH"]])


def _has_all_verdicts(out: str) -> None:
    """Each program has its verdict, or its reason."""
    gates = {gate["program"]: gate for gate in json.loads(out)["gates"]}
    assert {name: gate["decision"] for name, gate in gates.items() if gate["has-verdict"]} == {
        name: "no-go" if number % 3 == 0 else "go" for number, name in enumerate(NAMES)
    }
    for name, reason in BROKEN.items():
        assert gates[name]["decision"] == "undecided"
        assert reason in gates[name]["sentence"]


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="/proc says what runs in the checkouts")
@pytest.mark.parametrize("executor", ["threads", "processes"])
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_an_ended_run_leaves_nothing(tmp_path: Path, executor: str, sent: signal.Signals, code: int) -> None:
    """Whoever ends the run ends every process of its programs, at once and without waiting for their time."""
    where = program(tmp_path, "hangs")
    (where / "rules.toml").write_text((where / "rules.toml").read_text() + RULE.format(signal="change.landings"))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").write_text(GIT.format(git=shutil.which("git")))
    (tmp_path / "bin" / "git").chmod(0o755)
    portfolio(tmp_path, ("hangs",))
    path = os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]])
    words = [sys.executable, "-m", "readiness_gate", "portfolio", "check", "--as-of", AS_OF, "--executor", executor]
    with subprocess.Popen(words, cwd=tmp_path, env={**os.environ, "PATH": path}, stderr=subprocess.DEVNULL) as running:
        assert _comes_true(lambda: _in(where))
        running.send_signal(sent)
        assert running.wait(60) == code
    assert _comes_true(lambda: not _in(tmp_path))


def _in(folder: Path) -> bool:
    """Whether a process runs in a folder or below it."""
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if link.readlink().is_relative_to(folder):
                return True
    return False


def _has_child(pid: int) -> bool:
    """Whether a process has started another one."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if stat.read_text().rpartition(")")[2].split()[1] == str(pid):
                return True
    return False


def _comes_true(holds: Callable[[], bool]) -> bool:
    """Whether something holds within a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.1)
    return False
