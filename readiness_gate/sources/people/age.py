"""The age of a people file, from the configuration, the command line or the name of the file."""

import re
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.time import DAY, Instant, end_of_day, iso

_DAY = re.compile(r"(?<![0-9])(20[0-9]{2})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12][0-9]|3[01])(?![0-9])")


def dated(files: Iterable[PeopleFile], zone: ZoneInfo | None, now: Instant) -> dict[str, Instant]:
    """Return the export times of files by name: as configured, else the end of the day in the file name.

    A day in the future is ignored: it belongs to a go-live, or is mistyped.
    """
    known: dict[str, Instant] = {}
    for file in files:
        moment = _in_name(file.file, file.zone or zone) if file.exported_at is None else file.exported_at
        if moment is not None and moment <= now + DAY:
            known[file.file] = moment
    return known


def named(file: PeopleFile) -> str:
    """Return the name of a file, with the export time given on the command line."""
    if file.exported_at is None or not file.said_by:
        return file.file
    return f"{file.file} (exported {iso(file.exported_at)}, by {file.said_by})"


def _in_name(name: str, zone: ZoneInfo | None) -> Instant | None:
    """Return the end of the only day in a file's name; None if there is none, or more than one."""
    days = {match.group(1, 3, 4) for match in _DAY.finditer(name.rpartition("/")[2])}
    if len(days) != 1 or zone is None:
        return None
    year, month, number = (int(part) for part in days.pop())
    try:
        return end_of_day(date(year, month, number), zone)
    except ValueError:
        return None


def check_exported(file: PeopleFile, now: Instant) -> None:
    """Raise CouldNotLook for an export time in the future: it would make an old file look new."""
    if file.exported_at is not None and file.exported_at > now + DAY:
        raise CouldNotLook(
            f"exported-at of {file.file} ({iso(file.exported_at)}) is in the future (it is now {iso(now)}): correct it"
        )
