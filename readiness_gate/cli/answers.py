"""What `init` takes as a name, a day, a time zone, a platform, dimensions and a reason; BadUse says what to give."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias
from zoneinfo import available_timezones

from readiness_gate.config.packs.catalog import PLATFORMS, dimensions, platforms
from readiness_gate.config.scaffold import STARTER, besides, mistake
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
"""The days for which a go-live may have passed when nobody can be asked: programs begin to measure after it, too."""
_EXAMPLE_AHEAD = dt.timedelta(days=90)
_Kind: TypeAlias = Literal["text", "zone", "day", "site"]
_KINDS: Mapping[_Kind, str] = {
    "text": "the text",
    "zone": "the time zone",
    "day": "the day of the go-live",
    "site": "the address",
}


def text(answer: str, called: str) -> str:
    """A text; `called` is the option, or what was asked for."""
    _check("text", answer, called)
    return answer


def zone(answer: str, called: str = "") -> str:
    """The IANA name of a time zone."""
    _check("zone", answer, called)
    if answer not in available_timezones():
        raise BadUse(_about(called, f'"{answer}" is not a time zone{zone_hint(answer)}'))
    return answer


def day(answer: str, called: str = "") -> dt.date:
    """A day in the form YYYY-MM-DD."""
    try:
        day_ = day_of_text(answer)
    except ValueError as error:
        raise BadUse(_about(called, str(error))) from error
    _check("day", day_, called)
    return day_


def platform(answer: str) -> str:
    """The pack of a platform, by the name of the platform."""
    known = [name.removeprefix(PLATFORMS) for name in platforms()]
    if answer not in known:
        raise BadUse(f'--platform: "{answer}" is no platform{did_you_mean(answer, known)}')
    return f"{PLATFORMS}{answer}"


def measured(answer: str, offered: Sequence[Dimension], called: str = "") -> tuple[Dimension, ...]:
    """The dimensions of an answer, with commas or spaces between them; `offered` are those to choose from."""
    words = _words(answer)
    if set(words) == {NONE}:
        return ()
    if NONE in words:
        raise BadUse(_about(called, f'"{NONE}" goes alone: name the dimensions without it, or "{NONE}" without any'))
    wrong = _why_not(words or [answer], offered)
    if wrong is not None:
        raise BadUse(_about(called, wrong))
    return tuple(dimension for dimension in offered if dimension in words)


def _why_not(words: Sequence[str], offered: Sequence[Dimension]) -> str | None:
    """What is wrong with the first of some words that are no dimensions to choose from; None if all are."""
    strange = [word for word in words if word not in offered]
    unfed = [dimension for dimension in besides() if dimension in strange]
    if unfed:
        return _no_source(unfed, offered)
    return _not_offered(strange[0], offered) if strange else None


def _no_source(unfed: Sequence[str], offered: Sequence[str]) -> str:
    named, it = ", ".join(f'"{dimension}"' for dimension in unfed), "them" if len(unfed) > 1 else "it"
    return (
        f"this version has no source for {named}: leave {it} out (--measures {', '.join((*offered, NONE))}), and say "
        f'who watches {it}, such as --not-measured-because "the test manager reports it"'
    )


def _not_offered(word: str, offered: Sequence[str]) -> str:
    if word in {*ALWAYS_MEASURED, *dimensions(STARTER).values()}:
        return f'"{word}" is measured in any case: leave it out'
    return f'"{word}" is none of the dimensions to choose from{did_you_mean(word, [*offered, NONE])}'


def reason(answer: str) -> str:
    """The reason that somebody answers with; whoever names dimensions alone means to answer another question."""
    words = _words(answer)
    if words and {*DIMENSIONS, NONE}.issuperset(words):
        raise BadUse(
            "these are dimensions, and no reason: say why the ones above are not measured, or press Ctrl-C and begin "
            "again to choose others"
        )
    return text(answer, "the reason")


def count(answer: str, called: str = "") -> int:
    """A number of issues, with or without separators of thousands."""
    plain = answer.strip().replace(",", "").replace("'", "").replace("\N{NO-BREAK SPACE}", "")
    if not plain.isascii() or not plain.isdigit() or len(plain) > _DIGITS or int(plain) < 1:
        raise BadUse(_about(called, f'"{answer}" is no number of issues, such as 232'))
    return int(plain)


def count_or_later(answer: str) -> int | None:
    """A number of issues; None for one that is to be filled in later."""
    return None if answer.strip().casefold() == LATER else count(answer)


def is_silent(export: str) -> bool:
    """Whether an export has, by its name, a form that never says whether it is whole: CSV, or one issue a line."""
    return export.casefold().removesuffix(".gz").endswith((".csv", ".jsonl", ".ndjson"))


def site(answer: str, called: str = "") -> str:
    """The address of a Jira; "" for none."""
    if answer.strip().casefold() == NONE:
        return ""
    _check("site", answer, called)
    return answer.rstrip("/")


def projects(answer: str, called: str = "") -> tuple[str, ...]:
    """The keys of projects, with commas or spaces between them."""
    keys = tuple(dict.fromkeys(answer.replace(",", " ").split()))
    wrong = [key for key in keys if not _PROJECT.fullmatch(key)]
    if wrong:
        raise BadUse(_about(called, f'"{wrong[0]}" is no key of a project, such as CRM'))
    if not keys:
        raise BadUse(_about(called, "name at least one project by its key, such as CRM"))
    return keys


def example_day(today: dt.date) -> dt.date:
    """A day ahead, to show what a go-live looks like."""
    return today + _EXAMPLE_AHEAD


def has_passed(go_live: dt.date) -> str:
    """That a go-live lies in the past, and what that means."""
    return f"{go_live} has already passed; `check` needs a milestone ahead or its name (`readiness-gate check go-live`)"


def long_ago(go_live: dt.date, today: dt.date) -> str | None:
    """Why a go-live is too far in the past for anybody to mean it; None if it is not."""
    if (today - go_live).days <= LONGEST_AGO:
        return None
    return (
        f"--go-live: {go_live} is more than {LONGEST_AGO} days ago (today is {today}): give a day ahead, such as "
        f"--go-live {example_day(today)}; of a system that is live already, the day of the next milestone"
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
