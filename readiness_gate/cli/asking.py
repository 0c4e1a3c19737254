"""Questions at a terminal, and options that were given instead."""

import os
import sys
from collections.abc import Callable
from textwrap import fill
from typing import TypeVar

import click

from readiness_gate.cli.output import tell
from readiness_gate.errors import BadUse
from readiness_gate.reports.escape import printable

_WIDTH = 80
_ERROR = "Error: "  # what click writes before what is wrong with an answer
_Answer = TypeVar("_Answer")


def can_ask() -> bool:
    """Whether somebody sits at a terminal who can answer."""
    return sys.stdin.isatty() and "CI" not in os.environ


def asked(question: str, check: Callable[[str], _Answer], default: str | None = None) -> _Answer:
    """The answer to a question, asked again until the check takes it. The check raises BadUse with what is wrong."""

    def checked(answer: str) -> _Answer:
        try:
            return check(answer)
        except BadUse as error:
            raise click.UsageError(wrapped(f"{_ERROR}{printable(str(error))}").removeprefix(_ERROR)) from error

    answer: _Answer = _at_terminal(lambda: click.prompt(question, default=default, value_proc=checked, err=True))
    return answer


def confirmed(question: str) -> bool:
    """Whether the answer to a question is yes; no is the default."""
    return _at_terminal(lambda: click.confirm(question, default=False, err=True))


def _at_terminal(ask: Callable[[], _Answer]) -> _Answer:
    try:
        return ask()
    except click.Abort:
        tell("")  # ends the line of the question
        raise


class Given:
    """Checks the options that were given, and keeps everything that is wrong with them, to report it in one message."""

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        self.wrong: list[str] = []

    def checked(self, option: str | None, check: Callable[[str], _Answer]) -> _Answer | None:
        """The value of an option; None if it was not given, or is wrong."""
        try:
            return None if option is None else check(option)
        except BadUse as error:
            self.wrong.append(str(error))
            return None

    def refuse(self) -> None:
        """Raise BadUse with everything that is wrong, if anything is."""
        if len(self.wrong) == 1:
            raise BadUse(self.wrong[0])
        if self.wrong:
            raise BadUse(
                "\n".join([f"{len(self.wrong)} options are wrong or missing:", *map("  {}".format, self.wrong)])
            )


def lines(*sentences: str) -> str:
    """Sentences as lines of a screen."""
    return "".join(f"{wrapped(sentence)}\n" for sentence in sentences)


def wrapped(sentence: str) -> str:
    """A sentence in lines of 80 columns."""
    return fill(sentence, _WIDTH, break_on_hyphens=False)
