"""Dates and times as a Jira site writes them: without an offset, in a format that its administrators chose.

The format uses the letters that Jira's own "Look and feel" shows, those of Java's SimpleDateFormat (`dd/MMM/yy h:mm
a`); months are named in English, in full or by their first three letters, September also by four.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, seconds_of

DAYS = (
    "dd.MM.yyyy",
    "d.M.yyyy",
    "dd/MM/yyyy",
    "MM/dd/yyyy",
    "M/d/yyyy",
    "d/M/yyyy",
    "d MMM yyyy",
    "dd-MMM-yyyy",
    "yyyyMMdd",
    "M/d/yy",
    "d/M/yy",
    "d.M.yy",
    "MMM d, yyyy",
    "MMMM d, yyyy",
    "EEEE, d MMMM yyyy",
)
"""Date formats that learning and HR systems write."""
KNOWN = (
    "dd/MMM/yy h:mm a",
    "d/MMM/yy h:mm a",
    "dd/MMM/yy HH:mm",
    "dd/MMM/yyyy h:mm a",
    "yyyy-MM-dd HH:mm",
    "yyyy-MM-dd HH:mm:ss",
    "yyyy-MM-dd HH:mm:ss.SSS",
    "yyyy-MM-dd'T'HH:mm",
    "yyyy-MM-dd'T'HH:mm:ss",
    "dd.MM.yyyy HH:mm",
    "dd/MM/yyyy HH:mm",
    "dd/MM/yy h:mm a",
    "M/d/yyyy H:mm",
    "M/d/yyyy h:mm a",
    "M/d/yyyy H:mm:ss",
    "M/d/yyyy h:mm:ss a",
    "M/d/yyyy h:mm:ss a z",
    "EEEE, d MMMM yyyy, h:mm a",
    "dd.MM.yyyy HH:mm:ss",
    "yyyy/MM/dd h:mm:ss a z",
    "d/M/yyyy H:mm",
    "d/M/yyyy h:mm a",
    "d/M/yyyy H:mm:ss",
    "d/M/yyyy h:mm:ss a",
    "d.M.yyyy H:mm",
    "d.M.yyyy H:mm:ss",
    "M/d/yy H:mm",
    "M/d/yy h:mm a",
    "d/M/yy H:mm",
    "d/M/yy h:mm a",
    "d.M.yy H:mm",
)
"""Known formats: Jira's default, others that sites choose, and what a spreadsheet makes of them."""

_CENTURY = 2000
_BLANKS = "[\\s\u00a0\u202f]++"
"""Newer versions of Java write a narrow no-break space before AM and PM."""
_NOON = 12
_TOKEN = re.compile(r"'(?P<quoted>[^']*)'|(?P<letters>([A-Za-z])\3*)|(?P<blank>\s+)|(?P<other>[^A-Za-z'\s]+)", re.ASCII)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SHORT = {**{name[:3]: name for name in _MONTHS}, "sept": "september"}
_LETTERS: Mapping[str, str] = {
    "yyyy": r"(?P<year>[0-9]{4})",
    "yy": r"(?P<short_year>[0-9]{2})",
    "MMMM": r"(?P<name>[a-z]{3,9})",
    "MMM": r"(?P<name>[a-z]{3,4})",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "dd": r"(?P<day>[0-9]{2})",
    "d": r"(?P<day>[0-9]{1,2})",
    "HH": r"(?P<hour>[0-9]{2})",
    "H": r"(?P<hour>[0-9]{1,2})",
    "hh": r"(?P<half>[0-9]{2})",
    "h": r"(?P<half>[0-9]{1,2})",
    "mm": r"(?P<minute>[0-9]{2})",
    "ss": r"(?P<second>[0-9]{2})",
    "SSS": r"[0-9]{3}",
    "a": r"(?P<side>am|pm)",
    "z": r"(?P<offset>(?:gmt|utc)(?:[+-][0-9]{1,2}(?::[0-9]{2})?)?|[ecmp][sd]t)",
    "EEEE": r"[a-z]{6,9}",
    "EEE": r"[a-z]{3}",
}
_OFFSETS = {"E": -5, "C": -6, "M": -7, "P": -8}
"""The hours of the standard times of the United States, by their first letters; English has no other short names."""
_NEEDED = (
    (("year", "short_year"), "the year (yyyy or yy)"),
    (("name", "month"), "the month (MMM, MM or M)"),
    (("day",), "the day (dd or d)"),
)
_NEEDED_OF_TIMES = (
    (("hour", "half"), "the hour (HH, H, hh or h)"),
    (("minute",), "the minute (mm)"),
)


