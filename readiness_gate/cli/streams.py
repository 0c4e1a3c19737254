"""The process's standard streams: whatever state the caller left them in, the exit code says what became of them."""

import contextlib
import os
import sys
from collections.abc import Sequence

from readiness_gate.errors import ExitCode

DEBUG = "READINESS_GATE_DEBUG"
_LONGEST = 300


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


def say(what: str) -> None:
    """Write a message to stderr with nothing but the standard library, control characters escaped."""
    shown = "".join(map(_visible, what))
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"{shown}\n".encode("ascii", "backslashreplace").decode())
        sys.stderr.flush()


def _visible(character: str) -> str:
    return character if character.isprintable() or character == "\n" else ascii(character)[1:-1]


def wants_traceback(arguments: Sequence[str]) -> bool:
    """Whether a command line, or the environment, asks for the traceback of a crash: `-v`, also among other letters."""
    short = (word for word in arguments if word.startswith("-") and not word.startswith("--"))
    return bool(os.environ.get(DEBUG)) or "--verbose" in arguments or any("v" in word for word in short)


def in_short(error: BaseException) -> str:
    """What was raised, in one line that is not long."""
    try:
        said = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - an error that cannot even say what it is
        said = ""
    return f"{type(error).__name__}: {said[:_LONGEST]}" if said else type(error).__name__
