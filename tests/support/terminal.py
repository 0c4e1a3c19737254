"""The program at a terminal where somebody types."""

import contextlib
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from support import prepared
from support.console import running

_QUIET = 5.0


def typed(
    folder: Path,
    answers: str,
    *words: str,
    interrupt: bytes | None = None,
    **environment: str,
) -> tuple[int, str]:
    """How init ended at a terminal where somebody types, and interrupts it once it has shown something; and all that
    the terminal showed."""
    ours, theirs = pty.openpty()
    variables = {**{name: value for name, value in os.environ.items() if name != "CI"}, **environment}
    with _started(("init", *words), folder, variables, theirs) as process:
        os.close(theirs)
        os.write(ours, answers.encode())
        shown, sent = b"", False
        with contextlib.suppress(OSError):  # so a pseudo-terminal ends
            while True:
                said = bool(select.select([ours], [], [], _QUIET)[0])
                shown += os.read(ours, 4_096) if said else b""
                if interrupt and interrupt in shown and not (said and sent):
                    # Again when nothing comes of it: it may have come just before the question began to wait.
                    process.send_signal(signal.SIGINT)
                    sent = True
        os.close(ours)
        code = process.wait(timeout=60)
    return code, shown.decode()


def _started(
    words: Sequence[str], folder: Path, variables: Mapping[str, str], terminal: int
) -> AbstractContextManager["subprocess.Popen[bytes] | prepared.Forked"]:
    """The program at a terminal; Python itself is started where that would make a difference."""
    if prepared.is_enough(variables):
        return prepared.running(words, folder, variables, terminal)
    command = [sys.executable, "-m", "readiness_gate", *words]
    streams = {"stdin": terminal, "stdout": terminal, "stderr": terminal}
    return running(command, cwd=folder, env=variables, start_new_session=True, **streams)
