"""Ask questions at a terminal, and check the options that were given in place of answers."""

import os
import sys
from collections.abc import Callable
from textwrap import fill
from typing import TypeVar

import click

from readiness_gate.cli.output import to_stderr
from readiness_gate.errors import BadUse
from readiness_gate.reports.escape import printable

_WIDTH = 80
_ERROR = "Error: "
"""The prefix of click's message on a wrong answer."""
_Answer = TypeVar("_Answer")


def can_ask() -> bool:
    """Return whether a person at a terminal can answer: stdin is one, and this is not a CI job."""
    return sys.stdin.isatty() and "CI" not in os.environ


def asked(question: str, check: Callable[[str], _Answer], default: str | None = None) -> _Answer:
    """Return the answer to a question, asked until `check` accepts it. `check` raises BadUse with what is wrong."""

    def checked(answer: str) -> _Answer:
        try:
            return check(answer)
        except BadUse as error:
            raise click.UsageError(wrapped(f"{_ERROR}{printable(str(error))}").removeprefix(_ERROR)) from error

    answer: _Answer = _at_terminal(lambda: click.prompt(question, default=default, value_proc=checked, err=True))
    return answer


def confirmed(question: str) -> bool:
    """Return whether the answer to a question is yes; no is the default."""
    return _at_terminal(lambda: click.confirm(question, default=False, err=True))


def _at_terminal(ask: Callable[[], _Answer]) -> _Answer:
    try:
        return ask()
    except click.Abort:
        to_stderr("")  # end the line of the question
        raise


class Given:
    """Check options, and collect their problems for one message."""

    def __init__(self) -> None:
        """Start without problems."""
        self.wrong: list[str] = []

    def checked(self, option: str | None, check: Callable[[str], _Answer]) -> _Answer | None:
        """Return the value of an option; None if it was not given, or is wrong."""
        try:
            return None if option is None else check(option)
        except BadUse as error:
            self.wrong.append(str(error))
            return None

    def refuse(self) -> None:
        """Raise BadUse with all problems, if there are any."""
        if len(self.wrong) == 1:
            raise BadUse(self.wrong[0])
        if self.wrong:
            raise BadUse(
                "\n".join([f"{len(self.wrong)} options are wrong or missing:", *map("  {}".format, self.wrong)])
            )


def lines(*sentences: str) -> str:
    """Return sentences as lines, each wrapped at 80 columns."""
    return "".join(f"{wrapped(sentence)}\n" for sentence in sentences)


def wrapped(sentence: str) -> str:
    """Wrap a sentence at 80 columns."""
    return fill(sentence, _WIDTH, break_on_hyphens=False)