@dataclass(frozen=True, slots=True)
class DateFormat:
    """A date format, and the expression that reads it; `exact` if it has seconds, not only minutes."""

    pattern: str
    expression: re.Pattern[str]

    @property
    def exact(self) -> bool:
        """Whether times have seconds."""
        return "second" in self.expression.groupindex

    @property
    def two_digit_year(self) -> bool:
        """Whether years have two digits, so that the century is unclear."""
        return "short_year" in self.expression.groupindex

    @property
    def is_day(self) -> bool:
        """Whether texts of this format are dates without a time."""
        return "minute" not in self.expression.groupindex

    def day(self, text: str) -> date:
        """Return the day of a text in this format. Raises ValueError for a text in another format, and for an
        invalid date."""
        try:
            return date(*_date(self._parts(text)))
        except ValueError as error:
            raise ValueError(f'"{text}" is not a day of the form {self.pattern} ({error})') from error

    def _parts(self, text: str) -> dict[str, str]:
        match = self.expression.fullmatch(text)
        if match is None:
            raise ValueError(f'"{text}" is not of the form {self.pattern}')
        return {name: value for name, value in match.groupdict().items() if value}

    def read(self, text: str, zone: ZoneInfo) -> Instant:
        """Return the instant of a text with a time, in the time zone of the text or else the given one: the beginning
        of its minute if it has no seconds, and the second occurrence of an hour that occurs twice.

        Raises ValueError for a text in another format, an invalid date, and an hour that the zone skips.
        """
        parts = self._parts(text)
        try:
            hour, minute, second = _hour(parts), int(parts["minute"]), int(parts.get("second", 0))
            of_text = _offset(parts["offset"].upper()) if "offset" in parts else zone
            moment = datetime(*_date(parts), hour, minute, second, tzinfo=of_text, fold=1)
            same = moment.astimezone(UTC).astimezone(of_text)
        except (ValueError, OverflowError) as error:
            raise ValueError(f'"{text}" is not a time that exists ({error})') from error
        if same.replace(tzinfo=None) != moment.replace(tzinfo=None):
            raise ValueError(f'"{text}" is a time that the clocks of {zone.key} skip: check the time zone')
        return seconds_of(moment)


def _date(parts: Mapping[str, str]) -> tuple[int, int, int]:
    year = int(parts["year"]) if "year" in parts else _CENTURY + int(parts["short_year"])
    month = _month(parts["name"]) if "name" in parts else int(parts["month"])
    return year, month, int(parts["day"])


def _offset(name: str) -> timezone:
    """Return the zone of a name such as GMT, GMT+5:30 or PST."""
    if name[0] in _OFFSETS:
        return timezone(timedelta(hours=_OFFSETS[name[0]] + (name[1] == "D")))
    hours, _, minutes = name[4:].partition(":")
    size = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return timezone(-size if name[3:4] == "-" else size)


def _month(name: str) -> int:
    written = name.casefold()
    whole = _SHORT.get(written, written)
    if whole not in _MONTHS:
        raise ValueError(f"{name} is not an English month: write March or Mar")
    return _MONTHS.index(whole) + 1


def _hour(parts: Mapping[str, str]) -> int:
    if "hour" in parts:
        return int(parts["hour"])
    half = int(parts["half"])
    if not 1 <= half <= _NOON:
        raise ValueError(f"a 12-hour clock does not have {half}")
    return half % _NOON + (_NOON if parts["side"].casefold() == "pm" else 0)


def date_format(pattern: str, *, days: bool = False) -> DateFormat:
    """Return the format of a pattern; with `days`, it may be a date without a time.

    Raises ValueError with the reason if the pattern is invalid, or does not determine the day and the time.
    """
    expression = re.compile("".join(_expressions(pattern)), re.ASCII | re.IGNORECASE)
    groups = expression.groupindex
    of_time = any(name in groups for name in ("hour", "half", "minute", "second", "side", "offset"))
    needed = _NEEDED if days and not of_time else (*_NEEDED, *_NEEDED_OF_TIMES)
    lacking = [what for names, what in needed if not any(name in groups for name in names)]
    if ("half" in groups) != ("side" in groups):
        lacking.append("either HH, or h with a (AM or PM)")
    if lacking:
        raise ValueError(f'"{pattern}" lacks {", ".join(lacking)}: write it as in {KNOWN[0]}')
    return DateFormat(pattern, expression)


def _expressions(pattern: str) -> Iterator[str]:
    """Yield the expression of each part of a pattern; each part occurs once."""
    at, seen = 0, set[str]()
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if token is None:
            raise ValueError(f'"{pattern}" has a quotation mark that is not closed')
        at = token.end()
        letters = token["letters"]
        if letters is None:
            yield _BLANKS if token["blank"] else re.escape(token["quoted"] or token["other"] or "'")
            continue
        if letters not in _LETTERS:
            raise ValueError(f'"{pattern}" has {letters}, which is not one of {", ".join(_LETTERS)}')
        part = "H" if letters[0] == "h" else letters[0]
        if part in seen:
            raise ValueError(f'"{pattern}" has {letters[0]} twice')
        seen.add(part)
        yield _LETTERS[letters]
