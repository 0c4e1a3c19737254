"""A program's process: whatever becomes of it is a reason, it ends with all that it started, and takes no more than its
share."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from support.portfolio import program
from support.program import instant

from readiness_gate.portfolio import process

FULL = """
import resource, sys, time
sys.stdin.readline()
resource.setrlimit(resource.RLIMIT_AS, (128 << 20, 128 << 20))
held = []
while True:
    try:
        held.append(bytearray(1 << 18))
    except MemoryError:
        time.sleep(600)
"""
HANGS = "import sys\nsys.stdin.readline()\nimport time\ntime.sleep(600)\n"


def job(checkout: Path, **more: Any) -> str:
    """What the process of a program is asked."""
    asked = {
        "name": "x",
        "checkout": str(checkout),
        "config": "readiness-gate.toml",
        "milestones": ["go-live"],
        "policy-ref": "",
        "now": instant(90),
        "as-of": None,
        "in-ci": False,
        "seconds": 60,
        "memory": 4_096,
        "key": "0",
    }
    return json.dumps(asked | more)


def reason(answer: str) -> str:
    """Why there is no verdict."""
    return str(json.loads(answer)["undecided"])


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Runs other code in the place of a program's process."""

    def replace(code: str) -> None:
        (tmp_path / "instead_of_member.py").write_text(code)
        monkeypatch.setattr(process, "_MODULE", "instead_of_member")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    return replace


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import os\nos._exit(7)\n", "its process failed (exit status 7). Run `readiness-gate check`"),
        ("raise SystemExit(0)\n", None),
        ("import os\nos.kill(os.getpid(), 9)\n", "ended by signal 9 (SIGKILL), which the system also does when memory"),
        ("import os\nos.abort()\n", "ended by signal 6 (SIGABRT)"),
        ("raise MemoryError\n", "it needs more than 4096 MiB of memory. Give it more with --memory"),
        (HANGS, "it was not done after 1 s. Run `readiness-gate check`"),
        ("import os\nos.close(1)\nimport time\ntime.sleep(600)\n", "it was not done after 1 s"),
        ("while True: print('x' * 65536)\n", "its answer has more than 64 MiB"),
        ("import os\nos.write(1, b'\\xff')\n", "its answer is not readable"),
    ],
)
def test_whatever_becomes_of_it(instead: Any, tmp_path: Path, code: str, why: str | None) -> None:
    """Is the reason why its program is undecided; nothing waits for it longer than its time."""
    instead(code)
    seconds = 1 if "sleep" in code else 60
    answer = process.evaluated(job(tmp_path, seconds=seconds))
    if why is None:
        assert answer == ""
    else:
        assert why in reason(answer)


def test_what_it_started_ends_with_it(instead: Any, tmp_path: Path) -> None:
    """No process of a program that hung is left."""
    instead(
        "import subprocess, pathlib\n"
        "child = subprocess.Popen(['sleep', '600'])\n"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(child.pid))\n" + HANGS
    )
    process.evaluated(job(tmp_path, seconds=4))
    child = int((tmp_path / "pid").read_text())
    _await_end(child)


def _await_end(child: int) -> None:
    """Wait until a process has ended; fails when it does not."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        status = Path(f"/proc/{child}/status")
        if not status.exists() or "\nState:\tZ" in status.read_text():
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    pytest.fail("it is still there")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc says whether a process is there")
def test_it_ends_when_nobody_waits(tmp_path: Path) -> None:
    """Whoever drives it is killed, and it ends by itself: its input has ended."""
    where = program(tmp_path, "x")
    os.mkfifo(where / "wait")
    started = subprocess.Popen(
        [sys.executable, "-P", "-m", "readiness_gate.portfolio.member"],
        cwd=where,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    with started:
        assert started.stdin is not None
        started.stdin.write(job(where).encode() + b"\n")
        started.stdin.close()
        assert started.wait(30) in (-signal.SIGKILL, 0)


def test_stop_all(instead: Any, tmp_path: Path) -> None:
    """Ends every process that runs, so that an interrupted run leaves none."""
    instead(HANGS)
    answers: list[str] = []
    runs = threading.Thread(target=lambda: answers.append(process.evaluated(job(tmp_path))))
    runs.start()
    until = time.monotonic() + 20
    while runs.is_alive() and time.monotonic() < until:
        process.stop_all()
        time.sleep(0.01)
    runs.join(20)
    assert "ended by signal 9" in reason(answers[0])


def test_without_memory_it_may_hang(instead: Any, tmp_path: Path) -> None:
    """Time would not help: Python may repeat the same instruction instead of raising an error."""
    instead(FULL)
    assert "it needs more than 128 MiB of memory" in reason(process.evaluated(job(tmp_path, memory=128, seconds=2)))
    assert "it was not done after 2 s" in reason(process.evaluated(job(tmp_path, memory=256, seconds=2)))


def test_too_little_memory(tmp_path: Path) -> None:
    """Is a reason, and says how to give more."""
    where = program(tmp_path, "x")
    (where / "roster.csv").write_text("person,role\n" + "".join(f"person-{n},Clerk\n" for n in range(120_000)))
    assert "it needs more than 128 MiB of memory" in reason(process.evaluated(job(where, memory=128, seconds=40)))


def test_the_process_has_limits(tmp_path: Path) -> None:
    """Of memory, of computing and of what it writes; one that is lower already stays."""
    code = (
        "import resource\nfrom readiness_gate.portfolio.member import limit\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\nlimit(1024, 10)\n"
        "print([resource.getrlimit(kind) for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE,"
        " resource.RLIMIT_CORE)])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    gib = 1 << 30
    assert done.stdout.strip() == str([(gib, gib), (15, 15), (4096, 4096), (0, 0)])
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] != 15
