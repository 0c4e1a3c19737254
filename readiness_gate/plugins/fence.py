"""Run a plugin's code in a separate process, which returns bytes and cannot change anything here.

The process works on copies of everything in memory, and its changes to them are lost. Whatever it does instead of
answering (raise, exit, hang, print) is reported as the reason that there is no answer.
"""

import contextlib
import os
import select
import signal
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import IO, NoReturn

LIMIT = 30.0
"""Seconds for one answer; FETCH is for a source, which may have to ask another system."""
FETCH = 120.0
LARGEST = 1 << 26
_HEADER = 9
_CHUNK = 1 << 16
_FAILED = 70
_STREAMS = 2
_MANY = 256
_ANSWER, _REASON = b"+", b"-"
_exit = os._exit

Work = Callable[[], bytes]
Explain = Callable[[BaseException], str]


class NoAnswer(Exception):
    """Why a plugin gave no answer."""


class TimedOut(NoAnswer):
    """A plugin did not answer in time."""


def stopwatch() -> Callable[[], float]:
    """Return a function that returns the seconds since now."""
    began = time.monotonic()
    return lambda: time.monotonic() - began


def answer(work: Work, explain: Explain, seconds: float, began: Callable[[int], None] | None = None) -> bytes:
    """Return the bytes that `work` returns in a separate process. Raises NoAnswer with the reason if there are none;
    `explain` turns an exception into that reason. `began` gets the process id, for callers that may want to end the
    process early."""
    ours, theirs = os.pipe()
    with tempfile.TemporaryFile() as printed:
        child = _fork()
        if child == 0:
            _serve(work, explain, theirs, printed)
        os.close(theirs)
        if began is not None:
            began(child)
        try:
            kind, content = _received(ours, time.monotonic() + seconds, seconds)
        finally:
            os.close(ours)
            status = _ended(child)
        if kind == _REASON:
            raise NoAnswer(content.decode(errors="replace"))
        if kind != _ANSWER:
            raise NoAnswer(f"its process ended without an answer ({_how(status)})")
        if os.fstat(printed.fileno()).st_size:
            raise NoAnswer("it printed to standard output, which is for the result: print to standard error instead")
        return content


def _fork() -> int:
    with warnings.catch_warnings():
        # Other threads only wait for the network; the child does not use anything they hold.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _serve(work: Work, explain: Explain, theirs: int, printed: IO[bytes]) -> NoReturn:
    """Run the child, which never returns to the calling code."""
    try:
        _settle(theirs, printed)
        threading.Thread(target=_watch, args=(theirs,), daemon=True).start()
        try:
            kind, content = _ANSWER, work()
        except BaseException as error:  # noqa: BLE001 - anything that a plugin raises is a reason
            kind, content = _REASON, explain(error).encode(errors="replace")
        sys.stdout.flush()
        sys.stderr.flush()
        _send(theirs, kind + len(content).to_bytes(_HEADER - 1, "big") + content)
    finally:
        while True:
            _exit(_FAILED)


def _settle(theirs: int, printed: IO[bytes]) -> None:
    """Leave the session of the parent, its signal handlers, its files and its streams, except for stderr."""
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, signal.SIG_DFL)
    os.setsid()
    os.dup2(printed.fileno(), 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number in _opened():
        if number != theirs:
            with contextlib.suppress(OSError):
                os.close(number)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - open as long as the process
    sys.stdout = open(1, "w", errors="replace", closefd=False)  # noqa: SIM115


def _watch(theirs: int) -> None:
    """End this process and its children once nobody waits for the answer: the parent may be gone before it knew of this
    process."""
    poll = select.poll()
    poll.register(theirs, 0)
    poll.poll()
    os.killpg(0, signal.SIGKILL)


def _opened() -> list[int]:
    """Return the file descriptors that may be open, except for the streams."""
    try:
        return [int(entry.name) for entry in Path("/dev/fd").iterdir() if int(entry.name) > _STREAMS]
    except OSError:
        return list(range(_STREAMS + 1, _MANY))


def _send(theirs: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(theirs, left) :]


def _received(ours: int, until: float, seconds: float) -> tuple[bytes, bytes]:
    """Return the kind and the content of an answer; no kind if the process ended before it was complete."""
    got = bytearray()
    poll = select.poll()
    poll.register(ours, select.POLLIN)
    while True:
        left = until - time.monotonic()
        if left <= 0 or not poll.poll(left * 1_000):
            raise TimedOut(f"it did not answer in {seconds:.0f} s")
        chunk = os.read(ours, _CHUNK)
        got += chunk
        size = int.from_bytes(got[1:_HEADER], "big") if len(got) >= _HEADER else 0
        if size > LARGEST:
            raise NoAnswer(f"its answer is larger than {LARGEST >> 20} MiB")
        if len(got) >= _HEADER + size and len(got) >= _HEADER:
            return bytes(got[:1]), bytes(got[_HEADER : _HEADER + size])
        if not chunk:
            return b"", b""


def _ended(child: int) -> int:
    """End a process with all children in its session; return its exit status, or minus the signal that ended it."""
    for end in (os.killpg, os.kill):  # it may not have become a session leader yet
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _how(status: int) -> str:
    return f"exit status {status}" if status >= 0 else f"signal {-status}"
