"""`readiness-gate init`: write a configuration to begin with."""

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import TypeVar
from zoneinfo import available_timezones

import click

from readiness_gate.cli.output import tell, write
from readiness_gate.config import FILE, load
from readiness_gate.config.catalog import PLATFORMS, detected, platforms, schema
from readiness_gate.config.problems import did_you_mean
from readiness_gate.config.starting import COMPLETIONS, EXPORT, ROSTER, Start, choices, mistake, starting_configuration
from readiness_gate.errors import BadUse, CouldNotLook, ExitCode
from readiness_gate.model.policy import DIMENSIONS, Dimension
from readiness_gate.model.time import day
from readiness_gate.reports import json
from readiness_gate.reports.escape import printable
from readiness_gate.reports.words import listed
from readiness_gate.signals import SIGNALS
from readiness_gate.sources.git.listing import tracked

SCHEMA = "readiness-gate.schema.json"
_NONE = "none"
_NOT_YET = "not measured by this program so far"
_SEVERAL = "Name as many of these as you like, with commas or spaces between them."
_WIDTH = 80
_ERROR = "Error: "  # what click writes before what is wrong with an answer
_Answer = TypeVar("_Answer")


@click.command("init")
@click.option("--name", metavar="TEXT", help="What the program is called; default: the name of this folder.")
@click.option("--go-live", metavar="DATE", help="The day of the go-live, such as 2027-03-01.")
@click.option("--timezone", metavar="ZONE", help="The time zone that dates are days in, such as Europe/Berlin.")
@click.option("--export", default=EXPORT, metavar="FILE", show_default=True, help="The export of the issues.")
@click.option("--roster", default=ROSTER, metavar="FILE", show_default=True, help="Who is to use the system.")
@click.option("--completions", default=COMPLETIONS, metavar="FILE", show_default=True, help="Who completed what.")
@click.option(
    "--platform",
    "platforms",
    multiple=True,
    type=click.Choice(sorted(name.removeprefix(PLATFORMS) for name in platforms())),
    help="What the system is built on; may be given several times. Default: what the repository's files tell.",
)
@click.option(
    "--measures",
    multiple=True,
    metavar="DIMENSION",
    help=f"What the program measures besides what the starter is about: {', '.join(choices())}, or {_NONE} of these; "
    "may be given several times.",
)
@click.option(
    "--not-measured-because",
    "because",
    metavar="TEXT",
    help=f"Why it does not measure the others of these; default, where some are named: {_NOT_YET}.",
)
def command(
    name: str | None,
    go_live: str | None,
    timezone: str | None,
    export: str,
    roster: str,
    completions: str,
    platforms: tuple[str, ...],
    measures: tuple[str, ...],
    because: str | None,
) -> int:
    """Write a configuration to begin with, and its schema for editors.

    What is not given is asked for on a terminal. A configuration that is there already is never overwritten.
    """
    if os.path.lexists(FILE):
        raise BadUse(f"there is a {FILE} here already: edit that, or remove it first")
    given = _measured(",".join(measures)) if measures else None
    reason = _text("--not-measured-because", because) if because is not None else None
    named = _text("--name", name) if name is not None else None
    start = Start(
        name=named or _asked("The program's name", "", partial(_text, "the name"), _folder()),
        timezone=_zone(timezone) if timezone else _asked("Its time zone", "--timezone Europe/Berlin", _zone),
        go_live=_day(go_live) if go_live else _asked("The day of the go-live", "--go-live 2027-03-01", _day),
        export=_text("--export", export),
        roster=_text("--roster", roster),
        completions=_text("--completions", completions),
        platforms=tuple(f"{PLATFORMS}{each}" for each in platforms) or tuple(detected(_tracked())),
    )
    start = _chosen(start, given, reason)
    text = starting_configuration(start, SCHEMA)
    load(FILE, lambda path, _: text.encode() if path == FILE else None, SIGNALS, root=Path.cwd())
    write(json.dump(schema("configuration")), SCHEMA)
    write(text, FILE)
    wrote = f"Wrote {FILE} and {SCHEMA}, for {', '.join(start.platforms)}."
    write(_lines(wrote, *_silence(start), "Next: `readiness-gate doctor` tells what is still missing."))
    return ExitCode.GO


