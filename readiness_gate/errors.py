"""What can go wrong, what to do next, and the exit code that says so."""

from collections.abc import Iterable
from enum import IntEnum

DEEPEN = "fetch the whole history (git fetch --unshallow; in CI fetch-depth: 0 with filter: blob:none)"
"""What to do about a clone that was cut off."""
DEEPEN_WHOLE = (
    "fetch the whole history with all contents (git fetch --unshallow; in CI fetch-depth: 0 without a filter)"
)
"""What to do about one where the contents of earlier commits are asked for, too."""


class ExitCode(IntEnum):
    """The process's exit codes; only GO lets a milestone through."""

    GO = 0
    NO_GO = 1
    BAD_USE = 2
    UNDECIDED = 3
    NOT_WRITTEN = 4
    INTERRUPTED = 130
    TERMINATED = 143


class GateError(Exception):
    """Base of every error that the program foresees.

    `str(error)` says what is wrong, where, and what to do next, in words for the user; it needs no traceback.
    """

    exit_code: ExitCode = ExitCode.UNDECIDED


class BadUse(GateError):
    """The command was asked for something that cannot be evaluated; nothing was evaluated."""

    exit_code = ExitCode.BAD_USE


def refuse(mistakes: Iterable[str]) -> None:
    """Raise BadUse with all the mistakes, each once; do nothing if there are none."""
    if distinct := list(dict.fromkeys(mistakes)):
        raise BadUse("\n".join(distinct))


class NoConfiguration(BadUse):
    """There is no configuration where one was looked for."""


class Unreadable(GateError):
    """A file that was asked for is there and cannot be read, or is not a file."""

    exit_code = ExitCode.BAD_USE


class NotWritten(GateError):
    """There is a result, and it could not be written."""

    exit_code = ExitCode.NOT_WRITTEN


class CouldNotLook(GateError):
    """A source could not be read, or could not be proven to be whole: its text is why, and what to do."""


class CannotMeasure(GateError):
    """Something cannot be measured from the facts: its text is why, and what to do.

    Raised by facts, and by whatever signals are made of; a signal's reading is then `Unavailable`, with that text.
    """


class MissingObjects(CouldNotLook):
    """Something that git needs was left out when the repository was cloned."""
