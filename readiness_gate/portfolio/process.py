"""Runs the evaluation of one program in its own process: plain JSON in, plain JSON out.

If the process does not answer (it crashes, hangs, exhausts its memory or is killed), the program is undecided for that
reason, and nothing else happens.
"""

import contextlib
import json
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import IO, Any

LARGEST = 1 << 26
"""The maximum size of an answer in bytes."""
_CHUNK = 1 << 16
_SAID = 4_096
_NEARLY = 2
"""How many MiB below its limit a process is out of memory: Python asks for one at a time."""
_MODULE = "readiness_gate.portfolio.member"
_running: set["subprocess.Popen[bytes]"] = set()
_lock = threading.Lock()


class NoAnswer(Exception):
    """A process gave no answer; the text says why, and how to fix it."""


def evaluated(job: str) -> str:
    """Return the answer of a program as JSON text: the output of `member`, or `{"undecided": reason}`. It never raises
    because of the program, and waits no longer than its time limit."""
    asked: Mapping[str, Any] = json.loads(job)
    try:
        return _answer(job, asked).decode()
    except UnicodeDecodeError:
        return undecided("its answer is not readable. Run `readiness-gate check` in its checkout")
    except NoAnswer as error:
        return undecided(str(error))


def undecided(reason: str) -> str:
    """Return the answer for a program that could not be evaluated."""
    return json.dumps({"undecided": reason})


def stop_all() -> None:
    """End all running processes: nobody is waiting for their answers any more."""
    with _lock:
        for process in _running:
            _end(process)


def _answer(job: str, asked: Mapping[str, Any]) -> bytes:
    checkout = Path(asked["checkout"])
    if not checkout.is_dir():
        raise NoAnswer(f"the checkout {checkout} is not there. Clone it again, or correct checkout in the portfolio")
    seconds, memory = float(asked["seconds"]), int(asked["memory"])
    with tempfile.TemporaryFile() as said:
        try:
            started = _started(checkout, said)
            with started as process:
                until = time.monotonic() + seconds
                try:
                    content = _received(process, job, until)
                    status = process.wait(max(0.0, until - time.monotonic()))
                except (TimeoutError, subprocess.TimeoutExpired) as error:
                    raise NoAnswer(_why_late(process.pid, seconds, memory)) from error
        except OSError as error:
            raise NoAnswer(
                f"its process could not be started ({error.strerror}). Try again with fewer --jobs"
            ) from error
        if status:
            raise NoAnswer(_why(status, _end_of(said), memory))
    return content


@contextlib.contextmanager
def _started(checkout: Path, said: IO[bytes]) -> Generator["subprocess.Popen[bytes]"]:
    """Start the process of a program, and end it on exit."""
    process = subprocess.Popen(  # noqa: S603 - the words are ours
        [sys.executable, "-P", "-m", _MODULE],  # -P: nothing in the checkout is imported
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=said,
        cwd=checkout,
        start_new_session=True,
    )
    with _lock:
        _running.add(process)
    try:
        with process:
            try:
                yield process
            finally:
                _end(process)
    finally:
        with _lock:
            _running.discard(process)


def _received(process: "subprocess.Popen[bytes]", job: str, until: float) -> bytes:
    """Return everything the process writes until it closes its output. Its input stays open until then: the process
    ends when its input closes, which also happens if this process dies. Raises TimeoutError if it takes too long."""
    assert process.stdin is not None  # noqa: S101 - it was started with pipes
    assert process.stdout is not None  # noqa: S101
    with contextlib.suppress(BrokenPipeError):  # it ended: its exit status says why
        process.stdin.write(job.encode() + b"\n")
        process.stdin.flush()
    got, output = bytearray(), process.stdout.fileno()
    poll = select.poll()
    poll.register(output, select.POLLIN)
    while True:
        left = until - time.monotonic()
        if left <= 0 or not poll.poll(left * 1_000):
            raise TimeoutError
        chunk = os.read(output, _CHUNK)
        if not chunk:
            return bytes(got)
        got += chunk
        if len(got) > LARGEST:
            raise NoAnswer(f"its answer has more than {LARGEST >> 20} MiB. Judge fewer milestones of it")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a process and everything it started in its session."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _end_of(said: IO[bytes]) -> str:
    """Return the end of the process's standard error."""
    size = said.seek(0, os.SEEK_END)
    said.seek(max(0, size - _SAID))
    return said.read().decode(errors="replace")


def _why_late(pid: int, seconds: float, memory: int) -> str:
    """Return why a process has not answered in time, and how to fix it. Without any memory left, Python may repeat the
    same instruction forever instead of raising MemoryError."""
    if _largest(pid) > memory - _NEARLY:
        return too_much_memory(memory)
    return (
        f"it was not done after {seconds:.0f} s. Run `readiness-gate check` in its checkout to see where it waits, or "
        "give it more time with --timeout"
    )


def _largest(pid: int) -> float:
    """Return the largest size of a process in MiB, as its memory limit counts it; 0 if the system does not say."""
    with contextlib.suppress(OSError):
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        peak = re.search(r"^VmPeak:\s+(\d+) kB$", status, re.MULTILINE)
        return int(peak[1]) / 1_024 if peak else 0.0
    return 0.0


def _why(status: int, said: str, memory: int) -> str:
    """Return why a process ended without an answer, and how to fix it."""
    if "MemoryError" in said:
        return too_much_memory(memory)
    if status < 0:
        return (
            f"its process was ended by signal {-status} ({_name_of(-status)}), which the system also does when memory "
            "runs out. Try again with fewer --jobs"
        )
    return f"its process failed (exit status {status}). Run `readiness-gate check` in its checkout to see why"


def too_much_memory(memory: int) -> str:
    """Return the reason for a program that exceeded its memory limit."""
    return f"it needs more than {memory} MiB of memory. Give it more with --memory, or let it export less"


def _name_of(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
