"""Check the answers and options of `init`. Every function raises BadUse that says what to give instead."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Literal, TypeAlias
from zoneinfo import available_timezones

from readiness_gate.config.optional_dimensions import STARTER, optional_dimensions
from readiness_gate.config.packs.catalog import PLATFORMS, dimensions, platforms
from readiness_gate.config.scaffold import mistake
from readiness_gate.errors import BadUse
from readiness_gate.model.policy import ALWAYS_MEASURED, DIMENSIONS, Dimension
from readiness_gate.model.time import day as day_of_text
from readiness_gate.toml.document import Value
from readiness_gate.toml.problems import did_you_mean
from readiness_gate.toml.zones import zone_hint

NONE = "none"
LATER = "later"
_DIGITS = 9
_PROJECT = re.compile(r"[A-Z][A-Z0-9_]{0,254}", re.ASCII)
LONGEST_AGO = 90
"""The days by which a go-live may have passed without a terminal to confirm it: some programs begin to measure after
it."""
_EXAMPLE_AHEAD = dt.timedelta(days=90)
_Kind: TypeAlias = Literal["text", "zone", "day", "site"]
_KINDS: Mapping[_Kind, str] = {
    "text": "the text",
    "zone": "the time zone",
    "day": "the day of the go-live",
    "site": "the address",
}


def text(answer: str, called: str) -> str:
    """Return a valid text; `called` is the option, or the subject of the question."""
    _check("text", answer, called)
    return answer


def zone(answer: str, called: str = "") -> str:
    """Return the IANA name of a time zone."""
    _check("zone", answer, called)
    if answer not in available_timezones():
        raise BadUse(_about(called, f'"{answer}" is not a time zone{zone_hint(answer)}'))
    return answer


def day(answer: str, called: str = "") -> dt.date:
    """Return a day, given as YYYY-MM-DD."""
    try:
        day_ = day_of_text(answer)
    except ValueError as error:
        raise BadUse(_about(called, str(error))) from error
    _check("day", day_, called)
    return day_


def platform(answer: str) -> str:
    """Return the pack of a platform."""
    known = [name.removeprefix(PLATFORMS) for name in platforms()]
    if answer not in known:
        raise BadUse(f'--platform: unknown platform "{answer}"{did_you_mean(answer, known)}')
    return f"{PLATFORMS}{answer}"


def measured(answer: str, called: str = "") -> tuple[Dimension, ...]:
    """Return the dimensions of an answer, separated by commas or spaces."""
    words = _words(answer)
    if set(words) == {NONE}:
        return ()
    if NONE in words:
        raise BadUse(_about(called, f'"{NONE}" cannot be combined with dimensions. Give the dimensions, or "{NONE}"'))
    strange = [word for word in words or [answer] if word not in optional_dimensions()]
    if strange:
        raise BadUse(_about(called, _not_offered(strange[0])))
    return tuple(dimension for dimension in optional_dimensions() if dimension in words)


def _not_offered(word: str) -> str:
    if word in {*ALWAYS_MEASURED, *dimensions(STARTER).values()}:
        return f'"{word}" is always measured. Leave it out'
    return f'"{word}" is not one of the dimensions to choose from{did_you_mean(word, [*optional_dimensions(), NONE])}'


def reason(answer: str) -> str:
    """Return a reason. An answer that consists of dimensions was meant for another question."""
    words = _words(answer)
    if words and {*DIMENSIONS, NONE}.issuperset(words):
        raise BadUse(
            "these are dimensions, not a reason. Say why the ones above are not measured, or press Ctrl-C and start "
            "again to choose others"
        )
    return text(answer, "the reason")


def count(answer: str, called: str = "") -> int:
    """Return a number of issues, given with or without thousands separators."""
    plain = answer.strip().replace(",", "").replace("'", "").replace("\N{NO-BREAK SPACE}", "")
    if not plain.isascii() or not plain.isdigit() or len(plain) > _DIGITS or int(plain) < 1:
        raise BadUse(_about(called, f'"{answer}" is not a number of issues, such as 232'))
    return int(plain)


def count_or_later(answer: str) -> int | None:
    """Return a number of issues; None for `later`."""
    return None if answer.strip().casefold() == LATER else count(answer)


def is_silent(export: str) -> bool:
    """Return whether the format, judging by the file's name, cannot say whether it is complete: CSV, or one issue a
    line."""
    return export.casefold().removesuffix(".gz").endswith((".csv", ".jsonl", ".ndjson"))


def site(answer: str, called: str = "") -> str:
    """Return the address of a Jira; "" for `none`."""
    if answer.strip().casefold() == NONE:
        return ""
    _check("site", answer, called)
    return answer.rstrip("/")


def projects(answer: str, called: str = "") -> tuple[str, ...]:
    """Return the keys of projects, separated by commas or spaces."""
    keys = tuple(dict.fromkeys(answer.replace(",", " ").split()))
    wrong = [key for key in keys if not _PROJECT.fullmatch(key)]
    if wrong:
        raise BadUse(_about(called, f'"{wrong[0]}" is not a project key, such as CRM'))
    if not keys:
        raise BadUse(_about(called, "give the key of at least one project, such as CRM"))
    return keys


def example_day(today: dt.date) -> dt.date:
    """Return a future day, as an example of a go-live."""
    return today + _EXAMPLE_AHEAD


def has_passed(go_live: dt.date) -> str:
    """Return the warning that a go-live is in the past, and what that means."""
    return f"{go_live} has already passed. `check` then needs the milestone's name: `readiness-gate check go-live`"


def long_ago(go_live: dt.date, today: dt.date) -> str | None:
    """Return why a go-live is too far in the past; None if it is not."""
    if (today - go_live).days <= LONGEST_AGO:
        return None
    return (
        f"--go-live: {go_live} is more than {LONGEST_AGO} days ago (today is {today}). Give a day ahead, such as "
        f"--go-live {example_day(today)}; if the system is already live, the day of its next milestone"
    )


def _words(answer: str) -> list[str]:
    return answer.casefold().replace(",", " ").split()


def _check(kind: _Kind, value: Value, called: str) -> None:
    name = called or _KINDS[kind]
    wrong = mistake(kind, value, name)
    if wrong is not None:
        raise BadUse(wrong if called else wrong.removeprefix(f"{name}: "))


def _about(called: str, what: str) -> str:
    return f"{called}: {what}" if called else what
