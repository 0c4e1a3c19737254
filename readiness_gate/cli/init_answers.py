"""The questions of `init` about the program itself: its name, and the day of its go-live."""

import datetime as dt
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from readiness_gate.app.surroundings import folder_name
from readiness_gate.cli import answers
from readiness_gate.cli.asking import asked, can_ask, confirmed, lines
from readiness_gate.cli.clock import now
from readiness_gate.cli.output import to_stderr
from readiness_gate.model.time import day_of


def name(given: str | None) -> str:
    """Return the program's name: given, else asked for, else the folder's name."""
    if given is not None:
        return given
    folder = folder_name(Path.cwd())
    return asked("The program's name", partial(answers.text, called="the name"), folder) if can_ask() else folder


def go_live(given: dt.date | None, zone: str) -> dt.date:
    """Return the day of the go-live. One that has passed is confirmed or asked for again; without a terminal, it is
    accepted with a warning."""
    first, chosen = today(zone), given
    while True:
        chosen = chosen or asked("The day of the go-live (YYYY-MM-DD)", answers.day)
        if chosen >= first:
            return chosen
        passed = answers.has_passed(chosen)
        if not can_ask():
            to_stderr(f"Warning: {passed}")
            return chosen
        if confirmed(f"{lines(f'{passed}.')}Use this day anyway"):
            return chosen
        chosen = None


def today(zone: str) -> dt.date:
    """Return today's date in a time zone."""
    return day_of(now(), ZoneInfo(zone))
