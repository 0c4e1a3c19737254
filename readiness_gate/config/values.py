"""The checked values that files are made of: texts, patterns, days, refs, numbers; a refusal says what to write."""

import datetime as dt
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema

from readiness_gate.model.globs import why_invalid
from readiness_gate.model.shapes import as_sequence
from readiness_gate.model.time import DAY, duration

MANY = 1_000
LARGE = 10**12
FIRST_YEAR, LAST_YEAR = 2000, 2199


def _no_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f'"{name}" is no time zone: write one of the IANA names, such as "Europe/Berlin"') from error
    return name


def _glob(text: str) -> str:
    why = why_invalid(text)
    if why is not None:
        raise ValueError(why)
    return text


def _days(text: str) -> str:
    if duration(text) % DAY:
        raise ValueError(f'"{text}" is not a number of whole days')
    return text


def _near(day: dt.date) -> dt.date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{day} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return day


def _moment(value: object) -> dt.datetime | dt.date:
    if not isinstance(value, dt.date):
        raise ValueError("must be a date or a time, without quotes, such as 2027-02-14 or 2027-02-14T09:00:00Z")  # noqa: TRY004
    if isinstance(value, dt.datetime) and value.utcoffset() is None:
        raise ValueError(f"{value} has no offset from UTC: add Z, or an offset such as +01:00")
    _near(value)
    return value


def _number(value: object) -> bool | int | float:
    if isinstance(value, bool):
        return value
    if not isinstance(value, int | float) or not -LARGE <= value <= LARGE:
        raise ValueError("must be a finite number, without quotes")
    return value


def _parameter(value: object) -> bool | int | float | str | list[str]:
    texts = as_sequence(value)
    if texts is not None and all(isinstance(text, str) for text in texts):
        return list(texts)
    return value if isinstance(value, str) else _number(value)


def _git_ref(text: str) -> str:
    if (
        text.startswith("-")
        or ".." in text
        or any(character.isspace() or character in "~^:?*[\\" for character in text)
    ):
        raise ValueError(f'"{text}" is no name of a branch, tag or commit')
    return text


def _site(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("https", "http") or not parts.hostname or not parts.hostname.isascii():
        raise ValueError(f'"{text}" is no address such as https://example.atlassian.net')
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError(f'"{text}" would send everything in clear: write https://')
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("an address has no user, password, query or fragment: secrets come from the environment")
    return text


Text: TypeAlias = Annotated[str, Field(min_length=1, max_length=4_000), AfterValidator(_no_blank)]
Texts: TypeAlias = Annotated[list[Text], Field(min_length=1, max_length=MANY)]
Glob: TypeAlias = Annotated[str, AfterValidator(_glob)]
Globs: TypeAlias = Annotated[list[Glob], Field(min_length=1, max_length=MANY)]
Zone: TypeAlias = Annotated[Text, AfterValidator(_zone)]
Day: TypeAlias = Annotated[dt.date, AfterValidator(_near)]
Days: TypeAlias = Annotated[Text, AfterValidator(_days)]
Site: TypeAlias = Annotated[Text, AfterValidator(_site)]
Ref: TypeAlias = Annotated[Text, AfterValidator(_git_ref)]
Id: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$")]
Name: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Number: TypeAlias = Annotated[
    bool | int | float, PlainValidator(_number), WithJsonSchema({"type": ["number", "boolean"]})
]
Parameter: TypeAlias = Annotated[
    bool | int | float | str | list[str],
    PlainValidator(_parameter),
    WithJsonSchema({"type": ["number", "boolean", "string", "array"], "items": {"type": "string"}}),
]
Moment: TypeAlias = Annotated[
    dt.datetime | dt.date, PlainValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
