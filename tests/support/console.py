"""What the fixtures of the command line's tests are, for their annotations."""

import signal
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from readiness_gate.model.shapes import as_sequence
from support.program import Ended


class Call(Protocol):
    """Calls a command line in this process, in the folder that the test is in."""

    def __call__(self, *words: str) -> Ended:
        """How it ended, and what it printed."""
        ...


class Clock(Protocol):
    """Sets the clock that commands read."""

    def __call__(self, moment: str) -> None:
        """To an instant."""
        ...


def joined(value: object) -> str:
    """The id of a test whose parameter is the words of a command line; nothing for other parameters."""
    return "-".join(map(str, as_sequence(value) or ()))


@contextmanager
def running(words: Sequence[str], **options: Any) -> Generator[subprocess.Popen[bytes]]:
    """A process that does not outlive the test, however that ends: to wait for it could else take for ever. Ctrl-C
    reaches it also when the tests run in the background of a shell, which has its jobs ignore that signal."""
    with _started(words, **options) as process:
        try:
            yield process
        finally:
            process.kill()


def _started(words: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
    """A process with the default action for SIGINT: a new program inherits an ignored signal, and not a handled one."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen[bytes](words, **options)
    finally:
        signal.signal(signal.SIGINT, before)


__all__ = ["Call", "Clock", "joined", "running"]
