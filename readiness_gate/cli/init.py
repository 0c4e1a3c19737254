"""`readiness-gate init`: write a configuration to begin with."""

import datetime as dt
import os
import sys
from pathlib import Path
from zoneinfo import available_timezones

import click

from readiness_gate.cli.output import write
from readiness_gate.config import FILE, load
from readiness_gate.config.catalog import schema
from readiness_gate.config.starting import COMPLETIONS, EXPORT, ROSTER, Start, starting_configuration
from readiness_gate.errors import BadUse
from readiness_gate.model.time import day
from readiness_gate.reports import json
from readiness_gate.signals import SIGNALS

SCHEMA = "readiness-gate.schema.json"


@click.command("init")
@click.option("--name", metavar="TEXT", help="What the program is called; default: the name of this folder.")
@click.option("--go-live", metavar="DATE", help="The day of the go-live, such as 2027-03-01.")
@click.option("--timezone", metavar="ZONE", help="The time zone that dates are days in, such as Europe/Berlin.")
@click.option("--export", default=EXPORT, metavar="FILE", show_default=True, help="The export of the issues.")
@click.option("--roster", default=ROSTER, metavar="FILE", show_default=True, help="Who is to use the system.")
@click.option("--completions", default=COMPLETIONS, metavar="FILE", show_default=True, help="Who completed what.")
def command(
    name: str | None, go_live: str | None, timezone: str | None, export: str, roster: str, completions: str
) -> None:
    """Write readiness-gate.toml, and beside it the schema that editors complete and check it with.

    What is not given is asked for on a terminal. A configuration that is there already is never overwritten.
    """
    if Path(FILE).exists():
        raise BadUse(f"there is a {FILE} here already: edit that, or remove it first")
    start = Start(
        name=name or _asked("The program's name", Path.cwd().name or "our program"),
        timezone=_zone(timezone or _asked("Its time zone (an IANA name)", None, "--timezone Europe/Berlin")),
        go_live=_day(go_live or _asked("The day of the go-live (year-month-day)", None, "--go-live 2027-03-01")),
        export=export,
        roster=roster,
        completions=completions,
    )
    text = starting_configuration(start, SCHEMA)
    load(FILE, lambda path, _: text.encode() if path == FILE else None, SIGNALS, root=Path.cwd())
    write(json.dump(schema("configuration")), SCHEMA)
    write(text, FILE)
    click.echo(f"Wrote {FILE} and {SCHEMA}. Next: `readiness-gate doctor` tells what is still missing.")


def _asked(question: str, default: str | None, option: str = "") -> str:
    """The answer of whoever sits at the terminal; the default, or bad use, where nobody does."""
    if not sys.stdin.isatty() or "CI" in os.environ:
        if default is None:
            raise BadUse(f"nobody can be asked here for {question[0].lower()}{question[1:]}: give {option}")
        return default
    answer: str = click.prompt(question, default=default, err=True)
    return answer


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise BadUse(f'"{name}" is no time zone: give one of the IANA names, such as --timezone Europe/Berlin')
    return name


def _day(text: str) -> dt.date:
    try:
        return day(text)
    except ValueError as error:
        raise BadUse(f"--go-live: {error}") from error
