"""The validated types of values in files: texts, patterns, days, refs, numbers. Their errors say what to write."""

import datetime as dt
import re
import unicodedata
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema

from readiness_gate.model.captures import why_no_pattern
from readiness_gate.model.date_format import date_format
from readiness_gate.model.globs import why_invalid
from readiness_gate.model.jql import why_no_part
from readiness_gate.model.refs import LONGEST_REF, why_no_lock, why_no_ref
from readiness_gate.model.shapes import as_sequence
from readiness_gate.model.time import DAY, Instant, duration, end_of_day, seconds_of
from readiness_gate.toml.zones import NO_PLACES, zone_hint

MANY = 1_000
LARGE = 10**12
KEY = "[A-Z][A-Z0-9_]{0,254}-[0-9]{1,18}"
_KEY = re.compile(KEY)
LONGEST_FOR = 366
FIRST_YEAR, LAST_YEAR = 2000, 2199
ID = r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$"
NAME = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"
DIGEST = r"^sha256:[0-9a-f]{64}$"

_HIDDEN = ("Cc", "Cf", "Zl", "Zp", "Zs")
_PORTS = 65_535
_HOST = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?", re.ASCII)
_BLANK = re.compile(r"\s")
_LOOKALIKES = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC")


def _refuse(why: str | None) -> None:
    """Raise ValueError if there is a reason why a value is invalid."""
    if why is not None:
        raise ValueError(why)


def _no_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    strange = None if text.isprintable() else next(filter(_is_control, text), None)
    if strange is not None:
        raise ValueError(f"must be without control characters: it has {_code(strange)}")
    return text


def _is_control(letter: str) -> bool:
    return letter not in "\n\t" and unicodedata.category(letter) == "Cc"


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _to_the_letter(text: str) -> str:
    """Return a text that must equal another text exactly; it must not contain anything invisible or confusable."""
    if text != text.strip():
        raise ValueError(f'"{text}" begins or ends with a space')
    hidden = next((letter for letter in text if letter != " " and unicodedata.category(letter) in _HIDDEN), None)
    if hidden is not None:
        raise ValueError(f"must be without invisible characters: it has {_code(hidden)}")
    for word in re.findall(r"\w+", text):
        _refuse(_why_mixed(word))
    return text


def _why_mixed(word: str) -> str | None:
    """Return why the letters of a word can be confused with others; None if they are all of one script."""
    scripts = {unicodedata.name(letter, "").partition(" ")[0]: letter for letter in word if letter.isalpha()}
    mixed = [script for script in _LOOKALIKES if script in scripts]
    if len(mixed) <= 1:
        return None
    strange = scripts[mixed[1]]
    return (
        f'"{word}" mixes {mixed[0].capitalize()} and {mixed[1].capitalize()} letters, which look alike: '
        f'"{strange}" is {unicodedata.name(strange)}'
    )


def _zone(name: str) -> str:
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = None
    if zone is None or name in NO_PLACES:
        raise ValueError(f'"{name}" is not a time zone{zone_hint(name)}')
    return name


def _glob(text: str) -> str:
    _refuse(why_invalid(text))
    return text


def _covering(text: str) -> str:
    _refuse(why_no_pattern(text))
    return text


def _days(text: str) -> str:
    days, rest = divmod(duration(text), DAY)
    if rest or days > LONGEST_FOR:
        raise ValueError(f'"{text}" is not a number of whole days up to {LONGEST_FOR}, such as "7d"')
    return text


def _form(text: str) -> str:
    date_format(text)
    return text


def _people_form(text: str) -> str:
    date_format(text, days=True)
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


def _signed_on(value: object) -> dt.datetime:
    if not isinstance(value, dt.datetime):
        raise ValueError('must be the time that the report is "as of", without quotes, such as 2027-02-14T09:00:00Z')  # noqa: TRY004
    _moment(value)
    return value


def instant_of(moment: dt.datetime | dt.date | None, zone: ZoneInfo | None) -> Instant | None:
    """Return the instant of a moment in a file, the last second of a day; None without a moment, or for a day without a
    zone."""
    if isinstance(moment, dt.datetime):
        return seconds_of(moment)
    return end_of_day(moment, zone) if moment is not None and zone is not None else None


def start_of(day: dt.date | None, zone: ZoneInfo | None) -> Instant | None:
    """Return the first second of a day in a zone; None without a day or a zone."""
    return None if day is None or zone is None else end_of_day(day - dt.timedelta(days=1), zone) + 1


def _number(value: object) -> bool | int | float:
    if isinstance(value, bool):
        return value
    if not isinstance(value, int | float) or not -LARGE <= value <= LARGE:
        raise ValueError("must be a finite number, without quotes")
    return value


def _no_flag(value: object) -> int | float:
    number = _number(value)
    if isinstance(number, bool):
        raise ValueError("must be a number, without quotes")  # noqa: TRY004 - pydantic reports this one as a mistake
    return number


def _parameter(value: object) -> bool | int | float | str | list[str]:
    texts = as_sequence(value)
    if texts is not None and all(isinstance(text, str) for text in texts):
        return list(texts)
    return value if isinstance(value, str) else _number(value)


def _git_ref(text: str) -> str:
    _refuse(why_no_ref(text))
    return text


def _lock(value: object) -> dt.date | str:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return _near(value)
    if not isinstance(value, str):
        raise ValueError("must be a day without quotes, such as 2027-01-18, or a tag or a commit in quotes")  # noqa: TRY004
    _refuse(why_no_lock(_no_blank(value)))
    return value


