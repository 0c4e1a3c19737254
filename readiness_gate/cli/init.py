"""`readiness-gate init`: write a configuration to begin with."""

import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from zoneinfo import available_timezones

import click

from readiness_gate.cli.output import tell, write
from readiness_gate.config import FILE, load
from readiness_gate.config.catalog import PLATFORMS, detected, platforms, schema
from readiness_gate.config.starting import COMPLETIONS, EXPORT, ROSTER, Start, starting_configuration
from readiness_gate.errors import BadUse, CouldNotLook, ExitCode
from readiness_gate.model.time import day
from readiness_gate.reports import json
from readiness_gate.signals import SIGNALS
from readiness_gate.sources.git.listing import tracked

SCHEMA = "readiness-gate.schema.json"
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
def command(
    name: str | None,
    go_live: str | None,
    timezone: str | None,
    export: str,
    roster: str,
    completions: str,
    platforms: tuple[str, ...],
) -> int:
    """Write a configuration to begin with, and its schema for editors.

    What is not given is asked for on a terminal. A configuration that is there already is never overwritten.
    """
    if os.path.lexists(FILE):
        raise BadUse(f"there is a {FILE} here already: edit that, or remove it first")
    start = Start(
        name=name or _asked("The program's name", "", str, Path.cwd().name or "our program"),
        timezone=_zone(timezone) if timezone else _asked("Its time zone", "--timezone Europe/Berlin", _zone),
        go_live=_day(go_live) if go_live else _asked("The day of the go-live", "--go-live 2027-03-01", _day),
        export=export,
        roster=roster,
        completions=completions,
        platforms=tuple(f"{PLATFORMS}{each}" for each in platforms) or tuple(detected(_tracked())),
    )
    text = starting_configuration(start, SCHEMA)
    load(FILE, lambda path, _: text.encode() if path == FILE else None, SIGNALS, root=Path.cwd())
    write(json.dump(schema("configuration")), SCHEMA)
    write(text, FILE)
    packs = ", ".join(start.platforms)
    write(f"Wrote {FILE} and {SCHEMA}, for {packs}.\nNext: `readiness-gate doctor` tells what is still missing.\n")
    return ExitCode.GO


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
            raise click.UsageError(str(error)) from error

    try:
        answer: _Answer = click.prompt(question, default=default, value_proc=checked, err=True)
    except click.Abort:
        tell("")  # ends the line of the question
        raise
    return answer


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise BadUse(f'"{name}" is no time zone: give one of the IANA names, such as Europe/Berlin')
    return name


def _day(text: str) -> dt.date:
    try:
        return day(text)
    except ValueError as error:
        raise BadUse(str(error)) from error