def _chosen(start: Start, measures: tuple[Dimension, ...] | None, because: str | None) -> Start:
    """The start with the dimensions that the program measures. Once some are named, or a reason is, the others are left
    out by name: what is then silent was chosen to be."""
    known = tuple(choices())
    if measures is None:
        told = _lines(f"Besides what the starter is about, there are rules on {', '.join(known)}.", _SEVERAL)
        measures = _asked(f"{told}Which of these does the program measure, too", "", _measured, _NONE)
    others = [each for each in known if each not in measures]
    if because is not None and not others:
        raise BadUse("--not-measured-because: everything is measured, so there is nothing to give a reason for")
    if because is None and measures and others:
        told = _lines(f"Not measured, then: {', '.join(others)}.")
        because = _asked(f"{told}Why", "", _reason, _NOT_YET)
    return replace(start, measures=measures, not_measured=dict.fromkeys(others, because) if because else {})


def _measured(answer: str) -> tuple[Dimension, ...]:
    """The dimensions of an answer, separated by commas or blanks."""
    known = choices()
    words = _words(answer)
    if set(words) == {_NONE}:
        return ()
    if _NONE in words:
        raise BadUse(f'"{_NONE}" goes alone: name the dimensions without it, or "{_NONE}" without any')
    for word in words or [answer]:
        if word not in known:
            raise BadUse(f'"{word}" is none of the dimensions to choose from{did_you_mean(word, [*known, _NONE])}')
    return tuple(each for each in known if each in words)


def _words(answer: str) -> list[str]:
    return answer.casefold().replace(",", " ").split()


def _reason(answer: str) -> str:
    """The reason that somebody answers with; whoever names dimensions alone means to answer another question."""
    words = _words(answer)
    if words and {*DIMENSIONS, _NONE}.issuperset(words):
        raise BadUse(
            "these are dimensions, and no reason: say why the ones above are not measured, or press Ctrl-C and begin "
            "again to choose others"
        )
    return _text("the reason", answer)


def _text(called: str, text: str) -> str:
    wrong = mistake("text", text, called)
    if wrong is not None:
        raise BadUse(wrong)
    return text


def _folder() -> str:
    """What the program is called when nobody says it: as its folder, if that is a name."""
    name = Path.cwd().name
    return name if mistake("text", name, name) is None else "our program"


def _silence(start: Start) -> Iterator[str]:
    """What the gate that was written says nothing about."""
    if start.not_measured:
        yield f"Left out in [not-measured], with the reason: {', '.join(start.not_measured)}."
    if start.unheard:
        yield f"None of its rules is about {listed(start.unheard)}: {FILE} tells how to add them."


def _lines(*told: str) -> str:
    """Sentences as lines of a screen."""
    return "".join(f"{_wrapped(each)}\n" for each in told)


def _wrapped(told: str) -> str:
    return fill(told, _WIDTH, break_on_hyphens=False)


def _tracked() -> list[str]:
    """The files of the repository here; none where there is no repository, or nothing in it."""
    try:
        return tracked(Path.cwd())
    except CouldNotLook:
        return []


def _asked(question: str, option: str, check: Callable[[str], _Answer], default: str | None = None) -> _Answer:
    """The answer of whoever sits at the terminal, asked again until it holds; where nobody does, the default, or bad
    use."""
    if not sys.stdin.isatty() or "CI" in os.environ:
        if default is None:
            raise BadUse(f"nobody can be asked here for {question[0].lower()}{question[1:]}: give {option}")
        return check(default)

    def checked(answer: str) -> _Answer:
        try:
            return check(answer)
        except BadUse as error:
            raise click.UsageError(_wrapped(f"{_ERROR}{printable(str(error))}").removeprefix(_ERROR)) from error

    try:
        answer: _Answer = click.prompt(question, default=default, value_proc=checked, err=True)
    except click.Abort:
        tell("")  # ends the line of the question
        raise
    return answer


def _zone(name: str) -> str:
    if name not in available_timezones() or mistake("zone", name, name) is not None:
        raise BadUse(f'"{name}" is no time zone: give one of the IANA names, such as Europe/Berlin')
    return name


def _day(text: str) -> dt.date:
    try:
        found = day(text)
    except ValueError as error:
        raise BadUse(str(error)) from error
    wrong = mistake("day", found, "the day of the go-live")
    if wrong is not None:
        raise BadUse(wrong)
    return found