def site(text: str) -> str:
    """Return the address of a site, unchanged. Raises ValueError if it contains a secret, or if secrets cannot be sent
    to it."""
    parts = urlsplit(text)
    if "@" in parts.netloc or "?" in text or "#" in text:
        raise ValueError("must be without user, password, query and fragment: secrets come from the environment")
    if parts.scheme not in ("https", "http") or not _HOST.fullmatch(parts.netloc) or _BLANK.search(text):
        raise ValueError(f'"{text}" is not an address such as https://example.atlassian.net')
    port = _port(parts.netloc)
    if not 0 < int(port) <= _PORTS:
        raise ValueError(f'"{text}" has the port {port}; a port is 1 to {_PORTS}: correct it, or leave it out')
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError(f'"{text}" sends everything unencrypted: write https://')
    return text


def _port(netloc: str) -> str:
    """Return the port of a host, which may be an IPv6 address in brackets; the https port if it has none."""
    return netloc.rpartition(":")[2] if ":" in netloc.rpartition("]")[2] else "443"


def _keys(value: object) -> list[str]:
    keys = [value] if isinstance(value, str) else as_sequence(value)
    if not keys or not all(isinstance(key, str) for key in keys) or len(keys) > MANY:
        raise ValueError(f"must be the key of an issue, such as CRM-1, or a list of 1 to {MANY:,} keys")
    wrong = next((key for key in keys if not _KEY.fullmatch(key)), None)
    if wrong is not None:
        raise ValueError(f'"{wrong}" is not the key of an issue, such as CRM-1')
    return list(keys)


def _names(value: object) -> list[str]:
    names = [value] if isinstance(value, str) else as_sequence(value)
    if not names or not all(isinstance(name, str) for name in names) or len(names) > MANY:
        raise ValueError(f"must be a name, such as wave-1, or a list of 1 to {MANY:,} names")
    wrong = next((name for name in names if not re.fullmatch(NAME, name)), None)
    if wrong is not None:
        raise ValueError(f'"{wrong}" is not a name: write letters, digits, dots, dashes and underscores')
    return list(names)


def _jql(text: str) -> str:
    _refuse(why_no_part(text))
    return text


Text: TypeAlias = Annotated[str, Field(min_length=1, max_length=4_000), AfterValidator(_no_blank)]
Texts: TypeAlias = Annotated[list[Text], Field(min_length=1, max_length=MANY)]
Word: TypeAlias = Annotated[Text, AfterValidator(_to_the_letter)]
Words: TypeAlias = Annotated[list[Word], Field(min_length=1, max_length=MANY)]
IssueKeys: TypeAlias = Annotated[
    list[str],
    PlainValidator(_keys),
    WithJsonSchema({"type": ["string", "array"], "pattern": f"^{KEY}$", "items": {"type": "string"}, "minItems": 1}),
]
Glob: TypeAlias = Annotated[str, AfterValidator(_glob)]
Globs: TypeAlias = Annotated[list[Glob], Field(min_length=1, max_length=MANY)]
Covering: TypeAlias = Annotated[list[Annotated[str, AfterValidator(_covering)]], Field(min_length=1, max_length=MANY)]
Zone: TypeAlias = Annotated[Text, AfterValidator(_zone)]
Day: TypeAlias = Annotated[dt.date, AfterValidator(_near)]
Days: TypeAlias = Annotated[Text, AfterValidator(_days)]
DateForm: TypeAlias = Annotated[Text, AfterValidator(_form)]
PeopleDateForm: TypeAlias = Annotated[Text, AfterValidator(_people_form)]
Site: TypeAlias = Annotated[Text, AfterValidator(site)]
Ref: TypeAlias = Annotated[Text, AfterValidator(_git_ref)]
CommitId: TypeAlias = Annotated[str, Field(pattern=r"^([0-9a-fA-F]{40}|[0-9a-fA-F]{64})$")]
Lock: TypeAlias = Annotated[
    dt.date | str, PlainValidator(_lock), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LONGEST_REF})
]
Jql: TypeAlias = Annotated[Text, AfterValidator(_jql)]
Id: TypeAlias = Annotated[str, Field(pattern=ID)]
Name: TypeAlias = Annotated[str, Field(pattern=NAME)]
Names: TypeAlias = Annotated[list[Name], Field(min_length=1, max_length=MANY)]
NameOrNames: TypeAlias = Annotated[
    list[str],
    PlainValidator(_names),
    WithJsonSchema({"type": ["string", "array"], "pattern": NAME, "items": {"type": "string"}, "minItems": 1}),
]
Number: TypeAlias = Annotated[
    bool | int | float, PlainValidator(_number), WithJsonSchema({"type": ["number", "boolean"]})
]
Points: TypeAlias = Annotated[int, Field(ge=1, le=5)]
Count: TypeAlias = Annotated[int | float, PlainValidator(_no_flag), WithJsonSchema({"type": "number"})]
Parameter: TypeAlias = Annotated[
    bool | int | float | str | list[str],
    PlainValidator(_parameter),
    WithJsonSchema({"type": ["number", "boolean", "string", "array"], "items": {"type": "string"}}),
]
Moment: TypeAlias = Annotated[
    dt.datetime | dt.date,
    PlainValidator(_moment),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]}),
]
AsOf: TypeAlias = Annotated[
    dt.datetime, PlainValidator(_signed_on), WithJsonSchema({"type": "string", "format": "date-time"})
]
Digest: TypeAlias = Annotated[str, Field(pattern=DIGEST)]
