"""The command line as users run it: through its entry point, in this process or in one of its own."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from unittest.mock import patch

from readiness_gate.__main__ import run as entry_point

Variables = Mapping[str, str | None]
"""Variables of the environment to add; None takes one away."""

_NO_SETTINGS: Variables = {"READINESS_GATE_CONFIG": None, "READINESS_GATE_POLICY_REF": None}
_STREAMS = (("stdin", "r", "strict"), ("stdout", "w", "strict"), ("stderr", "w", "backslashreplace"))
"""What Python calls each standard stream, how it opens it, and what it does with characters that it cannot write."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    exit: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)

    @property
    def decision(self) -> str:
        """The decision of a verdict that it printed as JSON."""
        return str(self.json["decision"])

    def finding(self, rule: str) -> Any:
        """The finding of one rule in a verdict that it printed as JSON."""
        return next(each for each in self.json["findings"] if each["rule"] == rule)


def run(*words: str, cwd: Path, env: Variables | None = None, given: bytes = b"") -> Ended:
    """Run readiness-gate in this process, which saves the half second that one of its own takes to start. What starts
    a process, and what Python reads as it starts (TZ, locale, PYTHONPATH), needs `start`."""
    with TemporaryFile() as stdin, TemporaryFile() as stdout, TemporaryFile() as stderr:
        stdin.write(given)
        stdin.seek(0)
        with _as_a_process(words, cwd, env or {}, (stdin, stdout, stderr)):
            code = _exit_code()
        return Ended(code, _content(stdout), _content(stderr))


def start(*words: str, cwd: Path, env: Variables | None = None, given: bytes = b"", timeout: float = 60) -> Ended:
    """Run readiness-gate in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "readiness_gate", *words],
        cwd=cwd,
        env=_environment(env or {}),
        input=given,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def _environment(added: Variables) -> dict[str, str]:
    variables = {**os.environ, **_NO_SETTINGS, **added}
    return {name: value for name, value in variables.items() if value is not None}


def _exit_code() -> int:
    try:
        entry_point()
    except SystemExit as ended:
        return int(ended.code or 0)


def _content(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


@contextmanager
def _as_a_process(words: tuple[str, ...], cwd: Path, env: Variables, files: tuple[IO[bytes], ...]) -> Generator[None]:
    """Arguments, folder, environment, streams, signals and logging of a new process, and afterwards what was before."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(sys, "argv", ["readiness-gate", *words]))
        stack.enter_context(patch.dict(os.environ, _environment(env), clear=True))
        stack.enter_context(patch.object(logging.root, "handlers", []))
        stack.enter_context(_folder(cwd))
        stack.callback(signal.signal, signal.SIGTERM, signal.getsignal(signal.SIGTERM))
        for number, file in enumerate(files):
            stack.enter_context(_stream(number, file))
        yield


@contextmanager
def _folder(folder: Path) -> Generator[None]:
    before = os.open(".", os.O_RDONLY)
    try:
        os.chdir(folder)
        yield
    finally:
        os.fchdir(before)
        os.close(before)


@contextmanager
def _stream(number: int, file: IO[bytes]) -> Generator[None]:
    """A file in the place of a standard stream, for Python and for the programs that it starts."""
    name, mode, errors = _STREAMS[number]
    before = os.dup(number)
    os.dup2(file.fileno(), number)
    opened = open(number, f"{mode}b", closefd=False)  # noqa: SIM115 - the stream closes it
    stream = TextIOWrapper(opened, encoding="utf-8", errors=errors)
    try:
        with patch.object(sys, name, stream):
            yield
    finally:
        stream.close()
        os.dup2(before, number)
        os.close(before)


__all__ = ["Ended", "Variables", "run", "start"]
