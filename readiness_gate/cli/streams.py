"""The process's standard streams: whatever state the caller left them in, the exit code says what became of them."""

import os
import sys

from readiness_gate.errors import ExitCode


def opened() -> None:
    """Take the place of streams that the caller closed, or the next file to be opened would: to write to such a
    stdout fails."""
    for number, flags in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.dup2(os.open(os.devnull, flags), number)
    sys.stdin = sys.stdin or open(0, closefd=False)  # noqa: SIM115 - they stay open
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115


def flushed(code: int) -> int:
    """The exit code, now that all is said; another one when it could not be."""
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):
            code = ExitCode.NOT_WRITTEN if number == 1 else code
            # The interpreter flushes once more as it ends, and would change the exit code.
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
    return code
