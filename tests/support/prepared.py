"""Starts of the program that cost a tenth: a process that has imported it once, and does nothing else, forks for each.

For tests in which a process, its terminal or its signals matter, and how Python starts does not: what Python reads as
it starts is that of the first process, and nothing is imported by the program again. Run as a script, this module is
that process.
"""

import atexit
import gc
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from readiness_gate import __main__ as program
from readiness_gate.cli.main import COMMANDS

_LARGEST = 1 << 16
_STREAMS = (("stdin", "r", "strict"), ("stdout", "w", "strict"), ("stderr", "w", "backslashreplace"))
"""What Python calls each standard stream, how it opens it, and what it does with characters that it cannot write."""
_AT_THE_START = ("LANG", "LC_", "LD_", "MALLOC_", "PYTHON", "TZ")
"""What the names of the variables begin with that count before the program begins."""


class Forked:
    """A process of the program, as its keeper tells of it."""

    def __init__(self, keeper: socket.socket) -> None:
        self._keeper = keeper
        self._told = keeper.makefile()
        self.pid = int(self._told.readline())
        self.returncode: int | None = None

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it is known to have ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def wait(self, timeout: float) -> int:
        """Wait until it has ended, and return its exit code, or the negative number of the signal that ended it."""
        if self.returncode is None:
            self._keeper.settimeout(timeout)
            self.returncode = int(self._told.readline())
        return self.returncode

    def close(self) -> None:
        """End it, if it has not ended."""
        with self._told:
            self.send_signal(signal.SIGKILL)
            self.wait(60)


@contextmanager
def running(words: Sequence[str], cwd: Path, env: Mapping[str, str], stream: int) -> Generator[Forked]:
    """A process in a session of its own, with one file for its three streams; it does not outlive the context."""
    ours, theirs = socket.socketpair()
    asked = {"words": list(words), "cwd": str(cwd), "env": dict(env)}
    with ours, theirs:
        socket.send_fds(_server(), [json.dumps(asked).encode()], [stream, theirs.fileno()])
        theirs.close()
        process = Forked(ours)
        try:
            yield process
        finally:
            process.close()


def is_enough(env: Mapping[str, str]) -> bool:
    """Whether variables have a process start as it would in this environment."""
    names = [name for name in {*env, *os.environ} if name.startswith(_AT_THE_START)]
    return all(env.get(name) == os.environ.get(name) for name in names)


@cache
def _server() -> socket.socket:
    """Where starts are asked for; the process there ends when this one does."""
    ours, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
    with theirs:
        number = theirs.fileno()
        process = subprocess.Popen([sys.executable, "-P", __file__, str(number)], pass_fds=[number])
    atexit.register(_ended, process, ours)
    return ours


def _ended(process: "subprocess.Popen[bytes]", channel: socket.socket) -> None:
    """End the process that imported the program, when the last test has run."""
    channel.close()
    process.wait(60)


def _serve(channel: socket.socket) -> None:
    for name in COMMANDS:
        import_module(f"readiness_gate.cli.{name}")
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how keepers ended
    while True:
        message, files, _, _ = socket.recv_fds(channel, _LARGEST, 2)
        if not message:
            return
        if not os.fork():
            channel.close()
            _keep(json.loads(message), *files)
        for file in files:
            os.close(file)


def _keep(asked: Mapping[str, Any], stream: int, answer: int) -> NoReturn:
    """Start the program, and tell its number and how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if not pid:
        os.close(answer)
        _become(asked, stream)
    os.close(stream)
    os.write(answer, b"%d\n" % pid)
    _, status = os.waitpid(pid, 0)
    os.write(answer, b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _become(asked: Mapping[str, Any], stream: int) -> NoReturn:
    """Be what `python -m readiness_gate` is in a folder, with its words, variables and streams."""
    os.setsid()
    for number, (name, mode, errors) in enumerate(_STREAMS):
        os.dup2(stream, number)
        setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", errors=errors, closefd=False))
    os.close(stream)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv = [str(program.__file__), *asked["words"]]
    sys.path.insert(0, asked["cwd"])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    program.run()


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))


__all__ = ["Forked", "is_enough", "running"]
