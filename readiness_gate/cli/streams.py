"""The process's standard streams. Whatever their state, the exit code shows whether writing succeeded."""

import contextlib
import os
import sys
from collections.abc import Sequence

from readiness_gate.errors import ExitCode

DEBUG = "READINESS_GATE_DEBUG"
_LONGEST = 300


def opened() -> None:
    """Open streams that the caller closed; otherwise the next opened file would become stdout. Writing to such a stdout
    fails."""
    for number, flags in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.dup2(os.open(os.devnull, flags), number)
    sys.stdin = sys.stdin or open(0, closefd=False)  # noqa: SIM115 - they stay open
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115


def flushed(code: int) -> int:
    """Flush the streams and return the exit code; 4 if stdout cannot be written."""
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):
            code = ExitCode.NOT_WRITTEN if number == 1 else code
            # The interpreter flushes again at exit, and would change the exit code.
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
    return code


def say(what: str) -> None:
    """Write a message to stderr using only the standard library, with control characters escaped."""
    shown = "".join(map(_visible, what))
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"{shown}\n".encode("ascii", "backslashreplace").decode())
        sys.stderr.flush()


def _visible(character: str) -> str:
    return character if character.isprintable() or character == "\n" else ascii(character)[1:-1]


def wants_traceback(arguments: Sequence[str]) -> bool:
    """Return whether -v, also combined with other letters, or the environment asks for the traceback of a crash."""
    short = (word for word in arguments if word.startswith("-") and not word.startswith("--"))
    return bool(os.environ.get(DEBUG)) or "--verbose" in arguments or any("v" in word for word in short)


def in_short(error: BaseException) -> str:
    """Return an exception as one short line."""
    try:
        said = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - an error that cannot even be converted to a string
        said = ""
    return f"{type(error).__name__}: {said[:_LONGEST]}" if said else type(error).__name__
