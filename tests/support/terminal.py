"""The program at a terminal where somebody types."""

import contextlib
import os
import pty
import select
import signal
import sys
from pathlib import Path

from support.console import running

IS = ("-m", "readiness_gate")
"""The program, as words behind Python."""
_QUIET = 5.0


def typed(
    folder: Path,
    answers: str,
    *words: str,
    program: tuple[str, ...] = IS,
    interrupt: bytes | None = None,
    **environment: str,
) -> tuple[int, str]:
    """How init ended at a terminal where somebody types, and interrupts it once it has shown something; and all that
    the terminal showed."""
    ours, theirs = pty.openpty()
    with running(
        [sys.executable, *program, "init", *words],
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**{name: value for name, value in os.environ.items() if name != "CI"}, **environment},
        start_new_session=True,
    ) as process:
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
        process.wait(timeout=60)
    return process.returncode, shown.decode()
