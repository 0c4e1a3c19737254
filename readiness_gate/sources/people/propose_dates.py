"""The date format of a file, for a proposal that a person confirms."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from readiness_gate.model.date_format import DAYS, KNOWN, DateFormat, date_format
from readiness_gate.sources.people import cells
from readiness_gate.sources.people.cells import BadCell


def forms_of(texts: Sequence[str], zone: ZoneInfo, of_preset: DateFormat | None) -> Iterator[str]:
    """Yield the formats that match all dates; nothing if they match the preset's format or ISO 8601."""
    known = cells.Dates(of_preset, zone, cells.FIRST)
    if all(_reads(known, text) for text in texts):
        return
    by_reading: dict[tuple[object, ...], str] = {}
    for pattern in sorted((*DAYS, *KNOWN), key=len):  # the shorter form of the same reading takes more texts
        form = date_format(pattern, days=True)
        readings = tuple(_reading(form, text, zone) for text in texts)
        if None not in readings:
            by_reading.setdefault(readings, pattern)
    yield from by_reading.values()


def _reads(dates: cells.Dates, written: str) -> bool:
    try:
        return dates.read(written) is not None
    except BadCell:
        return False


def _reading(form: DateFormat, written: str, zone: ZoneInfo) -> object:
    """Return what a text means in a format; None if it has another format."""
    try:
        return form.day(written) if form.is_day else form.read(written, zone)
    except ValueError:
        return None
